"""Base classes of all forms: text without hidden characters, numbers as the language writes them.

Use ``PlumbForm`` and ``PlumbModelForm`` in place of Django's. A form of a model with ``metadata`` also
inherits ``CustomFieldsForm`` (first) and shows the fields the company's owner defined.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core import custom_fields
from apps.core.numbers import NumberField
from apps.core.text import refuse_hidden_characters

_DJANGOS_REQUIRED = forms.Field.default_error_messages["required"]


class PlumbFields:
    """Hardens the fields of a form: texts, numbers, what is left out. Who adds fields later calls ``harden`` again."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.harden()

    def harden(self) -> None:
        """Refuse hidden characters, read numbers by language and say what to do when a field is empty."""
        for name, field in self.fields.items():
            if (
                isinstance(field, forms.CharField)
                and refuse_hidden_characters not in field.validators
            ):
                field.validators.append(refuse_hidden_characters)
            elif type(field) is forms.DecimalField:
                self.fields[name] = as_number_field(field)
        for field in self.fields.values():
            if field.error_messages.get("required") is _DJANGOS_REQUIRED:
                field.error_messages["required"] = _("Fill in this field.")


class PlumbForm(PlumbFields, forms.Form):
    """A form of its own."""


class PlumbModelForm(PlumbFields, forms.ModelForm):
    """A form of a model; name its ``fields`` one by one, and save with ``commit=False``."""


class CustomFieldsForm:
    """Adds the company's custom fields to a model form and keeps their values in ``instance.metadata``."""

    fields: dict[str, forms.Field]
    initial: Any
    cleaned_data: dict[str, Any]
    instance: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.definitions = custom_fields.definitions_for(self.instance._meta.label_lower)
        for definition in self.definitions:
            name = custom_fields.field_name(definition)
            self.fields[name] = custom_fields.form_field(definition)
            self.initial.setdefault(
                name, custom_fields.value_of(definition, self.instance.metadata)
            )

    def custom_fields(self) -> list[Any]:
        """Return the bound custom fields, for a template that groups them."""
        return [self[custom_fields.field_name(definition)] for definition in self.definitions]  # type: ignore[index]

    def _post_clean(self) -> None:
        values = {
            definition.code: self.cleaned_data[name]
            for definition in self.definitions
            if (name := custom_fields.field_name(definition)) in self.cleaned_data
        }
        self.instance.metadata = custom_fields.merged(
            self.definitions, self.instance.metadata, values
        )
        super()._post_clean()  # type: ignore[misc]


def as_number_field(field: forms.DecimalField) -> NumberField:
    """Return ``field`` as a ``NumberField`` with the same rules and words."""
    limits: dict[str, Any] = {"max_value": field.max_value, "min_value": field.min_value}
    number = NumberField(
        **limits,
        max_digits=field.max_digits,
        decimal_places=field.decimal_places,
        required=field.required,
        label=field.label,
        initial=field.initial,
        help_text=field.help_text,
        disabled=field.disabled,
        label_suffix=field.label_suffix,
    )
    number.widget.attrs |= {
        name: value
        for name, value in field.widget.attrs.items()
        if name not in {"step", "min", "max"}
    }
    known = {type(validator) for validator in number.validators}
    number.validators += [
        validator for validator in field.validators if type(validator) not in known
    ]
    return number
