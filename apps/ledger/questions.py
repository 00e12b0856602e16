"""What a report was asked for, as an address, as JSON, and as the columns it comes to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from apps.core.context import company_id
from apps.core.exceptions import InvalidInput
from apps.ledger.models import Dimension, DimensionValue
from apps.ledger.spans import BY_VALUE, COMPARING, MOST, SPLITTING, Columns, Cut, spans_of, too_many

WITHOUT = "without:"
"""Begins what narrows a report to lines without a value of a dimension; the dimension's id follows."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a report was asked for.

    Attributes:
        name: ``trial_balance``, ``profit_and_loss``, ``balance_sheet``, ``cash_flow``, or ``account:<id>``.
        columns: a value of ``Columns``, or ``by:<dimension>``.
        only: lines with a value or one below it, by its id, or ``without:<dimension>``; "" is every line.
        number: as the chain stood at this number; None is the books as they are.
    """

    name: str
    first: date
    last: date
    columns: str = Columns.TOTAL
    only: str = ""
    number: int | None = None
    _cuts: list[Cut] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def is_compared(self) -> bool:
        """Return whether two columns stand beside each other."""
        return self.columns in COMPARING

    @property
    def is_split(self) -> bool:
        """Return whether the columns are parts of one span."""
        return self.columns in SPLITTING

    @property
    def is_by_value(self) -> bool:
        """Return whether there is a column for each value of a dimension."""
        return self.columns.startswith(BY_VALUE)

    @property
    def cuts(self) -> list[Cut]:
        """Return what each column counts.

        Raises:
            InvalidInput: there would be too many columns, or lines are narrowed twice.
        """
        if not self._cuts:
            self._cuts.extend(self._read())
        return self._cuts

    def _read(self) -> list[Cut]:
        if self.is_by_value:
            if self.only:
                raise InvalidInput(
                    _("To show a column for each value, leave this empty."), field="only"
                )
            return _cuts_by_value(self)
        dimension, values = narrowed(self.only)
        query = {"only": self.only} if self.only else {}
        return [
            Cut(span, span.label, dimension, values, query)
            for span in spans_of(self.columns, self.first, self.last)
        ]

    @property
    def lines(self) -> Q:
        """Return which entry lines the report counts, whatever their day."""
        dimension, values = narrowed(self.only)
        found = Q()
        if dimension:
            key = f"dimensions__{dimension}__in"
            found = Q(**{key: sorted(values)}) if values else ~Q(dimensions__has_key=dimension)
        if self.number is not None:
            found &= Q(entry__seal__number__lte=self.number)
        return found

    def as_json(self) -> dict[str, Any]:
        """Return it for the payload of an event or a row."""
        return {
            "report": self.name,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "columns": str(self.columns),
            "only": self.only,
            "number": self.number,
        }

    def as_query(self) -> dict[str, str]:
        """Return it as the parameters of an address; what is usual is left out."""
        asked = {key: str(value) for key, value in self.as_json().items() if value}
        del asked["report"]
        if self.columns == Columns.TOTAL:
            del asked["columns"]
        return asked


def question_of(asked: Mapping[str, Any]) -> Question:
    """Return what ``Question.as_json`` wrote down."""
    return Question(
        asked["report"],
        date.fromisoformat(asked["first"]),
        date.fromisoformat(asked["last"]),
        asked.get("columns", Columns.TOTAL),
        asked.get("only", ""),
        asked.get("number"),
    )


def narrowed(only: str) -> tuple[str, frozenset[str]]:
    """Return the dimension and the values that ``Question.only`` names, both as text.

    Raises:
        InvalidInput: there is no such value or dimension.
    """
    if not only:
        return "", frozenset()
    if only.startswith(WITHOUT):
        pk = _id(only.removeprefix(WITHOUT))
        if Dimension.objects.filter(company_id=company_id(), pk=pk).exists():
            return str(pk), frozenset()
        raise _unknown()
    value = DimensionValue.objects.filter(company_id=company_id(), pk=_id(only)).first()
    if value is None:
        raise _unknown()
    dimension = str(value.dimension_id)
    rows = DimensionValue.objects.filter(dimension_id=value.dimension_id)
    return dimension, _below(str(value.pk), _children(rows.values_list("pk", "parent_id")))


def words_of(only: str) -> str:
    """Return what a report is narrowed to, in words."""
    if only.startswith(WITHOUT):
        dimension = Dimension.objects.get(company_id=company_id(), pk=only.removeprefix(WITHOUT))
        return _("Without %(dimension)s") % {"dimension": dimension}
    rows = DimensionValue.objects.select_related("dimension")
    value = rows.get(company_id=company_id(), pk=only)
    return f"{value.dimension}: {value}"


def _cuts_by_value(question: Question) -> list[Cut]:
    """Return a column for each value that stands below no other, with what is below it, and one for none."""
    pk = _id(question.columns.removeprefix(BY_VALUE))
    rows = list(DimensionValue.objects.filter(company_id=company_id(), dimension_id=pk).order_by("code"))  # fmt: skip
    if not rows:
        raise _unknown("columns")
    children = _children((row.pk, row.parent_id) for row in rows)
    [span] = spans_of(Columns.TOTAL, question.first, question.last)
    cuts = [
        Cut(span, str(row), str(pk), _below(str(row.pk), children), {"only": str(row.pk)})
        for row in rows
        if row.parent_id is None
    ]
    if len(cuts) >= MOST:
        raise too_many("columns")
    without = pgettext("lines of no value", "Without")
    return [*cuts, Cut(span, without, str(pk), query={"only": f"{WITHOUT}{pk}"})]


def _children(rows: Any) -> dict[str, list[str]]:
    children: dict[str, list[str]] = {}
    for pk, parent in rows:
        children.setdefault(str(parent), []).append(str(pk))
    return children


def _below(value: str, children: dict[str, list[str]]) -> frozenset[str]:
    found = [value]
    for pk in found:
        found.extend(children.get(pk, ()))
    return frozenset(found)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise _unknown() from error


def _unknown(field_name: str = "only") -> InvalidInput:
    return InvalidInput(_("Choose a value of a dimension that there is."), field=field_name)
