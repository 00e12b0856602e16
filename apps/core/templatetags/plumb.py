"""The tags and filters of the look: icons, cards, and numbers, money, dates and statuses with their markup."""

import datetime as dt
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.templatetags.static import static
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from apps.core import formatting, icons, rows

register = template.Library()

THEMES = ("light", "dark")


@register.simple_tag
def table_rows(table: Any) -> SafeString:
    """Return the rows of a django-tables2 table."""
    return rows.body(table)


@register.simple_tag
def icon(name: str, *, label: str = "", size: str = "") -> SafeString:
    """Return the icon ``name`` of the sprite; hidden from readers unless it has a ``label``."""
    return _icon(name if name in icons.ICONS else icons.FALLBACK, str(label), size)


@lru_cache(maxsize=1024)
def _icon(name: str, label: str, size: str) -> SafeString:
    return format_html(
        '<svg class="icon icon--{}{}"{}><use href="{}#{}"/></svg>',
        name,
        f" icon--{size}" if size else "",
        format_html(' role="img" aria-label="{}"', label)
        if label
        else mark_safe(' aria-hidden="true"'),
        static("icons/sprite.svg"),
        name,
    )


@register.simple_block_tag(takes_context=True)
def card(
    context: Context,
    content: str,
    title: str = "",
    *,
    subtitle: str = "",
    flush: bool = False,
    id: str = "",  # noqa: A002 - the attribute it writes
    link: str = "",
    link_label: str = "",
) -> SafeString:
    """Return ``content`` in a box with a heading.

    Args:
        context: the template's.
        content: what stands in the box.
        title: an h2; none when empty.
        subtitle: muted, after the title.
        flush: let a table reach the edge.
        id: of the box.
        link: address shown at the end of the head.
        link_label: its words.
    """
    end = (
        format_html('<a class="small" href="{}">{}</a>', link, link_label or _("Show all"))
        if link
        else ""
    )
    sub = format_html(' <span class="card__subtitle">{}</span>', subtitle) if subtitle else ""
    head = (
        format_html('<header class="card__head"><h2>{}{}</h2>{}</header>', title, sub, end)
        if title
        else ""
    )
    return format_html(
        '<section class="card{}"{}>{}<div class="card__body">{}</div></section>',
        " card--flush" if flush else "",
        format_html(' id="{}"', id) if id else "",
        head,
        content,
    )


def bdi(text: str, css: str = "") -> SafeString:
    """Return a number, isolated from the direction of the text around it."""
    return format_html(
        '<bdi dir="ltr"{}>{}</bdi>', format_html(' class="{}"', css) if css else "", text
    )


def dash_mark() -> SafeString:
    """Return the dash that stands for nothing, read out as such."""
    return rows.dash_mark()


def money_markup(
    amount: Decimal | None,
    currency: Any = None,
    *,
    zero: str = "",
    tone: bool = False,
    signed: bool = False,
    bare: bool = False,
) -> SafeString:
    """Return an amount with its markup: the one place that does.

    Args:
        amount: None is a dash.
        currency: code or row.
        zero: "dash" to write a zero as a dash.
        tone: what is below zero in red.
        signed: a plus before what is above zero.
        bare: without the currency.
    """
    if amount is None or amount == "" or (zero == "dash" and not amount):
        return dash_mark()
    write = formatting.format_amount if bare else formatting.format_money
    return bdi(
        write(amount, currency, signed=signed), "money tone-bad" if tone and amount < 0 else "money"
    )


@register.simple_tag
def money(
    amount: Decimal | None,
    currency: Any,
    *,
    zero: str = "",
    tone: bool = False,
    signed: bool = False,
) -> SafeString:
    """Return ``amount`` with its currency."""
    return money_markup(amount, currency, zero=zero, tone=tone, signed=signed)


@register.filter
def amount(value: Decimal | None, currency: Any) -> SafeString:
    """Return ``value`` at the minor unit of ``currency``, without the currency."""
    return money_markup(value, currency, bare=True)


@register.filter
def quantity(value: Decimal | None, unit: Any = "") -> SafeString:
    """Return ``value`` without trailing zeros, with its unit."""
    if value is None or value == "":
        return dash_mark()
    return bdi(formatting.format_quantity(value, str(unit)))


@register.simple_tag
def percent(value: Decimal | None, *, decimals: int = 1, signed: bool = False) -> SafeString:
    """Return the share ``value`` (0.125) in percent (12.5%)."""
    if value is None:
        return dash_mark()
    return bdi(formatting.format_percent(value, decimals=decimals, signed=signed))


