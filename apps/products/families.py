"""What a family's variants are and could be: combinations of values, their SKUs, names and prices. Writes nothing."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product as every_choice
from math import prod
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from apps.core.exceptions import InvalidInput
from apps.core.money import ZERO
from apps.products.models import LIMIT, AttributeValue, Family, FamilyValue, Product, Variant

MOST: Final = 400
LONGEST_SKU: Final = 40
LONGEST_NAME: Final = 200
FAMILY: Final = "family"
_PLACE: Final = re.compile(r"\{([^{}]*)\}")


class WrongPattern(InvalidInput):
    """A pattern of SKUs names what is no attribute of the family, or does not tell variants apart."""


class TooManyCombinations(InvalidInput):
    """The values make more combinations than anybody wants."""


@dataclass(frozen=True, slots=True)
class Combination:
    """One value of each attribute of a family: the variant that has them, or what one would be.

    ``namesake`` is a product of no family that has the SKU: it would become the variant. ``refused`` says why there
    can be none.
    """

    values: tuple[AttributeValue, ...]
    sku: str
    name: str
    price: Decimal
    product: Product | None = None
    namesake: Product | None = None
    refused: str = ""

    @property
    def key(self) -> str:
        """Return what names it in a form."""
        return ".".join(pk.hex for pk in key_of(self.values))

    @property
    def is_missing(self) -> bool:
        """Return whether it can be made."""
        return self.product is None and not self.refused


def key_of(values: Iterable[AttributeValue]) -> list[UUID]:
    """Return what tells a variant from the others of its family."""
    return sorted(value.pk for value in values)


def chosen_values(family: Family) -> list[FamilyValue]:
    """Return the values variants of a family may have, in the order of attributes and values."""
    rows = FamilyValue.objects.filter(family=family).select_related("value__attribute")
    return list(
        rows.order_by(
            "value__attribute__position", "value__attribute__code", "value__position", "value__pk"
        )
    )


def by_attribute(chosen: Sequence[FamilyValue]) -> list[list[FamilyValue]]:
    """Return the values grouped by attribute, in order."""
    groups: dict[UUID, list[FamilyValue]] = {}
    for row in chosen:
        groups.setdefault(row.value.attribute_id, []).append(row)
    return list(groups.values())


def combinations(family: Family) -> list[Combination]:
    """Return every combination of a family's values in use, and the variants that have values out of use.

    Raises:
        WrongPattern: the pattern of the SKUs names no attribute of the family.
        TooManyCombinations: more than 400.
    """
    chosen = chosen_values(family)
    groups = by_attribute([row for row in chosen if row.value.is_active])
    complete = len(groups) == len(by_attribute(chosen)) > 0
    if complete and prod(map(len, groups)) > MOST:
        raise TooManyCombinations(
            _("Choose fewer values; these make %(count)d combinations, and %(most)d are the most.")
            % {"count": prod(map(len, groups)), "most": MOST},
            field="whole",
        )
    wanted = [tuple(rows) for rows in every_choice(*groups)] if complete else []
    has = {tuple(row.values): row.product for row in variants_of(family)}
    rows = {row.value_id: row for row in chosen}
    found = {tuple(key_of(row.value for row in combination)) for combination in wanted}
    kept = [tuple(row for row in chosen if row.value_id in key) for key in has if key not in found]
    made = [_combination(family, each, has) for each in [*wanted, *(k for k in kept if rows)]]
    return _with_namesakes(made)


def variants_of(family: Family) -> list[Variant]:
    """Return the variants of a family with their products."""
    rows = Variant.objects.filter(family=family).select_related(
        "product__category", "product__unit", "product__sale_tax", "product__purchase_tax"
    )
    return list(rows.order_by("product__sku", "pk"))


def in_order(variants: Iterable[Variant], chosen: Sequence[FamilyValue]) -> list[Variant]:
    """Return variants as their values stand in the family: small before medium before large.

    Args:
        chosen: as ``chosen_values`` returns them.
    """
    place = {row.value_id: position for position, row in enumerate(chosen)}
    return sorted(variants, key=lambda row: sorted(place[value] for value in row.values))


def variant_of(product: Product) -> Variant | None:
    """Return what a product is in its family, None when it is in none."""
    return Variant.objects.filter(product=product).select_related("family").first()


def values_of(variant: Variant) -> list[AttributeValue]:
    """Return the values of a variant in the order of their attributes."""
    rows = AttributeValue.objects.filter(pk__in=variant.values).select_related("attribute")
    return list(rows.order_by("attribute__position", "attribute__code"))


def _combination(
    family: Family, rows: tuple[FamilyValue, ...], has: dict[tuple[UUID, ...], Product]
) -> Combination:
    values = tuple(row.value for row in rows)
    product = has.get(tuple(key_of(values)))
    price = price_of(family, rows)
    sku = product.sku if product else sku_of(family, values)
    return Combination(
        values=values,
        sku=sku,
        name=product.display_name if product else name_of(family, values),
        price=product.sale_price if product else price,
        product=product,
        refused="" if product else _refused(sku, name_of(family, values), price),
    )


def _refused(sku: str, name: str, price: Decimal) -> str:
    if len(sku) > LONGEST_SKU:
        return _("The SKU is longer than %(most)d characters.") % {"most": LONGEST_SKU}
    if len(name) > LONGEST_NAME:
        return _("The name is longer than %(most)d characters.") % {"most": LONGEST_NAME}
    if not ZERO <= price < LIMIT:
        return _("The price would be below zero.")
    return ""


def _with_namesakes(made: list[Combination]) -> list[Combination]:
    """Say of what is missing which SKU is taken: by another combination, another family's variant or any product."""
    missing = [each.sku for each in made if each.is_missing]
    if not missing:
        return made
    rows = Product.objects.filter(sku__in=missing).select_related("variant")
    taken = {row.sku: row for row in rows}
    return [_against(each, missing, taken) if each.is_missing else each for each in made]


