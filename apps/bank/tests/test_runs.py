"""Payment runs: what is offered, two people, files for the bank, posted once."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import sepaxml
import xmlschema
from django.db import DatabaseError, IntegrityError, connection, transaction

from apps.access.tests.factories import make_user
from apps.bank import services
from apps.bank.formats.pain import latin
from apps.bank.models import PartyAccount, PaymentRun
from apps.bank.paying import Choice, payees
from apps.bank.reporting import report_of
from apps.bank.selectors import open_lines
from apps.bank.suggesting import suggest
from apps.bank.tests.factories import (
    bring,
    draft_run,
    make_bank_account,
    mt940,
    owed_to,
    pay_to,
    transit_journal,
)
from apps.core.attachments import issued
from apps.core.context import company_context, current
from apps.core.exceptions import WrongStatus
from apps.core.testing import in_threads
from apps.invoices.choices import InvoiceKind
from apps.invoices.tests.factories import DAY, line, make_rate, make_sales_books, make_tax, posted
from apps.ledger.models import EntryLine, OpenItem
from apps.ledger.tests.factories import make_party
from apps.parties.choices import DiscountTax
from apps.parties.models import PaymentTerm
from apps.payments import services as payments
from apps.payments.models import Payment
from apps.payments.tests.factories import pay

SCHEMA = Path(sepaxml.__file__).parent / "schemas" / "pain.001.001.09.xsd"
ON = DAY + timedelta(days=5)


@pytest.fixture
def bank(company):
    make_sales_books()
    return make_bank_account(iban="DE89370400440532013000", bic="COBADEFFXXX")


@pytest.fixture
def makers(company):
    return make_user("accountant"), make_user("accountant")


def supplier(code: str = "ACME", iban: str = "FR1420041010050500013M02606"):
    party = make_party(code, is_supplier=True)
    if iban:
        pay_to(party, iban)
    return party


def item_of(bill):
    return OpenItem.objects.get(entry_id=bill.entry_id, party=bill.party)


def open_of(bill) -> Decimal:
    return item_of(bill).open_currency


def offered(bank, **settings) -> list[str]:
    settings = {"on": ON, "due_by": ON} | settings
    return [
        f"{row.item.open_currency:.2f}{' cr' if row.is_credit else ''}{f' -{row.discount:.2f}' if row.discount else ''}"
        for payee in payees(bank, **settings)
        for row in payee.rows
    ]


def approved(bank, makers, *bills, **choice) -> PaymentRun:
    run = draft_run(bank, *bills, on=ON, actor=makers[0], **choice)
    services.submit_run(actor=makers[0], pk=run.pk)
    return services.approve_run(actor=makers[1], pk=run.pk)


def term_with_discount(percent: str = "3") -> PaymentTerm:
    return PaymentTerm.objects.create(
        company_id=current().company_id, code="D", name="D", days=30, discount_percent=Decimal(percent),
        discount_days=10, discount_tax=DiscountTax.REDUCED,
    )  # fmt: skip


def test_bills_that_are_due_are_offered_with_the_credits_of_their_supplier(bank):
    party, other = supplier(), supplier("OTHER", "")
    owed_to(party, "100", due=ON)
    owed_to(party, "70", due=ON + timedelta(days=1))
    posted(line("1", "30"), kind=InvoiceKind.SUPPLIER_CREDIT, party=party)
    posted(line("1", "40"), kind=InvoiceKind.SUPPLIER_CREDIT, party=other)

    assert offered(bank) == ["30.00 cr", "100.00"]
    assert offered(bank, due_by=ON + timedelta(days=1)) == ["30.00 cr", "100.00", "70.00"]
    assert offered(bank, party=other) == []


def test_a_bill_that_is_not_due_is_offered_while_its_discount_is_open(bank):
    owed_to(supplier(), "10000", due=DAY + timedelta(days=30), term=term_with_discount())

    assert offered(bank, on=DAY + timedelta(days=10)) == ["10000.00 -300.00"]
    assert offered(bank, on=DAY + timedelta(days=11)) == []
    assert offered(bank, on=DAY + timedelta(days=10), with_discounts=False) == []


def test_an_item_of_an_open_run_is_not_offered_again_until_the_run_is_cancelled(bank):
    bill = owed_to(supplier(), "100")
    run = draft_run(bank, bill, on=ON)

    assert offered(bank) == []
    assert offered(bank, run=run) == ["100.00"]
    with pytest.raises(services.InAnotherRun), transaction.atomic():
        draft_run(bank, bill, on=ON)

    services.cancel_run(actor=None, pk=run.pk)

    assert offered(bank) == ["100.00"]


def test_saving_a_draft_again_frees_what_was_left_out(bank):
    first, second = owed_to(supplier(), "100"), owed_to(supplier("OTHER"), "50")
    run = draft_run(bank, first, second, on=ON)

    run.refresh_from_db()
    services.save_run(actor=None, document=run, choices=[Choice(item_of(second).pk, Decimal(20))])

    run.refresh_from_db()
    assert (run.total, run.transfer_count) == (Decimal(20), 1)
    assert offered(bank) == ["100.00"]


def test_posting_pays_each_supplier_once_settles_its_items_and_takes_discount_and_credit(
    bank, makers
):
    party = supplier()
    tax = make_tax("19", use="purchase")
    large = posted(
        line("1", "10000", tax=tax),
        kind=InvoiceKind.SUPPLIER_BILL,
        party=party,
        term=term_with_discount(),
    )
    small = owed_to(party, "50")
    credit = posted(line("1", "10"), kind=InvoiceKind.SUPPLIER_CREDIT, party=party)
    run = approved(bank, makers, large, small, credit, discount={large.pk})

    services.post_run(actor=makers[0], pk=run.pk)

    payment = Payment.objects.get(transfer__run=run)
    assert payment.amount == Decimal(11543) + 50 - 10
    assert [open_of(paper) for paper in (large, small, credit)] == [0, 0, 0]
    assert OpenItem.objects.get(entry=payment.entry).open_amount == 0
    booked = EntryLine.objects.filter(account=bank.account)
    assert [row.credit for row in booked] == [Decimal(11583)]
    run.refresh_from_db()
    assert run.status == "posted"
    assert offered(bank) == []


def test_payments_in_transit_are_booked_on_the_journal_the_account_names(bank, makers):
    transit = transit_journal()
    bank.transit_journal = transit
    services.save_account(actor=None, document=bank)
    run = approved(bank, makers, owed_to(supplier(), "100"))

    services.post_run(actor=None, pk=run.pk)

    assert Payment.objects.get(transfer__run=run).journal == transit
    assert not EntryLine.objects.filter(account=bank.account).exists()
    assert EntryLine.objects.get(account=transit.account).credit == 100


def test_a_bill_in_another_currency_is_paid_from_an_account_in_it_with_the_exchange_difference(
    company, makers
):
    make_sales_books()
    make_rate("USD", "0.50")
    make_rate("USD", "0.60", ON)
    bank = make_bank_account("USD", iban="DE89370400440532013000")
    bill = posted(
        line("1", "100"), kind=InvoiceKind.SUPPLIER_BILL, party=supplier(), currency="USD"
    )
    run = approved(bank, makers, bill)

    services.post_run(actor=None, pk=run.pk)

    assert open_of(bill) == 0
    assert EntryLine.objects.get(account=bank.account).credit == 60
    assert '<InstdAmt Ccy="USD">100.00<' in xml_of(run)


def test_who_wrote_or_submitted_a_run_does_not_approve_it(bank, makers):
    writer, other = makers
    run = draft_run(bank, owed_to(supplier(), "100"), on=ON, actor=writer)
    with pytest.raises(WrongStatus):
        services.approve_run(actor=other, pk=run.pk)
    services.submit_run(actor=other, pk=run.pk)

    for actor in (writer, other, None):
        with pytest.raises(services.OwnRun):
            services.approve_run(actor=actor, pk=run.pk)

    run.refresh_from_db()
    assert (run.status, run.number) == ("submitted", "")


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("UPDATE bank_paymentrun SET status = 'approved', number = 'X', approved_by_id = submitted_by_id", "neither"),
        ("UPDATE bank_paymentrun SET status = 'approved', number = 'X', approved_by_id = NULL", "neither"),
        ("UPDATE bank_paymentrun SET created_by_id = NULL", "keeps its created_by"),
        ("UPDATE bank_paymentrun SET approved_by_id = submitted_by_id", "Who wrote"),
        ("UPDATE bank_paymentrun SET total = total + 1", "keeps its total"),
        ("UPDATE bank_paymentrun SET status = 'posted'", "cannot go from submitted"),
        ("UPDATE bank_paymenttransfer SET iban = 'DE02120300000000202051'", "keeps its"),
        ("UPDATE bank_paymentrunline SET active = false", "permission denied"),
        ("DELETE FROM bank_paymentrunline", "keeps its lines"),
        ("DELETE FROM bank_paymentrun", "permission denied"),
    ],
)  # fmt: skip
def test_the_database_keeps_a_submitted_run(bank, makers, statement, rule):
    run = draft_run(bank, owed_to(supplier(), "100"), on=ON, actor=makers[0])
    services.submit_run(actor=makers[0], pk=run.pk)

    with (
        pytest.raises(DatabaseError, match=rule),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_the_database_lets_nobody_approve_in_anothers_name(bank, makers, company):
    writer, other = makers
    run = draft_run(bank, owed_to(supplier(), "100"), on=ON, actor=writer)
    services.submit_run(actor=writer, pk=run.pk)

    with (
        company_context(company.pk, user_id=writer.pk),
        pytest.raises(IntegrityError, match="neither wrote nor submitted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE bank_paymentrun SET status = 'approved', number = 'X', approved_by_id = %s",
            [other.pk],
        )


def test_a_run_sent_back_is_a_draft_again_and_a_withdrawn_one_frees_its_items(bank, makers):
    bill = owed_to(supplier(), "100")
    run = draft_run(bank, bill, on=ON, actor=makers[0])
    services.submit_run(actor=makers[0], pk=run.pk)

    services.reject_run(actor=makers[1], pk=run.pk, reason="Pay less")
    run.refresh_from_db()
    assert (run.status, run.note) == ("draft", "Pay less")

    services.submit_run(actor=makers[0], pk=run.pk)
    services.approve_run(actor=makers[1], pk=run.pk)
    with pytest.raises(WrongStatus):
        services.cancel_run(actor=makers[0], pk=run.pk)
    services.withdraw_run(actor=makers[1], pk=run.pk, reason="The bank refused it")

    run.refresh_from_db()
    assert (run.status, offered(bank)) == ("cancelled", ["100.00"])
    with pytest.raises(WrongStatus):
        services.post_run(actor=makers[0], pk=run.pk)


def test_a_supplier_without_an_account_to_pay_keeps_a_run_from_being_submitted(bank):
    run = draft_run(bank, owed_to(supplier("NOBODY", ""), "100"), on=ON)

    with pytest.raises(services.NoAccountToPay, match="Nobody"):
        services.submit_run(actor=None, pk=run.pk)

    run.refresh_from_db()
    assert run.status == "draft"


def test_what_a_supplier_changes_after_submitting_changes_no_transfer(bank, makers):
    run = draft_run(bank, owed_to(supplier(), "100"), on=ON, actor=makers[0])
    services.submit_run(actor=makers[0], pk=run.pk)

    known = PartyAccount.objects.get()
    known.iban = "DE02120300000000202051"
    services.save_party_account(actor=None, document=known)
    services.approve_run(actor=makers[1], pk=run.pk)

    assert "FR1420041010050500013M02606" in xml_of(run)


def test_a_bill_settled_meanwhile_keeps_the_whole_run_from_being_posted(bank, makers):
    first, second = (
        owed_to(supplier(), "100"),
        owed_to(supplier("OTHER", "DE02120300000000202051"), "50"),
    )
    run = approved(bank, makers, first, second)
    pay("50", (second, "50"), direction="disbursement")

    with pytest.raises(services.WrongItem, match="settled meanwhile"):
        services.post_run(actor=None, pk=run.pk)

    run.refresh_from_db()
    assert run.status == "approved"
    assert open_of(first) == 100
    assert not Payment.objects.filter(transfer__run=run).exists()


@pytest.mark.parametrize(
    ("choice", "error"),
    [
        ({"amount": Decimal(101)}, services.WrongItem),
        ({"amount": Decimal(0)}, services.WrongItem),
        ({"amount": Decimal("1.001")}, services.WrongItem),
        ({"amount": Decimal("NaN")}, services.WrongItem),
        ({"take_discount": True}, services.WrongItem),
    ],
)
def test_a_run_refuses_amounts_and_discounts_that_are_not_there(bank, choice, error):
    bill = owed_to(supplier(), "100")

    with pytest.raises(error):
        services.save_run(
            actor=None,
            document=PaymentRun(bank_account=bank, date=ON),
            choices=[Choice(item_of(bill).pk, **choice)],
        )

    assert not PaymentRun.objects.exists()


def test_a_run_refuses_items_of_customers_nothing_at_all_and_credits_alone(bank):
    credit = posted(line("1", "30"), kind=InvoiceKind.SUPPLIER_CREDIT, party=supplier())

    with pytest.raises(services.WrongItem):
        draft_run(bank, posted(), on=ON)
    with pytest.raises(services.NothingToPay):
        draft_run(bank, on=ON)
    with pytest.raises(services.NothingToPay, match="Acme"):
        draft_run(bank, credit, on=ON)


def xml_of(run) -> str:
    file = issued(run, services.ORDER_XML)
    assert file is not None
    return bytes(file.content).decode()


def test_the_file_is_valid_by_the_published_schema_and_says_what_is_paid(bank, makers):
    first = supplier("MULLER")
    first.legal_name = "Müller & Söhne – Großhandel"
    first.save()
    run = approved(
        bank,
        makers,
        owed_to(first, "100.50"),
        owed_to(supplier("OTHER", "DE02120300000000202051"), "50"),
    )

    text = xml_of(run)

    xmlschema.XMLSchema(str(SCHEMA)).validate(text)
    assert [
        piece in text
        for piece in (
            f"<MsgId>{run.number}<", "<NbOfTxs>2<", "<CtrlSum>150.50<", "<Cd>SEPA<", f"<Dt>{ON.isoformat()}<",
            "<IBAN>DE89370400440532013000<", "<BICFI>COBADEFFXXX<", "<InstdAmt Ccy=\"EUR\">100.50<",
            "<Nm>Muller + Sohne - Grosshandel<", f"<EndToEndId>{run.number}-2<",
        )
    ] == [True] * 10  # fmt: skip


def test_the_csv_has_a_row_per_transfer(bank, makers):
    run = approved(bank, makers, owed_to(supplier(), "100.50"))

    file = issued(run, services.ORDER_CSV)

    assert (
        bytes(file.content)
        .decode("utf-8-sig")
        .splitlines()[1]
        .startswith(f"{run.number}-1,Acme,FR1420041010050500013M02606,,100.50,EUR,{ON.isoformat()}")
    )


def test_without_an_iban_of_its_own_the_company_gets_the_csv_alone(company, makers):
    make_sales_books()
    run = approved(make_bank_account(number="1234567"), makers, owed_to(supplier(), "100"))

    assert issued(run, services.ORDER_XML) is None
    assert issued(run, services.ORDER_CSV) is not None


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("Æther & Łódź Straße", "AEther + Lodz Strasse"),
        ("شركة النور", ""),
        ("A\x00B\nC<script>", "A B C script"),
        ("Café №7 / ", "Cafe No7"),
    ],
)
def test_names_are_spelled_in_the_letters_every_bank_takes(given, wanted):
    assert latin(given, 70) == wanted


@pytest.mark.django_db(transaction=True)
def test_two_posts_at_once_pay_once(company):
    with transaction.atomic():
        make_sales_books()
        bank = make_bank_account(iban="DE89370400440532013000")
        makers = make_user("accountant"), make_user("accountant")
        run = approved(bank, makers, owed_to(supplier(), "100"))

    answers = in_threads([lambda: services.post_run(actor=makers[0], pk=run.pk)] * 8)

    assert sum(isinstance(answer, PaymentRun) for answer in answers) == 1
    assert sum(isinstance(answer, WrongStatus) for answer in answers) == 7
    with transaction.atomic():
        assert Payment.objects.filter(transfer__run=run).count() == 1
        assert [row.credit for row in EntryLine.objects.filter(account=bank.account)] == [100]


@pytest.mark.django_db(transaction=True)
def test_two_drafts_of_one_bill_at_once_hold_it_once(company):
    with transaction.atomic():
        make_sales_books()
        bank = make_bank_account()
        bill = owed_to(supplier(), "100")

    def draft():
        with transaction.atomic():
            return draft_run(bank, bill, on=ON)

    answers = in_threads([draft] * 6)

    assert sum(isinstance(answer, PaymentRun) for answer in answers) == 1
    assert sum(isinstance(answer, services.InAnotherRun) for answer in answers) == 5


def test_reversing_the_payment_of_a_posted_run_offers_its_bills_again(bank, makers):
    run = approved(bank, makers, owed_to(supplier(), "100"))
    services.post_run(actor=None, pk=run.pk)

    payments.reverse_payment(actor=None, pk=Payment.objects.get(transfer__run=run).pk, on=ON)

    assert offered(bank) == ["100.00"]


@pytest.mark.parametrize("in_transit", [False, True])
def test_the_sum_of_a_run_on_the_statement_is_known_and_clears_its_payments(
    bank, makers, in_transit
):
    if in_transit:
        bank.transit_journal = transit_journal()
        services.save_account(actor=None, document=bank)
    other = supplier("OTHER", "DE02120300000000202051")
    run = approved(bank, makers, owed_to(supplier(), "100"), owed_to(other, "50"))
    services.post_run(actor=None, pk=run.pk)
    bank.number = "1234567"
    services.save_account(actor=None, document=bank)
    text = mt940("C500,00", "C350,00", f"D150,00 {run.number}")
    bring(bank, text)
    movement = open_lines(bank.pk).get()

    best = suggest(bank, [movement])[movement.pk][0]
    services.reconcile(actor=None, pk=bank.pk, line_ids=[movement.pk], parts=best.parts)

    assert (best.title, best.sure) == (f"Payment run {run.number}", True)
    assert not open_lines(bank.pk).exists()
    assert report_of(bank, date(2026, 2, 28)).unseen == 0
    if in_transit:
        lines = EntryLine.objects.filter(account=bank.transit_journal.account)
        assert sum(row.debit - row.credit for row in lines) == 0
