"""Forms of dimensions, values and rules."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.companies.command_forms import DAY
from apps.core.context import company_id
from apps.core.forms import PlumbModelForm
from apps.core.lookups import LookupField, LookupForm
from apps.core.translated import TranslatedNameForm
from apps.ledger.choices import DimensionPolicy
from apps.ledger.formfields import DimensionsField
from apps.ledger.models import Account, Dimension, DimensionRule, DimensionValue
from apps.parties.models import Party


class DimensionForm(TranslatedNameForm):
    """A dimension."""

    class Meta:
        model = Dimension
        fields = ("code", "name", "position", "is_active")


class ValueForm(TranslatedNameForm):
    """A value in the tree of its dimension."""

    class Meta:
        model = DimensionValue
        fields = ("dimension", "code", "name", "parent", "valid_from", "valid_to", "is_active")
        widgets = {"valid_from": DAY, "valid_to": DAY}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["dimension"].queryset = Dimension.objects.filter(company_id=company_id())
        values = DimensionValue.objects.filter(company_id=company_id())
        if not self.instance._state.adding:
            values = values.filter(dimension_id=self.instance.dimension_id)
            values = values.exclude(pk=self.instance.pk)
        fields["parent"].queryset = values

    def clean(self) -> dict[str, Any] | None:
        """Say at the field that the days run backwards."""
        values = super().clean()
        first, last = self.cleaned_data.get("valid_from"), self.cleaned_data.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("Choose a day after the first one."))
        return values


class PartyDimensionsForm(LookupForm, PlumbModelForm):
    """What new lines of a party's documents take."""

    dimensions = DimensionsField(
        help_text=_("New lines take them where the product's category names none.")
    )

    class Meta:
        model = Party
        fields = ("dimensions",)


class RuleForm(LookupForm, PlumbModelForm):
    """A rule for an account or a type of accounts."""

    account = LookupField(
        Account.objects.all(),
        url_name="ledger:account_options",
        code="code",
        label=_("Account"),
        required=False,
    )

    class Meta:
        model = DimensionRule
        fields = ("dimension", "account", "account_type", "policy", "default")
        help_texts = {
            "default": _("Filled in where a line says nothing."),
            "account_type": _("The rule of an account comes before the rule of its type."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["dimension"].queryset = Dimension.objects.filter(company_id=company_id())
        fields["default"].queryset = DimensionValue.objects.filter(
            company_id=company_id(), is_active=True
        ).select_related("dimension")
        fields["default"].label_from_instance = lambda row: f"{row.dimension}: {row}"

    def clean(self) -> dict[str, Any] | None:
        """Say at the fields what the table's constraints would."""
        values = super().clean()
        found = self.cleaned_data
        if bool(found.get("account")) == bool(found.get("account_type")):
            self.add_error("account", _("Choose an account or a type of accounts, one of them."))
        if found.get("policy") == DimensionPolicy.FORBIDDEN and found.get("default"):
            self.add_error(
                "default", _("Leave the default empty where the dimension is not allowed.")
            )
        return values
