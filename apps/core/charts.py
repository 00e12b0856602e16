"""Charts drawn on the server: pure functions from figures to coordinates for components/chart_*.html.

Labels are HTML beside a drawing that stretches, so that text keeps its size on every screen; a table holds the figures.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from apps.core import formatting

WIDTH: Final = 1000
HEIGHT: Final = 200
PALETTE: Final = ("s1", "s2", "s3", "s4")
DENSE: Final = 8
STEPS: Final = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))

Number = Decimal | int
Writer = Callable[[Number], str]


@dataclass(frozen=True, slots=True)
class Series:
    """One line or colour: a name and one value per label."""

    name: str
    values: Sequence[Number]
    dashed: bool = False
    area: bool = False
    css: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a bar chart."""

    label: str
    value: Number
    css: str = "s1"
    url: str = ""


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid with its figure; ``zero`` marks the axis."""

    y: float
    label: str
    zero: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A drawn series: paths in the drawing's units."""

    css: str
    path: str
    area: str
    dashed: bool


@dataclass(frozen=True, slots=True)
class Rect:
    """A column, or (``text``) the band that shows its figures on hover."""

    x: float
    width: float
    y: float = 0
    height: float = HEIGHT
    css: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Legend:
    """One entry of the legend, in words."""

    name: str
    css: str
    shape: str
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """What a component needs to draw."""

    id: str
    title: str
    description: str
    unit: str
    table_head: list[str]
    table_rows: list[list[str]]
    labels: list[str] = field(default_factory=list)
    ticks: list[Tick] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    columns: list[Rect] = field(default_factory=list)
    bands: list[Rect] = field(default_factory=list)
    bars: list[dict[str, object]] = field(default_factory=list)
    legend: list[Legend] = field(default_factory=list)
    width: int = WIDTH
    height: int = HEIGHT
    dense: bool = False


@dataclass(frozen=True, slots=True)
class Spark:
    """A line without axes, beside a figure."""

    points: str
    title: str
    width: int = 72
    height: int = 24


def scale(low: Number, high: Number, *, steps: int = 4) -> list[Decimal]:
    """Return round figures, rising, that cover ``low`` to ``high`` and include zero.

    About ``steps`` intervals of 1, 2, 2.5 or 5 times a power of ten: 0 to 8,300 gives 0, 2,500, 5,000, 7,500, 10,000.
    """
    bottom, top = min(Decimal(low), Decimal(0)), max(Decimal(high), Decimal(0))
    if bottom == top:
        return [Decimal(0), Decimal(1)]
    rough = (top - bottom) / steps
    power = Decimal(1).scaleb(rough.adjusted())
    step = next(power * factor for factor in STEPS if power * factor >= rough)
    first = (bottom / step).to_integral_value(rounding="ROUND_FLOOR")
    last = (top / step).to_integral_value(rounding="ROUND_CEILING")
    return [step * n for n in range(int(first), int(last) + 1)]


def spark(values: Sequence[Number], title: str = "") -> Spark:
    """Return the small line of ``values``; a flat one runs through the middle."""
    low, high = min(values, default=0), max(values, default=0)
    span = Decimal(high - low)
    gap = 72 / max(1, len(values) - 1)
    points = [
        (round(i * gap, 1), 12.0 if not span else _round(22 - Decimal(v - low) / span * 20))
        for i, v in enumerate(values)
    ]
    return Spark(" ".join(f"{x},{y}" for x, y in points), title)


def line_chart(
    *,
    title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    currency: object = None,
    unit: str = "",
    description: str = "",
    head: str = "",
) -> Chart:
    """Return a chart of values over time.

    Args:
        title: what it shows; also its id.
        labels: one per point, in order.
        series: one to four lines.
        currency: of the values; None for plain numbers.
        unit: written in the legend.
        description: for readers; the last figures when empty.
        head: the head of the table's first column.
    """
    ticks, y = _axis(series)
    gap = WIDTH / max(1, len(labels) - 1)
    places = [round(i * gap, 1) for i in range(len(labels))]
    lines = [_line(one, _css(one, n), places, y) for n, one in enumerate(series)]
    bands = [max(0.0, x - gap / 2) for x in places]
    widths = [min(WIDTH, x + gap / 2) - start for x, start in zip(places, bands, strict=True)]
    return Chart(
        **_words(title, labels, series, currency, unit, description, head),
        labels=list(labels),
        ticks=_ticks(ticks, y, currency),
        lines=lines,
        bands=_bands(zip(bands, widths, strict=True), labels, series, currency),
        legend=[Legend(one.name, _css(one, n), "line", one.dashed) for n, one in enumerate(series)],
        dense=len(labels) > DENSE,
    )


