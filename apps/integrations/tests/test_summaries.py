"""QuickBooks and Xero get sums that equal the ledger, marked, and no entry twice: not later, not late, not at once."""

import csv
import json
from collections import defaultdict
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.db import transaction
from django.db.models import Sum

from apps.core.context import company_context
from apps.core.testing import in_threads
from apps.integrations import services
from apps.integrations.models import ExportSpan, JournalExport
from apps.integrations.tests.factories import content, export, make_rich_books
from apps.ledger.models import EntryLine
from apps.ledger.services.sealing import seal_entries
from apps.ledger.tests.factories import YEAR, make_books, post

JANUARY = (date(YEAR, 1, 1), date(YEAR, 1, 31))
FEBRUARY = (date(YEAR, 2, 1), date(YEAR, 2, 28))


@pytest.fixture
def books(company):
    make_rich_books()
    return company


def moved(**filters):
    """Return what the ledger debited and credited per account code."""
    rows = EntryLine.objects.filter(**filters).values_list("account__code")
    return {
        code: (debit, credit) for code, debit, credit in rows.annotate(Sum("debit"), Sum("credit"))
    }


def added(pairs):
    """Return debits and credits per account of (code, signed amount) pairs."""
    sums = defaultdict(lambda: (Decimal(0), Decimal(0)))
    for code, amount in pairs:
        debit, credit = sums[code]
        sums[code] = (debit + max(amount, 0), credit + max(-amount, 0))
    return dict(sums)


def of_quickbooks(data):
    journal = json.loads(data, parse_float=Decimal)
    for entry in journal["JournalEntry"]:
        signed = [
            (
                line["JournalEntryLineDetail"]["AccountRef"]["value"],
                line["Amount"]
                * (1 if line["JournalEntryLineDetail"]["PostingType"] == "Debit" else -1),
            )
            for line in entry["Line"]
        ]
        assert sum(amount for _code, amount in signed) == 0
        assert len(entry["DocNumber"]) <= 21
        yield from signed


def of_xero_csv(data):
    head, *rows = csv.reader(StringIO(data.decode()))
    assert head[:6] == [
        "*Narration",
        "*Date",
        "Description",
        "*AccountCode",
        "*TaxRate",
        "*Amount",
    ]
    groups = defaultdict(Decimal)
    for row in rows:
        groups[row[0], row[1]] += Decimal(row[5])
        yield row[3].lstrip("'"), Decimal(row[5])
    assert not any(groups.values())


def of_xero_json(data):
    for journal in json.loads(data, parse_float=Decimal)["ManualJournals"]:
        assert sum(line["LineAmount"] for line in journal["JournalLines"]) == 0
        assert journal["LineAmountTypes"] == "NoTax"
        yield from ((line["AccountCode"], line["LineAmount"]) for line in journal["JournalLines"])


def of_iif(data):
    lines = [line.split("\t") for line in data.decode("cp1252").split("\r\n")]
    codes = {row[1]: row[4] for row in lines if row[0] == "ACCNT"}
    balance = Decimal(0)
    for row in lines:
        if row[0] in {"TRNS", "SPL"}:
            assert row[2] == "GENERAL JOURNAL"
            balance += Decimal(row[5])
            yield codes[row[4]], Decimal(row[5])
        elif row[0] == "ENDTRNS":
            assert balance == 0


READERS = {
    "quickbooks": of_quickbooks,
    "xero": of_xero_csv,
    "xero_json": of_xero_json,
    "iif": of_iif,
}


@pytest.mark.parametrize("kind", READERS)
def test_the_sums_are_those_of_the_ledger(books, kind):
    result = export(kind)

    assert added(READERS[kind](content(result))) == moved()
    assert result.entry_count == result.seal_number
    assert result.line_count == EntryLine.objects.count()
    assert result.total == EntryLine.objects.aggregate(Sum("debit"))["debit__sum"]


@pytest.mark.parametrize("kind", READERS)
def test_a_file_says_which_seals_it_holds_and_their_hash(books, kind):
    result = export(kind)

    text = content(result).decode("cp1252" if kind == "iif" else "utf-8")
    assert f"{result.export.number}-1" in text
    assert f"of {result.seal_hash[:16]}" in text


def test_the_same_entries_do_not_go_out_twice_in_any_format_of_a_program(books):
    first = export("iif")

    for kind in ("iif", "quickbooks"):
        with pytest.raises(services.NothingToExport, match=first.export.number):
            export(kind)
    assert JournalExport.objects.count() == 1
    assert export("xero").entry_count == first.entry_count


def test_what_is_posted_later_or_late_goes_out_once_and_alone(books):
    january = export("xero", *JANUARY)
    february = export("xero", *FEBRUARY)
    post(("5120", "7"), ("7070", "-7"), on=date(YEAR, 1, 10))
    post(("5120", "8"), ("7070", "-8"), on=date(YEAR, 3, 10))

    rest = export("xero_json")

    assert added(of_xero_json(content(rest))) == {"5120": (15, 0), "7070": (0, 15)}
    assert january.entry_count + february.entry_count + rest.entry_count == rest.seal_number
    assert ExportSpan.objects.filter(export=rest.export).count() == 2
    with pytest.raises(services.NothingToExport):
        export("xero", *JANUARY)


def test_the_worker_keeps_a_refusal_that_came_true_meanwhile(books):
    asked = [
        services.save_export(actor=None, document=JournalExport(format=kind), lines=[], removed=[])
        for kind in ("iif", "quickbooks")
    ]

    done = [services.make_export(pk=made.pk) for made in asked]

    assert done[0].sha256
    assert not done[0].refusal
    assert asked[0].number in done[1].refusal
    assert (done[1].sha256, done[1].size, done[1].export.chunks.count()) == ("", 0, 0)
    assert services.make_export(pk=asked[1].pk) == done[1]


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_gets_the_entries():
    from apps.companies.tests.factories import make_company  # noqa: PLC0415

    company = make_company()
    with company_context(company.pk):
        with transaction.atomic():
            make_books()
            post(("5120", "10"), ("7070", "-10"))
        with transaction.atomic():
            seal_entries(full=True)

        answers = in_threads(
            [lambda: services.export_now(actor=None, kind="quickbooks")] * 8, at_once=8
        )

        refused = [answer for answer in answers if isinstance(answer, services.NothingToExport)]
        assert len(refused) == 7
        with transaction.atomic():
            assert ExportSpan.objects.filter(company_id=company.pk).count() == 1
