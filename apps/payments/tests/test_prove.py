"""Each check of payments finds what was planted, and nothing else."""

from datetime import date

import pytest
from django.db import transaction

from apps.core.prove import registered
from apps.core.testing import plant
from apps.invoices.choices import InvoiceKind
from apps.invoices.tests.factories import line, make_rate, make_sales_books, posted
from apps.ledger.models import OpenItem
from apps.ledger.tests.factories import account, make_party
from apps.payments import services
from apps.payments.choices import NUMBER_PREFIX, Direction
from apps.payments.models import WriteOffReason
from apps.payments.selectors import matches_of
from apps.payments.tests.factories import pay

pytestmark = pytest.mark.django_db(transaction=True)

OFF = "ALTER TABLE {0} DISABLE TRIGGER USER"
FREE = "ALTER TABLE {0} DROP CONSTRAINT {1}"
LINES = OFF.format("ledger_entryline")
CRIMES = {
    "payments.open_is_amount_less_matches": [
        ["UPDATE ledger_openitem SET open_amount = 0 WHERE open_amount > 0"],
        ["UPDATE ledger_openitem SET open_currency = 0 WHERE open_currency > 0"],
        [OFF.format("payments_match"), "UPDATE payments_match SET amount = amount / 2 WHERE amount > 0"],
    ],
    "payments.matches_within_items": [
        [
            OFF.format("payments_match"),
            "UPDATE payments_match SET amount = amount * 9, amount_currency = amount_currency * 9 WHERE amount > 0",
        ],
    ],
    "payments.open_items_are_entry_lines": [
        ["UPDATE ledger_openitem SET amount = amount + 1"],
        [LINES, "UPDATE ledger_entryline SET debit = debit + 1, amount_currency = amount_currency + 1 WHERE debit > 0"],
    ],
    "payments.control_accounts_are_open_items": [
        ["UPDATE ledger_openitem SET open_amount = 0 WHERE open_amount > 0"],
        [LINES, "UPDATE ledger_entryline SET debit = debit + 1, amount_currency = amount_currency + 1 WHERE debit > 0"],
    ],
    "payments.nothing_left_in_company_currency": [
        ["UPDATE ledger_openitem SET open_amount = amount WHERE open_currency = 0"],
        ["UPDATE ledger_openitem SET open_currency = amount_currency WHERE open_amount = 0"],
    ],
    "payments.clearings_settle_what_they_book": [
        ["UPDATE ledger_openitem SET open_amount = amount, open_currency = amount_currency"],
    ],
    "payments.clearings_stand_or_fall": [
        [OFF.format("payments_clearing"), "UPDATE payments_clearing SET id = gen_random_uuid()"],
        [
            OFF.format("payments_clearing"),
            "UPDATE payments_clearing SET party_id = (SELECT p.id FROM parties_party p WHERE p.id <> party_id LIMIT 1)",
        ],
        [
            OFF.format("payments_clearing"),
            "UPDATE payments_clearing c SET write_off_id = NULL,"
            " entry_id = (SELECT r.id FROM ledger_entry r WHERE r.reverses_id = c.entry_id)",
        ],
        [
            OFF.format("payments_clearing"),
            "UPDATE payments_clearing c SET entry_id = (SELECT e.id FROM ledger_entry e WHERE e.kind = 'post' AND"
            " EXISTS (SELECT FROM ledger_entry r WHERE r.reverses_id = e.id) AND e.id <> c.entry_id LIMIT 1)"
            " WHERE NOT EXISTS (SELECT FROM ledger_entry r WHERE r.reverses_id = c.entry_id)",
        ],
    ],
    "payments.matches_agree": [
        ["UPDATE ledger_openitem SET party_id = NULL WHERE side = 'debit'"],
        [OFF.format("payments_match"), "UPDATE payments_match SET date = date - 30 WHERE reverses_id IS NULL"],
        [
            OFF.format("payments_match"),
            "UPDATE payments_match SET amount = amount - 1 WHERE reverses_id IS NOT NULL AND amount < 0",
        ],
    ],
    "payments.entry_books_payment": [
        [OFF.format("payments_payment"), "UPDATE payments_payment SET amount = amount + 1"],
        [OFF.format("payments_payment"), "UPDATE payments_payment SET date = date + 1"],
        [OFF.format("payments_payment"), "UPDATE payments_payment SET status = 'posted' WHERE status = 'reversed'"],
    ],
    **{
        f"payments.{direction}_numbers_gapless": [
            [
                OFF.format("payments_payment"),
                f"UPDATE payments_payment SET number = '{prefix}-2026-00009' WHERE number = '{prefix}-2026-00001'",
            ]
        ]
        for direction, prefix in NUMBER_PREFIX.items()
    },
}  # fmt: skip


@pytest.fixture
def some_of_everything(company):
    with transaction.atomic():
        make_sales_books()
        make_rate("USD", "0.80", date(2026, 1, 1))
        make_rate("USD", "0.90", date(2026, 2, 1))
        invoice = posted(line("1", "100"), currency="USD")
        pay("100", (invoice, "100"), currency="USD", on=date(2026, 2, 10))
        bill = posted(line("1", "40"), kind=InvoiceKind.SUPPLIER_BILL)
        pay("30", (bill, "30"), direction=Direction.DISBURSEMENT)
        second = posted(line("1", "70"))
        payment = pay("50", (second, "50"))
        services.unmatch(actor=None, pk=matches_of(second.entry_id)[0].pk, on=date(2026, 2, 1))
        services.reverse_payment(actor=None, pk=payment.pk, on=date(2026, 2, 2))
        foreign = posted(line("1", "10"), currency="USD")
        pay("10", (foreign, "10"), currency="USD", on=date(2026, 2, 10))
        match = next(row for row in matches_of(foreign.entry_id) if row.amount_currency)
        services.unmatch(actor=None, pk=match.pk, on=date(2026, 2, 11))
        acts(make_party("BONAP"))
    return company


def acts(party):
    """Settle with a write-off, twice, and undo one of them."""
    reason = services.save_reason(
        actor=None, document=WriteOffReason(code="SMALL", name="Small", account=account("6580"))
    )
    for is_undone in (False, True):
        invoice = posted(line("1", "100"), party=party)
        clearing = services.match_items(
            actor=None,
            allocations=[services.Allocation(OpenItem.objects.get(entry=invoice.entry).pk)],
            write_off=reason,
        )
        if is_undone:
            services.undo_clearing(actor=None, pk=clearing.pk, on=date(2026, 2, 12))


@pytest.mark.parametrize(
    ("check", "crime"), [(check, crime) for check, crimes in CRIMES.items() for crime in crimes]
)
def test_a_planted_violation_is_found(some_of_everything, owner_sql, check, crime):
    assert plant(owner_sql, check, company=some_of_everything.pk) == []

    loose = [
        OFF.format("ledger_openitem"),
        FREE.format("ledger_openitem", "open_item_within_amount"),
        FREE.format("ledger_openitem", "open_item_currency_within_amount"),
        FREE.format("payments_match", "match_sign"),
        FREE.format("payments_match", "payments_match_clearing_id_in_company"),
    ]
    assert plant(owner_sql, check, *loose, *crime, company=some_of_everything.pk)


def test_every_check_of_payments_has_a_planted_violation():
    own = {check.name for check in registered() if check.name.startswith("payments.")}

    assert own == set(CRIMES)
