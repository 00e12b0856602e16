"""Screens of products: the list, the page, the form, what a kit holds, what stands in."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from apps.companies.selectors import company_in_force
from apps.core import custom_fields
from apps.core.commands import bulk_view, command_view
from apps.core.formatting import format_money, format_quantity
from apps.core.lists import Tab
from apps.core.permissions import may, right
from apps.core.screens import DetailScreen, FormScreen, ListScreen
from apps.core.templatetags.plumb import code
from apps.products import families, finding, selectors, services
from apps.products.filters import goods as filters
from apps.products.forms import goods as forms
from apps.products.forms import substitutes
from apps.products.models import Product
from apps.products.selectors import (
    StandIn,
    listed_products,
    visible_kits,
    visible_products,
)
from apps.products.tables import goods as tables

NUMBERS = 20


class ProductList(ListScreen):
    """Products with what is on hand."""

    visible = listed_products
    filterset_class = filters.ProductFilter
    table_class = tables.ProductTable
    title = _("Products")
    create = _("New product")
    bulk = ("archive",)
    tabs = (
        Tab(_("All")),
        Tab(_("Goods"), {"kind": "goods", "state": "active"}),
        Tab(_("Services"), {"kind": "service", "state": "active"}),
        Tab(_("Kits"), {"kind": "kit", "state": "active"}),
        Tab(_("Archived"), {"state": "archived"}),
    )
    empty = {
        "title": _("No product here"),
        "text": _("Add the first one, or remove a filter."),
        "icon": "package",
    }


class ProductDetail(DetailScreen):
    """One product: what it is, what it costs and sells for, where it lies, what happened."""

    model = Product
    visible = visible_products
    verbs = ("archive", "restore")
    template_name = "products/product_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the product with its prices and the fields its owner defined."""
        product = self.object
        shows_cost = may(self.request.user, "products.view_cost")
        return super().get_context_data(
            facts=_rows(_facts(product)),
            prices=_rows(_prices(product, shows_cost=shows_cost)),
            more=_rows(
                (custom_fields.label_of(known), custom_fields.value_of(known, product.metadata))
                for known in custom_fields.definitions_for("products.product")
            ),
            kit_parts=selectors.kit_parts(product, self.request.user),
            pictures=list(selectors.visible_pictures(self.request.user).filter(product=product)),
            stand_ins=_stand_ins(product, self.request.user),
            part_numbers=selectors.visible_part_numbers(self.request.user).filter(
                product=product, is_active=True
            )[:NUMBERS],
            supplier_prices=list(selectors.supplier_prices(product)) if shows_cost else [],
            **kwargs,
        )


class ProductEdit(FormScreen):
    """The form of a product with its suppliers' prices."""

    visible = visible_products
    form_class = forms.ProductForm
    lines_class = forms.SupplierPrices
    lines_title = _("Suppliers' prices")
    service = services.save_product
    title = _("Edit %s")
    template_name = "products/product_form.html"


class ProductCreate(ProductEdit):
    """The form of a new product."""

    permission = "products.add_product"
    title = _("New product")


class SubstitutesEdit(FormScreen):
    """The form of what may be sold in a product's place."""

    model = Product
    visible = visible_products
    form_class = substitutes.SubstitutesForm
    lines_class = substitutes.Substitutes
    lines_title = _("Substitutes")
    service = services.save_substitutes
    title = _("In place of %s")
    template_name = "products/substitutes_form.html"


class KitEdit(FormScreen):
    """The form of what a kit holds."""

    model = Product
    visible = visible_kits
    form_class = forms.KitForm
    lines_class = forms.KitParts
    lines_title = _("What it holds")
    service = services.save_kit
    title = _("What %s holds")


archive_product = command_view(
    services.archive_product,
    permission="products.archive_product",
    visible=visible_products,
    done=_("Archived %s."),
    confirm=_("%s is no longer offered in new documents. What exists stays as it is."),
    icon="archive",
    offered=lambda product: product.is_active and not product.on_hand,
)
archive_products = bulk_view(archive_product)
restore_product = command_view(
    services.restore_product,
    permission="products.archive_product",
    visible=visible_products,
    done=_("%s is offered again."),
    icon="undo-2",
    offered=lambda product: not product.is_active,
)


@right("products.view_product")
@require_GET
def product_options(request: HttpRequest) -> HttpResponse:
    """Answer an autocomplete: at most 20 products in use, of one kind if asked, as ``finding`` finds them."""
    kind = request.GET.get("kind", "")
    products = finding.product_options(
        request.user, request.GET.get("q", ""), kind=kind, party=request.GET.get("party", "")
    )
    return render(request, "products/options.html", {"products": products})


def _rows(pairs: Any) -> list[dict[str, Any]]:
    return [{"label": label, "value": value} for label, value in pairs if value not in ("", None)]


def _facts(product: Product) -> list[tuple[Any, Any]]:
    names = [
        (language, product.name_i18n[key])
        for key, language in settings.LANGUAGES
        if key in product.name_i18n
    ]
    return [
        (_("Kind"), product.get_kind_display()),
        (_("Category"), product.category),
        (_("Costing method"), product.category.get_costing_method_display()),
        *_variant_facts(product),
        (_("GTIN"), code(product.gtin) if product.gtin else ""),
        (_("Stock unit"), product.unit),
        (_("Sales unit"), product.sale_unit or ""),
        (_("Purchase unit"), product.purchase_unit or ""),
        (_("Weight"), f"{format_quantity(product.weight)} kg" if product.weight else ""),
        (_("Volume"), f"{format_quantity(product.volume)} m³" if product.volume else ""),
        *names,
        (_("Description"), product.description),
    ]


def _stand_ins(product: Product, user: Any) -> list[StandIn]:
    """Return what may be sold in a product's place today, each with what upper apps know of it."""
    found = selectors.stand_ins([product.pk], company_in_force().today()).get(product.pk, [])
    known = visible_products(user).in_bulk([each.product.pk for each in found]) if found else {}
    return [replace(each, product=known[each.product.pk]) for each in found]


def _variant_facts(product: Product) -> list[tuple[Any, Any]]:
    """Return the family of a variant and its values, each under its attribute."""
    variant = families.variant_of(product)
    if variant is None:
        return []
    url = reverse("products:family_detail", args=[variant.family_id])
    family = format_html('<a href="{}"><bdi>{}</bdi></a>', url, variant.family.display_name)
    values = [
        (value.attribute.display_name, value.display_name) for value in families.values_of(variant)
    ]
    return [(_("Family"), family), *values]


def _prices(product: Product, *, shows_cost: bool) -> list[tuple[Any, Any]]:
    currency = company_in_force().currency_id
    rows = [
        (_("Sale price"), format_money(product.sale_price, currency)),
        (_("Sales tax"), product.sale_tax or ""),
    ]
    if shows_cost:
        rows += [
            (_("Purchase price"), format_money(product.purchase_price, currency)),
            (_("Purchase tax"), product.purchase_tax or ""),
            (_("Standard cost"), format_money(product.standard_cost, currency) if product.standard_cost else ""),
        ]  # fmt: skip
    reorder = format_quantity(product.reorder_level) if product.reorder_level else ""
    inspected = _("yes, on hold until released") if product.inspect_on_receipt else ""
    return [*rows, (_("Reorder level"), reorder), (_("Inspected when received"), inspected)]
