"""Screens of what products are made with: categories and units of measure."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.core.screens import FormScreen, ListScreen
from apps.products import services
from apps.products.filters import goods as filters
from apps.products.forms import goods as forms
from apps.products.models import Category, Unit
from apps.products.selectors import visible_categories, visible_units
from apps.products.tables import goods as tables


class CategoryList(ListScreen):
    """Categories."""

    visible = visible_categories
    filterset_class = filters.CategoryFilter
    table_class = tables.CategoryTable
    title = _("Product categories")
    create = _("New category")


class CategoryEdit(FormScreen):
    """The form of a category."""

    model = Category
    visible = visible_categories
    form_class = forms.CategoryForm
    title = _("Edit %s")

    def service(actor: Any, document: Category, lines: Any, removed: Any) -> Category:  # noqa: N805
        """Save the category."""
        del lines, removed
        return services.save_category(actor=actor, document=document)


class CategoryCreate(CategoryEdit):
    """The form of a new category."""

    permission = "products.add_category"
    title = _("New category")


class UnitList(ListScreen):
    """Units of measure."""

    visible = visible_units
    filterset_class = filters.UnitFilter
    table_class = tables.UnitTable
    title = _("Units of measure")
    create = _("New unit")


class UnitEdit(FormScreen):
    """The form of a unit of measure."""

    model = Unit
    visible = visible_units
    form_class = forms.UnitForm
    title = _("Edit %s")

    def service(actor: Any, document: Unit, lines: Any, removed: Any) -> Unit:  # noqa: N805
        """Save the unit."""
        del lines, removed
        return services.save_unit(actor=actor, document=document)


class UnitCreate(UnitEdit):
    """The form of a new unit of measure."""

    permission = "products.add_unit"
    title = _("New unit of measure")
