"""Forms of credit control."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.companies.command_forms import DAY
from apps.core.forms import PlumbForm
from apps.credit.ageing import USUAL_LIMITS, Question
from apps.credit.choices import Side

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
