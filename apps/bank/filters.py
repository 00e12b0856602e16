"""What the lists of the bank can be narrowed to."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from apps.bank.choices import FileStatus
from apps.bank.models import (
    BankAccount,
    BankRule,
    BankStatement,
    BankStatementLine,
    PartyAccount,
    PaymentRun,
    Reconciliation,
    StatementFile,
)
from apps.bank.selectors import accounts_in_use
from apps.core.filters import SearchFilter


def _accounts(request: Any) -> Any:
    del request
    return accounts_in_use()


class BankAccountFilter(django_filters.FilterSet):
    """Search, whether it is in use."""

    q = SearchFilter("name", "bank_name", "iban", "number")

    class Meta:
        model = BankAccount
        fields = ("is_active",)


class BankStatementFilter(django_filters.FilterSet):
    """Search, account, days."""

    q = SearchFilter("reference", "bank_account__name", "file__name")
    bank_account = django_filters.ModelChoiceFilter(queryset=_accounts, label=_("Bank account"))
    date = django_filters.DateFromToRangeFilter(label=_("Date"))

    class Meta:
        model = BankStatement
        fields = ("bank_account",)


class BankStatementLineFilter(django_filters.FilterSet):
    """Search, account, days."""

    q = SearchFilter("name", "text", "reference", "end_to_end", "iban")
    bank_account = django_filters.ModelChoiceFilter(queryset=_accounts, label=_("Bank account"))
    date = django_filters.DateFromToRangeFilter(label=_("Date"))
    reconciled = django_filters.BooleanFilter(
        "reconciliation_id", "isnull", exclude=True, label=_("Reconciled")
    )

    class Meta:
        model = BankStatementLine
        fields = ("bank_account",)


class StatementFileFilter(django_filters.FilterSet):
    """Search, account, what became of it."""

    q = SearchFilter("name", "message")
    bank_account = django_filters.ModelChoiceFilter(queryset=_accounts, label=_("Bank account"))
    status = django_filters.ChoiceFilter(label=_("Status"), choices=FileStatus.choices)

    class Meta:
        model = StatementFile
        fields = ("bank_account", "status")


class ReconciliationFilter(django_filters.FilterSet):
    """Account, status, days."""

    bank_account = django_filters.ModelChoiceFilter(queryset=_accounts, label=_("Bank account"))
    date = django_filters.DateFromToRangeFilter(label=_("Date"))

    class Meta:
        model = Reconciliation
        fields = ("bank_account", "status")


class BankRuleFilter(django_filters.FilterSet):
    """Search, whether it is in use."""

    q = SearchFilter("name", "text")

    class Meta:
        model = BankRule
        fields = ("is_active", "mode")


class PaymentRunFilter(django_filters.FilterSet):
    """Search, account, status, days."""

    q = SearchFilter("number", "transfers__party__name")
    bank_account = django_filters.ModelChoiceFilter(queryset=_accounts, label=_("Bank account"))
    date = django_filters.DateFromToRangeFilter(label=_("Pay on"))

    class Meta:
        model = PaymentRun
        fields = ("bank_account", "status")


class PartyAccountFilter(django_filters.FilterSet):
    """Search, whether it is paid to."""

    q = SearchFilter("party__name", "party__code", "iban", "holder")

    class Meta:
        model = PartyAccount
        fields = ("is_payable",)
