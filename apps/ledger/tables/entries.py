"""Tables of accounts, entries and what makes entries."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.core.answers import document_url
from apps.core.columns import (
    AmountColumn,
    CodeColumn,
    DateColumn,
    DocumentColumn,
    StampColumn,
    StatusColumn,
)
from apps.ledger.models import (
    Account,
    Deferral,
    Entry,
    EntryLine,
    EntryTemplate,
    ManualEntry,
    OpeningImport,
    ReportRun,
    Revaluation,
)
from apps.ledger.tables.common import CARDS, opens


class AccountTable(tables.Table):
    """The chart of accounts."""

    code = CodeColumn(verbose_name=_("Code"), linkify=lambda record: document_url(record))
    name = tables.Column(accessor="display_name", order_by=("name",), verbose_name=_("Name"))
    type = tables.Column(verbose_name=_("Type"))
    control = tables.Column(
        accessor="get_control_display", order_by=("control",), verbose_name=_("Kept by")
    )
    reconcile = tables.BooleanColumn(verbose_name=_("Matched"))
    is_active = tables.BooleanColumn(verbose_name=_("In use"))

    class Meta:
        model = Account
        fields = ("code", "name", "type", "control", "reconcile", "is_active")
        sequence = fields
        attrs = CARDS
        row_attrs = opens("account_detail")

    def render_control(self, record: Account) -> str:
        """Say nothing of the accounts that anybody may post to."""
        return str(record.get_control_display()) if record.control else ""


class EntryTable(tables.Table):
    """Journal entries."""

    number = CodeColumn(accessor="seal__number", order_by=("seal__number",), verbose_name=_("No."))
    reference = DocumentColumn(order_by=("reference",), verbose_name=_("Reference"))
    date = DateColumn(verbose_name=_("Date"))
    journal = tables.Column(accessor="journal__code", verbose_name=_("Journal"))
    memo = tables.Column(verbose_name=_("Memo"))
    period = CodeColumn(accessor="period__code", verbose_name=_("Period"))
    total = AmountColumn(sum=True, verbose_name=_("Total"))
    created_at = StampColumn(verbose_name=_("Posted"))

    always_shown = ("reference",)
    hidden_at_first = ("period", "created_at")
    selectable = True

    class Meta:
        model = Entry
        fields = ("number", "reference", "date", "journal", "memo", "period", "total", "created_at")
        sequence = fields
        attrs = CARDS
        row_attrs = opens("entry_detail")


class EntryLineTable(tables.Table):
    """Lines of the general ledger."""

    account = tables.Column(
        accessor="account", order_by=("account__code",), verbose_name=_("Account")
    )
    date = DateColumn(verbose_name=_("Date"))
    number = CodeColumn(accessor="entry__seal__number", orderable=False, verbose_name=_("No."))
    entry = CodeColumn(
        accessor="entry",
        orderable=False,
        verbose_name=_("Entry"),
        linkify=lambda record: reverse("ledger:entry_detail", args=[record.entry_id]),
    )
    journal = tables.Column(
        accessor="entry__journal__code", orderable=False, verbose_name=_("Journal")
    )
    party = tables.Column(accessor="party__display_name", orderable=False, verbose_name=_("Party"))
    memo = tables.Column(orderable=False, verbose_name=_("Memo"))
    debit = AmountColumn(zero="dash", verbose_name=_("Debit"))
    credit = AmountColumn(zero="dash", verbose_name=_("Credit"))

    class Meta:
        model = EntryLine
        fields = (
            "account",
            "date",
            "number",
            "entry",
            "journal",
            "party",
            "memo",
            "debit",
            "credit",
        )
        sequence = fields
        attrs = CARDS
        row_attrs = {
            "data-href": lambda record: reverse("ledger:entry_detail", args=[record.entry_id])
        }


class ManualEntryTable(tables.Table):
    """Manual entries."""

    number = DocumentColumn()
    date = DateColumn(verbose_name=_("Date"))
    journal = tables.Column(accessor="journal__code", verbose_name=_("Journal"))
    memo = tables.Column(verbose_name=_("Memo"))
    status = StatusColumn()

    always_shown = ("number",)
    selectable = True

    class Meta:
        model = ManualEntry
        fields = ("number", "date", "journal", "memo", "status")
        sequence = fields
        attrs = CARDS
        row_attrs = opens("manualentry_detail")


class TemplateTable(tables.Table):
    """Templates of entries."""

    name = DocumentColumn(accessor="name", order_by=("name",), verbose_name=_("Name"))
    journal = tables.Column(accessor="journal__code", verbose_name=_("Journal"))
    frequency = tables.Column(
        accessor="get_frequency_display", order_by=("frequency",), verbose_name=_("Repeated")
    )
    start = DateColumn(verbose_name=_("From"))
    until = DateColumn(verbose_name=_("Until"))
    is_active = tables.BooleanColumn(verbose_name=_("In use"))

    class Meta:
        model = EntryTemplate
        fields = ("name", "journal", "frequency", "start", "until", "is_active")
        sequence = fields
        attrs = CARDS
        row_attrs = opens("entrytemplate_detail")


class DeferralTable(tables.Table):
    """Deferrals."""

    number = DocumentColumn()
    memo = tables.Column(verbose_name=_("Memo"))
    kind = tables.Column(verbose_name=_("Kind"))
    start = DateColumn(verbose_name=_("From"))
    end = DateColumn(verbose_name=_("To"))
    amount = AmountColumn(sum=True, verbose_name=_("Amount"))
    posted = AmountColumn(zero="dash", orderable=False, verbose_name=_("Posted so far"))
    status = StatusColumn()

    class Meta:
        model = Deferral
        fields = ("number", "memo", "kind", "start", "end", "amount", "posted", "status")
        sequence = fields
        attrs = CARDS
        row_attrs = opens("deferral_detail")


class OpeningImportTable(tables.Table):
    """Opening balances taken over."""

    filename = DocumentColumn(accessor="filename", order_by=("filename",), verbose_name=_("File"))
    date = DateColumn(verbose_name=_("Date"))
    rows = tables.Column(verbose_name=_("Rows"))
    control_total = AmountColumn(verbose_name=_("Control total"))
    difference = AmountColumn(zero="dash", verbose_name=_("Difference"))
    created_at = StampColumn(verbose_name=_("Posted"))

    class Meta:
        model = OpeningImport
        fields = ("filename", "date", "rows", "control_total", "difference", "created_at")
        sequence = fields
        attrs = CARDS
        row_attrs = opens("openingimport_detail")


class RevaluationTable(tables.Table):
    """Revaluations of foreign currency."""

    number = DocumentColumn()
    date = DateColumn(verbose_name=_("Date"))
    result = AmountColumn(sum=True, verbose_name=_("Result"))
    reversal = DateColumn(accessor="reversal__date", verbose_name=_("Reversed on"))
    created_at = StampColumn(verbose_name=_("Posted"))

    class Meta:
        model = Revaluation
        fields = ("number", "date", "result", "reversal", "created_at")
        sequence = fields
        attrs = CARDS
        row_attrs = opens("revaluation_detail")


class ReportRunTable(tables.Table):
    """Pinned reports."""

    title = DocumentColumn(accessor="title", order_by=("title",), verbose_name=_("Report"))
    number = CodeColumn(verbose_name=_("Entry no."))
    actor = tables.Column(orderable=False, verbose_name=_("Pinned by"))
    pdf_sha256 = CodeColumn(orderable=False, verbose_name=_("SHA-256 of the PDF"))
    created_at = StampColumn(verbose_name=_("Pinned"))
    hidden_at_first = ("pdf_sha256",)

    class Meta:
        model = ReportRun
        fields = ("title", "number", "actor", "pdf_sha256", "created_at")
        sequence = fields
        attrs = CARDS
        row_attrs = opens("reportrun_detail")
