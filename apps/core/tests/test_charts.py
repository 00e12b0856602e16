"""Charts: the axis covers the figures, the drawing fits its box, the table says the same."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from apps.core.charts import (
    HEIGHT,
    WIDTH,
    Bar,
    Series,
    bar_chart,
    column_chart,
    line_chart,
    scale,
    spark,
)

AMOUNTS = st.decimals(min_value=-(10**12), max_value=10**12, places=2)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 8300, [0, 2500, 5000, 7500, 10000]),
        (10, 90, [0, 25, 50, 75, 100]),
        (-30, 50, [-40, -20, 0, 20, 40, 60]),
        (0, 0, [0, 1]),
        (-7, -1, [-8, -6, -4, -2, 0]),
    ],
)
def test_the_axis_has_round_figures_and_zero(low, high, ticks):
    assert scale(low, high) == ticks


@given(AMOUNTS, AMOUNTS)
def test_the_axis_covers_every_value_in_at_most_seven_lines(one, other):
    ticks = scale(min(one, other), max(one, other))

    assert ticks[0] <= min(one, other, 0)
    assert ticks[-1] >= max(one, other, 0)
    assert len(ticks) <= 7


@given(st.lists(AMOUNTS, min_size=1, max_size=24))
def test_a_line_stays_inside_its_box(values):
    chart = line_chart(
        title="Cash",
        labels=[str(i) for i in range(len(values))],
        series=[Series("Cash", values, area=True)],
    )

    points = [part.split() for part in chart.lines[0].path.removeprefix("M").split("L")]
    assert all(0 <= float(x) <= WIDTH and 0 <= float(y) <= HEIGHT for x, y in points)
    assert len(points) == len(values)


@given(st.lists(AMOUNTS, min_size=1, max_size=12))
def test_a_column_stands_on_the_zero_line(values):
    chart = column_chart(
        title="Profit",
        labels=[str(i) for i in range(len(values))],
        series=[Series("Profit", values)],
    )

    zero = next(tick.y for tick in chart.ticks if tick.zero)
    for value, column in zip(values, chart.columns, strict=True):
        foot = column.y + column.height if value >= 0 else column.y
        assert foot == pytest.approx(zero, abs=0.11)


def test_the_longest_bar_fills_the_width_and_a_negative_one_is_empty():
    chart = bar_chart(
        title="Age",
        currency="EUR",
        bars=[Bar("Current", Decimal(800)), Bar("Late", Decimal(200)), Bar("Credit", Decimal(-5))],
    )

    assert [bar["share"] for bar in chart.bars] == [100.0, 25.0, 0.0]
    assert [bar["text"] for bar in chart.bars] == ["\u20ac800", "\u20ac200", "\u2212\u20ac5"]


def test_bars_without_any_amount_are_empty():
    assert [bar["share"] for bar in bar_chart(title="Age", bars=[Bar("Current", 0)]).bars] == [0]


def test_the_table_holds_the_exact_figures():
    chart = line_chart(
        title="Revenue and cost",
        labels=["Oct", "Nov"],
        series=[
            Series("Revenue", [Decimal("10.50"), Decimal(20)]),
            Series("Cost", [Decimal(7), Decimal(15)]),
        ],
        currency="EUR",
        head="Month",
    )

    assert chart.table_head == ["Month", "Revenue", "Cost"]
    assert chart.table_rows == [
        ["Oct", "\u20ac10.50", "\u20ac7.00"],
        ["Nov", "\u20ac20.00", "\u20ac15.00"],
    ]
    assert chart.description == "Oct \u2013 Nov: Revenue \u20ac20.00, Cost \u20ac15.00"
    assert chart.bands[1].text == "Nov\nRevenue: \u20ac20.00\nCost: \u20ac15.00"


def test_a_flat_spark_runs_through_the_middle():
    assert spark([5, 5, 5]).points == "0.0,12.0 36.0,12.0 72.0,12.0"


def test_a_rising_spark_ends_at_the_top():
    assert spark([0, 10]).points == "0.0,22.0 72.0,2.0"
