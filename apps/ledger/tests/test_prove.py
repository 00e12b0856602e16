"""Each check of the books finds what was planted, and nothing else."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from apps.core.ids import uuid7
from apps.core.prove import registered
from apps.core.testing import plant
from apps.ledger import printing, services
from apps.ledger.models import Tax
from apps.ledger.questions import Question
from apps.ledger.reports import head_of_chain
from apps.ledger.services import Posting
from apps.ledger.tests.factories import (
    account,
    draft,
    make_books,
    make_foreign_item,
    make_party,
    period,
    post,
)

pytestmark = pytest.mark.django_db(transaction=True)


def off(*tables: str) -> list[str]:
    return [f"ALTER TABLE ledger_{table} DISABLE TRIGGER USER" for table in tables]


FREE_LINES = "ALTER TABLE ledger_entryline DROP CONSTRAINT ledger_entryline_entry_shape"
FREE_FILES = ["ALTER TABLE core_attachment DISABLE TRIGGER USER"]
CRIMES = {
    "ledger.entry_balanced": [
        [*off("entryline"), "UPDATE ledger_entryline SET debit = debit + 1 WHERE debit > 0"],
        [*off("entryline"), "DELETE FROM ledger_entryline WHERE line_no = 1"],
        [*off("entryline"), "DELETE FROM ledger_entryline"],
        [*off("entry"), "UPDATE ledger_entry SET total = total + 1"],
    ],
    "ledger.entry_in_period": [
        [*off("entry"), "UPDATE ledger_entry SET period_id = (SELECT id FROM ledger_period WHERE code = '2026-09')"],
    ],
    "ledger.line_follows_entry": [
        [*off("entryline"), FREE_LINES, "UPDATE ledger_entryline SET date = date + 1"],
        [*off("entryline"), FREE_LINES, "UPDATE ledger_entryline SET line_count = line_count + 1"],
    ],
    "ledger.reversal_mirrors": [
        [
            *off("entryline"),
            "UPDATE ledger_entryline SET debit = debit * 2, credit = credit * 2"
            " WHERE entry_id IN (SELECT id FROM ledger_entry WHERE reverses_id IS NOT NULL)",
        ],
        [
            *off("entryline"),
            """UPDATE ledger_entryline SET dimensions = '{"CC": "SHOP"}'"""
            " WHERE entry_id IN (SELECT id FROM ledger_entry WHERE reverses_id IS NOT NULL)",
        ],
    ],
    "ledger.line_dimensions": [
        [*off("entryline"), """UPDATE ledger_entryline SET dimensions = '{"CC": "SHOP"}'"""],
        [*off("entryline"), "UPDATE ledger_entryline SET dimensions = '[1]'"],
    ],
    "ledger.periods_follow": [
        [*off("period"), "DELETE FROM ledger_period WHERE code = '2026-06'"],
        [
            *off("period"),
            "ALTER TABLE ledger_period DROP CONSTRAINT periods_do_not_overlap",
            "UPDATE ledger_period SET \"end\" = \"end\" + 1 WHERE code = '2026-06'",
        ],
    ],
    "ledger.closed_in_order": [
        [*off("period"), "UPDATE ledger_period SET status = 'open' WHERE code = '2026-01'"],
    ],
    "ledger.status_by_closing": [
        [*off("period"), "UPDATE ledger_period SET status = 'open' WHERE code = '2026-02'"],
        [*off("period"), "UPDATE ledger_period SET status = 'closed' WHERE code = '2026-03'"],
    ],
    "ledger.closed_unchanged": [
        [*off("entry"), "UPDATE ledger_entry SET total = total + 1 WHERE date < '2026-02-01'"],
        [
            *off("entry"),
            "UPDATE ledger_entry SET period_id = (SELECT id FROM ledger_period WHERE code = '2026-03')"
            " WHERE date < '2026-02-01'",
        ],
    ],
    "ledger.snapshot_is_lines": [
        [*off("periodbalance"), "UPDATE ledger_periodbalance SET debit = debit + 1"],
        [*off("periodbalance"), "DELETE FROM ledger_periodbalance"],
        [*off("entryline"), "UPDATE ledger_entryline SET debit = debit + 1 WHERE debit > 0 AND date < '2026-02-01'"],
    ],
    "ledger.snapshot_hash": [
        [*off("periodbalance"), "UPDATE ledger_periodbalance SET credit = credit + 1"],
        [*off("periodclosing"), "UPDATE ledger_periodclosing SET balances_sha256 = repeat('0', 64)"],
    ],
    "ledger.open_item_of_line": [
        [*off("openitem"), "DELETE FROM ledger_openitem WHERE currency_id = 'EUR'"],
        [*off("openitem"), "UPDATE ledger_openitem SET amount = amount + 1"],
        [*off("openitem"), "UPDATE ledger_openitem SET side = 'credit' WHERE side = 'debit'"],
        [*off("entryline"), "DELETE FROM ledger_entryline"],
    ],
    "ledger.cash_tax_follows_payment": [
        [
            *off("entryline", "openitem"),
            "UPDATE ledger_entryline SET tax_role = 'pending', tax_base = 0,"
            " tax_id = (SELECT id FROM ledger_tax WHERE code = 'S20') WHERE credit = 120",
            "UPDATE ledger_openitem SET open_amount = 0, open_currency = 0",
        ],
    ],
    "ledger.chain_intact": [
        [*off("entry"), "UPDATE ledger_entry SET memo = 'something else' WHERE kind = 'post'"],
        [*off("entryline"), "UPDATE ledger_entryline SET debit = debit + 1 WHERE debit > 0"],
        [*off("seal"), "DELETE FROM ledger_seal WHERE number = 2"],
        [*off("seal"), "UPDATE ledger_seal SET hash = repeat('0', 64) WHERE number = 2"],
    ],
    "ledger.tail_not_cut": [
        [*off("seal"), "DELETE FROM ledger_seal WHERE number >= 3"],
    ],
    "ledger.closed_is_sealed": [
        [*off("seal"), "DELETE FROM ledger_seal"],
    ],
    "ledger.manual_is_booked": [
        [
            *off("manualentry"),
            "UPDATE ledger_manualentry SET status = 'draft', entry_id = NULL, number = '' WHERE status = 'posted'",
        ],
        [*off("manualentry"), "UPDATE ledger_manualentry SET status = 'reversed' WHERE status = 'posted'"],
        [*off("manualentry"), "UPDATE ledger_manualentry SET date = date + 1 WHERE status = 'posted'"],
        [*off("manualentryline"), "UPDATE ledger_manualentryline SET debit = debit + 1 WHERE debit > 0"],
    ],
    "ledger.revaluation_is_booked": [
        [*off("revaluation"), "UPDATE ledger_revaluation SET result = result + 1"],
        [*off("revaluation"), "UPDATE ledger_revaluation SET date = date - 1"],
        [*off("revaluation"), "UPDATE ledger_revaluation SET reversal_id = entry_id"],
        [*off("revaluationline"), "UPDATE ledger_revaluationline SET posted = posted + 1, revalued = revalued + 1"],
        [
            *off("revaluationline", "revaluation"),
            "DELETE FROM ledger_revaluationline",
            "DELETE FROM ledger_revaluation",
        ],
        [*off("entryline"), "DELETE FROM ledger_entryline l USING ledger_entry e"
         " WHERE e.id = l.entry_id AND e.source_type = 'ledger.revaluation'"],
    ],
    "ledger.tax_return_ties": [
        [*off("taxreturn"), "UPDATE ledger_taxreturn SET due = due + 1, net = net + 1"],
        [*off("taxreturnbox"), "UPDATE ledger_taxreturnbox SET tax = tax + 1 WHERE tax > 0"],
        [*off("entryline"), "UPDATE ledger_entryline SET credit = 21 WHERE tax_id IS NOT NULL"],
        [*off("arealock"), "UPDATE ledger_arealock SET hard_until = hard_until - 1"],
        [*off("arealock"), "DELETE FROM ledger_arealock"],
        [*off("taxreturn"), "UPDATE ledger_taxreturn SET entry_id = NULL"],
    ],
    "ledger.pinned_as_kept": [
        [*off("reportrun"), "UPDATE ledger_reportrun SET number = number - 1"],
        [*off("reportrun"), "UPDATE ledger_reportrun SET seal_hash = repeat('0', 64)"],
        [*off("reportrun"), "UPDATE ledger_reportrun SET pdf_sha256 = repeat('0', 64)"],
        [*FREE_FILES, "UPDATE core_attachment SET sha256 = repeat('0', 64) WHERE kind = 'xlsx'"],
        [*FREE_FILES, "DELETE FROM core_attachment WHERE kind = 'pdf'"],
        [*off("seal"), "DELETE FROM ledger_seal"],
    ],
    "ledger.opening_is_booked": [
        [*off("openingimport"), "UPDATE ledger_openingimport SET control_total = control_total + 1"],
        [*off("openingimport"), "UPDATE ledger_openingimport SET difference = difference + 1"],
        [*off("openingimport"), "UPDATE ledger_openingimport SET rows = rows + 1"],
        [*off("openingimport"), "UPDATE ledger_openingimport SET date = date + 1"],
        [*off("openingimport"), "DELETE FROM ledger_openingimport"],
        [*off("entry"), "UPDATE ledger_entry SET total = total + 1 WHERE source_type = 'ledger.openingimport'"],
        [*FREE_FILES, "DELETE FROM core_attachment WHERE kind = 'opening'"],
    ],
}  # fmt: skip


@pytest.fixture
def books(company, user_in):
    with transaction.atomic():
        make_books()
        make_party()
        post(("4110", "120"), ("7070", "-120"))
        services.install_tax_boxes(actor=None, template="")
        book_tax()
        wrong = post(("5120", "7"), ("7070", "-7"))
        services.reverse_entry(actor=None, pk=wrong.pk, on=date(2026, 2, 3))
        for code in ("2026-01", "2026-02"):
            services.close_period(actor=None, pk=period(code).pk)
        for amount in ("30", "40"):
            document = draft(("6070", amount), ("5120", f"-{amount}"), on=date(2026, 3, 5))
            services.post_manual_entry(actor=None, pk=document.pk)
        services.reverse_manual_entry(actor=None, pk=document.pk, on=date(2026, 3, 6))
        draft(("6070", "1"), ("5120", "-1"), on=date(2026, 3, 5))
        make_foreign_item()
        services.revalue(actor=None, on=date(2026, 3, 31))
        services.file_tax_return(
            actor=None,
            first=date(2026, 1, 1),
            last=date(2026, 1, 31),
            settle=True,
            on=date(2026, 3, 31),
        )
        take_over()
        services.seal_entries(full=True)
        pin(user_in("accountant"))
    return company


def take_over():
    services.post_opening(
        actor=None, content=b"account,debit,credit\n5120,100,\n6070,,40\n", filename="balances.csv",
        on=date(2026, 3, 1), control_total=Decimal(100), balance=True,
    )  # fmt: skip


def pin(user):
    question = Question(
        "trial_balance", date(2026, 1, 1), date(2026, 3, 31), number=head_of_chain().number
    )
    printing.keep_report(
        user, question, "en", printing.Files("Trial balance", b"%PDF", b"PK"), "report"
    )


def book_tax():
    tax = Tax.objects.get(code="S20")
    postings = [
        Posting(account("4457"), Decimal(-20), tax=tax.pk, tax_base=Decimal(-100)),
        Posting(account("5120"), Decimal(20)),
    ]
    services.post_entry(
        actor=None, journal=services.journal_of("general"), on=date(2026, 1, 20), postings=postings,
        source_type="test.document", source_id=uuid7(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("check", "crime"), [(check, crime) for check, crimes in CRIMES.items() for crime in crimes]
)
def test_a_planted_violation_is_found(books, owner_sql, check, crime):
    assert plant(owner_sql, check, company=books.pk) == []

    assert plant(owner_sql, check, *crime, company=books.pk)


def test_every_check_of_the_ledger_has_a_planted_violation():
    own = {check.name for check in registered() if check.name.startswith("ledger.")}

    assert own == set(CRIMES)
