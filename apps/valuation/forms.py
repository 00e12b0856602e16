"""What a report of stock is asked for with."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.companies.command_forms import DAY
from apps.core.context import company_id
from apps.core.forms import PlumbForm
from apps.core.permissions import may
from apps.ledger.models import Seal
from apps.products.models import Category
from apps.valuation.asking import Asked
from apps.valuation.choices import USUAL_DAYS, Report
from apps.warehouses.models import Warehouse
from apps.warehouses.selectors import visible_warehouses

FIELDS = {
    Report.WORTH: ("last", "number", "by"),
    Report.MOVEMENT: ("first", "last"),
    Report.AGEING: ("by",),
    Report.TURNOVER: ("first", "last"),
    Report.EXPIRING: ("days",),
    Report.DEAD: ("days",),
}
COMMON = ("q", "category", "warehouse")


class ReportForm(PlumbForm):
    """The fields a report has a use for."""

    first = forms.DateField(label=_("From"), widget=DAY)
    last = forms.DateField(label=_("To"), widget=DAY)
    number = forms.IntegerField(label=_("Up to entry no."), required=False, min_value=1)
    by = forms.ChoiceField(
        label=_("By"), choices=[("product", _("Product")), ("place", _("Location"))]
    )
    days = forms.IntegerField(label=_("Within days"), min_value=0, max_value=3650)
    q = forms.CharField(label=_("Product"), required=False, max_length=80)
    category = forms.ModelChoiceField(
        label=_("Category"), required=False, queryset=Category.objects.none(), empty_label=_("All")
    )
    warehouse = forms.ModelChoiceField(
        label=_("Warehouse"),
        required=False,
        queryset=Warehouse.objects.none(),
        empty_label=_("All"),
    )

    def __init__(self, data: Any, *, report: Report, user: Any) -> None:
        super().__init__(data)
        self.user = user
        fields: dict[str, Any] = self.fields
        for name in [name for name in fields if name not in (*FIELDS[report], *COMMON)]:
            del fields[name]
        if report == Report.TURNOVER:
            del fields["warehouse"]
        else:
            fields["warehouse"].queryset = visible_warehouses(user)
        fields["category"].queryset = Category.objects.filter(company_id=company_id()).order_by(
            "name"
        )
        if report == Report.WORTH:
            fields["last"].label = _("As of")
        if report == Report.AGEING:
            fields["by"].choices = [("quantity", _("Quantity")), ("value", _("Value"))]
            if not may(user, "products.view_cost"):
                del fields["by"]
        if report == Report.DEAD:
            fields["days"].label = _("Nothing sold for days")

    def clean_number(self) -> int | None:
        """Refuse a number the chain has not reached."""
        number: int | None = self.cleaned_data["number"]
        head = Seal.objects.filter(company_id=company_id()).aggregate(head=Max("number"))["head"]
        if number is not None and number > (head or 0):
            raise forms.ValidationError(
                gettext("Choose a number up to %(head)d, the last of the chain.")
                % {"head": head or 0}
            )
        return number

    def clean(self) -> dict[str, Any] | None:
        """Refuse a span that runs backwards."""
        values = super().clean()
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and first > last:
            self.add_error("last", _("Choose a day after the first one."))
        return values

    def asked(self, today: date) -> Asked:
        """Return what a valid form asks."""
        values = self.cleaned_data
        category, warehouse = values.get("category"), values.get("warehouse")
        return Asked(
            self.user,
            last=values.get("last") or today,
            first=values.get("first"),
            days=values.get("days") or 0,
            q=values.get("q", ""),
            category=category.pk if category else None,
            warehouse=warehouse.pk if warehouse else None,
            number=values.get("number"),
            by_place=values.get("by") == "place",
            in_value=values.get("by") == "value",
        )


def usual(report: Report, today: date) -> dict[str, str]:
    """Return what a report shows unless asked otherwise."""
    first = today.replace(month=1, day=1) if report == Report.TURNOVER else today.replace(day=1)
    values = {
        "first": first.isoformat(),
        "last": today.isoformat(),
        "by": "quantity" if report == Report.AGEING else "product",
        "days": str(USUAL_DAYS.get(report, 0)),
    }
    return {name: value for name, value in values.items() if name in FIELDS[report]}
