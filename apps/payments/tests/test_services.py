"""Payments settle invoices: whole, in part, several, on account, in foreign currency; and are undone."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.core.context import company_context
from apps.core.exceptions import InvalidInput, WrongStatus
from apps.invoices.choices import InvoiceKind
from apps.invoices.selectors import visible_invoices
from apps.invoices.tests.factories import DAY, draft, line, make_rate, make_sales_books, posted
from apps.ledger.models import Entry, EntryLine, OpenItem
from apps.ledger.tests.factories import account, journal, make_party
from apps.payments import services
from apps.payments.choices import Direction
from apps.payments.exchange import Open, split
from apps.payments.models import Match, Payment, PaymentAllocation
from apps.payments.selectors import matches_of, visible_payments
from apps.payments.tests.factories import bank, pay


@pytest.fixture(autouse=True)
def books(company):
    make_sales_books()


@pytest.fixture
def settlement(user_in):
    user = user_in("owner")
    kinds = InvoiceKind.values

    def of(invoice):
        row = visible_invoices(user, kinds).get(pk=invoice.pk)
        return row.settlement, row.open_amount

    return of


def test_a_receipt_debits_the_bank_and_pays_the_invoice(settlement):
    invoice = posted(line("1", "100"))

    payment = pay("100", (invoice, "100"))

    assert payment.number == "PAY-2026-00001"
    assert journal(payment.entry) == "5120        100.00\n4110                    100.00"
    assert settlement(invoice) == ("paid", 0)


def test_a_part_payment_leaves_the_rest_open(settlement):
    invoice = posted(line("1", "100"))

    pay("30", (invoice, "30"))

    assert settlement(invoice)[1] == 70


def test_180_on_invoices_of_100_and_150_pays_100_and_80(settlement):
    first, second = posted(line("1", "100")), posted(line("1", "150"))

    pay("180", (first, "100"), (second, "80"))

    assert settlement(first) == ("paid", 0)
    assert settlement(second)[1] == 70


def test_what_is_left_of_110_for_100_stays_on_account(settlement, user_in):
    invoice = posted(line("1", "100"))

    payment = pay("110", (invoice, "100"))

    shown = visible_payments(user_in("accountant")).get(pk=payment.pk)
    assert (shown.open_amount, shown.settlement) == (10, "partial")
    assert settlement(invoice) == ("paid", 0)


def test_a_disbursement_pays_a_bill(settlement):
    bill = posted(line("1", "100"), kind=InvoiceKind.SUPPLIER_BILL)

    payment = pay("100", (bill, "100"), direction=Direction.DISBURSEMENT)

    assert payment.number == "DIS-2026-00001"
    assert journal(payment.entry) == "5120                    100.00\n4010        100.00"
    assert settlement(bill) == ("paid", 0)


def test_a_refund_pays_a_credit_note(settlement):
    note = posted(line("1", "40"), kind=InvoiceKind.CUSTOMER_CREDIT)

    payment = pay("40", (note, "40"), direction=Direction.DISBURSEMENT)

    assert journal(payment.entry) == "5120                     40.00\n4110         40.00"
    assert settlement(note) == ("paid", 0)


def test_more_than_is_open_is_refused_and_nothing_is_written():
    invoice = posted(line("1", "100"))

    with pytest.raises(services.OverAllocated, match="only 100 EUR of INV-2026-00001 is open"):
        pay("120", (invoice, "120"))

    assert OpenItem.objects.get(entry=invoice.entry).open_amount == 100
    assert not Match.objects.filter(company_id=invoice.company_id).exists()


def test_allocations_beyond_the_payment_are_refused():
    first, second = posted(line("1", "100")), posted(line("1", "100"))

    with pytest.raises(services.OverAllocated, match="it comes to 120, the payment to 100"):
        pay("100", (first, "60"), (second, "60"))


@pytest.mark.parametrize("amount", ["0", "-1", "NaN", "Infinity", "0.001"])
def test_an_amount_that_is_none_is_refused(amount):
    with pytest.raises(InvalidInput, match="above zero"):
        pay(amount)

    assert not Payment.objects.filter(company_id=bank().company_id).exists()


def test_a_draft_invoice_is_not_paid():
    invoice = draft(line("1", "10"))

    with pytest.raises(services.WrongInvoice, match="posted document"):
        pay("10", (invoice, "10"))


def test_another_party_s_invoice_is_not_paid():
    invoice = posted(line("1", "10"), party=make_party("BONAP"))
    payment = Payment(
        direction=Direction.RECEIPT,
        party=make_party("CHOPS"),
        journal=bank(),
        date=DAY,
        amount=Decimal(10),
        currency_id="EUR",
    )

    with pytest.raises(services.WrongInvoice, match="posted document of Chops"):
        services.save_draft(
            actor=None,
            document=payment,
            lines=[PaymentAllocation(invoice=invoice, amount=Decimal(10))],
        )


def test_a_draft_payment_books_nothing_until_it_is_posted():
    invoice = posted(line("1", "100"))
    payment = services.save_draft(
        actor=None,
        document=Payment(
            direction=Direction.RECEIPT,
            party=invoice.party,
            journal=bank(),
            date=DAY,
            amount=Decimal(100),
            currency_id="EUR",
        ),
        lines=[PaymentAllocation(invoice=invoice, amount=Decimal(100))],
    )
    assert OpenItem.objects.get(entry=invoice.entry).open_amount == 100

    services.post_payment(actor=None, pk=payment.pk)

    assert OpenItem.objects.get(entry=invoice.entry).open_amount == 0


def test_a_posted_payment_is_not_posted_again():
    payment = pay("10")

    with pytest.raises(WrongStatus):
        services.post_payment(actor=None, pk=payment.pk)


def test_400_eur_at_333_33_paid_at_363_64_gains_30_31(other_company, settlement):
    with company_context(other_company.pk):
        make_sales_books()
        make_rate("EUR", "0.833333333333", date(2026, 1, 1))
        make_rate("EUR", "0.909090909091", date(2026, 2, 1))
        invoice = posted(line("1", "400"), currency="EUR")

        payment = pay("400", (invoice, "400"), currency="EUR", on=date(2026, 2, 10))

        assert journal(invoice.entry) == "4110        333.33\n7070                    333.33"
        assert journal(payment.entry) == "5120        363.64\n4110                    363.64"
        difference = Entry.objects.get(company=other_company, kind="exchange")
        assert journal(difference) == "4110         30.31\n7660                     30.31"
        assert difference.date == date(2026, 2, 10)
        assert open_and_balance() == (0, 0)


def test_a_bill_paid_at_a_worse_rate_loses(other_company):
    with company_context(other_company.pk):
        make_sales_books()
        make_rate("EUR", "0.833333333333", date(2026, 1, 1))
        make_rate("EUR", "0.909090909091", date(2026, 2, 1))
        bill = posted(line("1", "400"), currency="EUR", kind=InvoiceKind.SUPPLIER_BILL)

        pay(
            "400",
            (bill, "400"),
            currency="EUR",
            on=date(2026, 2, 10),
            direction=Direction.DISBURSEMENT,
        )

        difference = Entry.objects.get(company=other_company, kind="exchange")
        assert journal(difference) == "4010                     30.31\n6660         30.31"
        assert open_and_balance("4010") == (0, 0)


def open_and_balance(code: str = "4110") -> tuple[Decimal, Decimal]:
    """Return what is open on an account, debits less credits, and its balance: they must agree."""
    items = OpenItem.objects.filter(account=account(code))
    lines = EntryLine.objects.filter(account=account(code))
    return (
        sum(
            (item.open_amount if item.side == "debit" else -item.open_amount for item in items),
            Decimal(0),
        ),
        sum((row.debit - row.credit for row in lines), Decimal(0)),
    )


def account_balance(code: str) -> Decimal:
    """Return the balance of an account, debits less credits."""
    lines = EntryLine.objects.filter(account=account(code))
    return sum((row.debit - row.credit for row in lines), Decimal(0))


def test_parts_of_a_foreign_payment_sum_to_the_whole_and_no_cent_stays(other_company):
    with company_context(other_company.pk):
        make_sales_books()
        make_rate("EUR", "0.837", date(2026, 1, 1))
        invoice = posted(line("1", "100"), currency="EUR")

        for part in ("33.33", "33.33", "33.34"):
            pay(part, (invoice, part), currency="EUR")

        assert OpenItem.objects.get(entry=invoice.entry).open_amount == 0
        assert open_and_balance() == (0, 0)
        assert not Entry.objects.filter(kind__in=["exchange", "rounding"]).exists()
        assert account_balance("5120") == account_balance("7070") * -1 == Decimal("83.70")


def test_undoing_a_foreign_match_reverses_its_exchange_difference(other_company):
    with company_context(other_company.pk):
        make_sales_books()
        make_rate("EUR", "0.80", date(2026, 1, 1))
        make_rate("EUR", "0.90", date(2026, 2, 1))
        invoice = posted(line("1", "100"), currency="EUR")
        payment = pay("100", (invoice, "100"), currency="EUR", on=date(2026, 2, 10))
        match = next(row for row in matches_of(invoice.entry_id) if row.amount_currency)

        services.unmatch(actor=None, pk=match.pk, on=date(2026, 2, 11))

        assert OpenItem.objects.get(entry=invoice.entry).open_amount == 80
        assert OpenItem.objects.get(entry=payment.entry).open_amount == 90
        assert not OpenItem.objects.filter(open_currency=0, open_amount__gt=0).exists()
        assert open_and_balance() == (-10, -10)


def test_reversing_a_payment_opens_what_it_paid(settlement):
    invoice = posted(line("1", "100"))
    payment = pay("100", (invoice, "100"))

    services.reverse_payment(actor=None, pk=payment.pk, on=date(2026, 3, 1))

    payment.refresh_from_db()
    assert payment.status == "reversed"
    assert settlement(invoice)[1] == 100
    assert open_and_balance() == (100, 100)
    assert journal(payment.entry.reversal) == "5120                    100.00\n4110        100.00"


def test_reversing_a_foreign_payment_leaves_no_difference(other_company):
    with company_context(other_company.pk):
        make_sales_books()
        make_rate("EUR", "0.80", date(2026, 1, 1))
        make_rate("EUR", "0.90", date(2026, 2, 1))
        invoice = posted(line("1", "100"), currency="EUR")
        payment = pay("100", (invoice, "100"), currency="EUR", on=date(2026, 2, 10))

        services.reverse_payment(actor=None, pk=payment.pk, on=date(2026, 3, 1))

        assert open_and_balance() == (80, 80)
        assert OpenItem.objects.get(entry=invoice.entry).open_currency == 100


def test_a_match_is_undone_once(settlement):
    invoice = posted(line("1", "100"))
    pay("100", (invoice, "100"))
    match = matches_of(invoice.entry_id)[0]

    services.unmatch(actor=None, pk=match.pk, on=DAY)

    assert settlement(invoice)[1] == 100
    with pytest.raises(services.AlreadyUndone):
        services.unmatch(actor=None, pk=match.pk)


def test_a_payment_on_account_is_matched_later(settlement):
    payment = pay("150")
    invoice = posted(line("1", "100"), on=date(2026, 2, 1))
    credit = OpenItem.objects.get(entry=payment.entry)
    debit = OpenItem.objects.get(entry=invoice.entry)

    both = [services.Allocation(item.pk) for item in (debit, credit)]
    clearing = services.match_items(actor=None, allocations=both)

    assert clearing.date == date(2026, 2, 1)  # never before both exist
    assert settlement(invoice) == ("paid", 0)
    credit.refresh_from_db()
    assert credit.open_amount == 50


def test_a_credit_on_account_is_applied_to_the_oldest_first(settlement):
    first, second = posted(line("1", "60")), posted(line("1", "60"))
    note = posted(line("1", "100"), kind=InvoiceKind.CUSTOMER_CREDIT)

    services.apply_credit(actor=None, pk=note.pk)

    assert settlement(first) == ("paid", 0)
    assert settlement(second)[1] == 20


@pytest.mark.parametrize("count", [1, 12])
def test_paying_takes_statements_that_do_not_grow_with_the_invoices(count):
    invoices = [posted(line("1", "10")) for _number in range(count)]
    with CaptureQueriesContext(connection) as captured:
        pay(str(10 * count), *[(invoice, "10") for invoice in invoices])

    assert len(captured) <= 36


def test_split_gives_the_whole_difference_to_one_side():
    gain = split(
        Open(Decimal("333.33"), Decimal(400)),
        Open(Decimal("363.64"), Decimal(400)),
        Decimal(400),
        "USD",
    )
    even = split(Open(Decimal(50), Decimal(50)), Open(Decimal(80), Decimal(80)), Decimal(50), "EUR")

    assert (gain.amount, gain.difference) == (Decimal("333.33"), Decimal("-30.31"))
    assert (even.amount, even.difference) == (50, 0)
