"""Choosing the analytic dimensions of a line: a select for each dimension of the company, in one field.

A form that has ``dimensions = DimensionsField()`` and a ``LookupFormSet`` reads all values in one statement; in a
company without dimensions the field is not there.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from apps.core.context import company_id
from apps.core.exceptions import BusinessError
from apps.core.lookups import LookupField, LookupFormSet
from apps.ledger.models import DimensionValue
from apps.ledger.services.dimensions import rules_of

SEPARATOR = "__"


class DimensionSelects(forms.Widget):
    """A select per dimension, each labelled by its dimension's name."""

    url_name = query = ""
    rows: Mapping[Any, DimensionValue] = {}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        """Return what was chosen, value by dimension."""
        prefix = name + SEPARATOR
        return {
            key.removeprefix(prefix): value
            for key, value in data.items()
            if key.startswith(prefix) and value
        }

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Return whether the form did not show the field at all."""
        return not any(key.startswith(name + SEPARATOR) for key in data)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        """Draw the selects one below the other."""
        chosen, attributes = value or {}, attrs or {}
        parts = []
        for number, (dimension, values) in enumerate(by_dimension(self.rows.values())):
            options = [("", ""), *((str(row.pk), str(row)) for row in values)]
            own = {
                **attributes,
                "id": attributes.get("id", name) + (f"_{number}" if number else ""),
                "data-combobox": True,
                "data-placeholder": str(dimension),
                "aria-label": str(dimension),
            }
            select = forms.Select(choices=options)
            html = select.render(
                f"{name}{SEPARATOR}{dimension.pk}", chosen.get(str(dimension.pk)), own
            )
            parts.append((html,))
        return format_html('<div class="dimensions">{}</div>', format_html_join("", "{}", parts))


class DimensionsField(LookupField):
    """The dimensions of a line or of a row lines take them from: value id by dimension id, both as text."""

    widget = DimensionSelects  # type: ignore[assignment]
    hidden_without_rows = True

    def __init__(self, **kwargs: Any) -> None:
        values = DimensionValue.objects.filter(is_active=True, dimension__is_active=True)
        rows = values.select_related("dimension").order_by(
            "dimension__position", "dimension__code", "code"
        )
        super().__init__(rows, **{"label": _("Analysis"), "required": False, **kwargs})

    def __deepcopy__(self, memo: Any) -> Any:
        """Forget the rows of the request before."""
        copied = super().__deepcopy__(memo)
        copied.rows = None
        return copied

    def _read(self) -> Mapping[Any, DimensionValue]:
        if self.rows is None:
            assert self.queryset is not None
            mine = self.queryset.filter(company_id=company_id())
            self.rows = {row.pk: row for row in mine}
        return self.rows  # type: ignore[return-value]

    def has_rows(self) -> bool:
        """Return whether the company has a value to choose, and hand them to the widget."""
        self.widget.rows = self._read()
        return bool(self.rows)

    def prepare_value(self, value: Any) -> Any:
        """Return the choice as the widget takes it."""
        return value or {}

    def to_python(self, value: Any) -> Any:
        """Return what was chosen."""
        return value or {}

    def clean(self, value: Any) -> dict[str, str]:
        """Return the choice when each value belongs to its dimension."""
        known = {(str(row.dimension_id), str(row.pk)) for row in self._read().values()}
        for pair in (value or {}).items():
            if pair not in known:
                raise ValidationError(_("Choose values from the lists."))
        return dict(value or {})

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return whether something else was chosen."""
        return (initial or {}) != (data or {})


def by_dimension(rows: Any) -> list[tuple[Any, list[DimensionValue]]]:
    """Return the values by their dimension, both in order."""
    found: dict[Any, tuple[Any, list[DimensionValue]]] = {}
    for row in rows:
        found.setdefault(row.dimension_id, (row.dimension, []))[1].append(row)
    return list(found.values())


class DimensionFormSet(LookupFormSet):
    """Lines with accounts and dimensions: what the account's rules refuse is said at the line."""

    def clean(self) -> None:
        """Ask the rules of all accounts in one statement."""
        super().clean()
        forms_ = [
            form
            for form in self.forms
            if getattr(form, "cleaned_data", None)
            and form.cleaned_data.get("account")
            and not form.cleaned_data.get("DELETE")
        ]
        facts = rules_of({form.cleaned_data["account"].pk for form in forms_})
        for form in forms_ if facts.rules else ():
            try:
                facts.obey(
                    form.cleaned_data["account"].pk, form.cleaned_data.get("dimensions") or {}
                )
            except BusinessError as error:
                form.add_error(
                    "dimensions" if "dimensions" in form.fields else "account", str(error)
                )
