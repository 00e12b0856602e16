"""Each check of invoices finds what was planted, and nothing else."""

import pytest
from django.db import transaction

from apps.core.prove import registered
from apps.core.testing import plant
from apps.invoices import services
from apps.invoices.choices import NUMBER_PREFIX, InvoiceKind
from apps.invoices.tests.factories import line, make_sales_books, make_tax, posted
from apps.ledger.tests.factories import account

pytestmark = pytest.mark.django_db(transaction=True)

OFF = "ALTER TABLE {0} DISABLE TRIGGER USER"
CRIMES = {
    "invoices.totals_are_lines": [
        [OFF.format("invoices_invoiceline"), "UPDATE invoices_invoiceline SET net = net + 1"],
        [OFF.format("invoices_invoicetax"), "UPDATE invoices_invoicetax SET amount = amount + 1 WHERE amount > 0"],
        [OFF.format("invoices_invoicetax"), "DELETE FROM invoices_invoicetax"],
    ],
    "invoices.entry_books_total": [
        [
            OFF.format("invoices_invoice"),
            "UPDATE invoices_invoice SET net = net + 1, total = total + 1 WHERE status = 'posted'",
        ],
        [OFF.format("invoices_invoice"), "UPDATE invoices_invoice SET rate = 2 WHERE status = 'posted'"],
        [OFF.format("invoices_invoice"), "UPDATE invoices_invoice SET date = date + 1 WHERE status = 'posted'"],
    ],
    "invoices.one_entry_each": [
        [
            OFF.format("invoices_invoice"),
            "UPDATE invoices_invoice SET status = 'draft', entry_id = NULL, number = '' WHERE status = 'posted'",
        ],
    ],
    "invoices.credits_within_invoice": [
        [
            OFF.format("invoices_invoice"),
            "UPDATE invoices_invoice SET net = net + 99, total = total + 99 WHERE kind = 'customer_credit'",
        ],
    ],
    "invoices.down_payments_within_what_was_asked": [
        [OFF.format("invoices_invoiceline"), "UPDATE invoices_invoiceline SET quantity = -2 WHERE quantity = -1"],
        [OFF.format("invoices_invoiceline"), "UPDATE invoices_invoiceline SET tax_id = NULL WHERE quantity = -1"],
        [OFF.format("invoices_invoiceline"), "UPDATE invoices_invoiceline SET booked = -101 WHERE quantity = -1"],
    ],
    "invoices.down_payments_in_the_books": [
        [OFF.format("invoices_invoiceline"), "UPDATE invoices_invoiceline SET booked = -59 WHERE quantity = -1"],
    ],
    "invoices.pdf_archived": [
        ["ALTER TABLE core_delivery DISABLE TRIGGER USER", "UPDATE core_delivery SET status = 'dead'"],
        ["ALTER TABLE core_event DISABLE TRIGGER USER", "UPDATE core_event SET at = at - interval '25 hours'"],
    ],
    **{
        f"invoices.{kind}_numbers_gapless": [
            [
                OFF.format("invoices_invoice"),
                f"UPDATE invoices_invoice SET number = '{prefix}-2026-00009' WHERE number = '{prefix}-2026-00001'",
            ]
        ]
        for kind, prefix in NUMBER_PREFIX.items()
    },
}  # fmt: skip


@pytest.fixture
def some_of_everything(company):
    with transaction.atomic():
        make_sales_books()
        invoice = posted(line("2", "50", tax=make_tax("20")))
        services.credit_invoice(actor=None, pk=invoice.pk, on=invoice.date, post=True)
        bill = posted(line("1", "40"), kind=InvoiceKind.SUPPLIER_BILL)
        services.credit_invoice(actor=None, pk=bill.pk, on=bill.date, post=True)
        ahead = account("4197")
        asked = posted(
            line("1", "100", tax=make_tax("20"), account=ahead, asks_ahead=True)
        ).lines.get()
        off = line("-1", "60", tax=make_tax("20"), account=ahead, down_payment=asked)
        posted(line("1", "90", tax=make_tax("20")), off)
    return company


@pytest.mark.parametrize(
    ("check", "crime"), [(check, crime) for check, crimes in CRIMES.items() for crime in crimes]
)
def test_a_planted_violation_is_found(some_of_everything, owner_sql, check, crime):
    assert plant(owner_sql, check, company=some_of_everything.pk) == []

    assert plant(owner_sql, check, *crime, company=some_of_everything.pk)


def test_every_check_of_invoices_has_a_planted_violation():
    own = {check.name for check in registered() if check.name.startswith("invoices.")}

    assert own == set(CRIMES)
