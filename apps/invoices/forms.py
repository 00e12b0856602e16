"""Forms of invoices and bills, and what their verbs ask."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from apps.companies.command_forms import DAY, DateForm
from apps.companies.formfields import CurrencyField
from apps.companies.selectors import company_in_force
from apps.core.commands import CommandForm
from apps.core.forms import CustomFieldsForm, PlumbModelForm
from apps.core.lookups import LookupField, LookupForm
from apps.invoices.models import Invoice, InvoiceLine
from apps.invoices.selectors import first_booking_day
from apps.ledger import late
from apps.ledger.choices import TaxUse
from apps.ledger.formfields import DimensionsField
from apps.ledger.models import Account, Tax
from apps.parties.models import Party, PaymentTerm
from apps.products.models import Product, Unit
from apps.products.order_forms import OrderLineForm, OrderLineFormSet


class DocumentForm(LookupForm, CustomFieldsForm, PlumbModelForm):
    """The head of a document; what the party's record says is used where a field is left empty."""

    currency = CurrencyField(label=_("Currency"))
    terms_of = "customer_term"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        company = company_in_force()
        if self.instance._state.adding:
            self.initial["date"] = self.initial.get("date") or company.today()
            self.initial["currency"] = self.initial.get("currency") or company.currency_id
        self.fields["term"].queryset = PaymentTerm.objects.filter(  # type: ignore[attr-defined]
            company_id=company.pk, is_active=True
        )
        self.fields["due_date"].help_text = _("Left empty, the payment terms say.")

    def clean(self) -> dict[str, Any] | None:
        """Take the terms from the party where none were given."""
        values = super().clean()
        party = self.cleaned_data.get("party")
        if party and not self.cleaned_data.get("term"):
            self.cleaned_data["term"] = getattr(party, self.terms_of)
        return values


WIDGETS = {
    "date": DAY,
    "due_date": DAY,
    "billing_address": forms.Textarea(attrs={"rows": 2, "class": "half"}),
    "delivery_address": forms.Textarea(attrs={"rows": 2, "class": "half"}),
    "notes": forms.Textarea(attrs={"rows": 2, "class": "wide"}),
}


class InvoiceForm(DocumentForm):
    """The head of a customer's invoice or credit note."""

    party = LookupField(
        Party.objects.filter(is_customer=True).select_related("customer_term"),
        url_name="parties:party_options", query="?kind=customer", code="code", label=_("Customer"),
    )  # fmt: skip

    class Meta:
        model = Invoice
        fields = (
            "party", "date", "term", "due_date", "currency", "reference", "billing_address", "delivery_address",
            "notes",
        )  # fmt: skip
        widgets = WIDGETS


class BillForm(DocumentForm):
    """The head of a supplier's bill or credit note."""

    party = LookupField(
        Party.objects.filter(is_supplier=True).select_related("supplier_term"),
        url_name="parties:party_options", query="?kind=supplier", code="code", label=_("Supplier"),
    )  # fmt: skip
    terms_of = "supplier_term"

    class Meta:
        model = Invoice
        fields = ("party", "reference", "date", "term", "due_date", "currency", "notes")
        labels = {"reference": _("Supplier's number")}
        widgets = WIDGETS


class DocumentLineForm(OrderLineForm):
    """A line for a product, or for something described in words; about a down payment its amount alone is written."""

    unit = LookupField(Unit.objects.all(), label=_("Unit"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["description"].required = False
        if self.instance.down_payment_id:
            for name in {"product", "account", "unit", "discount", "tax"} & set(self.fields):
                self.fields[name].disabled = True

    def clean(self) -> dict[str, Any] | None:
        """Ask for words, and a price, where no product gives them; its name is written in the party's language."""
        values = super().clean()
        wanted = {"unit_price": _("Write a price.")}
        if not self.cleaned_data.get("product"):
            wanted["description"] = _("Choose a product or say what this is for.")
        for name, words in wanted.items():
            if self.cleaned_data.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, words)
        if "product" in self.changed_data and "account" not in self.changed_data:
            self.instance.account = None
        return values


class InvoiceLineForm(DocumentLineForm):
    """A line of a customer's document."""

    product = LookupField(
        Product.objects.filter(is_active=True).select_related(
            "unit", "sale_unit", "sale_tax", "category__revenue_account"
        ),
        url_name="products:product_options", code="sku", beside="party", label=_("Product"),
        required=False,
    )  # fmt: skip
    tax = LookupField(
        Tax.objects.filter(use=TaxUse.SALE, is_active=True), label=_("Tax"), required=False
    )
    dimensions = DimensionsField()

    class Meta:
        model = InvoiceLine
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


class BillLineForm(DocumentLineForm):
    """A line of a supplier's document; its account is chosen where the product does not say."""

    side = "purchase"
    product = LookupField(
        Product.objects.filter(is_active=True).exclude(kind="kit").select_related(
            "unit", "purchase_unit", "purchase_tax", "category__expense_account"
        ),
        url_name="products:product_options", code="sku", beside="party", label=_("Product"),
        required=False,
    )  # fmt: skip
    account = LookupField(
        Account.objects.filter(is_active=True, control=""),
        url_name="invoices:account_options", code="code", label=_("Account"), required=False,
    )  # fmt: skip
    tax = LookupField(
        Tax.objects.filter(use=TaxUse.PURCHASE, is_active=True), label=_("Tax"), required=False
    )
    dimensions = DimensionsField()

    class Meta:
        model = InvoiceLine
        fields = (
            "product", "description", "account", "quantity", "unit", "unit_price", "discount", "tax",
            "dimensions",
        )  # fmt: skip


InvoiceLines = forms.inlineformset_factory(
    Invoice, InvoiceLine, form=InvoiceLineForm, formset=OrderLineFormSet, extra=3, can_delete=True
)
BillLines = forms.inlineformset_factory(
    Invoice, InvoiceLine, form=BillLineForm, formset=OrderLineFormSet, extra=3, can_delete=True
)


class CreditForm(DateForm):
    """The day and the reason of a credit note."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Printed on the credit note."),
        max_length=250,
        required=False,
    )


class PostForm(late.PostForm):
    """Asks whether a late invoice may be booked on a later day."""

    @staticmethod
    def first_day(document: Any, user: Any) -> date | None:
        """Return the first day on which ``user`` may book the document."""
        return first_booking_day(document, user)


class SendForm(CommandForm):
    """Where the PDF goes."""

    to = forms.CharField(label=_("E-mail address"), validators=[validate_email], max_length=254)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["to"].initial = self.document.party.email
