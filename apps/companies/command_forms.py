"""What verbs of many documents ask before they run."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.companies.selectors import company_in_force
from apps.core.commands import CommandForm

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DateForm(CommandForm):
    """The business day a verb is done on; today in the company's time zone unless said otherwise."""

    on = forms.DateField(label=_("Date"), widget=DAY)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["on"].initial = company_in_force().today
