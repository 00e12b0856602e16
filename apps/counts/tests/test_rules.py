"""What the database refuses, whoever asks."""

from importlib import import_module
from itertools import permutations

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from apps.counts.choices import SHEET_LIFECYCLE, SheetStatus
from apps.counts.models import CountLine, CountSheet, Tally
from apps.counts.tests.factories import count, goods, line_of, make_sheet, post, tolerate

pytestmark = pytest.mark.django_db


@pytest.fixture
def tea(company):
    tolerate()
    return goods()


def test_the_trigger_allows_exactly_the_lifecycle(tea):
    guards = import_module("apps.counts.migrations.0002_guards")

    assert set(guards.PAIRS) == SHEET_LIFECYCLE.pairs()
    make_sheet()
    for old, new in permutations(SheetStatus.values, 2):
        if (old, new) not in SHEET_LIFECYCLE.pairs() and old == "open":
            with pytest.raises(IntegrityError), transaction.atomic():
                CountSheet.objects.update(status=new, number="X" if new == "posted" else "")


def test_what_is_expected_is_not_what_somebody_writes(tea, company):
    sheet = make_sheet()

    Tally.objects.create(company_id=company.pk, line=line_of(sheet, tea), counted=3, expected=99)

    assert Tally.objects.get().expected == 10
    assert line_of(sheet, tea).expected == 10


@pytest.mark.parametrize("column", ["counted", "expected", "tally_count", "is_open", "sheet_id"])
def test_the_figures_of_a_line_are_written_by_the_database_alone(tea, column):
    count(make_sheet(), tea, "3")

    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE counts_countline SET {column} = {column}")


@pytest.mark.parametrize("fields", [{"is_open": False}, {"above_tolerance": True}])
def test_a_line_begins_open_and_uncounted(tea, company, fields):
    sheet = make_sheet(products=[tea.pk])
    line = line_of(sheet, tea)

    with pytest.raises(IntegrityError, match="begins open and uncounted"), transaction.atomic():
        CountLine.objects.create(
            company_id=company.pk,
            sheet=sheet,
            product=goods("JAM"),
            location=line.location,
            **fields,
        )


def test_tallies_stay_as_they_were_written(tea):
    count(make_sheet(), tea, "3")

    for change in (lambda rows: rows.update(counted=4), lambda rows: rows.delete()):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            change(Tally.objects.all())


def test_a_sheet_is_not_posted_without_the_adjustment_of_what_differed(tea):
    sheet = make_sheet()
    count(sheet, tea, "3")
    CountSheet.objects.update(status="submitted")

    with pytest.raises(IntegrityError, match="moves what differed"), transaction.atomic():
        CountSheet.objects.update(status="posted", number="CNT-2026-00001")


def test_a_posted_sheet_takes_no_line(tea, company):
    sheet = make_sheet()
    count(sheet, tea, "3")
    post(sheet)
    line = line_of(sheet, tea)

    with pytest.raises(IntegrityError), transaction.atomic():
        CountLine.objects.create(
            company_id=company.pk, sheet=sheet, product=goods("JAM"), location=line.location
        )
