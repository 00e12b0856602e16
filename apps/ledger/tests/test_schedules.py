"""Days of schedules and parts of deferrals: pure sums."""

from datetime import date
from decimal import Decimal

import pytest

from apps.ledger.schedules import deferral_parts, schedule_dates, shared


@pytest.mark.parametrize(
    ("frequency", "day", "start", "until", "expected"),
    [
        ("monthly", 31, "2026-01-31", "2026-04-30", ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]),
        ("monthly", 29, "2028-01-30", "2028-03-01", ["2028-02-29"]),
        ("monthly", 5, "2026-01-06", "2026-03-04", ["2026-02-05"]),
        ("quarterly", 15, "2026-02-01", "2026-12-31", ["2026-02-15", "2026-05-15", "2026-08-15", "2026-11-15"]),
        ("yearly", 31, "2024-02-01", "2026-12-31", ["2024-02-29", "2025-02-28", "2026-02-28"]),
        ("monthly", 1, "2026-02-01", "2026-01-31", []),
    ],
)  # fmt: skip
def test_a_schedule_has_its_days(frequency, day, start, until, expected):
    days = schedule_dates(
        frequency, day=day, start=date.fromisoformat(start), until=date.fromisoformat(until)
    )

    assert [on.isoformat() for on in days] == expected


def test_shares_come_to_the_amount_on_both_sides():
    weights = [
        (Decimal(1), Decimal(0)),
        (Decimal(1), Decimal(0)),
        (Decimal(1), Decimal(0)),
        (Decimal(0), Decimal(100)),
    ]

    sides = shared(Decimal("100.00"), weights, "EUR")

    assert [debit for debit, _credit in sides] == [
        Decimal(text) for text in ("33.34", "33.33", "33.33", "0")
    ]
    assert sides[3][1] == Decimal("100.00")


def test_twelve_hundred_over_a_year_is_a_hundred_a_month():
    parts = deferral_parts(
        Decimal(1200), start=date(2026, 1, 1), end=date(2026, 12, 31), by_days=False, currency="EUR"
    )

    assert [amount for _on, amount in parts] == [100] * 12
    assert (parts[0][0], parts[1][0], parts[-1][0]) == (
        date(2026, 1, 31), date(2026, 2, 28), date(2026, 12, 31),
    )  # fmt: skip


def test_by_days_a_month_gets_what_lies_in_it():
    parts = deferral_parts(
        Decimal("365.00"),
        start=date(2026, 1, 17),
        end=date(2027, 1, 16),
        by_days=True,
        currency="EUR",
    )

    assert parts[0] == (date(2026, 1, 31), Decimal(15))
    assert parts[1] == (date(2026, 2, 28), Decimal(28))
    assert parts[-1] == (date(2027, 1, 16), Decimal(16))


@pytest.mark.parametrize(
    ("amount", "currency"), [("100.00", "EUR"), ("0.05", "EUR"), ("1000", "JPY")]
)
@pytest.mark.parametrize("by_days", [True, False])
def test_parts_sum_to_the_whole(amount, currency, by_days):
    parts = deferral_parts(
        Decimal(amount),
        start=date(2026, 1, 10),
        end=date(2026, 7, 3),
        by_days=by_days,
        currency=currency,
    )

    assert sum(part for _on, part in parts) == Decimal(amount)
    assert all(part > 0 for _on, part in parts)
