"""The columns of every table: code, amount, quantity, day, status, party; bare in exports, marked up on screens."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_tables2.utils import A

from apps.core.answers import document_url
from apps.core.templatetags import plumb

NUMBER = {"th": {"class": "num"}, "td": {"class": "num"}}


def _resolve(source: str, record: Any) -> Any:
    """Return the attribute of ``record`` that ``source`` names, or ``source`` itself when it is a currency code."""
    if source.isupper() and len(source) == 3:
        return source
    return A(source).resolve(record, quiet=True)


def _bare(record: Any, bound_column: Any) -> str | None:
    value = bound_column.accessor.resolve(record, quiet=True)
    return None if value is None else f"{value:f}"


class _Plain(tables.Column):
    """A column whose export is the value itself; nothing is a dash."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if not callable(kwargs.get("accessor")):
            kwargs.setdefault("default", plumb.dash_mark)
        super().__init__(*args, **kwargs)

    def value(self, value: Any) -> Any:
        """Return the bare value."""
        return value


class CodeColumn(_Plain):
    """A number or code, the link of its row when ``linkify`` is given."""

    def render(self, value: Any) -> SafeString:
        """Return the code, isolated."""
        return plumb.code(value)


class DocumentColumn(tables.Column):
    """The number of the row's document, or what a draft is called, as the link to its screen."""

    def __init__(self, **kwargs: Any) -> None:
        defaults = {"accessor": "pk", "order_by": ("number",), "linkify": document_url}
        super().__init__(**{"verbose_name": _("Number"), **defaults, **kwargs})

    def render(self, record: Any) -> SafeString:
        """Return the name of the document, isolated."""
        return plumb.code(str(record))

    def value(self, record: Any) -> str:
        """Return the name of the document."""
        return str(record)


class AmountColumn(_Plain):
    """An amount of money.

    Args:
        currency: the accessor of the row's currency, or a code; without one the amount has two decimals.
        show: write the currency in each row, for a list of several.
        sum: add it up over the selected rows.
        zero: "dash" to show nothing for zero.
    """

    def __init__(
        self,
        *args: Any,
        currency: str = "",
        show: bool = False,
        sum: bool = False,  # noqa: A002 - reads well where tables are declared
        zero: str = "",
        tone: bool = False,
        **kwargs: Any,
    ) -> None:
        self.currency, self.show, self.zero, self.tone = currency, show, zero, tone
        attrs: dict[str, Any] = {"th": {"class": "num"}, "td": {"class": "num"}}
        if sum:
            attrs["th"]["data-sum"] = currency if currency.isupper() else ""
            attrs["td"]["data-value"] = _bare
        kwargs.setdefault("attrs", attrs)
        super().__init__(*args, **kwargs)

    def render(self, value: Decimal, record: Any) -> SafeString:
        """Return the amount at the currency's minor unit."""
        currency = _resolve(self.currency, record) if self.currency else "EUR"
        return plumb.money_markup(
            value, currency, zero=self.zero, tone=self.tone, bare=not self.show
        )


class QuantityColumn(_Plain):
    """A quantity without trailing zeros, with the unit that ``unit`` leads to."""

    def __init__(self, *args: Any, unit: str = "", **kwargs: Any) -> None:
        self.unit = unit
        kwargs.setdefault("attrs", NUMBER)
        super().__init__(*args, **kwargs)

    def render(self, value: Decimal, record: Any) -> SafeString:
        """Return the quantity."""
        return plumb.quantity(value, _resolve(self.unit, record) if self.unit else "")


class PercentColumn(_Plain):
    """A share (0.125) in percent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("attrs", NUMBER)
        super().__init__(*args, **kwargs)

    def render(self, value: Decimal) -> SafeString:
        """Return the percentage."""
        return plumb.percent(value)


class DateColumn(_Plain):
    """A day."""

    def render(self, value: Any) -> SafeString:
        """Return the day as 18 Nov 2026."""
        return plumb.date(value)


class StampColumn(_Plain):
    """A moment."""

    def render(self, value: Any) -> SafeString:
        """Return the moment as 18 Nov 2026, 14:05."""
        return plumb.stamp(value)


class StatusColumn(tables.Column):
    """A status as a tinted word; of a field with choices, or of a property with ``label``, the accessor of its word."""

    def __init__(self, *args: Any, label: str = "", **kwargs: Any) -> None:
        self.label = label
        kwargs.setdefault("verbose_name", _("Status"))
        kwargs.setdefault("attrs", {"td": {"class": "is-plain"}})
        super().__init__(*args, **kwargs)

    def render(self, value: Any, record: Any, bound_column: Any) -> SafeString:
        """Return the badge; django-tables2 hands in the word of a field with choices, the record has the status."""
        status = _resolve(str(bound_column.accessor), record)
        return plumb.badge(str(status), _resolve(self.label, record) if self.label else value)

    def value(self, value: Any, record: Any) -> Any:
        """Return the word."""
        return _resolve(self.label, record) if self.label else value


class PartyColumn(_Plain):
    """A party's name behind the square with its first letter."""

    def render(self, value: Any) -> SafeString:
        """Return the name."""
        return plumb.party_name(value)

    def value(self, value: Any) -> str:
        """Return the name."""
        return str(value)


class ActionsColumn(tables.Column):
    """The menu at the end of a row.

    Args:
        items: from the record, the list of {label, url, icon, danger} of components/menu.html; empty for none.
    """

    def __init__(self, items: Callable[[Any], list[dict[str, Any]]], **kwargs: Any) -> None:
        self.items = items
        css = {"class": "row-menu"}
        super().__init__(
            verbose_name="",
            orderable=False,
            exclude_from_export=True,
            empty_values=(),
            attrs={"td": css, "th": css},
            **kwargs,
        )

    def render(self, record: Any) -> SafeString:
        """Return the menu, or nothing where nothing can be done."""
        items = self.items(record)
        return render_to_string("components/menu.html", {"items": items}) if items else SafeString()
