"""Forms of tax rules and exemptions."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.companies.command_forms import DAY
from apps.companies.formfields import CountryField
from apps.core.context import company_id
from apps.core.forms import PlumbModelForm
from apps.core.lookups import LookupField, LookupForm
from apps.ledger.models import Tax
from apps.parties.models import Party
from apps.products.models import Category, TaxExemption, TaxRule


class TaxRuleForm(LookupForm, PlumbModelForm):
    """A tax rule: what it asks for, and the code it gives."""

    fields: dict[str, Any]
    country = CountryField(label=_("Country"), required=False)
    source = LookupField(
        Tax.objects.order_by("code"), label=_("In place of"), required=False,
        help_text=_("The product's own code; any when left empty."),
    )  # fmt: skip
    target = LookupField(
        Tax.objects.filter(is_active=True).order_by("code"), label=_("Code to use")
    )

    class Meta:
        model = TaxRule
        fields = (
            "name", "use", "priority", "zone", "country", "tax_number", "party_category", "product_kind", "category",
            "source", "target", "first", "last", "is_active",
        )  # fmt: skip
        widgets = {"first": DAY, "last": DAY}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = Category.objects.filter(company_id=company_id())
        for name in ("zone", "tax_number", "party_category", "product_kind"):
            choices = self.fields[name].choices
            self.fields[name].choices = [("", _("Any")), *((k, v) for k, v in choices if k)]
        self.fields["category"].empty_label = _("Any")


class TaxExemptionForm(LookupForm, PlumbModelForm):
    """What exempts a party."""

    party = LookupField(
        Party.objects.all(), url_name="parties:party_options", code="code", label=_("Party")
    )
    tax = LookupField(
        Tax.objects.filter(is_active=True, rate=0, amount=0).exclude(kind="group").order_by("code"),
        label=_("Code to use"),
    )

    class Meta:
        model = TaxExemption
        fields = ("party", "use", "tax", "certificate", "reason", "first", "last")
        widgets = {"first": DAY, "last": DAY}
