"""Forms of payments and of matching."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.companies.command_forms import DAY, DateForm
from apps.companies.formfields import CurrencyField
from apps.companies.selectors import company_in_force
from apps.core.commands import CommandForm
from apps.core.forms import PlumbForm, PlumbModelForm
from apps.core.lookups import LookupField, LookupForm, LookupFormSet
from apps.core.numbers import NumberField
from apps.core.translated import TranslatedNameForm
from apps.invoices.models import Invoice
from apps.ledger.models import Account, Journal
from apps.parties.models import Party
from apps.payments.models import Payment, PaymentAllocation, WriteOffReason
from apps.payments.selectors import items_of_entries, money_journals


class PaymentForm(LookupForm, PlumbModelForm):
    """The head of a payment."""

    party = LookupField(
        Party.objects.all(), url_name="parties:party_options", code="code", label=_("Party")
    )
    currency = CurrencyField(label=_("Currency"))

    class Meta:
        model = Payment
        fields = ("party", "date", "journal", "amount", "currency", "reference", "notes")
        widgets = {"date": DAY, "notes": forms.Textarea(attrs={"rows": 2, "class": "wide"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        company = company_in_force()
        journals = money_journals()
        self.fields["journal"].queryset = journals  # type: ignore[attr-defined]
        if self.instance._state.adding:
            self.initial["date"] = self.initial.get("date") or company.today()
            self.initial["currency"] = self.initial.get("currency") or company.currency_id
            self.initial["journal"] = self.initial.get("journal") or journals.first()


class AllocationForm(LookupForm, PlumbModelForm):
    """What a payment settles of one document; left empty, all that is open of it."""

    invoice = LookupField(
        Invoice.objects.filter(status="posted").select_related("party"),
        url_name="payments:invoice_options", code="number", label=_("Document"),
    )  # fmt: skip

    class Meta:
        model = PaymentAllocation
        fields = ("invoice", "amount")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].required = False
        self.fields["amount"].widget.attrs["class"] = "num"

    def clean(self) -> dict[str, Any] | None:
        """Take all that is open where no amount is written."""
        values = super().clean()
        invoice = self.cleaned_data.get("invoice")
        if invoice and self.cleaned_data.get("amount") is None and "amount" not in self.errors:
            items = items_of_entries([invoice.entry_id])[invoice.entry_id]
            self.cleaned_data["amount"] = sum(item.open_currency for item in items)
        return values


Allocations = forms.inlineformset_factory(
    Payment, PaymentAllocation, form=AllocationForm, formset=LookupFormSet, extra=2, can_delete=True
)


class PayForm(CommandForm):
    """How a document is paid: all that is open of it unless less, or more, is written."""

    on = forms.DateField(label=_("Date"), widget=DAY)
    journal = forms.ModelChoiceField(Journal.objects.none(), label=_("Bank or cash journal"))
    amount = NumberField(label=_("Amount"), max_digits=20, decimal_places=4)
    reference = forms.CharField(label=_("Reference"), max_length=60, required=False)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        journals = money_journals()
        self.fields["journal"].queryset = journals  # type: ignore[attr-defined]
        self.fields["journal"].initial = journals.first()
        self.fields["on"].initial = company_in_force().today
        self.fields["amount"].initial = self.document.open_amount
        self.fields["amount"].help_text = self.document.currency_id


class ReverseForm(DateForm):
    """The day of the reversal."""


class MatchForm(PlumbForm):
    """A debit and a credit chosen on the matching screen; without an amount all that both have open."""

    debit = forms.UUIDField(error_messages={"required": _("Choose a debit.")})
    credit = forms.UUIDField(error_messages={"required": _("Choose a credit.")})
    amount = NumberField(label=_("Amount"), max_digits=20, decimal_places=4, required=False)


class ReasonForm(LookupForm, TranslatedNameForm):
    """Why something is written off."""

    account = LookupField(
        Account.objects.filter(is_active=True),
        url_name="ledger:account_options",
        code="code",
        label=_("Account"),
    )

    class Meta:
        model = WriteOffReason
        fields = ("code", "name", "account", "limit", "is_active")
