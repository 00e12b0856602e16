"""One act settles many items: in part, over, across accounts and currencies, with a write-off; and is undone whole."""

from datetime import date
from decimal import Decimal

import pytest

from apps.companies.selectors import MissingRate
from apps.core.context import company_context, company_id
from apps.core.exceptions import InvalidInput
from apps.invoices.choices import InvoiceKind
from apps.invoices.tests.factories import DAY, line, make_rate, make_sales_books, posted
from apps.ledger import services as ledger
from apps.ledger.models import Entry, OpenItem, Period
from apps.ledger.tests.factories import journal, make_party
from apps.payments import services
from apps.payments.choices import Direction
from apps.payments.models import Clearing, Match
from apps.payments.services import Allocation
from apps.payments.tests.factories import make_reason, pay
from apps.payments.tests.test_services import account_balance, open_and_balance


@pytest.fixture(autouse=True)
def books(company):
    make_sales_books()


def item(document) -> OpenItem:
    """Return the open item of a document."""
    return OpenItem.objects.get(entry=document.entry)


def clear(*documents, **fields) -> Clearing:
    """Settle documents with each other; a pair of a document and an amount takes that much of it."""
    wanted = [row if isinstance(row, tuple) else (row, None) for row in documents]
    allocations = [Allocation(item(row).pk, part and Decimal(part)) for row, part in wanted]
    return services.match_items(actor=None, allocations=allocations, **fields)


def is_open(*documents) -> list[Decimal]:
    """Return what is open of documents, in their currency."""
    return [item(document).open_currency for document in documents]


def test_180_on_account_settle_100_and_80_of_150():
    first, second, payment = posted(line("1", "100")), posted(line("1", "150")), pay("180")

    clearing = clear(first, second, payment)

    assert is_open(first, second, payment) == [0, 70, 0]
    assert (clearing.entry, clearing.matches.count()) == (None, 2)


def test_three_payments_and_a_credit_note_settle_two_invoices_in_one_act():
    first, second = posted(line("1", "100")), posted(line("1", "150"))
    note = posted(line("1", "25"), kind=InvoiceKind.CUSTOMER_CREDIT)
    payments = [pay(amount) for amount in ("75", "90", "60")]

    clear(first, second, note, *payments)

    assert is_open(first, second, note, *payments) == [0] * 6


def test_of_110_for_100_the_10_stay_on_account():
    invoice, payment = posted(line("1", "100")), pay("110")

    clear(invoice, payment)

    assert is_open(invoice, payment) == [0, 10]


def test_of_110_for_100_the_10_are_written_off_with_a_make_reason():
    invoice, payment = posted(line("1", "100")), pay("110")

    clearing = clear(invoice, payment, write_off=make_reason())

    assert is_open(invoice, payment) == [0, 0]
    assert journal(clearing.entry) == "4110         10.00\n6580                     10.00"
    assert open_and_balance() == (0, 0)


def test_a_debt_nobody_pays_is_written_off_alone():
    invoice = posted(line("1", "100"))

    clearing = clear((invoice, "60"), write_off=make_reason())

    assert is_open(invoice) == [40]
    assert journal(clearing.entry) == "4110                     60.00\n6580         60.00"


def test_more_than_a_reason_allows_is_not_written_off():
    invoice, payment = posted(line("1", "100")), pay("94.99")
    small = make_reason(limit="5")

    with pytest.raises(services.WriteOffTooLarge, match=r"this one allows €5\.00"):
        clear(invoice, payment, write_off=small)

    assert is_open(invoice, payment) == [100, Decimal("94.99")]
    assert not Clearing.objects.filter(company_id=company_id()).exists()
    assert not Match.objects.filter(company_id=company_id()).exists()


def test_what_a_customer_owes_and_is_owed_is_netted():
    invoice = posted(line("1", "100"))
    bill = posted(line("1", "80"), kind=InvoiceKind.SUPPLIER_BILL)

    clearing = clear(invoice, bill)

    assert is_open(invoice, bill) == [20, 0]
    assert journal(clearing.entry) == "4110                     80.00\n4010         80.00"
    assert open_and_balance() == (20, 20)
    assert open_and_balance("4010") == (0, 0)


def test_netting_in_a_foreign_currency_is_exact_in_that_currency():
    make_rate("USD", "0.80", date(2026, 1, 1))
    make_rate("USD", "0.90", date(2026, 2, 1))
    invoice = posted(line("1", "100"), currency="USD")
    bill = posted(line("1", "80.01"), kind=InvoiceKind.SUPPLIER_BILL, currency="USD")

    clear(invoice, bill, on=date(2026, 2, 10))

    assert is_open(invoice, bill) == [Decimal("19.99"), 0]
    assert open_and_balance()[0] == open_and_balance()[1] == Decimal("15.99")
    assert open_and_balance("4010") == (0, 0)
    assert account_balance("7660") + account_balance("6660") == 0  # both were booked at one rate


def test_a_payment_in_another_currency_settles_with_a_rate_and_realises_the_difference():
    make_rate("USD", "0.80", date(2026, 1, 1))
    invoice = posted(line("1", "100"), currency="USD")
    payment = pay("90", on=date(2026, 2, 10))

    clear(invoice, payment, rates={"USD": Decimal("0.90")})

    assert is_open(invoice, payment) == [0, 0]
    gain = Entry.objects.get(company_id=company_id(), kind="exchange")
    assert journal(gain) == "4110         10.00\n7660                     10.00"
    assert gain.date == date(2026, 2, 10)
    assert open_and_balance() == (0, 0)


