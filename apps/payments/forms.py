"""Forms of payments and of matching."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.companies.command_forms import DAY, DateForm
from apps.companies.formfields import CurrencyField
from apps.companies.selectors import company_in_force
from apps.core.commands import CommandForm
from apps.core.formatting import format_date, format_money
from apps.core.forms import PlumbForm, PlumbModelForm
from apps.core.lookups import LookupField, LookupForm, LookupFormSet
from apps.core.numbers import NumberField
from apps.core.permissions import may
from apps.core.translated import TranslatedNameForm
from apps.invoices.models import Invoice
from apps.ledger import late
from apps.ledger.models import Account, Journal, OpenItem
from apps.ledger.open_days import first_open_day
from apps.parties.models import Party
from apps.payments import services
from apps.payments.models import Payment, PaymentAllocation, WriteOffReason
from apps.payments.selectors import (
    AREAS,
    first_booking_day,
    items_of_entries,
    journals_for,
    money_journals,
    reasons_in_use,
)


class PaymentForm(LookupForm, PlumbModelForm):
    """The head of a payment."""

    party = LookupField(
        Party.objects.all(), url_name="parties:party_options", code="code", label=_("Party")
    )
    currency = CurrencyField(label=_("Currency"))

    class Meta:
        model = Payment
        fields = (
            "party", "date", "journal", "amount", "currency", "reference", "is_deposit", "notes",
        )  # fmt: skip
        widgets = {"date": DAY, "notes": forms.Textarea(attrs={"rows": 2, "class": "wide"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        company = company_in_force()
        journals = money_journals()
        self.fields["journal"].queryset = journals  # type: ignore[attr-defined]
        if self.instance._state.adding:
            self.initial["date"] = self.initial.get("date") or company.today()
            self.initial["currency"] = self.initial.get("currency") or company.currency_id
            own = journals_for(self.initial["currency"])
            self.initial["journal"] = self.initial.get("journal") or own.first()


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


class PostForm(late.PostForm):
    """Asks whether a late payment may be booked on a later day."""

    @staticmethod
    def first_day(document: Any, user: Any) -> date | None:
        """Return the first day on which ``user`` may book the document."""
        return first_booking_day(document, user)


class PayForm(CommandForm):
    """How a document is paid: all that is open of it unless less, or more, is written.

    Of a day that is closed or locked it asks whether the payment may be booked on the first one still open.
    """

    on = forms.DateField(label=_("Date"), widget=DAY)
    journal = forms.ModelChoiceField(Journal.objects.none(), label=_("Bank or cash journal"))
    amount = NumberField(label=_("Amount"), max_digits=20, decimal_places=4)
    take_discount = forms.BooleanField(label=_("Take the discount"), required=False)
    late_reason = forms.CharField(
        label=_("Why a discount is granted late"), max_length=250, required=False
    )
    reference = forms.CharField(label=_("Reference"), max_length=60, required=False)
    book_on = late.booking_day_field()

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        journals = journals_for(self.document.currency_id)
        self.fields["journal"].queryset = journals  # type: ignore[attr-defined]
        self.fields["journal"].initial = journals.first()
        self.fields["on"].initial = company_in_force().today
        self.fields["amount"].initial = self.document.open_amount
        self.fields["amount"].help_text = self.document.currency_id
        self.order_fields(["on", "book_on", "journal", "take_discount"])
        day = self._day()
        late.offer_booking_day(self, day, first_open_day(actor=self.user, on=day, areas=AREAS))
        self._offer_discount(day)

    def _offer_discount(self, day: date) -> None:
        """Say which discount is offered until when, and take it off the amount while ``day`` is within its days."""
        offer = services.discount_of(self.document)
        if offer is None or day <= offer["last"] or not may(self.user, "payments.override_payment"):
            del self.fields["late_reason"]
        if offer is None:
            del self.fields["take_discount"]
            return
        box, amount, is_open = (
            self.fields["take_discount"],
            self.fields["amount"],
            self.document.open_amount,
        )
        asked, currency = is_open - offer["amount"], self.document.currency_id
        box.initial = day <= offer["last"]
        amount.initial = asked if box.initial else is_open
        box.help_text = _("%(off)s off if paid by %(last)s: %(asked)s instead of %(open)s.") % {
            "off": format_money(offer["amount"], currency),
            "last": format_date(offer["last"]),
            "asked": format_money(asked, currency),
            "open": format_money(is_open, currency),
        }
        figures = {"with": amount.prepare_value(asked), "without": amount.prepare_value(is_open)}
        box.widget.attrs |= {"data-takes": "amount", "data-until": offer["last"].isoformat()}
        box.widget.attrs |= {f"data-{name}": figure for name, figure in figures.items()}

    def _day(self) -> date:
        """Return the day that was written; today of anything that is none."""
        try:
            written = self.fields["on"].clean(self.data.get("on"))
        except forms.ValidationError:
            return company_in_force().today()
        return written


class ReverseForm(DateForm):
    """The day of the reversal."""


class DeskForm(PlumbForm):
    """The items chosen on the matching screen, how much of each, and what becomes of the rest."""

    on = forms.DateField(label=_("Date"), widget=DAY, required=False)
    write_off = forms.ModelChoiceField(
        WriteOffReason.objects.none(),
        label=_("What is over"),
        required=False,
        empty_label=_("stays open"),
    )
    note = forms.CharField(label=_("Note"), max_length=250, required=False)
    late_reason = forms.CharField(
        label=_("Why a discount is granted late"), max_length=250, required=False
    )

    def __init__(self, data: Any = None, *, items: Sequence[OpenItem], user: Any) -> None:
        super().__init__(data)
        company = company_in_force()
        self.items = items
        self.chosen = set(data.getlist("item")) if data is not None else set()
        self.granting = set(data.getlist("discount")) if data is not None else set()
        self.discounts = services.discountable(items)
        if not self.discounts or not may(user, "payments.override_payment"):
            del self.fields["late_reason"]
        self.fields["on"].initial = company.today
        if may(user, "payments.write_off_payment"):
            self.fields["write_off"].queryset = reasons_in_use()  # type: ignore[attr-defined]
        for item in items:
            self.fields[f"amount-{item.pk}"] = NumberField(
                label=_("Amount of %s") % item.name,
                max_digits=20,
                decimal_places=4,
                required=False,
            )
        self.foreign = sorted({item.currency_id for item in items} - {company.currency_id})
        for currency in self.foreign:
            self.fields[f"rate-{currency}"] = NumberField(
                label=_("Rate of %s") % currency,
                help_text=_("Where two currencies meet; left empty, that of the day."),
                max_digits=20,
                decimal_places=12,
                required=False,
            )

    def rows(self, side: str) -> list[dict[str, Any]]:
        """Return the items of a side with their paper and their field."""
        return [
            {
                "item": item,
                "paper": getattr(item.entry, "invoice", None)
                or getattr(item.entry, "payment", None),
                "amount": self[f"amount-{item.pk}"],
                "is_chosen": str(item.pk) in self.chosen,
                "discount": self.discounts.get(item.pk),
                "is_granted": str(item.pk) in self.granting,
            }
            for item in self.items
            if item.side == side
        ]

    def options(self) -> list[Any]:
        """Return the fields that hold for the whole act."""
        names = ("on", "write_off", "note", *(f"rate-{code}" for code in self.foreign))
        return [self[name] for name in (*names, "late_reason") if name in self.fields]

    def wanted(self) -> dict[str, Any]:
        """Return what ``match_items`` is to do."""
        found = self.cleaned_data
        return {
            "allocations": [
                services.Allocation(item.pk, found[f"amount-{item.pk}"])
                for item in self.items
                if str(item.pk) in self.chosen
            ],
            "on": found["on"],
            "rates": {code: rate for code in self.foreign if (rate := found[f"rate-{code}"])},
            "write_off": found["write_off"],
            "discounts": {
                item.pk
                for item in self.items
                if str(item.pk) in self.granting and str(item.pk) in self.chosen
            },
            "late_reason": found.get("late_reason", ""),
            "note": found["note"],
        }


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
