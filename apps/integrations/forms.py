"""The form that asks for an export."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.companies.command_forms import DAY
from apps.core.forms import PlumbModelForm
from apps.integrations.choices import Format
from apps.integrations.formats.registry import WRITERS
from apps.integrations.models import JournalExport


class JournalExportForm(PlumbModelForm):
    """Format and days; empty days mean all there are."""

    format = forms.ChoiceField(
        label=_("Format"),
        choices=[(kind, Format(kind).label) for kind in WRITERS],
        help_text=_(
            "QuickBooks and Xero get sums per day, journal and account, and each entry only once."
        ),
    )

    class Meta:
        model = JournalExport
        fields = ("format", "first_date", "last_date")
        widgets = {"first_date": DAY, "last_date": DAY}
        help_texts = {
            "first_date": _("Empty: from the beginning of the books."),
            "last_date": _("Empty: to the end of the last fiscal year."),
        }