def test_a_smaller_payment_in_another_currency_settles_its_worth():
    make_rate("USD", "0.80", date(2026, 1, 1))
    invoice = posted(line("1", "100"), currency="USD")
    payment = pay("45")

    clear(invoice, payment, rates={"USD": Decimal("0.90")})

    assert is_open(invoice, payment) == [50, 0]
    assert open_and_balance() == (40, 40)


def test_two_currencies_without_a_rate_are_refused(other_company):
    with company_context(other_company.pk):
        make_sales_books()
        make_rate("EUR", "1.10", date(2026, 1, 20))
        foreign = posted(line("1", "100"), currency="EUR", on=date(2026, 1, 20))
        from apps.companies.models import ExchangeRate  # noqa: PLC0415 - the rate is taken away again

        ExchangeRate.objects.filter(company_id=other_company.pk).delete()
        payment = pay("100")

        with pytest.raises(MissingRate, match="add an exchange rate"):
            clear(foreign, payment)

        assert is_open(foreign, payment) == [100, 100]
        assert not Clearing.objects.filter(company_id=other_company.pk).exists()


@pytest.mark.parametrize("rate", ["0", "-1", "NaN"])
def test_a_rate_that_is_none_is_refused(rate):
    make_rate("USD", "0.80", date(2026, 1, 1))
    invoice, payment = posted(line("1", "100"), currency="USD"), pay("45")

    with pytest.raises(InvalidInput, match="a rate above zero"):
        clear(invoice, payment, rates={"USD": Decimal(rate)})


def test_undoing_one_match_of_an_act_with_a_write_off_undoes_the_act():
    invoice, payment = posted(line("1", "100")), pay("110")
    clearing = clear(invoice, payment, write_off=make_reason())

    services.unmatch(actor=None, pk=clearing.matches.first().pk, on=date(2026, 2, 1))

    assert is_open(invoice, payment) == [100, 110]
    assert account_balance("6580") == 0
    assert open_and_balance() == (-10, -10)
    assert clearing.entry.reversal.date == date(2026, 2, 1)
    assert not OpenItem.objects.filter(entry=clearing.entry, open_amount__gt=0).exists()
    with pytest.raises(services.AlreadyUndone):
        services.undo_clearing(actor=None, pk=clearing.pk)


def test_an_act_across_currencies_is_undone_to_the_cent():
    make_rate("USD", "0.80", date(2026, 1, 1))
    invoice, payment = posted(line("1", "100"), currency="USD"), pay("95")
    clearing = clear(invoice, payment, rates={"USD": Decimal("0.90")}, write_off=make_reason())
    assert account_balance("6580") == -5

    services.undo_clearing(actor=None, pk=clearing.pk, on=date(2026, 2, 1))

    assert is_open(invoice, payment) == [100, 95]
    assert account_balance("6580") == account_balance("7660") == 0
    assert open_and_balance() == (-15, -15)


def test_reversing_a_payment_takes_back_what_was_written_off_with_it():
    invoice, payment = posted(line("1", "100")), pay("97")
    clear(invoice, payment, write_off=make_reason())

    services.reverse_payment(actor=None, pk=payment.pk, on=date(2026, 2, 1))

    assert is_open(invoice) == [100]
    assert account_balance("6580") == 0


def test_undoing_one_of_several_plain_matches_leaves_the_others():
    first, second, payment = posted(line("1", "100")), posted(line("1", "50")), pay("150")
    clearing = clear(first, second, payment)
    match = clearing.matches.get(debit_item=item(first))

    services.unmatch(actor=None, pk=match.pk, on=DAY)

    assert is_open(first, second, payment) == [100, 0, 100]


def test_items_of_two_parties_are_not_settled():
    mine = posted(line("1", "100"))
    theirs = posted(line("1", "50"), party=make_party("BONAP"), kind=InvoiceKind.CUSTOMER_CREDIT)

    with pytest.raises(services.CannotMatch, match="items of one party"):
        clear(mine, theirs)


def test_one_side_alone_without_a_reason_is_refused():
    with pytest.raises(services.CannotMatch, match="both sides, or a reason"):
        clear(posted(line("1", "10")), posted(line("1", "20")))


def test_an_item_named_twice_is_refused():
    invoice, payment = posted(line("1", "100")), pay("300")

    with pytest.raises(services.CannotMatch, match="each item once"):
        clear((invoice, "50"), (invoice, "60"), payment)


@pytest.mark.parametrize("amount", ["0", "-5", "0.001", "NaN"])
def test_an_allocation_that_is_none_is_refused(amount):
    invoice, payment = posted(line("1", "100")), pay("100")

    with pytest.raises(InvalidInput, match="above zero"):
        clear((invoice, amount), payment)


def test_a_write_off_in_a_closed_period_is_refused_and_nothing_is_matched():
    invoice, payment = posted(line("1", "100")), pay("110")
    small = make_reason()
    january = Period.objects.get(company_id=company_id(), code="2026-01")
    ledger.close_period(actor=None, pk=january.pk, accept=["unmatched_payments"])

    with pytest.raises(ledger.PeriodClosed):
        clear(invoice, payment, write_off=small)

    assert is_open(invoice, payment) == [100, 110]


def test_a_supplier_s_side_is_settled_and_written_off_the_other_way_round():
    bill = posted(line("1", "100"), kind=InvoiceKind.SUPPLIER_BILL)
    payment = pay("99.50", direction=Direction.DISBURSEMENT)

    clearing = clear(bill, payment, write_off=make_reason())

    assert journal(clearing.entry) == "4010          0.50\n6580                      0.50"
    assert is_open(bill, payment) == [0, 0]
