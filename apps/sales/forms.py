"""Forms of sales orders."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.access.models import User
from apps.companies.command_forms import DAY
from apps.companies.formfields import CurrencyField
from apps.companies.selectors import company_in_force, country_names
from apps.core.context import current
from apps.core.forms import CustomFieldsForm, PlumbModelForm
from apps.core.lookups import LookupField, LookupForm
from apps.ledger.choices import TaxUse
from apps.ledger.formfields import DimensionsField
from apps.ledger.models import Tax
from apps.parties.models import Address, Party, PaymentTerm
from apps.products.models import Product, Unit
from apps.products.order_forms import OrderLineForm, OrderLineFormSet
from apps.sales.models import SalesOrder, SalesOrderLine
from apps.stock.channels import channels_in_use
from apps.warehouses.models import Warehouse


class OrderForm(LookupForm, CustomFieldsForm, PlumbModelForm):
    """The head of a sales order; what the customer's record says is used where a field is left empty."""

    party = LookupField(
        Party.objects.filter(is_customer=True),
        url_name="parties:party_options", query="?kind=customer", code="code", label=_("Customer"),
    )  # fmt: skip
    carrier = LookupField(
        Party.objects.filter(is_supplier=True),
        url_name="parties:party_options", query="?kind=supplier", code="code", label=_("Carrier"), required=False,
    )  # fmt: skip
    currency = CurrencyField(label=_("Currency"))

    class Meta:
        model = SalesOrder
        fields = (
            "party", "reference", "date", "requested_date", "warehouse", "currency", "term", "carrier", "freight",
            "salesperson", "channel", "held_until", "delivery_address", "notes",
        )  # fmt: skip
        widgets = {
            "date": DAY,
            "requested_date": DAY,
            "held_until": DAY,
            "delivery_address": forms.Textarea(attrs={"rows": 2, "class": "half"}),
            "notes": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        company = company_in_force()
        if self.instance._state.adding:
            self.initial["date"] = self.initial.get("date") or company.today()
            self.initial["currency"] = self.initial.get("currency") or company.currency_id
        fields["channel"].queryset = channels_in_use(self.instance.channel_id)
        fields["term"].queryset = PaymentTerm.objects.filter(company_id=company.pk, is_active=True)
        fields["warehouse"].queryset = Warehouse.objects.filter(
            company_id=company.pk, is_active=True
        )
        fields["salesperson"].queryset = User.objects.filter(
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
        me = fields["salesperson"].queryset.filter(pk=current().user_id, groups__name="salesperson")
        self.initial["salesperson"] = self.initial.get("salesperson") or me.first()

    def clean(self) -> dict[str, Any] | None:
        """Take terms and address from the customer where none was given."""
        values = super().clean()
        party = self.cleaned_data.get("party")
        if party and not self.cleaned_data.get("term"):
            self.cleaned_data["term"] = party.customer_term
        if party and not self.cleaned_data.get("delivery_address"):
            address = party.addresses.filter(is_delivery=True).first()
            self.cleaned_data["delivery_address"] = _printed(address, party) if address else ""
        return values


def _printed(address: Address, party: Party) -> str:
    """Return the address with its country in the words of the party's language."""
    return "\n".join(address.lines(country_names(party.language).get(address.country)))


class LineForm(OrderLineForm):
    """One line."""

    product = LookupField(
        Product.objects.filter(is_active=True).select_related("unit", "sale_unit", "sale_tax", "category"),
        url_name="products:product_options", code="sku", beside="party", label=_("Product"),
    )  # fmt: skip
    unit = LookupField(Unit.objects.all(), label=_("Unit"), required=False)
    tax = LookupField(
        Tax.objects.filter(use=TaxUse.SALE, is_active=True), label=_("Tax"), required=False
    )
    dimensions = DimensionsField()

    class Meta:
        model = SalesOrderLine
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
    SalesOrder, SalesOrderLine, form=LineForm, formset=OrderLineFormSet, extra=3, can_delete=True
)
