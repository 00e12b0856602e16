"""Forms of rules, and what the verbs of proposals ask."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.companies.command_forms import DAY
from apps.companies.selectors import company_in_force
from apps.core.commands import CommandForm
from apps.core.context import company_id
from apps.core.forms import PlumbForm, PlumbModelForm
from apps.core.lookups import LookupField, LookupForm
from apps.core.numbers import NumberField
from apps.parties.models import Party
from apps.products.models import Product
from apps.replenishment.models import Rule
from apps.warehouses.models import Warehouse
from apps.warehouses.selectors import visible_warehouses

NUMBERS = (
    "minimum", "target", "demand_days", "safety_stock", "cover_days", "lead_days", "minimum_order", "order_multiple",
)  # fmt: skip
USUAL = ("minimum", "target", "demand_days", "safety_stock", "cover_days")


class RuleForm(LookupForm, PlumbModelForm):
    """A rule; what its method does not use may stay empty."""

    fields: dict[str, Any]

    product = LookupField(
        Product.objects.filter(kind="goods", is_active=True).select_related("unit"),
        url_name="products:product_options", code="sku", label=_("Product"),
    )  # fmt: skip
    supplier = LookupField(
        Party.objects.filter(is_supplier=True, is_active=True),
        url_name="parties:party_options", query="?kind=supplier", code="code", label=_("Supplier"), required=False,
        help_text=_("Empty: the preferred one among the product's suppliers."),
    )  # fmt: skip

    class Meta:
        model = Rule
        fields = (
            "product", "warehouse", "method", "minimum", "target", "demand_days", "safety_stock", "cover_days",
            "source", "supplier", "from_warehouse", "lead_days", "minimum_order", "order_multiple", "is_active",
        )  # fmt: skip
        help_texts = {
            "minimum": _("Order when less than this would be left; stock unit."),
            "target": _("Order up to this; stock unit."),
            "demand_days": _("Shipments of so many days say how much leaves per day."),
            "safety_stock": _("Stays in stock when a supplier is late; stock unit."),
            "cover_days": _("How long the goods of one order are to last."),
            "lead_days": _("Empty: as the supplier's price says."),
            "minimum_order": _("Stock unit; empty: as the supplier's price says."),
            "order_multiple": _("Stock unit; empty: as the supplier's price says."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        houses = Warehouse.objects.filter(company_id=company_id(), is_active=True)
        for name in ("warehouse", "from_warehouse"):
            self.fields[name].queryset = houses
        for name in NUMBERS:
            self.fields[name].widget.attrs["class"] = "num"
        for name in USUAL:
            self.fields[name].required = False
        if self.instance._state.adding:
            self.initial["warehouse"] = self.initial.get("warehouse") or houses.first()

    def clean(self) -> dict[str, Any] | None:
        """Take what is usual where nothing was written."""
        values = super().clean()
        for name in USUAL:
            if self.cleaned_data.get(name) is None and name not in self.errors:
                self.cleaned_data[name] = getattr(Rule(), name)
        return values

    def _get_validation_exclusions(self) -> set[str]:
        """Leave to the service what it refuses with a sentence at the field; the constraints say only their names."""
        told = {*NUMBERS, "from_warehouse", "supplier"}
        return super()._get_validation_exclusions() | told  # type: ignore[misc]


class AcceptForm(CommandForm):
    """How many to order."""

    quantity = NumberField(label=_("Quantity"), min_value=0, max_digits=19, decimal_places=6)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["quantity"].initial = self.document.quantity
        self.fields["quantity"].label = _("Quantity (%(unit)s)") % {
            "unit": self.document.product.unit.code
        }


class DismissForm(CommandForm):
    """Why not, and until when."""

    reason = forms.CharField(label=_("Reason"), max_length=200)
    until = forms.DateField(label=_("Not before"), widget=DAY)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["until"].initial = company_in_force().today() + timedelta(days=30)


class RunningOutForm(PlumbForm):
    """Within how many days, and where."""

    usual_days = 30

    days = forms.IntegerField(
        label=_("Within days"), min_value=1, max_value=3650, initial=usual_days, required=False
    )
    warehouse = forms.ModelChoiceField(
        Warehouse.objects.none(), label=_("Warehouse"), required=False
    )

    def __init__(self, data: Any = None, *, user: Any) -> None:
        super().__init__(data)
        self.fields["warehouse"].queryset = visible_warehouses(user)  # type: ignore[attr-defined]
