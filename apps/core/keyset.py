"""Pages by key, not by offset: page 4,000 costs what page 1 costs, and no row is lost or shown twice.

The order always ends in the primary key, so it is unique. A page is the rows after (or before) the key of
the row it starts from. NULL counts as the greatest value, as PostgreSQL sorts it.
"""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import EmptyResultSet, ValidationError
from django.db import connections, models
from django.db.models import F, Q

EXACT_UP_TO: Final = 10_000
"""Counts are exact up to here; past it the planner's estimate is shown as one."""

TAB_LIMIT: Final = 1_000
"""Tabs count up to here; then they say that there are more."""

Rows = models.QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list in its order, and the keys to go on from."""

    rows: list[Any]
    previous: str | None
    next: str | None


def page_of(
    rows: Rows, order: Sequence[str], *, size: int, after: str = "", before: str = ""
) -> Page:
    """Return the ``size`` rows that follow the key ``after``, or come before the key ``before``.

    Args:
        order: paths of fields or annotations, ``-`` for descending; the primary key is added. The caller
            takes them from an allow-list.
        after: ``Page.next`` of the page before. A key that cannot be read means the first page.
        before: ``Page.previous`` of the page after.
    """
    order = _unique(rows, order)
    backwards = bool(before) and not after
    rows = rows.annotate(**{f"key_{i}": F(path.lstrip("-")) for i, path in enumerate(order)})
    key = _read(rows, after or before, order)
    if key is None:
        backwards = False
    else:
        rows = rows.filter(_beyond(rows, order, key, backwards=backwards))
    found = list(rows.order_by(*_sorting(order, backwards=backwards))[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    if not found:
        return Page([], None, None)
    has_previous, has_next = (more, True) if backwards else (key is not None, more)
    return Page(
        found,
        _key(found[0], order) if has_previous else None,
        _key(found[-1], order) if has_next else None,
    )


def counts(querysets: Sequence[Rows], *, limit: int | Sequence[int] = EXACT_UP_TO) -> list[int]:
    """Return how many rows each queryset has, in one statement; counting stops one past the limit.

    Args:
        limit: one for all, or one each.
    """
    if not querysets:
        return []
    limits = [limit] * len(querysets) if isinstance(limit, int) else limit
    selects: list[str] = []
    values: list[Any] = []
    for rows, most in zip(querysets, limits, strict=True):
        try:
            sql, params = rows.order_by().values("pk")[: most + 1].query.sql_with_params()
        except EmptyResultSet:
            selects.append("0")
        else:
            selects.append(f"(SELECT count(*) FROM ({sql}) AS counted)")
            values.extend(params)
    with connections[querysets[0].db].cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(selects)}", values)
        return list(cursor.fetchone())


def estimate(rows: Rows) -> int:
    """Return the planner's guess of how many rows there are, without reading them."""
    plan = json.loads(rows.order_by().values("pk").explain(format="json"))
    return int(plan[0]["Plan"]["Plan Rows"])


def _unique(rows: Rows, order: Sequence[str]) -> list[str]:
    """Return ``order`` up to and with the primary key, in the direction of its last part."""
    name = rows.model._meta.pk.name
    parts = [("-" if part.startswith("-") else "") + part.lstrip("-+") for part in order]
    parts = [part.replace("pk", name) if part.lstrip("-") == "pk" else part for part in parts]
    for i, part in enumerate(parts):
        if part.lstrip("-") == name:
            return parts[: i + 1]
    return [*parts, f"-{name}" if parts and parts[-1].startswith("-") else name]


def _sorting(order: Sequence[str], *, backwards: bool) -> list[str]:
    return [
        f"{'-' if part.startswith('-') != backwards else ''}key_{i}" for i, part in enumerate(order)
    ]


def _beyond(rows: Rows, order: Sequence[str], key: Sequence[Any], *, backwards: bool) -> Q:
    """Return the condition of the rows beyond ``key``, so written that an index on the first part serves it."""
    beyond = Q(pk__in=[])
    for i in reversed(range(len(order))):
        nullable = _nullable(rows, order[i].lstrip("-"))
        descending = order[i].startswith("-") != backwards
        beyond = _further(f"key_{i}", key[i], descending=descending, nullable=nullable) | (
            _same(f"key_{i}", key[i]) & beyond
        )
    descending = order[0].startswith("-") != backwards
    if key[0] is not None and (descending or not _nullable(rows, order[0].lstrip("-"))):
        beyond &= Q(**{f"key_0__{'lte' if descending else 'gte'}": key[0]})
    return beyond


def _further(name: str, value: Any, *, descending: bool, nullable: bool) -> Q:
    if value is None:
        return Q(**{f"{name}__isnull": False}) if descending else Q(pk__in=[])
    further = Q(**{f"{name}__{'lt' if descending else 'gt'}": value})
    return further | Q(**{f"{name}__isnull": True}) if nullable and not descending else further


def _same(name: str, value: Any) -> Q:
    return Q(**{f"{name}__isnull": True}) if value is None else Q(**{name: value})


def _nullable(rows: Rows, path: str) -> bool:
    """Return whether the sort key may be NULL; joined and computed ones are taken to be."""
    fields = rows.model._meta.concrete_fields
    return not any(path in (field.attname, field.name) and not field.null for field in fields)


def _key(row: Any, order: Sequence[str]) -> str:
    values = [getattr(row, f"key_{i}") for i in range(len(order))]
    texts = [
        value if value is None else value.isoformat() if hasattr(value, "isoformat") else str(value)
        for value in values
    ]
    return (
        base64.urlsafe_b64encode(json.dumps([",".join(order), *texts]).encode())
        .decode()
        .rstrip("=")
    )


def _read(rows: Rows, token: str, order: Sequence[str]) -> list[Any] | None:
    """Return the values of a key from the URL, as their fields read them; None when it is no key of this order."""
    if not token:
        return None
    try:
        head, *texts = json.loads(
            base64.urlsafe_b64decode(token.encode() + b"=" * (-len(token) % 4))
        )
        if head != ",".join(order) or len(texts) != len(order):
            return None
        fields = [rows.query.annotations[f"key_{i}"].output_field for i in range(len(order))]
        return [
            None if text is None else field.to_python(str(text))
            for field, text in zip(fields, texts, strict=True)
        ]
    except (ValueError, TypeError, ArithmeticError, ValidationError):
        return None
