"""Screens of attributes and families: what varies, and the matrix of variants that are there or missing."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from apps.companies.selectors import company_in_force
from apps.core.answers import run_once
from apps.core.commands import command_view
from apps.core.exceptions import BusinessError
from apps.core.formatting import format_money
from apps.core.permissions import may, right
from apps.core.screens import DetailScreen, FormScreen, ListScreen
from apps.products import families, services
from apps.products.filters import families as filters
from apps.products.forms import families as forms
from apps.products.models import Family
from apps.products.selectors import (
    visible_attributes,
    visible_families,
    visible_products,
)
from apps.products.tables import families as tables


class AttributeList(ListScreen):
    """What products of a family differ in."""

    visible = visible_attributes
    filterset_class = filters.AttributeFilter
    table_class = tables.AttributeTable
    title = _lazy("Attributes")
    create = _lazy("New attribute")
    empty = {
        "title": _lazy("No attribute yet"),
        "text": _lazy("Write down what products differ in, such as size, with its values in order."),
        "icon": "tags",
    }  # fmt: skip


class AttributeEdit(FormScreen):
    """The form of an attribute with its values."""

    visible = visible_attributes
    form_class = forms.AttributeForm
    lines_class = forms.AttributeValues
    lines_title = _lazy("Values")
    service = services.save_attribute
    title = _lazy("Edit %s")


class AttributeCreate(AttributeEdit):
    """The form of a new attribute."""

    permission = "products.add_attribute"
    title = _lazy("New attribute")


class FamilyList(ListScreen):
    """Product families."""

    visible = visible_families
    filterset_class = filters.FamilyFilter
    table_class = tables.FamilyTable
    title = _lazy("Product families")
    template_name = "products/family_list.html"
    create = _lazy("New family")
    empty = {
        "title": _lazy("No family yet"),
        "text": _lazy("Products that differ in size or colour alone are made in one go: begin with a family."),
        "icon": "grid-3x3",
    }  # fmt: skip


class FamilyDetail(DetailScreen):
    """One family: what its variants have in common, and the variants with what is free of each."""

    model = Family
    visible = visible_families
    next_verbs = ("carry",)
    template_name = "products/family_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the family with its values and variants, and how many differ or are missing."""
        family = self.object
        chosen = families.chosen_values(family)
        variants = families.in_order(families.variants_of(family), chosen)
        products = visible_products(self.request.user).in_bulk([v.product_id for v in variants])
        return super().get_context_data(
            facts=_facts(family),
            groups=families.by_attribute(chosen),
            variants=[
                (products[v.product_id], [r.value for r in chosen if r.value_id in v.values])
                for v in variants
            ],
            differing=_told(family),
            may_make=may(self.request.user, "products.add_product"),
            **kwargs,
        )


class FamilyEdit(FormScreen):
    """The form of a family with the values its variants may have."""

    visible = visible_families
    form_class = forms.FamilyForm
    lines_class = forms.FamilyValues
    lines_title = _lazy("Values")
    title = _lazy("Edit %s")

    def service(actor: Any, document: Family, lines: Any, removed: Any) -> Family:  # noqa: N805
        """Save the family; whole attributes are asked for beside the lines."""
        whole = getattr(document, "whole", ())
        return services.save_family(
            actor=actor, document=document, lines=lines, removed=removed, whole=whole
        )


class FamilyCreate(FamilyEdit):
    """The form of a new family."""

    permission = "products.add_family"
    title = _lazy("New family")


carry_family = command_view(
    services.carry_family,
    permission="products.change_product",
    visible=visible_families,
    label=_lazy("Carry to variants"),
    done=_lazy("Carried what %s is to its variants."),
    confirm=_lazy("Variants in use become what %s is, in what you choose. Documents that exist stay as they are."),
    form=forms.CarryForm,
    icon="corner-down-right",
    offered=lambda family: bool(families.differing(family)),
)  # fmt: skip


@right("products.add_product")
@transaction.non_atomic_requests
@require_http_methods(["GET", "HEAD", "POST"])
def family_variants(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show every combination of a family's values, made or missing, and make those that are chosen."""
    refused = ""
    if request.method == "POST":
        with transaction.atomic():
            get_object_or_404(visible_families(request.user), pk=pk)
        keys = request.POST.getlist("key")[: families.MOST]
        try:
            count = run_once(request, lambda: _made(request.user, pk, keys))["count"]
        except BusinessError as error:
            refused = error.message
        else:
            made = ngettext("Made %(count)d variant.", "Made %(count)d variants.", count)
            messages.success(request, made % {"count": count})
            return redirect("products:family_detail", pk=pk)
    with transaction.atomic():
        return _matrix(request, pk, refused)


def _made(user: Any, pk: UUID, keys: list[str]) -> dict[str, Any]:
    return {"count": len(services.make_variants(actor=user, pk=pk, keys=keys))}


def _matrix(request: HttpRequest, pk: UUID, refused: str) -> HttpResponse:
    family = get_object_or_404(visible_families(request.user), pk=pk)
    try:
        rows = families.combinations(family)
    except BusinessError as error:
        rows, refused = [], refused or error.message
    context = {
        "family": family,
        "rows": rows,
        "missing": sum(row.is_missing for row in rows),
        "attributes": [group[0].value.attribute for group in families.by_attribute(families.chosen_values(family))],
        "refused": refused,
        "currency": company_in_force().currency_id,
        "key": uuid4(),
    }  # fmt: skip
    return render(request, "products/family_variants.html", context, status=409 if refused else 200)


def _told(family: Family) -> list[tuple[str, int]]:
    words = forms.WORDS
    return [(str(words[name]), len(rows)) for name, rows in families.differing(family).items()]


def _facts(family: Family) -> list[dict[str, Any]]:
    currency = company_in_force().currency_id
    pairs = [
        (_("Category"), family.category),
        (_("Stock unit"), family.unit),
        (_("Sale price"), format_money(family.sale_price, currency)),
        (_("Sales tax"), family.sale_tax or ""),
        (_("Purchase tax"), family.purchase_tax or ""),
        (_("Pattern of the SKUs"), family.sku_pattern),
    ]
    return [{"label": label, "value": value} for label, value in pairs if value]
