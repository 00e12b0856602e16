"""The tables of the bank."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from apps.bank.models import BankAccount, BankStatement, BankStatementLine, StatementFile
from apps.core.answers import document_url
from apps.core.columns import (
    AmountColumn,
    CodeColumn,
    DateColumn,
    DocumentColumn,
    StampColumn,
    StatusColumn,
)

CARDS = {"class": "table table--cards"}


class BankAccountTable(tables.Table):
    """Accounts with what the bank said last."""

    name = tables.Column(verbose_name=_("Name"))
    bank_name = tables.Column(verbose_name=_("Bank"))
    iban = CodeColumn(verbose_name=_("IBAN"))
    journal = tables.Column(accessor="journal__code", verbose_name=_("Journal"))
    account = tables.Column(accessor="account", order_by=("account__code",))
    balance_date = DateColumn(verbose_name=_("As of"), orderable=False)
    balance = AmountColumn(
        currency="currency_id", show=True, orderable=False, verbose_name=_("Bank balance")
    )
    state = StatusColumn(label="state_label", order_by=("is_active",), verbose_name=_("State"))

    always_shown = ("name",)

    class Meta:
        model = BankAccount
        fields = (
            "name",
            "bank_name",
            "iban",
            "journal",
            "account",
            "balance_date",
            "balance",
            "state",
        )
        sequence = fields
        attrs = CARDS
        row_attrs = {"data-href": document_url}


class BankStatementTable(tables.Table):
    """Statements with their balances."""

    reference = DocumentColumn(order_by=("reference",), verbose_name=_("Reference"))
    date = DateColumn(verbose_name=_("Date"))
    bank_account = tables.Column(order_by=("bank_account__name",), verbose_name=_("Bank account"))
    line_count = tables.Column(
        verbose_name=_("Lines"), attrs={"td": {"class": "num"}, "th": {"class": "num"}}
    )
    opening_balance = AmountColumn(
        currency="bank_account.currency_id", show=True, verbose_name=_("Opening balance")
    )
    closing_balance = AmountColumn(
        currency="bank_account.currency_id", show=True, verbose_name=_("Closing balance")
    )

    always_shown = ("reference",)

    class Meta:
        model = BankStatement
        fields = (
            "reference",
            "date",
            "bank_account",
            "line_count",
            "opening_balance",
            "closing_balance",
        )
        sequence = fields
        attrs = CARDS
        row_attrs = {"data-href": document_url}


class BankStatementLineTable(tables.Table):
    """Movements as banks wrote them."""

    date = DateColumn(verbose_name=_("Date"))
    bank_account = tables.Column(order_by=("bank_account__name",), verbose_name=_("Bank account"))
    name = tables.Column(verbose_name=_("Name"))
    text = tables.Column(verbose_name=_("Text"))
    reference = CodeColumn(verbose_name=_("Bank's reference"))
    amount = AmountColumn(
        currency="bank_account.currency_id", show=True, sum=True, verbose_name=_("Amount")
    )

    always_shown = ("date", "amount")
    hidden_at_first = ("reference",)

    class Meta:
        model = BankStatementLine
        fields = ("date", "bank_account", "name", "text", "reference", "amount")
        sequence = fields
        attrs = CARDS


class StatementFileTable(tables.Table):
    """Files that were brought in, taken or refused."""

    name = DocumentColumn(order_by=("name",), verbose_name=_("File"))
    at = StampColumn(verbose_name=_("Brought in"))
    bank_account = tables.Column(order_by=("bank_account__name",), verbose_name=_("Bank account"))
    format = tables.Column(verbose_name=_("Format"))
    line_count = tables.Column(
        verbose_name=_("New lines"), attrs={"td": {"class": "num"}, "th": {"class": "num"}}
    )
    status = StatusColumn(verbose_name=_("Status"))
    message = tables.Column(verbose_name=_("Why"))

    always_shown = ("name",)

    class Meta:
        model = StatementFile
        fields = ("name", "at", "bank_account", "format", "line_count", "status", "message")
        sequence = fields
        attrs = CARDS
        row_attrs = {"data-href": document_url}
