"""Credit notes: at most what was invoiced, settled with their invoice at once."""

from decimal import Decimal

import pytest

from apps.core.exceptions import WrongStatus
from apps.core.ids import uuid7
from apps.invoices import services
from apps.invoices.selectors import invoiced_by_line, visible_invoices
from apps.invoices.tests.factories import draft, line, make_sales_books, make_tax, posted
from apps.ledger.models import OpenItem
from apps.ledger.tests.factories import journal


@pytest.fixture(autouse=True)
def books(company):
    make_sales_books()


def test_crediting_all_settles_the_invoice(user_in):
    invoice = posted(line("2", "50", tax=make_tax("20")))

    note = services.credit_invoice(
        actor=None, pk=invoice.pk, on=invoice.date, post=True, reason="Broken"
    )

    assert note.number == "CRN-2026-00001"
    assert (
        journal(note.entry)
        == "4110                    120.00\n7070        100.00\n4457         20.00"
    )
    shown = visible_invoices(user_in("accountant")).get(pk=invoice.pk)
    assert (shown.settlement, shown.open_amount) == ("paid", 0)
    assert not OpenItem.objects.filter(
        entry__in=[invoice.entry, note.entry], open_amount__gt=0
    ).exists()


def test_part_of_a_line_is_credited_and_the_rest_stays_open(user_in):
    invoice = posted(line("4", "25"))
    row = invoice.lines.get()

    services.credit_invoice(
        actor=None, pk=invoice.pk, on=invoice.date, lines={row.pk: Decimal(1)}, post=True
    )

    assert visible_invoices(user_in("accountant")).get(pk=invoice.pk).open_amount == 75


def test_more_than_was_invoiced_is_not_given_back():
    invoice = posted(line("4", "25"))
    row = invoice.lines.get()
    services.credit_invoice(actor=None, pk=invoice.pk, lines={row.pk: Decimal(3)})

    with pytest.raises(services.CreditedTooMuch, match="give back 1 at most"):
        services.credit_invoice(actor=None, pk=invoice.pk, lines={row.pk: Decimal(2)})


def test_a_credit_note_raised_by_hand_is_refused_at_posting():
    invoice = posted(line("4", "25"))
    note = services.credit_invoice(actor=None, pk=invoice.pk, on=invoice.date)
    row = note.lines.get()
    row.unit_price = Decimal(30)
    services.save_draft(actor=None, document=note, lines=[row])

    with pytest.raises(services.CreditedTooMuch, match="lower its total"):
        services.post_invoice(actor=None, pk=note.pk)


def test_a_draft_is_not_credited():
    document = draft(line("1", "10"))

    with pytest.raises(WrongStatus):
        services.credit_invoice(actor=None, pk=document.pk)


def test_what_is_credited_may_be_invoiced_again():
    order_line = uuid7()
    invoice = posted(line("4", "25", origin_line_id=order_line))
    assert invoiced_by_line([order_line]) == {order_line: 4}

    services.credit_invoice(actor=None, pk=invoice.pk, lines={invoice.lines.get().pk: Decimal(3)})

    assert invoiced_by_line([order_line]) == {order_line: 1}
