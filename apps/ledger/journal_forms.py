"""Forms of manual entries, templates and deferrals, and what the verbs around manual entries ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.companies.command_forms import DAY
from apps.companies.selectors import company_in_force
from apps.core.commands import CommandForm
from apps.core.context import company_id
from apps.core.forms import PlumbModelForm
from apps.core.lookups import LookupField, LookupForm
from apps.ledger.formfields import DimensionFormSet, DimensionsField
from apps.ledger.models import (
    Account,
    Deferral,
    EntryTemplate,
    EntryTemplateLine,
    Journal,
    ManualEntry,
    ManualEntryLine,
)
from apps.parties.models import Party


def _journals() -> Any:
    return Journal.objects.filter(company_id=company_id(), is_active=True)


class ManualEntryForm(PlumbModelForm):
    """The head of a manual entry."""

    class Meta:
        model = ManualEntry
        fields = ("journal", "date", "reverse_on", "memo")
        widgets = {"date": DAY, "reverse_on": DAY}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        journals = Journal.objects.filter(company_id=company_id(), is_active=True)
        fields["journal"].queryset = journals
        if self.instance._state.adding:
            general = journals.filter(type="general").first()
            self.initial["journal"] = self.initial.get("journal") or (general and general.pk)
            self.initial["date"] = self.initial.get("date") or company_in_force().today()

    def clean(self) -> dict[str, Any] | None:
        """Refuse a reversal that is not after the entry."""
        values = super().clean()
        on, back = self.cleaned_data.get("date"), self.cleaned_data.get("reverse_on")
        if on and back and back <= on:
            self.add_error("reverse_on", _("Choose a day after the entry's."))
        return values


class ManualEntryLineForm(LookupForm, PlumbModelForm):
    """One line of a manual entry."""

    account = LookupField(
        Account.objects.filter(is_active=True),
        url_name="ledger:account_options",
        query="?posting=1",
        code="code",
        label=_("Account"),
    )
    party = LookupField(
        Party.objects.all(),
        url_name="parties:party_options",
        code="code",
        label=_("Party"),
        required=False,
    )

    dimensions = DimensionsField()

    class Meta:
        model = ManualEntryLine
        fields = ("account", "party", "memo", "dimensions", "debit", "credit")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("debit", "credit"):
            self.fields[name].required = False
            self.fields[name].widget.attrs["class"] = "num"
            if not self.is_bound and not getattr(self.instance, name):
                self.initial[name] = None

    def clean(self) -> dict[str, Any] | None:
        """Read an empty side as nothing."""
        values = super().clean()
        for name in ("debit", "credit"):
            if self.cleaned_data.get(name) is None and name not in self.errors:
                self.cleaned_data[name] = 0
        return values


ManualEntryLines = forms.inlineformset_factory(
    ManualEntry,
    ManualEntryLine,
    form=ManualEntryLineForm,
    formset=DimensionFormSet,
    extra=4,
    can_delete=True,
)


class TemplateForm(PlumbModelForm):
    """The head of a template."""

    class Meta:
        model = EntryTemplate
        fields = (
            "name", "journal", "memo", "amount", "frequency", "day", "start", "until", "posts", "is_active",
        )  # fmt: skip
        widgets = {"start": DAY, "until": DAY}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["journal"].queryset = _journals()
        if self.instance._state.adding:
            self.initial["journal"] = _journals().filter(type="general").first()

    def clean(self) -> dict[str, Any] | None:
        """Say at the fields what a schedule needs."""
        values = super().clean()
        found = self.cleaned_data
        if found.get("frequency") and not found.get("start"):
            self.add_error("start", _("Choose the day the schedule begins."))
        if "day" in found and not 1 <= (found["day"] or 0) <= 31:
            self.add_error("day", _("Write a day from 1 to 31."))
        if found.get("amount") is not None and found["amount"] <= 0:
            self.add_error("amount", _("Write an amount above zero."))
        return values


class TemplateLineForm(ManualEntryLineForm):
    """One line of a template."""

    class Meta:
        model = EntryTemplateLine
        fields = ("account", "party", "memo", "dimensions", "debit", "credit")


TemplateLines = forms.inlineformset_factory(
    EntryTemplate,
    EntryTemplateLine,
    form=TemplateLineForm,
    formset=DimensionFormSet,
    extra=4,
    can_delete=True,
)


class MakeForm(CommandForm):
    """The day of an entry made by hand from a template."""

    on = forms.DateField(label=_("Date"), widget=DAY)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["on"].initial = company_in_force().today()


class RejectForm(CommandForm):
    """Why an entry goes back."""

    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=250
    )


class DeferralForm(LookupForm, PlumbModelForm):
    """What is spread, over which days, between which accounts."""

    result_account = LookupField(
        Account.objects.filter(is_active=True),
        url_name="ledger:account_options",
        query="?posting=1",
        code="code",
        label=_("Revenue or expense account"),
    )
    deferred_account = LookupField(
        Account.objects.filter(is_active=True),
        url_name="ledger:account_options",
        query="?posting=1",
        code="code",
        label=_("Deferral account"),
    )
    party = LookupField(
        Party.objects.all(),
        url_name="parties:party_options",
        code="code",
        label=_("Party"),
        required=False,
    )
    dimensions = DimensionsField()

    class Meta:
        model = Deferral
        fields = (
            "kind", "memo", "amount", "result_account", "deferred_account", "party", "date", "start", "end",
            "method", "moves", "journal", "dimensions", "origin_type", "origin_id",
        )  # fmt: skip
        widgets = {
            "date": DAY,
            "start": DAY,
            "end": DAY,
            "origin_type": forms.HiddenInput,
            "origin_id": forms.HiddenInput,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["journal"].queryset = _journals()
        if self.instance._state.adding:
            self.initial["journal"] = _journals().filter(type="general").first()
            self.initial["date"] = self.initial.get("date") or company_in_force().today()

    def clean(self) -> dict[str, Any] | None:
        """Say at the fields what the table's constraints would."""
        values = super().clean()
        found = self.cleaned_data
        if found.get("start") and found.get("end") and found["end"] < found["start"]:
            self.add_error("end", _("Choose a day after the first one."))
        if found.get("amount") is not None and found["amount"] <= 0:
            self.add_error("amount", _("Write an amount above zero."))
        return values
