"""Screens of how stock is valued: what is valued otherwise than its category says, and applying that."""

from django.utils.translation import gettext_lazy as _

from apps.core.commands import bulk_view, command_view
from apps.core.screens import ListScreen
from apps.products.models import Product
from apps.stock import filters, selectors, services, tables


class CostingList(ListScreen):
    """Goods on hand that keep a costing method their category no longer has."""

    names = "stock:costing"
    model = Product
    permission = "stock.apply_costpool"
    visible = selectors.costing_to_apply
    filterset_class = filters.CostingFilter
    table_class = tables.CostingTable
    title, subtitle = _("Costing to apply"), _("%s products")
    bulk = ("apply",)
    empty = {
        "title": _("All stock is valued as its category says"),
        "text": _(
            "When a category gets another costing method, the goods on hand are listed here until you apply it."
        ),
        "icon": "scale",
    }


apply_costing = command_view(
    services.apply_costing,
    permission="stock.apply_costpool",
    visible=selectors.costing_to_apply,
    done=_("Valued the stock of %s as its category says."),
    confirm=_(
        "Value the stock of %s by the method of its category from today on? Its layers begin anew."
    ),
    icon="scale",
)
apply_costings = bulk_view(apply_costing)
