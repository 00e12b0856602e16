"""Tolerance: what differs more is counted again or approved by somebody who counted nothing of it."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from guardian.shortcuts import assign_perm

from apps.core.context import company_context
from apps.core.row_rights import forget_allowed_ids
from apps.counts import services as counts
from apps.counts.models import CountLine, CountSheet
from apps.counts.tests.factories import count, goods, make_sheet, tolerate
from apps.counts.tolerance import is_above
from apps.stock.tests.factories import DAY, level, ship

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("expected", "difference", "value", "percent", "limit", "above"),
    [
        ("100", "-5", "-10", "5", None, False),
        ("100", "-6", "-12", "5", None, True),
        ("100", "6", "12", "5", None, True),
        ("0", "1", "0.01", "5", None, True),
        ("0", "1", "0.01", None, None, False),
        ("100", "-1", "-100", "5", "100", False),
        ("100", "-1", "-100.01", "5", "100", True),
        ("100", "0", "0", "0", "0", False),
    ],
)
def test_a_difference_is_above_the_percentage_or_the_value(
    expected, difference, value, percent, limit, above
):
    assert above is is_above(
        expected=Decimal(expected),
        difference=Decimal(difference),
        value=Decimal(value),
        percent=Decimal(percent) if percent else None,
        limit=Decimal(limit) if limit else None,
    )


@pytest.fixture
def counter(user_in):
    return user_in("warehouse_manager")


@pytest.fixture
def submitted(company):
    """Return a submitted sheet on which 10 of tea at 2.00 were counted as 5, more than 5 percent less."""
    tolerate("5")
    tea = goods()
    sheet = make_sheet()
    count(sheet, tea, "5")
    counts.submit_sheet(actor=None, pk=sheet.pk)
    return sheet


def test_above_tolerance_is_not_posted(submitted):
    with pytest.raises(counts.NeedsApproval, match="lines: 1"):
        counts.post_sheet(actor=None, pk=submitted.pk, on=DAY)

    assert CountSheet.objects.get().status == "submitted"


def test_the_value_limit_counts_as_well(company):
    tolerate(None, "9.99")
    tea = goods("TEA", "1000")
    sheet = make_sheet()
    count(sheet, tea, "995")

    counts.submit_sheet(actor=None, pk=sheet.pk)

    assert CountLine.objects.get().above_tolerance


def test_within_tolerance_nobody_else_is_asked(company):
    tolerate("5", "10.00")
    tea = goods("TEA", "1000")
    sheet = make_sheet()
    count(sheet, tea, "995")

    counts.submit_sheet(actor=None, pk=sheet.pk)
    posted = counts.post_sheet(actor=None, pk=sheet.pk, on=DAY)

    assert posted.adjustment is not None


def test_a_second_count_with_the_same_difference_confirms_the_first(submitted):
    counts.reopen_sheet(actor=None, pk=submitted.pk)
    tea = CountLine.objects.get().product
    ship(tea, "2")
    count(submitted, tea, "3")  # 8 expected now: 5 missing, as before
    counts.submit_sheet(actor=None, pk=submitted.pk)

    counts.post_sheet(actor=None, pk=submitted.pk, on=DAY)

    assert level(tea) == (3, 0)


def test_a_second_count_that_differs_otherwise_confirms_nothing(submitted):
    counts.reopen_sheet(actor=None, pk=submitted.pk)
    tea = CountLine.objects.get().product
    count(submitted, tea, "6")
    counts.submit_sheet(actor=None, pk=submitted.pk)

    with pytest.raises(counts.NeedsApproval):
        counts.post_sheet(actor=None, pk=submitted.pk, on=DAY)


def test_who_counted_does_not_approve_and_the_database_says_so_too(company, counter, user_in):
    tolerate("5")
    tea = goods()
    with company_context(company.pk, user_id=counter.pk):
        sheet = make_sheet()
        allow(counter, sheet)
        count(sheet, tea, "5", actor=counter)
        counts.submit_sheet(actor=counter, pk=sheet.pk)

        with pytest.raises(counts.OwnCount):
            counts.approve_sheet(actor=counter, pk=sheet.pk)
        with pytest.raises(IntegrityError, match="counted nothing of it"), transaction.atomic():
            CountSheet.objects.filter(pk=sheet.pk).update(status="approved", approved_by=counter)
    boss = user_in("owner")
    with company_context(company.pk, user_id=boss.pk):
        counts.approve_sheet(actor=boss, pk=sheet.pk)
        posted = counts.post_sheet(actor=boss, pk=sheet.pk, on=DAY)

    assert posted.approved_by == boss
    assert level(tea) == (5, 0)


def allow(user, sheet):
    assign_perm("warehouses.access_warehouse", user, sheet.warehouse)
    forget_allowed_ids(user)


def test_an_approval_is_signed_by_who_acts(submitted, company, counter, user_in):
    boss = user_in("owner")
    with (
        company_context(company.pk, user_id=counter.pk),
        pytest.raises(IntegrityError),
        transaction.atomic(),
    ):
        CountSheet.objects.filter(pk=submitted.pk).update(status="approved", approved_by=boss)


def test_sql_cannot_post_what_nobody_approved(submitted):
    with pytest.raises(IntegrityError, match="above tolerance"), transaction.atomic():
        CountSheet.objects.filter(pk=submitted.pk).update(status="posted", number="CNT-2026-00001")
