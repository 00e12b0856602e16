"""Movements become payments, entries and matches; they are accounted for once; undoing leaves no trace in the sums."""

from datetime import date
from decimal import Decimal

import pytest

from apps.bank import services
from apps.bank.models import BankRule, PartyAccount, ReconciledLine, Reconciliation
from apps.bank.parts import AccountPart, ItemPart, Parts
from apps.bank.reporting import report_of
from apps.bank.selectors import open_lines, open_postings
from apps.bank.suggesting import suggest
from apps.bank.tests.factories import bring, make_bank_account, mt940
from apps.invoices.choices import InvoiceKind
from apps.invoices.tests.factories import line, make_rate, make_sales_books, make_tax, posted
from apps.ledger.models import Entry, OpenItem
from apps.ledger.tests.factories import account as ledger_account
from apps.ledger.tests.factories import journal
from apps.payments.tests.factories import pay

DAY = date(2026, 1, 31)


@pytest.fixture(autouse=True)
def books(company):
    make_sales_books()


@pytest.fixture
def account(books):
    return make_bank_account(number="1234567")


def movements(account, *texts, opening="C0,00"):
    """Bring in movements written like ``C100,00 Text``; return them."""
    total = sum(
        (1 if text[0] == "C" else -1) * Decimal(text.split()[0][1:].replace(",", "."))
        for text in (opening, *texts)
    )
    side = "C" if total >= 0 else "D"
    closing = f"{side}{abs(total):.2f}".replace(".", ",")
    file = bring(account, mt940(opening, closing, *texts))
    assert file.message == ""
    return list(file.statements.get().lines.order_by("line_no"))


def open_of(invoice):
    return OpenItem.objects.get(entry=invoice.entry)


def reconcile(account, lines, **parts):
    return services.reconcile(
        actor=None, pk=account.pk, line_ids=[row.pk for row in lines], parts=Parts(**parts)
    )


def best(account, row):
    return suggest(account, [row])[row.pk][0]


def test_a_number_in_the_text_and_the_same_amount_is_sure_and_pays_the_invoice(account):
    invoice = posted(line("1", "100"))
    (row,) = movements(account, "C100,00 RE INV-2026/00001 Danke")

    suggestion = best(account, row)
    assert (suggestion.sure, suggestion.score) == (True, 100)
    reconciliation = services.reconcile(
        actor=None, pk=account.pk, line_ids=[row.pk], parts=suggestion.parts
    )

    assert open_of(invoice).open_amount == 0
    entry = Entry.objects.get(source_type="payments.payment")
    assert journal(entry) == "5120        100.00\n4110                    100.00"
    assert (reconciliation.line_count, reconciliation.posting_count) == (1, 1)
    assert not open_lines(account.pk).exists()
    assert not open_postings(account).exists()


def test_180_on_invoices_of_100_and_150_pays_100_and_80(account):
    first, second = posted(line("1", "100")), posted(line("1", "150"))
    (row,) = movements(account, "C180,00 INV-2026-00001 INV-2026-00002")

    services.reconcile(actor=None, pk=account.pk, line_ids=[row.pk], parts=best(account, row).parts)

    assert open_of(first).open_amount == 0
    assert open_of(second).open_amount == 70


def test_110_for_100_keeps_10_on_account_or_writes_it_off(account):
    posted(line("1", "100"))
    (row,) = movements(account, "C110,00 INV-2026-00001")
    suggestion = best(account, row)
    assert suggestion.parts.on_account == 10
    written_off = Parts(
        items=suggestion.parts.items,
        accounts=(AccountPart(ledger_account("7660").pk, Decimal(10)),),
    )

    services.reconcile(actor=None, pk=account.pk, line_ids=[row.pk], parts=written_off)

    entry = Entry.objects.get(source_type="bank.reconciliation")
    assert journal(entry) == "5120         10.00\n7660                     10.00"


def test_many_to_many_with_a_fee_in_one_act(account):
    first, second = posted(line("1", "100")), posted(line("1", "50"))
    rows = movements(account, "C90,00 Card settlement 1", "C57,00 Card settlement 2")

    reconcile(
        account,
        rows,
        items=(ItemPart(open_of(first).pk), ItemPart(open_of(second).pk)),
        accounts=(AccountPart(ledger_account("6070").pk, Decimal(-3), memo="Fee"),),
    )

    assert open_of(first).open_amount == open_of(second).open_amount == 0
    assert not open_lines(account.pk).exists()
    assert not open_postings(account).exists()


def test_a_dollar_invoice_paid_in_euros_leaves_an_exchange_difference(account):
    make_rate("USD", "0.92")
    invoice = posted(line("1", "100"), currency="USD")
    (row,) = movements(account, "C91,50 INV-2026-00001")

    suggestion = best(account, row)
    assert suggestion.parts.exchange
    services.reconcile(actor=None, pk=account.pk, line_ids=[row.pk], parts=suggestion.parts)

    assert open_of(invoice).open_currency == 0
    assert journal(Entry.objects.get(source_type="bank.reconciliation")) == (
        "5120                      0.50\n6660          0.50"
    )


