"""Forms of budgets, and the span of their report."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.budgets.models import Budget, BudgetLine
from apps.core.context import company_id
from apps.core.forms import PlumbForm, PlumbModelForm
from apps.core.lookups import LookupField, LookupForm, LookupFormSet
from apps.ledger.models import Account, DimensionValue, FiscalYear, Period
from apps.ledger.reports import RESULT


class BudgetForm(PlumbModelForm):
    """The head of a budget."""

    class Meta:
        model = Budget
        fields = ("name", "fiscal_year", "control", "is_active", "notes")
        widgets = {"notes": forms.Textarea(attrs={"rows": 2, "class": "wide"})}
        help_texts = {
            "control": _("For costs: compared at each supplier bill and manual entry."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["fiscal_year"].queryset = FiscalYear.objects.filter(company_id=company_id())


class BudgetLineForm(LookupForm, PlumbModelForm):
    """An amount for an account."""

    account = LookupField(
        Account.objects.filter(is_active=True, type__in=RESULT),
        url_name="ledger:account_options",
        query="?posting=1",
        code="code",
        label=_("Account"),
    )
    value = LookupField(
        DimensionValue.objects.filter(is_active=True).select_related("dimension"),
        label=_("For"),
        required=False,
        empty_label=_("Everything"),
    )
    period = LookupField(
        Period.objects.order_by("start"),
        label=_("Period"),
        required=False,
        empty_label=_("Spread over the year"),
    )

    class Meta:
        model = BudgetLine
        fields = ("account", "value", "period", "amount")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].widget.attrs["class"] = "num"


BudgetLines = forms.inlineformset_factory(
    Budget, BudgetLine, form=BudgetLineForm, formset=LookupFormSet, extra=3, can_delete=True
)


class ThroughForm(PlumbForm):
    """Up to the end of which period a budget is compared."""

    period = forms.ModelChoiceField(
        Period.objects.none(), label=_("From the start of the year through"), empty_label=None
    )

    def __init__(self, *args: Any, year: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["period"].queryset = Period.objects.filter(fiscal_year=year).order_by("start")
