"""Reads of products: units, categories, products."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from apps.companies.selectors import company_in_force
from apps.core.context import company_id
from apps.core.permissions import may
from apps.parties.models import Party
from apps.products.choices import ProductKind
from apps.products.models import (
    Attribute,
    Category,
    Family,
    KitPart,
    PartNumber,
    Picture,
    Product,
    Substitute,
    SupplierPrice,
    TaxExemption,
    TaxRule,
    Unit,
)
from apps.products.taxing import Buyer, TaxDefaults

Annotate = Callable[[QuerySet[Product], Any], QuerySet[Product]]
annotations: list[Annotate] = []
"""What upper apps add to the products a user sees; stock adds ``on_hand``, ``reserved`` and ``available``."""


def visible_units(user: Any) -> QuerySet[Unit]:
    """Return the units of measure of the company."""
    return Unit.objects.order_by("dimension", "code", "pk")


def visible_categories(user: Any) -> QuerySet[Category]:
    """Return the categories of the company, with parents and accounts."""
    rows = Category.objects.select_related("parent", "stock_account", "cost_account")
    return rows.order_by("name", "pk")


def visible_products(user: Any) -> QuerySet[Product]:
    """Return the products of the company, with category, unit and what upper apps know of them."""
    rows = Product.objects.select_related("category", "unit", "sale_unit", "purchase_unit")
    for annotate in annotations:
        rows = annotate(rows, user)
    return rows.order_by("sku", "pk")


def visible_attributes(user: Any) -> QuerySet[Attribute]:
    """Return what products of families differ in, each with how many values it has."""
    rows = Attribute.objects.filter(company_id=company_id())
    return rows.annotate(value_count=Count("values")).order_by("position", "code", "-pk")


def visible_pictures(user: Any) -> QuerySet[Picture]:
    """Return the pictures of products, without their bytes, the first one first."""
    rows = Picture.objects.filter(company_id=company_id()).select_related("product")
    return rows.defer("page", "thumb").order_by("position", "pk")


def first_picture(product: str) -> Subquery:
    """Return, as an annotation, the id of the first picture of the product that the field ``product`` names."""
    rows = Picture.objects.filter(company_id=OuterRef("company_id"), product_id=OuterRef(product))
    return Subquery(rows.order_by("position", "pk").values("pk")[:1])


def picture_of(product: UUID) -> UUID | None:
    """Return the id of a product's first picture."""
    rows = Picture.objects.filter(company_id=company_id(), product_id=product)
    return rows.order_by("position", "pk").values_list("pk", flat=True).first()


def listed_products(user: Any) -> QuerySet[Product]:
    """Return the products a user sees, each with ``picture``, the id of its first."""
    return visible_products(user).annotate(picture=first_picture("pk"))


def visible_families(user: Any) -> QuerySet[Family]:
    """Return the families of products, each with how many variants it has."""
    rows = Family.objects.filter(company_id=company_id()).select_related(
        "category", "unit", "sale_tax", "purchase_tax"
    )
    return rows.annotate(variant_count=Count("variants")).order_by("code", "-pk")


def visible_kits(user: Any) -> QuerySet[Product]:
    """Return the kits among the products."""
    return visible_products(user).filter(kind=ProductKind.KIT)


def kit_parts(kit: Product, user: Any) -> list[KitPart]:
    """Return what a kit holds, each product with what upper apps know of it; nothing of other products."""
    if kit.kind != ProductKind.KIT:
        return []
    parts = list(KitPart.objects.filter(kit=kit).order_by("position", "pk"))
    products = visible_products(user).in_bulk([part.product_id for part in parts])
    for part in parts:
        part.product = products[part.product_id]
    return parts


@dataclass(frozen=True, slots=True)
class StandIn:
    """A product that may take another's place."""

    product: Product
    rank: int
    note: str
    both_ways: bool


