"""What a list is made of: its address, tabs with counts, filter chips, columns, and rows in pages or all."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, Final

import django_tables2 as tables
import django_tables2.utils as table_utils
from django import forms
from django.db import models
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django_tables2.data import TableData
from django_tables2.utils import OrderBy

from apps.core.formatting import format_date, format_quantity
from apps.core.keyset import TAB_LIMIT, Page, page_of

PAGE_PARAMETERS: Final = ("after", "before")
VIEW_PARAMETERS: Final = (*PAGE_PARAMETERS, "sort", "cols", "export")
SUFFIXES: Final = ("", "_min", "_max", "_after", "_before")
CHUNK: Final = 2000


_signature_of = table_utils.signature


@lru_cache(maxsize=2048)
def _takes(function: Any, *, bound: bool) -> tuple[tuple[str, ...], str | None]:
    names, keywords = _signature_of(function)
    return tuple(names[1:] if bound else names), keywords


def _signature(function: Any) -> tuple[tuple[str, ...], str | None]:
    """Return what a column's function takes, remembered per function.

    django-tables2 inspects it anew for every cell, which was a third of the time of a page of 50 rows.
    """
    return _takes(getattr(function, "__func__", function), bound=hasattr(function, "__func__"))


table_utils.signature = _signature


@dataclass(frozen=True, slots=True)
class Tab:
    """A saved view: a name for some values of the list's filters; none of them is the whole list."""

    label: Any
    filters: Mapping[str, str] = field(default_factory=dict)

    def query(self) -> QueryDict:
        """Return the values as the filter set reads them."""
        query = QueryDict(mutable=True)
        query.update(dict(self.filters))
        return query


class KeysetData(TableData):
    """One page of a queryset for a table; the order is what the table's allowed heads say, else its own."""

    def __init__(
        self, rows: models.QuerySet[Any], *, size: int = 50, after: str = "", before: str = ""
    ) -> None:
        self.queryset, self.size, self.after, self.before = rows, size, after, before
        self.order: list[str] = [part for part in rows.query.order_by if isinstance(part, str)]

    def order_by(self, aliases: Sequence[str]) -> None:
        """Take the order from the table's heads; it has dropped what they do not allow."""
        paths: list[str] = []
        for alias in aliases:
            column = self.table.columns[OrderBy(alias).bare]
            same_way = alias[0] == column.order_by_alias[0]
            paths += [
                OrderBy(part).for_queryset()
                for part in (column.order_by if same_way else column.order_by.opposite)
            ]
        self.order = paths or self.order

    @cached_property
    def page(self) -> Page:
        """Return the page; the one statement that reads rows."""
        return page_of(
            self.queryset, self.order, size=self.size, after=self.after, before=self.before
        )

    @property
    def data(self) -> list[Any]:
        """Return the rows of the page."""
        return self.page.rows

    def __len__(self) -> int:
        return len(self.page.rows)


class AllRows(KeysetData):
    """Every row of a queryset in the table's order, read through a server-side cursor."""

    def __iter__(self) -> Iterator[Any]:
        return self.queryset.order_by(*self.order, "pk").iterator(chunk_size=CHUNK)


def query_url(request: HttpRequest, drop: Sequence[str] = (), **changes: str | None) -> str:
    """Return the list's address with some parameters changed (None: without); the page starts anew."""
    query = request.GET.copy()
    for name in (*PAGE_PARAMETERS, "export", *drop):
        query.pop(name, None)
    for name, value in changes.items():
        query.pop(name, None) if value is None else query.__setitem__(name, value)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def filters_of(query: QueryDict) -> dict[str, str]:
    """Return the filter values of an address, without search, sort, page and columns."""
    pairs = ((name, str(query[name])) for name in query if name not in (*VIEW_PARAMETERS, "q"))
    return {name: value for name, value in pairs if value}


def pager(request: HttpRequest, page: Page, count: int, *, estimated: bool) -> dict[str, Any]:
    """Return the links to the pages around ``page``."""
    return {
        "first_url": query_url(request) if page.previous else None,
        "previous_url": query_url(request, before=page.previous) if page.previous else None,
        "next_url": query_url(request, after=page.next) if page.next else None,
        "shown": len(page.rows),
        "count": count,
        "estimated": estimated,
    }


def count_words(count: int, *, estimated: bool) -> str:
    """Return a count as it stands in a title: 148, or about 52,300."""
    if not estimated:
        return format_quantity(Decimal(count))
    return _("about %(count)s") % {
        "count": format_quantity(round(Decimal(count), 3 - len(str(count))))
    }


def tab_links(
    request: HttpRequest, tabs: Sequence[Tab], counts: Sequence[int]
) -> list[dict[str, Any]]:
    """Return the saved views with their counts; the one whose filters are in force is active."""
    in_force = filters_of(request.GET)
    return [
        {
            "label": tab.label,
            "url": f"{request.path}?{tab.query().urlencode()}" if tab.filters else request.path,
            "count": count if count <= TAB_LIMIT else f"{format_quantity(Decimal(TAB_LIMIT))}+",
            "active": dict(tab.filters) == in_force,
        }
        for tab, count in zip(tabs, counts, strict=True)
    ]


def chips(request: HttpRequest, form: forms.Form) -> list[dict[str, Any]]:
    """Return one chip per filter in force, with the address of the list without it."""
    if not form.is_valid():
        return []
    used = {
        name: value for name, value in form.cleaned_data.items() if name != "q" and _is_set(value)
    }
    return [
        {
            "label": form.fields[name].label or name,
            "value": shown(form.fields[name], value),
            "remove_url": query_url(request, [name + suffix for suffix in SUFFIXES]),
        }
        for name, value in used.items()
    ]


def _is_set(value: Any) -> bool:
    if isinstance(value, models.QuerySet):
        return value.exists()
    return value not in (None, "", [], ())


def shown(field: forms.Field, value: Any) -> str:
    """Return a field's cleaned value in words."""
    if isinstance(value, slice):
        return " – ".join(
            "…" if end is None else shown(field, end) for end in (value.start, value.stop)
        )
    if isinstance(value, list | tuple | models.QuerySet):
        return ", ".join(shown(field, part) for part in value)
    if hasattr(value, "strftime"):
        return format_date(value.date() if hasattr(value, "date") else value)
    if isinstance(field, forms.ChoiceField) and not isinstance(value, models.Model):
        labels: dict[Any, Any] = dict(field.choices)  # type: ignore[arg-type]
        return str(labels.get(value, labels.get(str(value), value)))
    return str(value)


def columns(table: tables.Table) -> list[dict[str, Any]]:
    """Return every column a reader may show or hide."""
    return [
        {"name": column.name, "label": column.header, "shown": column.name not in table.exclude}
        for column in table.columns.columns.values()
        if column.header and column.name not in getattr(table, "always_shown", ())
    ]


def hidden_columns(table_class: type[tables.Table], query: QueryDict) -> list[str]:
    """Return the columns to leave out: what the address does not name, else what the table keeps back."""
    if "cols" not in query:
        return list(getattr(table_class, "hidden_at_first", ()))
    wanted = set(query.getlist("cols"))
    fixed = {name for name, column in table_class.base_columns.items() if column.verbose_name == ""}
    fixed.update(getattr(table_class, "always_shown", ()))
    return [name for name in table_class.base_columns if name not in wanted | fixed]
