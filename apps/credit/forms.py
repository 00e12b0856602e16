"""Forms of credit control."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.companies.command_forms import DAY
from apps.companies.selectors import company_in_force
from apps.core.commands import CommandForm
from apps.core.forms import PlumbForm, PlumbModelForm
from apps.core.lookups import LookupField, LookupForm
from apps.core.translated import TranslatedNameForm
from apps.credit.ageing import USUAL_LIMITS, Question
from apps.credit.choices import Side, StatementKind
from apps.credit.models import Dispute, DunningLevel
from apps.ledger.models import Account, OpenItem
from apps.parties.models import Party

MOST_LIMITS = 8
LONGEST = 3650


class LimitsField(forms.CharField):
    """Upper ends of buckets in days: ``30, 60, 90``."""

    def clean(self, value: Any) -> tuple[int, ...]:
        """Return them as numbers.

        Raises:
            ValidationError: they do not rise, or are no days.
        """
        text = super().clean(value)
        words = text.replace(",", " ").replace("،", " ").split()
        limits = tuple(
            int(word) for word in words if word.isascii() and word.isdigit() and len(word) < 5
        )
        rises = all(low < high for low, high in zip((0, *limits), limits, strict=False))
        if (
            len(limits) != len(words)
            or not 1 <= len(limits) <= MOST_LIMITS
            or not rises
            or limits[-1] > LONGEST
        ):
            raise ValidationError(_("Write rising numbers of days, such as 30, 60, 90."))
        return limits


class QuestionForm(PlumbForm):
    """What an aged report shows."""

    on = forms.DateField(label=_("As of"), widget=DAY)
    limits = LimitsField(label=_("Days overdue"), max_length=60)
    amounts = forms.ChoiceField(
        label=_("Amounts in"),
        choices=[("own", _("Company currency")), ("original", _("Original currency"))],
    )
    q = forms.CharField(label=_("Party"), required=False, max_length=80)

    def question(self, side: Side, sort: str) -> Question | None:
        """Return the question asked; None when the form is not valid."""
        if not self.is_valid():
            return None
        values = self.cleaned_data
        return Question(
            side=side,
            on=values["on"],
            limits=values["limits"],
            original=values["amounts"] == "original",
            q=values["q"].strip(),
            sort=sort,
        )


def usual(today: Any) -> dict[str, str]:
    """Return what an aged report shows unless asked otherwise."""
    limits = ", ".join(str(limit) for limit in USUAL_LIMITS)
    return {"on": today.isoformat(), "limits": limits, "amounts": "own", "q": ""}


class StatementForm(PlumbForm):
    """How a party's account is told, and of which days."""

    kind = forms.ChoiceField(label=_("Shows"), choices=StatementKind.choices)
    first = forms.DateField(label=_("From"), widget=DAY)
    last = forms.DateField(label=_("To"), widget=DAY)

    def clean(self) -> dict[str, Any] | None:
        """Refuse a span that runs backwards."""
        values = super().clean()
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and first > last:
            self.add_error("last", _("Choose a day after the first one."))
        return values


class SendStatementForm(CommandForm):
    """Where a statement goes, and what it tells."""

    to = forms.EmailField(label=_("E-mail"))
    kind = forms.ChoiceField(label=_("Shows"), choices=StatementKind.choices)
    first = forms.DateField(label=_("From"), widget=DAY)
    last = forms.DateField(label=_("To"), widget=DAY)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        today = company_in_force().today()
        self.initial = {
            "to": self.document.email,
            "kind": StatementKind.OPEN,
            "first": today.replace(month=1, day=1),
            "last": today,
        }


class LevelForm(LookupForm, TranslatedNameForm):
    """A dunning level."""

    fee_account = LookupField(
        Account.objects.filter(is_active=True),
        url_name="ledger:account_options",
        code="code",
        label=_("Revenue account of the fee"),
        required=False,
    )

    class Meta:
        model = DunningLevel
        fields = (
            "position", "name", "days", "means", "fee", "fee_account", "text_en", "text_fr", "text_ar", "is_active",
        )  # fmt: skip
        widgets = {
            f"text_{code}": forms.Textarea(
                attrs={"rows": 4, "class": "wide", "dir": "auto", "lang": code}
            )
            for code in ("en", "fr", "ar")
        }


class DisputeForm(LookupForm, PlumbModelForm):
    """What is in dispute, since when, and why."""

    party = LookupField(
        Party.objects.all(), url_name="parties:party_options", code="code", label=_("Party")
    )
    item = LookupField(
        OpenItem.objects.all(),
        label=_("Item"),
        required=False,
        help_text=_("Left empty, everything of the party."),
        widget=forms.HiddenInput,
    )

    class Meta:
        model = Dispute
        fields = ("party", "item", "reason", "since")
        widgets = {"since": DAY}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = company_in_force().today
