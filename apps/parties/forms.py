"""Forms of parties with their addresses and contacts, and of payment terms."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from apps.companies.formfields import CountryField, CurrencyField
from apps.core.context import company_id
from apps.core.forms import CustomFieldsForm, PlumbModelForm
from apps.core.translated import TranslatedNameForm
from apps.parties.models import Address, Contact, Party, PaymentTerm, PaymentTermLine

WIDE = {"class": "wide"}


class PartyForm(CustomFieldsForm, TranslatedNameForm):
    """A customer or supplier."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        required=False,
        help_text=_("Made from the name when left empty."),
    )
    country = CountryField(label=_("Country"), required=False)
    currency = CurrencyField(label=_("Currency"))
    language = forms.ChoiceField(label=_("Language of documents"), choices=settings.LANGUAGES)

    class Meta:
        model = Party
        fields = (
            "name",
            "code",
            "legal_name",
            "is_customer",
            "is_supplier",
            "inspect_goods",
            "country",
            "tax_number",
            "tax_category",
            "registration_number",
            "currency",
            "language",
            "customer_term",
            "supplier_term",
            "credit_limit",
            "email",
            "phone",
            "website",
            "notes",
        )
        widgets = {
            "notes": forms.Textarea(attrs={"rows": 3, **WIDE}),
            "tax_number": forms.TextInput(attrs={"dir": "ltr"}),
            "phone": forms.TextInput(attrs={"dir": "ltr", "type": "tel"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("customer_term", "supplier_term"):
            held = getattr(self.instance, f"{name}_id")
            terms = PaymentTerm.objects.filter(company_id=company_id())
            field: Any = self.fields[name]
            field.queryset = terms.filter(is_active=True) | terms.filter(pk=held)


class AddressForm(PlumbModelForm):
    """One address of a party."""

    country = CountryField(label=_("Country"), required=False)

    class Meta:
        model = Address
        fields = (
            "recipient",
            "street",
            "postal_code",
            "city",
            "region",
            "country",
            "is_billing",
            "is_delivery",
        )


class ContactForm(PlumbModelForm):
    """One person at a party."""

    class Meta:
        model = Contact
        fields = ("name", "title", "email", "phone")


AddressLines = forms.inlineformset_factory(
    Party, Address, AddressForm, extra=0, can_delete=True, max_num=50
)
ContactLines = forms.inlineformset_factory(
    Party, Contact, ContactForm, extra=0, can_delete=True, max_num=50
)


class TermForm(TranslatedNameForm):
    """Payment terms."""

    class Meta:
        model = PaymentTerm
        fields = (
            "name",
            "code",
            "days",
            "end_of_month",
            "discount_percent",
            "discount_days",
            "discount_tax",
            "is_active",
        )
        widgets = {"discount_tax": forms.Select(attrs={"class": "wide"})}


class TermLineForm(PlumbModelForm):
    """One instalment."""

    class Meta:
        model = PaymentTermLine
        fields = ("kind", "value", "days", "end_of_month", "day_of_month")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("value", "days"):
            self.fields[name].required = False

    def clean_value(self) -> Any:
        """Read nothing as zero: what is left has no value of its own."""
        return self.cleaned_data.get("value") or 0

    def clean_days(self) -> Any:
        """Read nothing as no day."""
        return self.cleaned_data.get("days") or 0


TermLines = forms.inlineformset_factory(
    PaymentTerm, PaymentTermLine, TermLineForm, extra=2, can_delete=True, max_num=50
)
