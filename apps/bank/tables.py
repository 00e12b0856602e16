"""The tables of the bank."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
from apps.core.answers import document_url
from apps.core.columns import (
    AmountColumn,
    CodeColumn,
    DateColumn,
    DocumentColumn,
    PartyColumn,
    StampColumn,
    StatusColumn,
)
from apps.core.templatetags.plumb import badge

CARDS = {"class": "table table--cards"}


class BankAccountTable(tables.Table):
    """Accounts with what the bank said last."""

    name = DocumentColumn(order_by=("name",), verbose_name=_("Name"))
    bank_name = tables.Column(verbose_name=_("Bank"))
    iban = CodeColumn(verbose_name=_("IBAN"))
    journal = tables.Column(accessor="journal__code", verbose_name=_("Journal"))
    account = tables.Column(accessor="account", order_by=("account__code",))
    balance_date = DateColumn(verbose_name=_("As of"), orderable=False)
    balance = AmountColumn(
        currency="currency_id", show=True, orderable=False, verbose_name=_("Bank balance")
    )
    waiting = tables.Column(
        verbose_name=_("To reconcile"),
        linkify=lambda record: reverse("bank:desk", args=[record.pk]),
        attrs={"td": {"class": "num"}, "th": {"class": "num"}},
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
            "waiting",
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
        currency="bank_account__currency_id", show=True, verbose_name=_("Opening balance")
    )
    closing_balance = AmountColumn(
        currency="bank_account__currency_id", show=True, verbose_name=_("Closing balance")
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


def what_became_of(record: Any) -> str:
    """Return the address of a movement's reconciliation, or of the screen that makes it."""
    if record.reconciliation_id:
        return reverse("bank:reconciliation_detail", args=[record.reconciliation_id])
    return f"{reverse('bank:desk', args=[record.bank_account_id])}?line={record.pk}"


class ReconciledColumn(tables.Column):
    """Whether a movement is accounted for, as the link to where."""

    def render(self, record: Any) -> Any:
        """Return the badge."""
        done = bool(record.reconciliation_id)
        return badge("done" if done else "waiting", self.value(record))

    def value(self, record: Any) -> str:
        """Return the word."""
        return str(_("Reconciled") if record.reconciliation_id else _("Open"))


class BankStatementLineTable(tables.Table):
    """Movements as banks wrote them, and whether they are reconciled."""

    date = DateColumn(verbose_name=_("Date"))
    bank_account = tables.Column(order_by=("bank_account__name",), verbose_name=_("Bank account"))
    name = tables.Column(verbose_name=_("Name"))
    text = tables.Column(verbose_name=_("Text"))
    reference = CodeColumn(verbose_name=_("Bank's reference"))
    amount = AmountColumn(
        currency="bank_account__currency_id", show=True, sum=True, verbose_name=_("Amount")
    )
    reconciled = ReconciledColumn(
        accessor="pk", orderable=False, linkify=what_became_of, verbose_name=_("State")
    )

    always_shown = ("date", "amount")
    hidden_at_first = ("reference",)

    class Meta:
        model = BankStatementLine
        fields = ("date", "bank_account", "name", "text", "reference", "amount", "reconciled")
        sequence = fields
        attrs = CARDS
        row_attrs = {"data-href": what_became_of}


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


class ReconciliationTable(tables.Table):
    """What was reconciled."""

    date = DateColumn(verbose_name=_("Date"), linkify=document_url)
    what = tables.Column(orderable=False, verbose_name=_("Movement"))
    bank_account = tables.Column(order_by=("bank_account__name",), verbose_name=_("Bank account"))
    amount = AmountColumn(
        currency="bank_account__currency_id", show=True, orderable=False, verbose_name=_("Amount")
    )
    line_count = tables.Column(
        verbose_name=_("Movements"), attrs={"td": {"class": "num"}, "th": {"class": "num"}}
    )
    posting_count = tables.Column(
        verbose_name=_("Entries"), attrs={"td": {"class": "num"}, "th": {"class": "num"}}
    )
    rule = tables.Column(order_by=("rule__name",), verbose_name=_("Rule"))
    actor = tables.Column(orderable=False, verbose_name=_("By"))
    status = StatusColumn(verbose_name=_("Status"))

    always_shown = ("date",)
    hidden_at_first = ("posting_count",)

    class Meta:
        model = Reconciliation
        fields = (
            "date",
            "what",
            "bank_account",
            "amount",
            "line_count",
            "posting_count",
            "rule",
            "actor",
            "status",
        )
        sequence = fields
        attrs = CARDS
        row_attrs = {"data-href": document_url}


class PaymentRunTable(tables.Table):
    """Payment runs, newest first."""

    number = DocumentColumn(verbose_name=_("Payment run"))
    date = DateColumn(verbose_name=_("Pay on"))
    bank_account = tables.Column(order_by=("bank_account__name",), verbose_name=_("Bank account"))
    transfer_count = tables.Column(
        verbose_name=pgettext_lazy("bank", "Transfers"),
        attrs={"td": {"class": "num"}, "th": {"class": "num"}},
    )
    total = AmountColumn(
        currency="bank_account__currency_id", show=True, sum=True, verbose_name=_("Total")
    )
    written_by = tables.Column(orderable=False, verbose_name=_("Written by"))
    approved_by = tables.Column(orderable=False, verbose_name=_("Approved by"))
    status = StatusColumn(verbose_name=_("Status"))

    always_shown = ("number",)

    class Meta:
        model = PaymentRun
        fields = (
            "number", "date", "bank_account", "transfer_count", "total", "written_by", "approved_by", "status",
        )  # fmt: skip
        sequence = fields
        attrs = CARDS
        row_attrs = {"data-href": document_url}


def _rule_url(record: BankRule) -> str:
    return reverse("bank:bankrule_edit", args=[record.pk])


def _party_account_url(record: PartyAccount) -> str:
    return reverse("bank:partyaccount_edit", args=[record.pk])


class BankRuleTable(tables.Table):
    """Rules in their order."""

    position = tables.Column(verbose_name=_("Order"))
    name = tables.Column(verbose_name=_("Name"), linkify=_rule_url)
    text = tables.Column(verbose_name=_("Text contains"))
    flow = tables.Column(verbose_name=_("Direction"))
    account = tables.Column(order_by=("account__code",), verbose_name=_("Account"))
    party = PartyColumn(order_by=("party__name",), verbose_name=_("Party"))
    mode = tables.Column(verbose_name=_("Then"))
    state = StatusColumn(label="state_label", order_by=("is_active",), verbose_name=_("State"))

    always_shown = ("name",)

    class Meta:
        model = BankRule
        fields = ("position", "name", "text", "flow", "account", "party", "mode", "state")
        sequence = fields
        attrs = CARDS
        row_attrs = {"data-href": _rule_url}


class PartyAccountTable(tables.Table):
    """Where parties have their accounts."""

    party = PartyColumn(order_by=("party__name",), verbose_name=_("Party"))
    iban = CodeColumn(verbose_name=_("Account"), linkify=_party_account_url)
    bic = CodeColumn(verbose_name=_("BIC"))
    holder = tables.Column(verbose_name=_("Holder"))
    is_payable = tables.BooleanColumn(verbose_name=_("Pay here"), yesno="✓,–")

    always_shown = ("party",)

    class Meta:
        model = PartyAccount
        fields = ("party", "iban", "bic", "holder", "is_payable")
        sequence = fields
        attrs = CARDS
        row_attrs = {"data-href": _party_account_url}
