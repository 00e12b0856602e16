"""Tables of what the books are set up with: journals, taxes, default accounts, dimensions."""

from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from apps.core.columns import (
    CodeColumn,
    DateColumn,
    PercentColumn,
)
from apps.ledger.models import (
    DefaultAccount,
    Dimension,
    DimensionRule,
    DimensionValue,
    Journal,
    Tax,
)
from apps.ledger.tables.common import CARDS, opens


class JournalTable(tables.Table):
    """Journals."""

    code = CodeColumn(verbose_name=_("Code"))
    name = tables.Column(accessor="display_name", order_by=("name",), verbose_name=_("Name"))
    type = tables.Column(verbose_name=_("Type"))
    account = tables.Column(verbose_name=_("Bank or cash account"), order_by=("account__code",))
    is_active = tables.BooleanColumn(verbose_name=_("In use"))

    class Meta:
        model = Journal
        fields = ("code", "name", "type", "account", "is_active")
        sequence = fields
        attrs = CARDS
        row_attrs = opens("journal_edit")


class TaxTable(tables.Table):
    """Tax codes."""

    code = CodeColumn(verbose_name=_("Code"))
    name = tables.Column(accessor="display_name", order_by=("name",), verbose_name=_("Name"))
    use = tables.Column(verbose_name=_("Used on"))
    treatment = tables.Column(verbose_name=_("Treatment"))
    rate = PercentColumn(verbose_name=_("Rate"))
    account = tables.Column(verbose_name=_("Tax account"), order_by=("account__code",))
    is_active = tables.BooleanColumn(verbose_name=_("In use"))

    class Meta:
        model = Tax
        fields = ("code", "name", "use", "treatment", "rate", "account", "is_active")
        sequence = fields
        attrs = CARDS
        row_attrs = opens("tax_edit")

    def render_rate(self, value: Any) -> str:
        """Return the rate, which is in percent already."""
        return f"{value.normalize():f} %"


class DefaultAccountTable(tables.Table):
    """Default accounts."""

    purpose = tables.Column(verbose_name=_("Used for"))
    account = tables.Column(verbose_name=_("Account"), order_by=("account__code",))

    class Meta:
        model = DefaultAccount
        fields = ("purpose", "account")
        sequence = fields
        attrs = CARDS
        row_attrs = opens("defaultaccount_edit")


class DimensionTable(tables.Table):
    """Dimensions."""

    code = CodeColumn(verbose_name=_("Code"))
    name = tables.Column(accessor="display_name", order_by=("name",), verbose_name=_("Name"))
    is_active = tables.BooleanColumn(verbose_name=_("In use"))

    class Meta:
        model = Dimension
        fields = ("code", "name", "is_active")
        sequence = fields
        attrs = CARDS
        row_attrs = opens("dimension_edit")


class DimensionValueTable(tables.Table):
    """Values of dimensions."""

    dimension = tables.Column(verbose_name=_("Dimension"), order_by=("dimension__code",))
    code = CodeColumn(verbose_name=_("Code"))
    name = tables.Column(accessor="display_name", order_by=("name",), verbose_name=_("Name"))
    parent = tables.Column(verbose_name=_("Part of"), order_by=("parent__code",))
    valid_from = DateColumn(verbose_name=_("Valid from"))
    valid_to = DateColumn(verbose_name=_("Valid to"))
    is_active = tables.BooleanColumn(verbose_name=_("In use"))

    class Meta:
        model = DimensionValue
        fields = ("dimension", "code", "name", "parent", "valid_from", "valid_to", "is_active")
        sequence = fields
        attrs = CARDS
        row_attrs = opens("dimensionvalue_edit")


class DimensionRuleTable(tables.Table):
    """What accounts say to dimensions."""

    subject = tables.Column(
        accessor="pk", order_by=("account_type", "account__code"), verbose_name=_("Accounts")
    )
    dimension = tables.Column(verbose_name=_("Dimension"), order_by=("dimension__code",))
    policy = tables.Column(verbose_name=_("Rule"))
    default = tables.Column(verbose_name=_("Default value"), order_by=("default__code",))

    class Meta:
        model = DimensionRule
        fields = ("subject", "dimension", "policy", "default")
        sequence = fields
        attrs = CARDS
        row_attrs = opens("dimensionrule_edit")

    def render_subject(self, record: DimensionRule) -> str:
        """Return the account, or the type in words."""
        return str(record.account or record.get_account_type_display())

    def value_subject(self, record: DimensionRule) -> str:
        """Return the same for exports."""
        return self.render_subject(record)