def test_a_credit_note_is_set_off_and_the_rest_is_paid(account):
    invoice = posted(line("1", "100"))
    note = posted(line("1", "20"), kind=InvoiceKind.CUSTOMER_CREDIT)
    (row,) = movements(account, "C80,00 less credit note")

    reconciliation = reconcile(
        account, [row], items=(ItemPart(open_of(invoice).pk), ItemPart(open_of(note).pk))
    )

    assert open_of(invoice).open_amount == open_of(note).open_amount == 0
    services.undo_reconciliation(actor=None, pk=reconciliation.pk, on=DAY)
    assert (open_of(invoice).open_amount, open_of(note).open_amount) == (100, 20)


def test_a_payment_that_is_booked_is_found_and_cleared(account):
    invoice = posted(line("1", "100"))
    payment = pay("100", (invoice, "100"), on=date(2026, 1, 30))
    (row,) = movements(account, f"C100,00 {payment.number}")

    suggestion = best(account, row)

    assert suggestion.sure
    assert len(suggestion.parts.postings) == 1
    reconcile(account, [row], postings=suggestion.parts.postings)
    assert not open_postings(account).exists()


def test_what_does_not_come_to_the_movement_is_refused_and_nothing_is_written(account):
    invoice = posted(line("1", "100"))
    (row,) = movements(account, "C95,00 Short")

    with pytest.raises(services.NotBalanced, match=r"€5\.00 is left over"):
        reconcile(account, [row], items=(ItemPart(open_of(invoice).pk),))

    assert open_of(invoice).open_amount == 100
    assert not Reconciliation.objects.filter(bank_account=account).exists()


def test_a_movement_is_reconciled_once(account):
    invoice = posted(line("1", "100"))
    (row,) = movements(account, "C50,00 Part")
    parts = Parts(items=(ItemPart(open_of(invoice).pk, Decimal(50)),))
    services.reconcile(actor=None, pk=account.pk, line_ids=[row.pk], parts=parts)

    with pytest.raises(services.AlreadyReconciled):
        services.reconcile(actor=None, pk=account.pk, line_ids=[row.pk], parts=parts)


def test_undoing_opens_everything_and_leaves_nothing_to_clear(account):
    invoice = posted(line("1", "100"))
    rows = movements(account, "C97,00 INV-2026-00001")
    reconciliation = reconcile(
        account,
        rows,
        items=(ItemPart(open_of(invoice).pk),),
        accounts=(AccountPart(ledger_account("6070").pk, Decimal(-3)),),
    )

    services.undo_reconciliation(actor=None, pk=reconciliation.pk, on=DAY)

    assert open_of(invoice).open_amount == 100
    assert [row.pk for row in open_lines(account.pk)] == [rows[0].pk]
    assert not open_postings(account).exists()
    assert not ReconciledLine.objects.filter(reconciliation=reconciliation, active=True).exists()


def test_a_rule_books_with_tax_at_import(account):
    tax = make_tax("20", use="purchase")
    rule = BankRule(
        name="Fees",
        text="kontof*",
        flow="out",
        account=ledger_account("6070"),
        tax=tax,
        mode="auto",
    )
    services.save_rule(actor=None, document=rule)

    movements(account, "D12,00 Kontoführung Januar", "D5,00 Other", opening="C100,00")

    entry = Entry.objects.get(source_type="bank.reconciliation")
    assert journal(entry) == (
        "5120                     12.00\n6070         10.00\n4456          2.00"
    )
    assert [row.amount for row in open_lines(account.pk)] == [-5]


def test_who_paid_is_known_the_next_time(account):
    first = posted(line("1", "100"))
    statement = mt940("C0,00", "C100,00", "C100,00 ?20INV-2026-00001?31DE02120300000000202051")
    bring(account, statement.replace(":86:", ":86:166"))
    row = open_lines(account.pk).get()
    assert row.iban == "DE02120300000000202051"
    reconcile(account, [row], items=(ItemPart(open_of(first).pk),))
    assert PartyAccount.objects.get(company_id=first.company_id).party_id == first.party_id

    posted(line("1", "70"))
    text = "C70,00 ?20thanks?31DE02120300000000202051"
    bring(account, mt940("C100,00", "C170,00", text, number="2").replace(":86:", ":86:166"))

    assert best(account, open_lines(account.pk).get()).sure


def test_suggestions_take_as_many_statements_for_twenty_as_for_two(account, count_sql):
    for _number in range(10):
        posted(line("1", "100"))
    rows = movements(account, *[f"C100,00 INV-2026-{n:05d}" for n in range(1, 21)])

    few = count_sql(lambda: suggest(account, rows[:2]))
    many = count_sql(lambda: suggest(account, rows))

    assert few == many


def test_a_movement_of_a_closed_month_is_booked_later_and_both_months_prove(account):
    (fee,) = movements(account, "D12,00 Account fee")
    parts = Parts(accounts=(AccountPart(ledger_account("6070").pk, Decimal(-12)),))
    command = {"actor": None, "pk": account.pk, "line_ids": [fee.pk], "parts": parts}

    with pytest.raises(services.WrongPart):
        services.reconcile(**command, on=date(2026, 1, 30))
    assert open_lines(account.pk).exists()
    services.reconcile(**command, on=date(2026, 2, 10))

    assert Entry.objects.get(source_type="bank.reconciliation").date == date(2026, 2, 10)
    january, february = report_of(account, DAY), report_of(account, date(2026, 2, 28))
    assert (january.ledger, january.waiting, january.bank, january.difference) == (0, -12, -12, 0)
    assert (february.ledger, february.waiting, february.difference) == (-12, 0, 0)
