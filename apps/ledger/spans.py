"""The columns of a statement: one span, two compared, one for each month, quarter, year or value. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.exceptions import InvalidInput
from apps.core.formatting import format_date

MOST = 24
DAY = timedelta(days=1)


class Columns(models.TextChoices):
    """What the columns of a statement are."""

    TOTAL = "total", gettext_lazy("One column")
    PREVIOUS_PERIOD = "previous_period", gettext_lazy("With the period before")
    PREVIOUS_YEAR = "previous_year", gettext_lazy("With the year before")
    MONTHS = "months", gettext_lazy("A column a month")
    QUARTERS = "quarters", gettext_lazy("A column a quarter")
    YEARS = "years", gettext_lazy("A column a year")


COMPARING = (Columns.PREVIOUS_PERIOD, Columns.PREVIOUS_YEAR)
SPLITTING = {Columns.MONTHS: 1, Columns.QUARTERS: 3, Columns.YEARS: 12}
BY_VALUE = "by:"
"""Begins the kind of columns that has one for each value of a dimension; the dimension's id follows."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days from ``first`` to ``last``, both included."""

    first: date
    last: date

    @property
    def before(self) -> date:
        """Return the day before the first."""
        return self.first - DAY

    @property
    def is_whole_months(self) -> bool:
        """Return whether it begins and ends with a month."""
        return self.first.day == 1 and (self.last + DAY).day == 1

    @property
    def label(self) -> str:
        """Return the month, the months, or the days, in the active language."""
        if not self.is_whole_months:
            words = {"first": format_date(self.first), "last": format_date(self.last)}
            return _("%(first)s to %(last)s") % words
        last = date_format(self.last, "M Y")
        if (self.first.year, self.first.month) == (self.last.year, self.last.month):
            return last
        is_same_year = self.first.year == self.last.year
        return f"{date_format(self.first, 'M' if is_same_year else 'M Y')} – {last}"


@dataclass(frozen=True, slots=True)
class Cut:
    """What one column counts: days, and everything or only lines with some values of a dimension.

    Attributes:
        dimension: id as text; "" counts every line.
        values: ids as text; empty with a dimension counts the lines without a value of it.
        query: what an address says to show the same lines.
    """

    span: Span
    label: str = ""
    dimension: str = ""
    values: frozenset[str] = frozenset()
    query: Mapping[str, str] = field(default_factory=dict)

    def counts(self, value: str) -> bool:
        """Return whether a line with ``value`` of the dimension, "" for none, stands in the column."""
        return not self.dimension or (value in self.values if self.values else not value)


def spans_of(kind: str, first: date, last: date) -> list[Span]:
    """Return the spans that stand in the columns of a statement from ``first`` to ``last``.

    Raises:
        InvalidInput: there would be more than ``MOST`` columns.
    """
    whole = Span(first, last)
    if kind == Columns.PREVIOUS_PERIOD:
        return [whole, _period_before(whole)]
    if kind == Columns.PREVIOUS_YEAR:
        return [whole, _year_before(whole)]
    if kind in SPLITTING:
        return _split(whole, SPLITTING[Columns(kind)])
    return [whole]


def too_many(field_name: str) -> InvalidInput:
    """Return the refusal of more columns than anybody reads."""
    return InvalidInput(
        _("To show a column for each, choose a shorter span: at most %(most)d columns.")
        % {"most": MOST},
        field=field_name,
    )


def _split(whole: Span, months: int) -> list[Span]:
    spans, first = [], whole.first
    while first <= whole.last:
        following = first.replace(day=1) + relativedelta(months=months)
        spans.append(Span(first, min(whole.last, following - DAY)))
        if len(spans) > MOST:
            raise too_many("last")
        first = following
    return spans


def _period_before(whole: Span) -> Span:
    """Return as many months, or else days, that end just before ``whole`` begins."""
    if not whole.is_whole_months:
        return Span(whole.before - (whole.last - whole.first), whole.before)
    months = (whole.last.year - whole.first.year) * 12 + whole.last.month - whole.first.month + 1
    return Span(whole.first - relativedelta(months=months), whole.before)


def _year_before(whole: Span) -> Span:
    year = relativedelta(years=1)
    if (whole.last + DAY).day == 1:  # the end of a month stays one, also in leap years
        return Span(whole.first - year, whole.last + DAY - year - DAY)
    return Span(whole.first - year, whole.last - year)
