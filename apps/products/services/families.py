"""Commands on attributes and families: what varies, the variants that are made, and what is carried to them."""

from collections.abc import Collection, Sequence
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.core import events
from apps.core.context import company_id
from apps.core.drafts import lock_draft
from apps.core.exceptions import InvalidInput
from apps.products import families
from apps.products.models import (
    Attribute,
    AttributeValue,
    Family,
    FamilyValue,
    Product,
    Variant,
)
from apps.products.services.goods import CodeTaken, save_product

GIVEN: Final = ("category", "unit", "sale_tax", "purchase_tax", "purchase_price")


class NothingToMake(InvalidInput):
    """None of the chosen combinations is missing."""


class ValueTwice(InvalidInput):
    """A value is named twice."""


@transaction.atomic
def save_attribute(
    *,
    actor: User | None,
    document: Attribute,
    lines: Sequence[AttributeValue],
    removed: Collection[UUID] = (),
) -> Attribute:
    """Store an attribute with its values in order; products that have a value keep it, whatever it is called.

    Raises:
        CodeTaken: another attribute has the code.
        ValueTwice: two values have one code.
        StaleVersion: somebody else saved it meanwhile.
    """
    _require_free(document)
    _require_once([line.code.lower() for line in lines])
    _store(document, actor)
    AttributeValue.objects.filter(attribute=document, pk__in=removed).delete()
    for position, line in enumerate(lines):
        line.company_id, line.attribute, line.position = document.company_id, document, position
        line._history_user = actor  # type: ignore[attr-defined]
        line.save()
    events.publish("products.attribute_saved", document)
    return document


@transaction.atomic
def save_family(
    *,
    actor: User | None,
    document: Family,
    lines: Sequence[FamilyValue],
    removed: Collection[UUID] = (),
    whole: Collection[Attribute] = (),
) -> Family:
    """Store a family with the values its variants may have; it makes and changes no variant.

    Args:
        whole: attributes of which every value in use is chosen, with those of ``lines``.

    Raises:
        CodeTaken: another family has the code.
        ValueTwice: a value is chosen twice.
        OtherDimension, WrongPattern, TooManyCombinations: no variants could be made of it.
        StaleVersion: somebody else saved it meanwhile.
    """
    _require_free(document)
    rows = [*lines, *_all_of(whole, lines)]
    _require_once([str(row.value_id) for row in rows])
    _store(document, actor)
    for row in FamilyValue.objects.filter(family=document, pk__in=removed):
        row.delete()
    for position, row in enumerate(rows):
        row.company_id, row.family, row.position = document.company_id, document, position
        row._history_user = actor  # type: ignore[attr-defined]
        row.save()
    families.combinations(document)
    events.publish("products.family_saved", document)
    return document


@transaction.atomic
def make_variants(*, actor: User | None, pk: UUID, keys: Collection[str]) -> list[Variant]:
    """Make the products of the chosen combinations that are missing; a product that has the SKU becomes the variant.

    What exists stays as it is, archived or not.

    Args:
        keys: ``Combination.key`` of what is wanted.

    Raises:
        NothingToMake: none of them is missing.
    """
    family = Family.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)
    wanted = [
        each for each in families.combinations(family) if each.key in keys and each.is_missing
    ]
    if not wanted:
        raise NothingToMake(
            _("To make variants of %(family)s, choose combinations that are missing.")
            % {"family": family}
        )
    made = [
        Variant.objects.create(
            company_id=family.company_id,
            family=family,
            product=each.namesake or _product(actor, family, each),
            values=families.key_of(each.values),
        )
        for each in wanted
    ]
    events.publish("products.variants_made", family, reason=", ".join(e.sku for e in wanted)[:500])
    return made


@transaction.atomic
def carry_family(*, actor: User | None, pk: UUID, fields: Collection[str]) -> Family:
    """Make the variants in use what their family is, in ``fields`` (``families.CARRIED``); others stay as they are.

    Raises:
        UnitFixed: a variant that has moved would be counted in another unit; nothing is changed then.
        StaleVersion: somebody saves a variant at this moment.
    """
    family = Family.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)
    chosen = families.chosen_values(family)
    changed = 0
    for variant in families.variants_of(family):
        rows = [row for row in chosen if row.value_id in variant.values]
        wanted: dict[str, Any] = {}
        for name in fields:
            wanted |= families.CARRIED[name](family, rows)
        if variant.product.is_active and families.differs(variant.product, wanted):
            for name, value in wanted.items():
                setattr(variant.product, name, value)
            save_product(actor=actor, document=variant.product)
            changed += 1
    events.publish("products.family_carried", family, reason=str(changed))
    return family


def _product(actor: User | None, family: Family, each: families.Combination) -> Product:
    product = Product(
        sku=each.sku,
        name=families.name_of(family, each.values),
        name_i18n=families.names_of(family, each.values),
        sale_price=each.price,
        **{name: getattr(family, name) for name in GIVEN},
    )
    return save_product(actor=actor, document=product)


def _all_of(whole: Collection[Attribute], lines: Sequence[FamilyValue]) -> list[FamilyValue]:
    if not whole:
        return []
    named = {line.value_id for line in lines}
    values = AttributeValue.objects.filter(attribute__in=whole, is_active=True)
    ordered = values.order_by("attribute__position", "attribute__code", "position", "pk")
    return [FamilyValue(value=value) for value in ordered if value.pk not in named]


def _require_free(document: Attribute | Family) -> None:
    rows: Any = type(document)._default_manager.filter(company_id=company_id())
    if rows.filter(code__iexact=document.code).exclude(pk=document.pk).exists():
        raise CodeTaken(
            _("Choose another %(label)s; %(value)s is taken.")
            % {"label": _("code"), "value": document.code},
            field="code",
        )


def _require_once(named: Sequence[str]) -> None:
    if len(set(named)) < len(named):
        raise ValueTwice(_("Name each value once; one stands there twice."))


def _store(document: Any, actor: User | None) -> None:
    document.company_id = company_id()
    if not document._state.adding:
        lock_draft(document)
        document.version += 1
    document._history_user = actor
    document.save()
