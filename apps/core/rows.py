"""The rows of a table as HTML, without asking django-tables2 for every cell what is the same in a whole column."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django_tables2.utils import signature

from apps.core import formatting


def body(table: Any) -> SafeString:
    """Return the rows of ``table``; with ``selectable`` each begins with a checkbox named pk.

    Attributes of cells are worked out once per column unless one of them depends on the record; so are the arguments
    that its way of rendering takes, and what stands where there is nothing.
    """
    columns = list(table.columns)
    labels = {column.name: _label(column) for column in columns}
    fixed = {
        column.name: None if _varies(table, column) else _cell_attributes(column)
        for column in columns
    }
    ways = {column.name: (_way(column), column.default) for column in columns}
    selectable = getattr(table, "selectable", False)
    nothing = dash_mark()
    lines: list[str] = []
    for row in table.paginated_rows:
        lines.append(f"<tr {row.attrs.as_html()}>{_checkbox(row.record) if selectable else ''}")
        for column in columns:
            render, default = ways[column.name]
            # its own get_cell asks for every cell what is the same in the column
            cell = row._get_and_render_with(column, render(row), default)
            attributes = fixed[column.name]
            if attributes is None:
                column.current_value, column.current_record = cell, row.record
                attributes = _cell_attributes(column)
            text = nothing if cell == table.default else conditional_escape(localize(cell))
            lines.append(f"<td{attributes}{labels[column.name]}>{text}</td>")
        lines.append("</tr>")
    return mark_safe("".join(lines))  # noqa: S308 - every part is escaped above


def _way(column: Any) -> Callable[[Any], Callable[..., Any]]:
    """Return what gives for a row the function that writes its cell of ``column``, link and all."""
    render, link = column.render, column.link
    named, takes_all = signature(render)

    def of_row(row: Any) -> Callable[..., Any]:
        def cell(bound: Any, value: Any = None) -> Any:
            known = row._optional_cell_arguments(bound, value)
            text = render(**(known if takes_all else {name: known[name] for name in named}))
            return link(text, **known) if link else text

        return cell

    return of_row


def dash_mark() -> SafeString:
    """Return the dash that stands for nothing, read out as such."""
    return format_html(
        '<span class="muted" aria-label="{}" role="img">{}</span>', _("none"), formatting.DASH
    )


def _label(column: Any) -> str:
    return format_html(' data-label="{}"', column.header) if column.header else ""


def _varies(table: Any, column: Any) -> bool:
    own: Mapping[str, Any] = {**table.attrs, **column.column.attrs}
    return any(
        callable(part) for pair in own.get("td", own.get("cell", {})).items() for part in pair
    )


def _cell_attributes(column: Any) -> str:
    attributes = column.attrs["td"].as_html()
    return f" {attributes}" if attributes else ""


def _checkbox(record: Any) -> SafeString:
    return format_html(
        '<td class="select"><input type="checkbox" name="pk" value="{}" aria-label="{}"></td>',
        record.pk,
        _("Select %(name)s") % {"name": record},
    )
