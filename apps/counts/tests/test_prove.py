"""Each check of counts finds what was planted, and nothing else."""

import pytest
from django.db import transaction

from apps.core.prove import registered
from apps.core.testing import plant
from apps.counts.tests.factories import count, goods, make_sheet, post, tolerate
from apps.stock.tests.factories import receive, ship

pytestmark = pytest.mark.django_db(transaction=True)

OFF = "ALTER TABLE {0} DISABLE TRIGGER USER"
CRIMES = {
    "counts.expected_was_on_hand": [
        [OFF.format("counts_tally"), "UPDATE counts_tally SET expected = expected + 50"],
    ],
    "counts.lines_show_their_last_tally": [
        [OFF.format("counts_countline"), "UPDATE counts_countline SET counted = counted + 1 WHERE counted IS NOT NULL"],
        [OFF.format("counts_tally"), "DELETE FROM counts_tally"],
    ],
    "counts.posted_is_what_differed": [
        [OFF.format("counts_countline"), "UPDATE counts_countline SET counted = counted + 1 WHERE counted IS NOT NULL"],
        [OFF.format("counts_countsheet"), "UPDATE counts_countsheet SET adjustment_id = NULL"],
        [OFF.format("counts_countline"), "UPDATE counts_countline SET counted = expected WHERE counted IS NOT NULL"],
    ],
    "counts.approved_by_others": [
        [OFF.format("counts_countline"), "UPDATE counts_countline SET above_tolerance = true"],
    ],
    "counts.finished_sheets_hold_nothing": [
        [OFF.format("counts_countline"), "UPDATE counts_countline SET is_open = NOT is_open"],
        ["DELETE FROM counts_frozenplace"],
    ],
    "counts.numbers_gapless": [
        [
            OFF.format("counts_countsheet"),
            "UPDATE counts_countsheet SET number = 'CNT-2026-00009' WHERE number <> ''",
        ],
    ],
}  # fmt: skip


@pytest.fixture
def counted(company):
    """Leave a posted sheet with a difference, moves before and after it, and an open one that freezes."""
    with transaction.atomic():
        tolerate()
        tea, jam = goods("TEA"), goods("JAM")
        sheet = make_sheet(products=[tea.pk])
        receive(tea, "2", "2.00")
        count(sheet, tea, "9")
        ship(tea, "1")
        count(sheet, tea, "10")
        post(sheet)
        make_sheet(products=[jam.pk], freezes=True)
    return company


def test_every_check_has_a_crime():
    assert set(CRIMES) == {check.name for check in registered() if check.name.startswith("counts.")}


@pytest.mark.parametrize("check", CRIMES)
def test_nothing_is_found_where_nothing_was_planted(counted, owner_sql, check):
    assert plant(owner_sql, check, company=counted.pk) == []


@pytest.mark.parametrize(
    ("check", "statements"),
    [(check, crime) for check, crimes in CRIMES.items() for crime in crimes],
)
def test_what_was_planted_is_found(counted, owner_sql, check, statements):
    assert plant(owner_sql, check, *statements, company=counted.pk) != []