@register.simple_tag
def compact(value: Decimal | None, currency: Any = None) -> SafeString:
    """Return ``value`` in at most four digits: €796.4K."""
    return dash_mark() if value is None else bdi(formatting.format_compact(value, currency))


def time_markup(value: dt.date, text: str) -> SafeString:
    """Return ``text`` as the time ``value``, with the full stamp on hover."""
    hover = (
        formatting.format_full_stamp(value)
        if isinstance(value, dt.datetime)
        else formatting.format_long_date(value)
    )
    return _time(value, hover, text)


def _time(value: dt.date, hover: str, text: str) -> SafeString:
    markup = '<time datetime="{}" title="{}" class="nowrap"><bdi>{}</bdi></time>'
    return format_html(markup, value.isoformat(), hover, text)


@register.simple_tag
def date(value: dt.date | None) -> SafeString:
    """Return the day as 18 Nov 2026."""
    if value and not isinstance(value, dt.datetime):
        return _day(value, translation.get_language() or settings.LANGUAGE_CODE)
    return time_markup(value, formatting.format_date(value)) if value else dash_mark()


@lru_cache(maxsize=4096)
def _day(value: dt.date, language: str) -> SafeString:
    hover = formatting.format_long_date(value, language=language)
    return _time(value, hover, formatting.format_date(value, language=language))


@register.simple_tag
def stamp(value: dt.datetime | None) -> SafeString:
    """Return the moment as 18 Nov 2026, 14:05."""
    return time_markup(value, formatting.format_stamp(value)) if value else dash_mark()


@register.simple_tag
def ago(value: dt.datetime | None) -> SafeString:
    """Return how long ago the moment was; after a week, the day."""
    if not value:
        return dash_mark()
    age = timezone.now() - value
    if age.days >= 7:
        return date(value)
    seconds = age.total_seconds()
    text = _("just now") if seconds < 60 else _("%s ago") % timesince(value, depth=1)
    return time_markup(value, text)


@register.simple_tag
def badge(status: str, label: Any = "") -> SafeString:
    """Return the status as a word with its tint."""
    return _badge(str(status), str(label or status))


@lru_cache(maxsize=1024)
def _badge(status: str, label: str) -> SafeString:
    return format_html('<span class="badge badge--{}">{}</span>', status, label)


@register.filter
def code(value: Any) -> SafeString:
    """Return a number, code or address, isolated from the direction around it."""
    return (
        format_html('<bdi class="code">{}</bdi>', value) if value not in (None, "") else dash_mark()
    )


@register.filter
def dash(value: Any) -> Any:
    """Return ``value``, or a dash when there is none."""
    return value or dash_mark()


@register.simple_tag
def initial(name: Any) -> SafeString:
    """Return the square with the first letter of ``name``."""
    return format_html(
        '<span class="initial" aria-hidden="true">{}</span>', str(name).strip()[:1].upper()
    )


@register.simple_tag
def party_name(name: Any) -> SafeString:
    """Return a party's name behind the square with its first letter."""
    return format_html('<span class="party">{}<bdi>{}</bdi></span>', initial(name), name)


@register.simple_tag
def page_language() -> str:
    """Return the language the page is written in."""
    return translation.get_language() or settings.LANGUAGE_CODE


@register.simple_tag(takes_context=True)
def html_attributes(context: Context) -> SafeString:
    """Return direction, theme and density for the html element, as the user or else the browser keeps them."""
    cookies = getattr(context.get("request"), "COOKIES", {})
    theme = getattr(context.get("user"), "theme", None)
    theme = cookies.get("theme") if theme is None else theme
    density = cookies.get("density")
    return format_html(
        'dir="{}"{}{}',
        "rtl" if translation.get_language_bidi() else "ltr",
        format_html(' data-theme="{}"', theme) if theme in THEMES else "",
        mark_safe(' data-density="compact"') if density == "compact" else "",
    )


@register.filter
def is_kind(field: Any, kinds: str) -> bool:
    """Return whether a bound field's widget is one of ``kinds``: "checkbox,textarea"."""
    widget = field.field.widget
    return getattr(widget, "input_type", type(widget).__name__.lower()) in kinds.split(",")


@register.filter
def other_verbs(verbs: list[Any]) -> list[Any]:
    """Return the verbs that are not the primary button."""
    return [verb for verb in verbs if not _get(verb, "primary")]


def _get(verb: Any, name: str) -> Any:
    return verb.get(name) if isinstance(verb, dict) else getattr(verb, name, None)
