"""Forms of the ledger."""

from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.access.models import User
from apps.companies.command_forms import DAY
from apps.companies.selectors import company_in_force
from apps.core.commands import CommandForm
from apps.core.forms import PlumbForm, PlumbModelForm
from apps.core.lookups import LookupField, LookupForm
from apps.core.translated import TranslatedNameForm
from apps.ledger.charts import TEMPLATES
from apps.ledger.choices import PeriodStatus
from apps.ledger.closing import Severity, checks
from apps.ledger.models import (
    Account,
    AreaLock,
    ClosingTask,
    DefaultAccount,
    Journal,
    Period,
)
from apps.ledger.services.setup import MATCHED, MUST_MATCH


class RevaluationForm(PlumbForm):
    """The day foreign currency is revalued at."""

    on = forms.DateField(label=_("Date"), widget=DAY, help_text=_("The last day of a period."))


class AccountForm(TranslatedNameForm):
    """An account of the chart."""

    class Meta:
        model = Account
        fields = ("code", "name", "type", "reconcile", "control", "currency", "is_active")

    def clean(self) -> dict[str, Any] | None:
        """Say at the field what the service would refuse, before the table's constraint is asked."""
        values = super().clean()
        found = self.cleaned_data
        if found.get("control") in MATCHED and not found.get("reconcile"):
            self.add_error("reconcile", MUST_MATCH)
        return values


class JournalForm(LookupForm, TranslatedNameForm):
    """A journal."""

    account = LookupField(
        Account.objects.all(),
        url_name="ledger:account_options",
        code="code",
        label=_("Bank or cash account"),
        required=False,
    )

    class Meta:
        model = Journal
        fields = ("code", "name", "type", "account", "approval_limit", "is_active")


class DefaultAccountForm(LookupForm, PlumbModelForm):
    """Which account a purpose uses."""

    account = LookupField(
        Account.objects.filter(is_active=True),
        url_name="ledger:account_options",
        code="code",
        label=_("Account"),
    )

    class Meta:
        model = DefaultAccount
        fields = ("purpose", "account")


class ChartForm(PlumbForm):
    """Which chart of accounts a company starts with."""

    template = forms.ChoiceField(
        label=_("Chart of accounts"),
        choices=[(key, template.name) for key, template in TEMPLATES.items()],
        help_text=_(
            "Accounts, journals, tax codes and default accounts; all can be changed later."
        ),
    )


class AreaLockForm(PlumbModelForm):
    """Up to which day an area is locked."""

    class Meta:
        model = AreaLock
        fields = ("area", "soft_until", "hard_until")
        widgets: ClassVar[dict[str, Any]] = {"soft_until": DAY, "hard_until": DAY}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.fields["area"].disabled = True


class ClosingTaskForm(PlumbModelForm):
    """A task of the closing checklist."""

    class Meta:
        model = ClosingTask
        fields = ("name", "owner", "due_days", "blocks", "period", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        company = company_in_force()
        fields["owner"].queryset = User.objects.filter(
            companyuserobjectpermission__content_object=company, is_active=True
        ).distinct()
        fields["period"].queryset = Period.objects.filter(
            company_id=company.pk, status=PeriodStatus.OPEN
        )


class TickForm(CommandForm):
    """A task of a period, and whether it is done."""

    task = forms.ModelChoiceField(ClosingTask.objects.none(), label=_("Task"))
    done = forms.BooleanField(label=_("Done"), required=False, initial=True)
    note = forms.CharField(label=_("Note"), required=False, max_length=500)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["task"].queryset = ClosingTask.objects.filter(
            Q(period=None) | Q(period=self.document), company_id=self.document.company_id
        ).order_by("due_days", "name", "pk")


class ReasonForm(CommandForm):
    """Why something is undone."""

    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )


class CloseForm(CommandForm):
    """The warnings of the checklist somebody accepts."""

    accept = forms.MultipleChoiceField(
        label=_("Accept"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("What is accepted is kept in the closing."),
    )  # fmt: skip

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        warnings = [check for check in checks if check.severity == Severity.WARNING]
        fields: dict[str, Any] = self.fields
        fields["accept"].choices = [
            (check.name, f"{check.label} ({len(items)})")
            for check in warnings
            if (items := check.find(self.document))
        ]


class CloseYearForm(CloseForm):
    """The warnings of the last period's checklist somebody accepts."""

    def __init__(self, data: Any = None, *, document: Any, user: Any) -> None:
        last = Period.objects.get(fiscal_year=document, end=document.end)
        super().__init__(data, document=last, user=user)


class YearForm(PlumbForm):
    """The first day of a new fiscal year."""

    start = forms.DateField(label=_("First day"), widget=DAY)
