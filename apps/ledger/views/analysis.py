"""Screens of the dimensions of analysis, their values, and what accounts say to them."""

from django.utils.translation import gettext_lazy as _

from apps.core.screens import FormScreen, ListScreen
from apps.ledger import analysis_forms as forms
from apps.ledger import filters, selectors, services, tables
from apps.ledger.models import Dimension, DimensionRule, DimensionValue
from apps.parties.models import Party
from apps.parties.selectors import visible_parties


class DimensionList(ListScreen):
    """Dimensions."""

    visible = selectors.visible_dimensions
    filterset_class = filters.DimensionFilter
    table_class = tables.DimensionTable
    title = _("Dimensions")
    create = _("New dimension")
    template_name = "ledger/dimension_list.html"
    empty = {
        "title": _("No dimension yet"),
        "text": _("Make one, such as cost centre, project or region, and then its values."),
        "icon": "list-tree",
    }


class DimensionEdit(FormScreen):
    """The form of a dimension."""

    model = Dimension
    visible = selectors.visible_dimensions
    form_class = forms.DimensionForm
    service = services.save_dimension
    title = _("Dimension")


class DimensionCreate(DimensionEdit):
    """The form of a new dimension."""

    permission = "ledger.add_dimension"
    title = _("New dimension")


class ValueList(ListScreen):
    """Values of all dimensions."""

    visible = selectors.visible_dimension_values
    filterset_class = filters.DimensionValueFilter
    table_class = tables.DimensionValueTable
    title = _("Dimension values")
    create = _("New value")
    page_size = 100


class ValueEdit(FormScreen):
    """The form of a value."""

    model = DimensionValue
    visible = selectors.visible_dimension_values
    form_class = forms.ValueForm
    service = services.save_dimension_value
    title = _("Dimension value")


class ValueCreate(ValueEdit):
    """The form of a new value."""

    permission = "ledger.add_dimensionvalue"
    title = _("New dimension value")


class RuleList(ListScreen):
    """Rules by account."""

    visible = selectors.visible_dimension_rules
    filterset_class = filters.DimensionRuleFilter
    table_class = tables.DimensionRuleTable
    title = _("Dimension rules")
    create = _("New rule")
    page_size = 100
    empty = {
        "title": _("No rule yet"),
        "text": _("Say which accounts need a dimension, take none, or fill in a default."),
        "icon": "list-tree",
    }


class RuleEdit(FormScreen):
    """The form of a rule."""

    model = DimensionRule
    visible = selectors.visible_dimension_rules
    form_class = forms.RuleForm
    service = services.save_dimension_rule
    title = _("Dimension rule")


class RuleCreate(RuleEdit):
    """The form of a new rule."""

    permission = "ledger.add_dimensionrule"
    title = _("New dimension rule")


class PartyDimensions(FormScreen):
    """The dimensions new lines of a party's documents take."""

    model = Party
    visible = visible_parties
    form_class = forms.PartyDimensionsForm
    service = services.save_party_dimensions
    title = _("Analysis of %s")
    template_name = "ledger/party_dimensions.html"
