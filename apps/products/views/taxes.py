"""Screens of tax rules and exemptions."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.companies.selectors import country_names
from apps.core.formatting import format_date
from apps.core.lists import Tab
from apps.core.screens import DetailScreen, FormScreen, ListScreen
from apps.products import services
from apps.products.filters import taxes as filters
from apps.products.forms import taxes as forms
from apps.products.models import TaxExemption, TaxRule
from apps.products.selectors import visible_tax_exemptions, visible_tax_rules
from apps.products.tables import taxes as tables

BY_USE = (Tab(_("All")), Tab(_("Sales"), {"use": "sale"}), Tab(_("Purchases"), {"use": "purchase"}))


class TaxRuleList(ListScreen):
    """Tax rules."""

    visible = visible_tax_rules
    filterset_class = filters.TaxRuleFilter
    table_class = tables.TaxRuleTable
    title = _("Tax rules")
    create = _("New tax rule")
    tabs = BY_USE
    empty = {
        "title": _("No rules yet"),
        "text": _("Every line gets its product's own code. Add a rule where the party decides."),
        "icon": "percent",
    }


class TaxRuleDetail(DetailScreen):
    """One rule: what it asks for, what it gives, what became of it."""

    model = TaxRule
    visible = visible_tax_rules

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what the rule asks for, and the code it gives."""
        rule: TaxRule = self.object
        country = country_names().get(rule.country, rule.country)
        pairs: list[tuple[Any, Any]] = [
            (_("Used on"), rule.get_use_display()),
            (_("Priority"), rule.priority),
            (_("Party is"), rule.get_zone_display() or _("Any")),
            (_("Country"), country or _("Any")),
            (_("Tax number"), rule.get_tax_number_display() or _("Any")),
            (_("Tax category of the party"), rule.get_party_category_display() or _("Any")),
            (_("Product is"), rule.get_product_kind_display() or _("Any")),
            (_("Category of products"), rule.category or _("Any")),
            (_("In place of"), rule.source or _("Any")),
            (_("Code to use"), rule.target),
            (_("From"), format_date(rule.first) if rule.first else ""),
            (_("To"), format_date(rule.last) if rule.last else ""),
            (_("In use"), _("Yes") if rule.is_active else _("No")),
        ]
        facts = [{"label": label, "value": value} for label, value in pairs if value != ""]
        return super().get_context_data(facts=facts, **kwargs)


class TaxRuleEdit(FormScreen):
    """The form of a tax rule."""

    model = TaxRule
    visible = visible_tax_rules
    form_class = forms.TaxRuleForm
    service = services.save_tax_rule
    title = _("Tax rule")


class TaxRuleCreate(TaxRuleEdit):
    """The form of a new tax rule."""

    permission = "products.add_taxrule"
    title = _("New tax rule")


class TaxExemptionList(ListScreen):
    """What exempts parties from tax."""

    visible = visible_tax_exemptions
    filterset_class = filters.TaxExemptionFilter
    table_class = tables.TaxExemptionTable
    title = _("Tax exemptions")
    create = _("New exemption")
    tabs = BY_USE
    empty = {
        "title": _("Nobody is exempt"),
        "text": _("Write down the certificate of a party that is not charged tax, with its days."),
        "icon": "badge-percent",
    }


class TaxExemptionEdit(FormScreen):
    """The form of an exemption."""

    model = TaxExemption
    visible = visible_tax_exemptions
    form_class = forms.TaxExemptionForm
    service = services.save_tax_exemption
    title = _("Tax exemption")


class TaxExemptionCreate(TaxExemptionEdit):
    """The form of a new exemption."""

    permission = "products.add_taxexemption"
    title = _("New exemption")
