"""Screens of rules."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.core.formatting import format_quantity
from apps.core.screens import DetailScreen, FormScreen, ListScreen
from apps.replenishment import filters, forms, selectors, services, tables
from apps.replenishment.choices import Method
from apps.replenishment.models import Rule


class RuleList(ListScreen):
    """Rules by product and warehouse."""

    visible = selectors.visible_rules
    filterset_class = filters.RuleFilter
    table_class = tables.RuleTable
    title, subtitle = _("Replenishment rules"), _("%s rules")
    create = _("New rule")
    empty = {
        "title": _("No rule here"),
        "text": _("Write one for a product that should not run out."),
        "icon": "repeat",
    }


class RuleDetail(DetailScreen):
    """One rule, and how its product stands now."""

    model = Rule
    visible = selectors.visible_rules
    template_name = "replenishment/rule_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the rule with the figures of this moment and its latest proposals."""
        rule = self.object
        found = selectors.standings(warehouses=[rule.warehouse_id], products=[rule.product_id])
        return super().get_context_data(
            facts=rule_facts(rule),
            standing=found[0] if found else None,
            proposals=selectors.visible_proposals(self.request.user)
            .filter(rule=rule)
            .order_by("-made_at", "-pk")[:10],
            **kwargs,
        )


def rule_facts(rule: Rule) -> list[dict[str, Any]]:
    """Return what a rule says, in words; what its method does not use is left out."""
    unit = rule.product.unit.code
    product_url = reverse("products:product_detail", args=[rule.product_id])
    rows: list[tuple[Any, Any, str]] = [
        (_("Product"), rule.product, product_url),
        (_("Warehouse"), rule.warehouse, ""),
        (_("Method"), rule.get_method_display(), ""),
    ]
    if rule.method == Method.MINIMUM:
        rows += [
            (_("Minimum"), format_quantity(rule.minimum, unit), ""),
            (_("Maximum"), format_quantity(rule.target, unit), ""),
        ]
    if rule.method == Method.DEMAND:
        rows += [
            (_("Days looked back"), rule.demand_days, ""),
            (_("Safety stock"), format_quantity(rule.safety_stock, unit), ""),
            (_("An order lasts, in days"), rule.cover_days, ""),
        ]
    least, multiple = rule.minimum_order, rule.order_multiple
    rows += [
        (rule.get_source_display(), rule.origin, ""),
        (_("Lead time in days"), "" if rule.lead_days is None else rule.lead_days, ""),
        (_("Smallest order"), "" if least is None else format_quantity(least, unit), ""),
        (_("In multiples of"), "" if multiple is None else format_quantity(multiple, unit), ""),
    ]
    return [
        {"label": label, "value": value, "url": url} for label, value, url in rows if value != ""
    ]


class RuleEdit(FormScreen):
    """The form of a rule."""

    visible = selectors.visible_rules
    form_class = forms.RuleForm
    service = services.save_rule
    title = _("Edit %s")
    template_name = "replenishment/rule_form.html"


class RuleCreate(RuleEdit):
    """The form of a new rule."""

    permission = "replenishment.add_rule"
    title = _("New replenishment rule")