def _against(each: Combination, missing: list[str], taken: dict[str, Product]) -> Combination:
    if missing.count(each.sku) > 1:
        why = _("Another combination would have this SKU; let the pattern name each attribute.")
        return _replaced(each, refused=why)
    other = taken.get(each.sku)
    if other is None:
        return each
    if hasattr(other, "variant"):
        return _replaced(each, refused=_("Another variant has this SKU."))
    return _replaced(each, namesake=other)


def _replaced(each: Combination, **changes: Any) -> Combination:
    values = {name: getattr(each, name) for name in each.__slots__}
    return Combination(**{**values, **changes})


def sku_of(family: Family, values: Sequence[AttributeValue]) -> str:
    """Return the SKU of a variant: the pattern with the codes put in, else family and values joined by dashes.

    Raises:
        WrongPattern: a place of the pattern is neither ``{family}`` nor ``{code of an attribute}``.
    """
    codes = {FAMILY: family.code, **{value.attribute.code.lower(): value.code for value in values}}
    pattern = family.sku_pattern or "-".join(f"{{{name}}}" for name in codes)
    unknown = [name for name in _PLACE.findall(pattern) if name.lower() not in codes]
    if unknown:
        raise WrongPattern(
            _("Put {family} and the codes of attributes into the pattern, such as %(usual)s; %(unknown)s is none.")
            % {"usual": "-".join(f"{{{name}}}" for name in codes), "unknown": f"{{{unknown[0]}}}"},
            field="sku_pattern",
        )  # fmt: skip
    return _PLACE.sub(lambda found: codes[found[1].lower()], pattern)


def name_of(family: Family, values: Sequence[AttributeValue], language: str = "") -> str:
    """Return the name of a variant in the company's language, or in ``language``."""
    rows: tuple[Any, ...] = (family, *values)
    return " ".join(row.name_in(language) for row in rows)


def names_of(family: Family, values: Sequence[AttributeValue]) -> dict[str, str]:
    """Return the translations of a variant's name, in the languages in which any part of it has one."""
    rows: tuple[Any, ...] = (family, *values)
    return {
        code: name_of(family, values, code)
        for code, _language in settings.LANGUAGES
        if any(row.name_i18n.get(code) for row in rows)
    }


def price_of(family: Family, rows: Iterable[FamilyValue]) -> Decimal:
    """Return the sale price of a variant: the family's, and what its values add."""
    return family.sale_price + sum((row.surcharge for row in rows), ZERO)


CARRIED: Final[dict[str, Callable[[Family, Sequence[FamilyValue]], dict[str, Any]]]] = {
    "name": lambda family, rows: {
        "name": name_of(family, [row.value for row in rows]),
        "name_i18n": names_of(family, [row.value for row in rows]),
    },
    "category": lambda family, _rows: {"category_id": family.category_id},
    "tax": lambda family, _rows: {
        "sale_tax_id": family.sale_tax_id,
        "purchase_tax_id": family.purchase_tax_id,
    },
    "unit": lambda family, _rows: {"unit_id": family.unit_id},
    "price": lambda family, rows: {"sale_price": price_of(family, rows)},
}
"""What a family can hand on to its variants: the fields of a product and what they would be."""


def differing(family: Family) -> dict[str, list[Product]]:
    """Return the variants in use that are otherwise than their family, by what differs."""
    chosen = chosen_values(family)
    products: dict[str, list[Product]] = {}
    for variant in variants_of(family):
        rows = [row for row in chosen if row.value_id in variant.values]
        for name, wanted in CARRIED.items():
            if variant.product.is_active and differs(variant.product, wanted(family, rows)):
                products.setdefault(name, []).append(variant.product)
    return products


def differs(product: Product, wanted: dict[str, Any]) -> bool:
    """Return whether a product is otherwise in any of these fields."""
    return any(getattr(product, name) != value for name, value in wanted.items())
