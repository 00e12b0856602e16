"""Fields an owner defines for products, parties and the like; their values stand in the row's ``metadata``.

A value is kept as JSON that sorts and compares: text and choice as they are, a number as a plain decimal
string, a date as ``2026-01-31``, yes or no as a boolean. No value, no key.
"""

from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django import forms
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from apps.core.context import acting_as, company_id
from apps.core.exceptions import InvalidInput
from apps.core.models import FieldDefinition
from apps.core.numbers import NumberField
from apps.core.text import refuse_hidden_characters

Kind = FieldDefinition.Kind
PREFIX: Final = "custom_"
LONGEST_TEXT: Final = 2000
MOST_CHOICES: Final = 200


def definitions_for(target_type: str) -> list[FieldDefinition]:
    """Return the company's custom fields for rows of ``target_type`` (``products.product``), in order."""
    return list(FieldDefinition.objects.filter(company_id=company_id(), target_type=target_type))


def field_name(definition: FieldDefinition) -> str:
    """Return the name of the form field: ``custom_colour``."""
    return PREFIX + definition.code


def label_of(definition: FieldDefinition) -> str:
    """Return the label in the active language, else as the owner wrote it."""
    return definition.label_i18n.get((get_language() or "").split("-")[0]) or definition.label


def form_field(definition: FieldDefinition) -> forms.Field:
    """Return the form field that reads a value of ``definition``."""
    common: dict[str, Any] = {"label": label_of(definition), "required": definition.required}
    match definition.kind:
        case Kind.NUMBER:
            return NumberField(max_digits=24, decimal_places=9, **common)
        case Kind.DATE:
            return forms.DateField(
                widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **common
            )
        case Kind.BOOLEAN:
            return forms.BooleanField(label=common["label"], required=False)
        case Kind.CHOICE:
            chosen = [("", "\u2013"), *((choice, choice) for choice in definition.choices)]
            return forms.ChoiceField(choices=chosen, **common)
        case _:
            return forms.CharField(
                max_length=LONGEST_TEXT, validators=[refuse_hidden_characters], **common
            )


def value_of(definition: FieldDefinition, metadata: dict[str, Any]) -> Any:
    """Return the value a row's ``metadata`` holds, as Python's type; None when there is none."""
    kept = metadata.get(definition.code)
    if kept is None:
        return None
    if definition.kind == Kind.NUMBER:
        return Decimal(kept)
    return date.fromisoformat(kept) if definition.kind == Kind.DATE else kept


def merged(
    definitions: list[FieldDefinition], metadata: dict[str, Any], values: dict[str, Any]
) -> dict[str, Any]:
    """Return ``metadata`` with the cleaned form ``values`` in it; codes nobody defined stay as they are."""
    result = dict(metadata)
    for definition in definitions:
        if definition.code in values:
            kept = _as_json(values[definition.code])
            if kept in (None, ""):
                result.pop(definition.code, None)
            else:
                result[definition.code] = kept
    return result


def _as_json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else value


def validate(target_type: str, values: dict[str, Any]) -> dict[str, Any]:
    """Return ``values`` (code -> JSON value, as an import or the API sends it) in the form they are kept in.

    Raises:
        InvalidInput: an unknown code, a missing required value, or one of another kind.
    """
    definitions = {definition.code: definition for definition in definitions_for(target_type)}
    if unknown := sorted(set(values) - set(definitions)):
        raise InvalidInput(
            _("To set %(codes)s, define the custom field first.") % {"codes": ", ".join(unknown)}
        )
    cleaned = {}
    for code, definition in definitions.items():
        if code not in values and not definition.required:
            continue
        try:
            cleaned[code] = form_field(definition).clean(values.get(code))
        except forms.ValidationError as error:
            raise InvalidInput(
                f"{label_of(definition)}: {error.messages[0]}", field=code
            ) from error
    return merged(list(definitions.values()), {}, cleaned)


@transaction.atomic
def save_definition(*, actor: Any, definition: FieldDefinition) -> FieldDefinition:
    """Add a custom field or change its words; its code, its kind and what it is for stay.

    Raises:
        InvalidInput: a choice without choices, or a change of what stays.
    """
    definition.company_id = company_id()
    choices = [str(choice).strip() for choice in definition.choices]
    definition.choices = [choice for choice in dict.fromkeys(choices) if choice]
    if definition.kind == Kind.CHOICE and not 1 <= len(definition.choices) <= MOST_CHOICES:
        raise InvalidInput(
            _("To define a choice, list 1 to 200 different choices."), field="choices"
        )
    if definition.kind != Kind.CHOICE:
        definition.choices = []
    before = FieldDefinition.objects.select_for_update().filter(pk=definition.pk).first()
    stays = ("target_type", "code", "kind")
    if before and any(getattr(before, name) != getattr(definition, name) for name in stays):
        raise InvalidInput(
            _("To change the code or the kind of a custom field, define a new one."), field="code"
        )
    with acting_as(actor):
        definition.save()
    return definition


@transaction.atomic
def delete_definition(*, actor: Any, pk: UUID) -> None:
    """Remove a custom field from the forms; values already written stay in the rows."""
    with acting_as(actor):
        FieldDefinition.objects.filter(company_id=company_id(), pk=pk).delete()
