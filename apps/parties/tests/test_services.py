"""Commands of parties: codes, tax numbers, versions, archive; and when an invoice is due."""

from datetime import date

import pytest

from apps.companies.models import Company
from apps.core.context import company_context
from apps.core.exceptions import BusinessError, InvalidInput, StaleVersion
from apps.core.models import Event
from apps.parties import services
from apps.parties.models import Address, Contact, Party, PaymentTerm
from apps.parties.selectors import lookalikes, open_balance, suggest_code, visible_customers
from apps.parties.tax_numbers import clean_tax_number
from apps.parties.terms import due_date
from apps.parties.tests.factories import make_party, make_term


def test_a_party_is_saved_with_its_addresses_and_contacts(company: Company):
    party = services.save_party(
        actor=None,
        party=Party(
            name="Café Léon", is_customer=True, currency_id="EUR", tax_number="fr 40 303 265 045"
        ),
        addresses=[Address(city="Paris"), Address(city="Lille")],
        contacts=[Contact(name="Léon")],
    )

    party.refresh_from_db()
    assert (party.code, party.tax_number) == ("CAFEL", "FR40303265045")
    assert [address.city for address in party.addresses.all()] == ["Paris", "Lille"]
    assert [contact.name for contact in party.contacts.all()] == ["Léon"]
    assert Event.objects.filter(aggregate_id=party.pk, name="parties.party_created").count() == 1


def test_a_removed_address_is_gone_and_the_others_stay(company: Company):
    party = make_party()
    address = party.addresses.get()
    services.save_party(
        actor=None, party=party, addresses=[Address(city="Nice")], removed=[address]
    )

    assert [row.city for row in party.addresses.all()] == ["Nice"]
    assert party.contacts.count() == 1


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Les Halles", "LESHA"),
        ("Übergroß GmbH", "UBERG"),
        ("شركة النور", "P"),
        ("7-Eleven", "7ELEV"),
    ],
)
def test_a_code_is_made_from_the_name(company: Company, name: str, code: str):
    assert suggest_code(name) == code


def test_a_code_that_is_taken_gets_a_number(company: Company, other_company: Company):
    make_party("Les Halles", code="LESHA")
    make_party("Les Halles 2", code="LESHA1")

    assert suggest_code("Les Halles") == "LESHA2"
    with company_context(other_company.pk):
        assert suggest_code("Les Halles") == "LESHA"


def test_a_code_typed_twice_is_refused(company: Company):
    first = make_party(code="ACME")

    with pytest.raises(services.CodeTaken, match="change that of Les Halles"):
        make_party(code="acme ")

    assert list(Party.objects.filter(company=company)) == [first]


def test_a_party_that_is_neither_customer_nor_supplier_is_refused(company: Company):
    with pytest.raises(services.NeitherCustomerNorSupplier):
        make_party(is_customer=False)

    assert not Party.objects.filter(company=company).exists()


def test_a_party_read_before_somebody_else_saved_it_is_refused(company: Company):
    party = make_party()
    mine, theirs = Party.objects.get(pk=party.pk), Party.objects.get(pk=party.pk)
    theirs.email = "theirs@example.com"
    services.save_party(actor=None, party=theirs)

    mine.email = "mine@example.com"
    with pytest.raises(StaleVersion):
        services.save_party(actor=None, party=mine)

    assert Party.objects.get(pk=party.pk).email == "theirs@example.com"


def test_archiving_takes_a_party_out_of_the_choices_and_restoring_brings_it_back(
    company: Company, user_in
):
    party, seller = make_party(), user_in("accountant")

    services.archive_party(actor=seller, pk=party.pk)
    assert not Party.objects.get(pk=party.pk).is_active
    with pytest.raises(BusinessError, match="archived already"):
        services.archive_party(actor=seller, pk=party.pk)
    services.restore_party(actor=seller, pk=party.pk)

    assert list(visible_customers(seller).filter(is_active=True)) == [party]
    assert party.history.filter(history_user=seller).count() == 2


@pytest.mark.parametrize(
    ("number", "country", "kept"),
    [
        ("", "FR", ""),
        ("FR 40 303 265 045", "", "FR40303265045"),
        ("DE136695976", "MA", "DE136695976"),
        ("001561191000066", "MA", "001561191000066"),
        ("12-3456789", "US", "12-3456789"),
    ],
)
def test_a_right_tax_number_is_kept_without_its_punctuation(number: str, country: str, kept: str):
    assert clean_tax_number(number, country) == kept


@pytest.mark.parametrize(
    ("number", "country", "said"),
    [
        ("FR40303265046", "FR", "check digit"),
        ("DE12", "DE", "too many or too few digits"),
        ("40303265046", "FR", "check digit"),
        ("٠٠١٥٦١١٩١٠٠٠٠٦٦", "MA", "letters A-Z and digits"),
        ("FR\u202e40303265045", "FR", "letters A-Z and digits"),
    ],
)
def test_a_wrong_tax_number_is_refused_with_the_reason(number: str, country: str, said: str):
    with pytest.raises(InvalidInput, match=said) as error:
        clean_tax_number(number, country)

    assert error.value.field == "tax_number"


def test_parties_that_look_the_same_are_found(company: Company, other_company: Company):
    party = make_party("Les Halles", email="a@example.com")
    with company_context(other_company.pk):
        make_party("Les Halles")

    assert list(lookalikes(Party(name="LES HALLES"))) == [party]
    assert list(lookalikes(Party(name="Other", email="A@example.com"))) == [party]
    assert list(lookalikes(Party(name="Other", email=""))) == []
    assert list(lookalikes(party)) == []


def test_nothing_is_open_with_a_new_party(company: Company):
    balance = open_balance(make_party().pk)

    assert (balance.receivable, balance.payable, balance.balance) == (0, 0, 0)


@pytest.mark.parametrize(
    ("days", "end_of_month", "on", "due"),
    [
        (0, False, date(2026, 1, 15), date(2026, 1, 15)),
        (30, False, date(2026, 1, 15), date(2026, 2, 14)),
        (30, True, date(2026, 1, 15), date(2026, 3, 2)),
        (30, True, date(2028, 1, 15), date(2028, 3, 1)),
        (0, True, date(2026, 2, 1), date(2026, 2, 28)),
        (10, True, date(2026, 12, 31), date(2027, 1, 10)),
    ],
)
def test_an_invoice_is_due_after_its_terms(days, end_of_month, on, due):
    assert due_date(PaymentTerm(days=days, end_of_month=end_of_month), on) == due


def test_without_terms_an_invoice_is_due_at_once():
    assert due_date(None, date(2026, 1, 15)) == date(2026, 1, 15)


def test_terms_have_a_code_of_their_own(company: Company):
    make_term("30D")

    with pytest.raises(services.CodeTaken):
        make_term("30d")
