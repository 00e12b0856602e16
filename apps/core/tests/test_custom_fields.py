"""Fields an owner defines: typed, shown in forms, kept in metadata."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from apps.core.context import company_context
from apps.core.custom_fields import (
    definitions_for,
    delete_definition,
    save_definition,
    validate,
    value_of,
)
from apps.core.exceptions import InvalidInput
from apps.core.forms import CustomFieldsForm, PlumbModelForm
from apps.core.models import AuditRow, FieldDefinition
from apps.parties.models import Party

TARGET = "parties.party"


@pytest.fixture
def define(company, user_in):
    """Return a function that defines a custom field for parties."""
    owner = user_in()

    def define(code, kind, **fields):
        definition = FieldDefinition(
            target_type=TARGET, code=code, label=code.title(), kind=kind, **fields
        )
        return save_definition(actor=owner, definition=definition)

    return define


@pytest.fixture
def all_kinds(define):
    """Define one field of each kind."""
    define("colour", "choice", choices=["red", "blue"], position=1)
    define("weight", "number", position=2)
    define("since", "date", position=3)
    define("vip", "boolean", position=4)
    define("nick", "text", position=5, required=True, label_i18n={"fr": "Surnom"})


class PartyForm(CustomFieldsForm, PlumbModelForm):
    class Meta:
        model = Party
        fields = ("name",)


def test_a_form_shows_the_fields_and_keeps_typed_values(all_kinds):
    party = Party(metadata={"forgotten": 1})
    posted = {
        "name": "Atlas", "custom_colour": "red", "custom_weight": "1,250.500", "custom_since": "2026-01-31",
        "custom_vip": "on", "custom_nick": "A",
    }  # fmt: skip
    form = PartyForm(posted, instance=party)

    assert form.is_valid(), form.errors
    assert party.metadata == {
        "forgotten": 1, "colour": "red", "weight": "1250.5", "since": "2026-01-31", "vip": True, "nick": "A",
    }  # fmt: skip
    by_code = {
        definition.code: value_of(definition, party.metadata)
        for definition in definitions_for(TARGET)
    }
    assert (by_code["weight"], by_code["since"], by_code["vip"]) == (
        Decimal("1250.5"),
        date(2026, 1, 31),
        True,
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("custom_colour", "green"), ("custom_weight", "1e5"), ("custom_weight", "NaN"), ("custom_since", "31.31.2026"),
        ("custom_nick", ""), ("custom_nick", "a\u202eb"), ("custom_nick", "x" * 2001),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_at_its_field(all_kinds, field, value):
    form = PartyForm({"name": "Atlas", "custom_nick": "A", field: value}, instance=Party())

    assert not form.is_valid()
    assert list(form.errors) == [field]


def test_an_emptied_field_leaves_no_key(all_kinds):
    party = Party(metadata={"colour": "red", "weight": "2", "nick": "A"})
    form = PartyForm({"name": "Atlas", "custom_nick": "A"}, instance=party)

    assert form.is_valid()
    assert party.metadata == {"vip": False, "nick": "A"}


def test_the_form_shows_what_is_kept_with_labels_in_the_reader_s_language(all_kinds):
    with translation.override("fr"):
        form = PartyForm(
            instance=Party(metadata={"weight": "1250.5", "nick": "A", "since": "2026-01-31"})
        )
        html = "".join(str(field) for field in form.custom_fields())
        labels = [field.label for field in form.custom_fields()]

    assert 'value="1250,50"' in html
    assert 'value="2026-01-31"' in html
    assert labels == ["Colour", "Weight", "Since", "Vip", "Surnom"]


def test_an_import_is_held_to_the_same_types(all_kinds):
    assert validate(TARGET, {"nick": "A", "weight": "2.50", "vip": True}) == {
        "nick": "A",
        "weight": "2.5",
        "vip": True,
    }
    for wrong in (
        {"nick": "A", "size": 1},
        {"weight": "2"},
        {"nick": "A", "weight": "1e5"},
        {"nick": "a\u202eb"},
    ):
        with pytest.raises(InvalidInput):
            validate(TARGET, wrong)


@pytest.mark.parametrize("choices", [[], ["", "  "]])
def test_a_choice_needs_choices(define, choices):
    with pytest.raises(InvalidInput):
        define("size", "choice", choices=choices)


def test_the_kind_of_a_field_stays(define, user_in):
    definition = define("size", "text")
    definition.kind = "number"

    with pytest.raises(InvalidInput):
        save_definition(actor=user_in(), definition=definition)


def test_another_company_has_fields_of_its_own(define, other_company):
    define("size", "text")

    with company_context(other_company.pk):
        assert definitions_for(TARGET) == []


def test_defining_and_removing_are_recorded_with_who_did_it(define, user_in):
    definition, remover = define("size", "text"), user_in()
    delete_definition(actor=remover, pk=definition.pk)

    record = AuditRow.objects.get(table_name="core_fielddefinition", operation="delete")
    assert record.actor_id == remover.pk
    assert definitions_for(TARGET) == []
