"""Choosing one row of a large table in a form: a ``<select>`` that holds the chosen row only and asks for more.

Without JavaScript, and with a barcode scanner, the row's code can be typed: ``LookupField(code="sku")``.
A ``LookupFormSet`` reads the chosen rows of all its lines in one statement per field.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.choices import BaseChoiceIterator
from django.utils.translation import gettext_lazy as _


class LookupSelect(forms.Select):
    """A select with the options that are known, completed by the answers of ``url_name``."""

    url_name = ""
    query = ""
    beside = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Point the combobox at the address that answers what is typed."""
        extra: dict[str, Any] = {"data-combobox": True}
        if self.url_name:
            extra["data-url"] = reverse(self.url_name) + self.query
        if self.beside:
            extra["data-beside"] = self.beside
        return super().get_context(name, value, {**extra, **(attrs or {})})


class LookupField(forms.ModelChoiceField):
    """A reference to a row of a table that may be large.

    Args:
        url_name: the view that answers ``?q=`` with options; without it all rows are offered.
        query: further parameters of that address, such as ``?kind=customer``.
        beside: a field of the same form whose value is asked along, under its name: ``party``.
        code: the model's field by which a row can be typed instead of chosen.
    """

    widget = LookupSelect
    hidden_without_rows = False

    def __init__(
        self, queryset: Any, *, url_name: str = "", query: str = "", code: str = "", beside: str = "", **kwargs: Any,
    ) -> None:  # fmt: skip
        self.code = code
        self.rows: dict[Any, Model] | None = None
        super().__init__(queryset, **kwargs)
        self.widget.url_name, self.widget.query, self.widget.beside = url_name, query, beside

    def to_python(self, value: Any) -> Any:
        """Return the row of an id, or of a typed code."""
        if value in self.empty_values:
            return None
        if isinstance(value, Model):
            return value
        row = self.find(str(value))
        if row is None:
            raise ValidationError(
                _("Choose one from the list; “%(value)s” is none."), params={"value": value}
            )
        return row

    def find(self, text: str) -> Model | None:
        """Return the row whose id or code is ``text``, from the rows at hand if they are."""
        pk = _uuid(text)
        if self.rows is not None and (row := self.rows.get(pk) or self.rows.get(text)):
            return row
        assert self.queryset is not None
        if pk:
            return self.queryset.filter(pk=pk).first()
        return self.queryset.filter(**{self.code: text}).first() if self.code else None

    def has_rows(self) -> bool:
        """Return whether there is anything to choose."""
        assert self.queryset is not None
        return bool(self.rows) if self.rows is not None else self.queryset.exists()

    def _get_choices(self) -> Any:
        return _Options(self)

    choices: Any = property(_get_choices, forms.ChoiceField.choices.fset)  # type: ignore[union-attr]

    def valid_value(self, value: Any) -> bool:
        """Accept what ``to_python`` found."""
        return True


class _Options(BaseChoiceIterator):
    """The options a select shows: all rows of a small table, else those of the rows at hand."""

    def __init__(self, field: LookupField) -> None:
        self.field = field

    def __iter__(self) -> Iterator[tuple[Any, str]]:
        yield "", str(self.field.empty_label or "")
        rows: Iterable[Model] = self.field.rows.values() if self.field.rows is not None else ()
        if self.field.rows is None and not self.field.widget.url_name:
            rows = self.field.queryset.all() if self.field.queryset is not None else ()
        for row in dict.fromkeys(rows):
            yield str(row.pk), self.field.label_from_instance(row)

    def __len__(self) -> int:
        return sum(1 for _option in self)

    def __bool__(self) -> bool:
        return True


class LookupForm:
    """A form with ``LookupField``s: knows the chosen rows, so that each option is labelled."""

    fields: dict[str, forms.Field]
    instance: Any = None

    def __init__(
        self, *args: Any, lookups: dict[str, dict[Any, Model]] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, field in lookup_fields(self.fields):
            if lookups is not None:
                field.rows = lookups[name]
                if stored := field.rows.get(getattr(self.instance, f"{name}_id", None)):
                    setattr(self.instance, name, stored)
            elif field.widget.url_name:
                chosen = [self.data.get(self.add_prefix(name))] if self.is_bound else []  # type: ignore[attr-defined]
                chosen.append(self.initial.get(name))  # type: ignore[attr-defined]
                stored = getattr(self.instance, f"{name}_id", None)
                field.rows = read_rows(field, chosen, stored=[stored])
            if field.hidden_without_rows and not field.has_rows():
                del self.fields[name]


class LookupFormSet(forms.BaseInlineFormSet):
    """Lines whose lookups are read together."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lookups = {
            name: read_rows(
                field,
                self._chosen(name),
                stored=[getattr(row, f"{name}_id", None) for row in self.get_queryset()],
                everything=not field.widget.url_name,
            )
            for name, field in lookup_fields(self.form.base_fields)
        }

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        """Let each line know the document it is of, as the head of the form has filled it in."""
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]
        form.document = self.instance
        return form

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Hand the rows to each line."""
        return {**super().get_form_kwargs(index), "lookups": self.lookups}

    def _chosen(self, name: str) -> list[Any]:
        return [
            value
            for key, value in self.data.items()
            if key.startswith(self.prefix or "") and key.endswith(f"-{name}")
        ]


def lookup_fields(fields: dict[str, forms.Field]) -> list[tuple[str, LookupField]]:
    """Return the lookups among ``fields``."""
    return [(name, field) for name, field in fields.items() if isinstance(field, LookupField)]


def read_rows(
    field: LookupField,
    chosen: Iterable[Any],
    *,
    stored: Iterable[UUID | None] = (),
    everything: bool = False,
) -> dict[Any, Model]:
    """Return the rows among ``chosen`` (ids or codes), or all of them, by id and by code, in one statement.

    What is ``stored`` already may stay, though it would not be offered any more, as an archived product is not.
    """
    queryset: QuerySet[Any] = field.queryset.all()  # type: ignore[union-attr]
    texts, kept = {str(value) for value in chosen if value}, {pk for pk in stored if pk}
    if not everything:
        if not texts and not kept:
            return {}
        ids = {pk for text in texts if (pk := _uuid(text))}
        queryset = queryset.filter(pk__in=ids) | (
            queryset.filter(**{f"{field.code}__in": texts}) if field.code else queryset.none()
        )
    if kept:
        queryset |= queryset.model._default_manager.filter(pk__in=kept)
    rows: dict[Any, Model] = {}
    for row in queryset:
        rows[row.pk] = row
        if field.code:
            rows[str(getattr(row, field.code))] = row
    return rows


def is_id(text: str) -> bool:
    """Return whether a text is an id rather than a code."""
    return _uuid(text) is not None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
