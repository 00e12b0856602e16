"""Forms of landed costs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.companies.command_forms import DAY
from apps.companies.selectors import company_in_force
from apps.core.forms import PlumbModelForm
from apps.core.lookups import LookupField, LookupForm, LookupFormSet
from apps.invoices.models import InvoiceLine
from apps.landed.models import LandedCharge, LandedCost, LandedReceipt
from apps.ledger.models import Account
from apps.stock.models import StockDocument


class LandedCostForm(PlumbModelForm):
    """The head of landed costs."""

    class Meta:
        model = LandedCost
        fields = ("date", "basis", "memo", "notes")
        widgets = {"date": DAY, "notes": forms.Textarea(attrs={"rows": 2, "class": "wide"})}
        help_texts = {
            "date": _("The day it is booked on; its period is open."),
            "memo": _("Freight from Rotterdam, duty of June."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding and not self.initial.get("date"):
            self.initial["date"] = company_in_force().today()


class BillLineField(LookupField):
    """A line of a supplier's bill, shown with its bill."""

    def label_from_instance(self, obj: Any) -> str:
        """Return bill and words."""
        return f"{obj.invoice.number} · {obj.description}"


class ReceiptField(LookupField):
    """A receipt, shown with its supplier."""

    def label_from_instance(self, obj: Any) -> str:
        """Return number and supplier."""
        return f"{obj.number} · {obj.party.display_name}" if obj.party else obj.number


class ChargeForm(LookupForm, PlumbModelForm):
    """One cost: of a bill, or of an account."""

    bill_line = BillLineField(
        InvoiceLine.objects.filter(invoice__status="posted").select_related("invoice", "account"),
        url_name="landed:bill_line_options", label=_("Line of a bill"), required=False,
    )  # fmt: skip
    account = LookupField(
        Account.objects.filter(is_active=True, control=""),
        url_name="ledger:account_options", code="code", label=_("Or account"), required=False,
    )  # fmt: skip

    class Meta:
        model = LandedCharge
        fields = ("bill_line", "account", "description", "amount")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].required = False

        self.fields["amount"].widget.attrs["class"] = "num"

    def clean_amount(self) -> Any:
        """Refuse an amount that is none above zero, at the field."""
        amount = self.cleaned_data["amount"]
        if amount is not None and amount <= 0:
            raise forms.ValidationError(_("Write for each cost an amount above zero."))
        return amount


class ReceiptForm(LookupForm, PlumbModelForm):
    """One receipt."""

    receipt = ReceiptField(
        StockDocument.objects.filter(kind="receipt").select_related("party"),
        url_name="landed:receipt_options", code="number", label=_("Receipt"),
    )  # fmt: skip

    class Meta:
        model = LandedReceipt
        fields = ("receipt",)


class ReceiptFormSet(LookupFormSet):
    """Receipts, of which the first may be asked for by the address."""

    def _chosen(self, name: str) -> list[Any]:
        asked = [row.get(name) for row in self.initial_extra or ()]
        return [*super()._chosen(name), *asked]


Charges = forms.inlineformset_factory(
    LandedCost, LandedCharge, ChargeForm, formset=LookupFormSet, extra=2, can_delete=True, max_num=50
)  # fmt: skip
Receipts = forms.inlineformset_factory(
    LandedCost, LandedReceipt, ReceiptForm, formset=ReceiptFormSet, extra=2, can_delete=True, max_num=200
)  # fmt: skip