def stand_ins(products: Collection[UUID], on: date) -> dict[UUID, list[StandIn]]:
    """Return what in use may take the place of each of ``products`` on a day, the lowest rank first; one statement."""
    rows = Substitute.objects.filter(
        Q(product__in=products) | Q(both_ways=True, substitute__in=products),
        Q(first__isnull=True) | Q(first__lte=on),
        Q(last__isnull=True) | Q(last__gte=on),
        company_id=company_id(),
    ).select_related("product__unit", "substitute__unit")
    found: dict[UUID, dict[UUID, StandIn]] = {}
    for row in rows.order_by("rank", "position", "pk"):
        pairs = [(row.product, row.substitute)]
        pairs += [(row.substitute, row.product)] if row.both_ways else []
        for wanted, other in pairs:
            if wanted.pk in products and other.is_active:
                each = StandIn(other, row.rank, row.note, row.both_ways)
                found.setdefault(wanted.pk, {}).setdefault(other.pk, each)
    return {pk: list(each.values()) for pk, each in found.items()}


def supplier_prices(product: Product) -> QuerySet[SupplierPrice]:
    """Return what suppliers ask for a product, the preferred one first."""
    return product.supplier_prices.select_related("supplier", "currency")


def visible_part_numbers(user: Any) -> QuerySet[PartNumber]:
    """Return what parties call the company's products, with both; nothing to who may not see them."""
    rows = PartNumber.objects.filter(company_id=company_id()).select_related("party", "product")
    seen = may(user, "products.view_partnumber")
    return (rows if seen else rows.none()).order_by("party__name", "number", "-pk")


def preferred_number(party: Any, product: str) -> Coalesce:
    """Return, as an annotation, the number by which ``party`` calls the product that the field ``product`` names."""
    rows = PartNumber.objects.filter(
        company_id=OuterRef("company_id"), party_id=party, product_id=OuterRef(product), is_preferred=True,
    )  # fmt: skip
    return Coalesce(Subquery(rows.values("number")[:1]), Value(""))


def preferred_numbers(party: UUID, products: Iterable[UUID]) -> dict[UUID, str]:
    """Return the numbers by which a party calls products, by product."""
    rows = PartNumber.objects.filter(
        company_id=company_id(), party_id=party, product_id__in=products, is_preferred=True
    )
    return dict(rows.values_list("product_id", "number"))


def visible_tax_rules(user: Any) -> QuerySet[TaxRule]:
    """Return the tax rules, in the order they are asked."""
    rows = TaxRule.objects.filter(company_id=company_id()).select_related(
        "source", "target", "category"
    )
    seen = may(user, "products.view_taxrule")
    return (rows if seen else rows.none()).order_by("use", "priority", "-pk")


def visible_tax_exemptions(user: Any) -> QuerySet[TaxExemption]:
    """Return what exempts parties, the latest first."""
    rows = TaxExemption.objects.filter(company_id=company_id()).select_related("party", "tax")
    seen = may(user, "products.view_taxexemption")
    return (rows if seen else rows.none()).order_by("-first", "-pk")


def exemptions_of(party: UUID, use: str, on: date) -> QuerySet[TaxExemption]:
    """Return what exempts a party on a day."""
    rows = TaxExemption.objects.filter(
        company_id=company_id(), party_id=party, use=use, first__lte=on
    )
    return rows.filter(Q(last__isnull=True) | Q(last__gte=on)).select_related("tax")


def tax_defaults(party: Party, use: str, on: date) -> TaxDefaults:
    """Return what decides the tax codes of the lines of one document, in three statements."""
    home = company_in_force().country
    buyer = Buyer(party.country or home, home, bool(party.tax_number), party.tax_category, on)
    rules = TaxRule.objects.filter(
        company_id=company_id(), use=use, is_active=True, target__is_active=True
    ).select_related("target")
    return TaxDefaults(
        buyer, list(rules.order_by("priority", "pk")), list(exemptions_of(party.pk, use, on))
    )
