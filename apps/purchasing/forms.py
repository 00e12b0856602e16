"""Forms of purchase orders."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.access.models import User
from apps.companies.command_forms import DAY, DateForm
from apps.companies.formfields import CurrencyField
from apps.companies.selectors import company_in_force
from apps.core.commands import CommandForm
from apps.core.context import current
from apps.core.forms import CustomFieldsForm, PlumbModelForm
from apps.core.lookups import LookupField, LookupForm
from apps.core.numbers import NumberField
from apps.invoices.down_payment_form import DownPaymentForm
from apps.ledger.choices import TaxUse
from apps.ledger.formfields import DimensionsField
from apps.ledger.models import Tax
from apps.parties.models import Party, PaymentTerm
from apps.products.models import Product, Unit
from apps.products.order_forms import OrderLineForm, OrderLineFormSet
from apps.purchasing.models import PurchaseOrder, PurchaseOrderLine
from apps.warehouses.models import Warehouse


class OrderForm(LookupForm, CustomFieldsForm, PlumbModelForm):
    """The head of a purchase order; what the supplier's record says is used where a field is left empty."""

    party = LookupField(
        Party.objects.filter(is_supplier=True),
        url_name="parties:party_options", query="?kind=supplier", code="code", label=_("Supplier"),
    )  # fmt: skip
    currency = CurrencyField(label=_("Currency"))

    class Meta:
        model = PurchaseOrder
        fields = (
            "party", "reference", "date", "expected_date", "warehouse", "currency", "term", "buyer", "notes",
        )  # fmt: skip
        widgets = {
            "date": DAY,
            "expected_date": DAY,
            "notes": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        company = company_in_force()
        if self.instance._state.adding:
            self.initial["date"] = self.initial.get("date") or company.today()
            self.initial["currency"] = self.initial.get("currency") or company.currency_id
        fields["term"].queryset = PaymentTerm.objects.filter(company_id=company.pk, is_active=True)
        fields["warehouse"].queryset = Warehouse.objects.filter(
            company_id=company.pk, is_active=True
        )
        fields["buyer"].queryset = User.objects.filter(
            companyuserobjectpermission__content_object=company, is_active=True
        ).distinct()
        if self.instance._state.adding:
            self._propose()

    def _propose(self) -> None:
        """Start a new order in the first warehouse, in the name of who writes it, at the first field."""
        fields: dict[str, Any] = self.fields
        fields["party"].widget.attrs["autofocus"] = True
        self.initial["warehouse"] = (
            self.initial.get("warehouse") or fields["warehouse"].queryset.first()
        )
        me = fields["buyer"].queryset.filter(pk=current().user_id, groups__name="buyer")
        self.initial["buyer"] = self.initial.get("buyer") or me.first()

    def clean(self) -> dict[str, Any] | None:
        """Take the terms from the supplier where none were given."""
        values = super().clean()
        party = self.cleaned_data.get("party")
        if party and not self.cleaned_data.get("term"):
            self.cleaned_data["term"] = party.supplier_term
        return values


class LineForm(OrderLineForm):
    """One line."""

    side = "purchase"

    product = LookupField(
        Product.objects.filter(is_active=True).exclude(kind="kit").select_related(
            "unit", "purchase_unit", "purchase_tax", "category"
        ),
        url_name="products:product_options", code="sku", beside="party", label=_("Product"),
    )  # fmt: skip
    unit = LookupField(Unit.objects.all(), label=_("Unit"), required=False)
    tax = LookupField(
        Tax.objects.filter(use=TaxUse.PURCHASE, is_active=True), label=_("Tax"), required=False
    )
    dimensions = DimensionsField()

    class Meta:
        model = PurchaseOrderLine
        fields = (
            "product",
            "description",
            "quantity",
            "unit",
            "unit_price",
            "discount",
            "tax",
            "dimensions",
        )


OrderLines = forms.inlineformset_factory(
    PurchaseOrder,
    PurchaseOrderLine,
    form=LineForm,
    formset=OrderLineFormSet,
    extra=3,
    can_delete=True,
)


class BillForm(DateForm):
    """The date and the number of the supplier's bill."""

    reference = forms.CharField(label=_("Number on the bill"), max_length=60)


class ConsignedForm(CommandForm):
    """How much of what lies on consignment is meant, all of it unless said otherwise."""

    quantity = NumberField(label=_("Quantity"), min_value=0, max_digits=19, decimal_places=6)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        unit = self.document.product.unit.code
        self.fields["quantity"].label = _("Quantity (%(unit)s)") % {"unit": unit}
        self.fields["quantity"].initial = self.document.on_hand


class DrawForm(DateForm, ConsignedForm):
    """How much is taken over, on which day, and at what price where it is not the usual one."""

    unit_price = NumberField(
        label=_("Unit price"),
        required=False,
        min_value=0,
        max_digits=19,
        decimal_places=6,
        help_text=_("Empty: what the supplier's price list says, else the product's own price."),
    )
    field_order = ("quantity", "unit_price", "on")

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        level = self.document
        self.fields["unit_price"].label = _("Price of one %(unit)s in %(currency)s") % {
            "unit": level.product.unit.code,
            "currency": level.location.owner.currency_id,
        }


class ReturnForm(ConsignedForm):
    """How much goes back, and why."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class DownPaymentBillForm(DownPaymentForm, BillForm):
    """How much a supplier asks for ahead, and the date and the number of the bill."""