def column_chart(
    *,
    title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    currency: object = None,
    unit: str = "",
    description: str = "",
    head: str = "",
) -> Chart:
    """Return a chart of upright columns, side by side for each series. Parameters as ``line_chart``."""
    ticks, y = _axis(series)
    band = WIDTH / max(1, len(labels))
    width = band * 0.62 / max(1, len(series))
    columns = [
        Rect(
            x=round(i * band + band * 0.19 + n * width, 1),
            width=round(width * 0.94, 1),
            y=min(y(value), y(0)),
            height=round(abs(y(value) - y(0)), 1),
            css=_css(one, n),
        )
        for n, one in enumerate(series)
        for i, value in enumerate(one.values)
    ]
    spans = [(round(i * band, 1), round(band, 1)) for i in range(len(labels))]
    return Chart(
        **_words(title, labels, series, currency, unit, description, head),
        labels=list(labels),
        ticks=_ticks(ticks, y, currency),
        columns=columns,
        bands=_bands(spans, labels, series, currency),
        legend=[Legend(one.name, _css(one, n), "box") for n, one in enumerate(series)],
        dense=len(labels) > DENSE,
    )


def bar_chart(
    *,
    title: str,
    bars: Sequence[Bar],
    currency: object = None,
    unit: str = "",
    description: str = "",
    head: str = "",
) -> Chart:
    """Return a chart of lying bars, each a share of the longest, none below zero. Parameters as ``line_chart``."""
    longest = max((bar.value for bar in bars), default=Decimal(0))
    labels = [bar.label for bar in bars]
    series = [Series(unit or title, [bar.value for bar in bars])]
    write = _compact(currency)
    return Chart(
        **_words(title, labels, series, currency, unit, description, head),
        bars=[
            {
                "label": bar.label,
                "url": bar.url,
                "css": bar.css,
                "text": write(bar.value),
                "share": max(0.0, _round(Decimal(bar.value) / longest * 100)) if longest > 0 else 0,
            }
            for bar in bars
        ],
    )


def _round(value: Decimal) -> float:
    """Return a coordinate: a place on a screen, not an amount."""
    return round(float(value), 1)


def _axis(series: Sequence[Series]) -> tuple[list[Decimal], Callable[[Number], float]]:
    values = [value for one in series for value in one.values] or [0]
    ticks = scale(min(values), max(values))
    low, span = ticks[0], ticks[-1] - ticks[0]
    return ticks, lambda value: _round(HEIGHT - (Decimal(value) - low) / span * HEIGHT)


def _css(one: Series, n: int) -> str:
    return one.css or PALETTE[n % len(PALETTE)]


def _line(one: Series, css: str, places: Sequence[float], y: Callable[[Number], float]) -> Line:
    points = [f"{x} {y(value)}" for x, value in zip(places, one.values, strict=True)]
    path = "M" + "L".join(points) if points else ""
    area = f"{path}L{places[-1]} {y(0)}L{places[0]} {y(0)}Z" if one.area and points else ""
    return Line(css, path, area, one.dashed)


def _compact(currency: object) -> Writer:
    return lambda value: formatting.format_compact(value, currency)


def _exact(currency: object) -> Writer:
    return lambda value: (
        formatting.format_money(value, currency) if currency else formatting.format_quantity(value)
    )


def _ticks(ticks: Sequence[Decimal], y: Callable[[Number], float], currency: object) -> list[Tick]:
    write = _compact(currency)
    return [Tick(y(value), write(value), value == 0) for value in reversed(ticks)]


def _bands(
    spans: Iterable[tuple[float, float]],
    labels: Sequence[str],
    series: Sequence[Series],
    currency: object,
) -> list[Rect]:
    write = _exact(currency)
    texts = [
        "\n".join([label, *(f"{one.name}: {write(one.values[i])}" for one in series)])
        for i, label in enumerate(labels)
    ]
    return [
        Rect(x=x, width=width, text=text) for (x, width), text in zip(spans, texts, strict=True)
    ]


def _words(
    title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    currency: object,
    unit: str,
    description: str,
    head: str,
) -> dict[str, Any]:
    write = _exact(currency)
    last = ", ".join(f"{one.name} {write(one.values[-1])}" for one in series if one.values)
    return {
        "id": "chart-" + (re.sub(r"[\W_]+", "-", title.lower()).strip("-") or "1"),
        "title": title,
        "description": description
        or (f"{labels[0]} \u2013 {labels[-1]}: {last}" if labels else title),
        "unit": unit,
        "table_head": [head, *(one.name for one in series)],
        "table_rows": [
            [label, *(write(one.values[i]) for one in series)] for i, label in enumerate(labels)
        ],
    }
