"""Tables of the ledger."""

from typing import Any

import django_tables2 as tables
from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.core.answers import document_url
from apps.core.columns import (
    AmountColumn,
    CodeColumn,
    DateColumn,
    DocumentColumn,
    PercentColumn,
    StampColumn,
    StatusColumn,
)
from apps.ledger.models import (
    Account,
    AreaLock,
    ClosingTask,
    DefaultAccount,
    Deferral,
    Dimension,
    DimensionRule,
    DimensionValue,
    Entry,
    EntryLine,
    EntryTemplate,
    FiscalYear,
    Journal,
    LockOverride,
    ManualEntry,
    OpeningImport,
    Period,
    ReportRun,
    Revaluation,
    Tax,
)

CARDS = {"class": "table table--cards"}


def _opens(name: str) -> dict[str, Any]:
    return {"data-href": lambda record: reverse(f"ledger:{name}", args=[record.pk])}


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
        row_attrs = _opens("account_detail")

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
        row_attrs = _opens("entry_detail")


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
        row_attrs = _opens("manualentry_detail")


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
        row_attrs = _opens("revaluation_detail")


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
        row_attrs = _opens("reportrun_detail")


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
        row_attrs = _opens("openingimport_detail")


class PeriodTable(tables.Table):
    """Periods."""

    code = CodeColumn(verbose_name=_("Period"), linkify=lambda record: document_url(record))
    fiscal_year = tables.Column(accessor="fiscal_year__code", verbose_name=_("Fiscal year"))
    start = DateColumn(verbose_name=_("First day"))
    end = DateColumn(verbose_name=_("Last day"))
    status = StatusColumn()

    class Meta:
        model = Period
        fields = ("code", "fiscal_year", "start", "end", "status")
        sequence = fields
        attrs = CARDS
        row_attrs = _opens("period_detail")


class FiscalYearTable(tables.Table):
    """Fiscal years."""

    code = CodeColumn(verbose_name=_("Fiscal year"), linkify=lambda record: document_url(record))
    start = DateColumn(verbose_name=_("First day"))
    end = DateColumn(verbose_name=_("Last day"))

    class Meta:
        model = FiscalYear
        fields = ("code", "start", "end")
        sequence = fields
        attrs = CARDS
        row_attrs = _opens("fiscalyear_detail")


class AreaLockTable(tables.Table):
    """Locks by area."""

    area = tables.Column(linkify=lambda record: reverse("ledger:arealock_edit", args=[record.pk]))
    soft_until = DateColumn(verbose_name=_("Soft lock until"))
    hard_until = DateColumn(verbose_name=_("Hard lock until"))

    class Meta:
        model = AreaLock
        fields = ("area", "soft_until", "hard_until")
        sequence = fields
        attrs = CARDS
        row_attrs = _opens("arealock_edit")


class ClosingTaskTable(tables.Table):
    """Tasks of the closing checklist."""

    name = tables.Column(
        linkify=lambda record: reverse("ledger:closingtask_edit", args=[record.pk])
    )
    owner = tables.Column(order_by=("owner__name",), default="–")
    period = tables.Column(order_by=("period__start",), default=_("Every period"))

    class Meta:
        model = ClosingTask
        fields = ("name", "owner", "due_days", "blocks", "period", "is_active")
        sequence = fields
        attrs = CARDS
        row_attrs = _opens("closingtask_edit")


class LockOverrideTable(tables.Table):
    """What was posted in spite of a soft lock."""

    at = StampColumn(verbose_name=_("When"))
    actor = tables.Column(order_by=("actor__name",), verbose_name=_("Posted by"), default="–")
    area = tables.Column(verbose_name=_("Area"))
    date = DateColumn(verbose_name=_("Date"))
    locked_until = DateColumn(verbose_name=_("Locked until"))
    document = tables.Column(
        accessor="source_id", verbose_name=_("Document"), orderable=False,
        linkify=lambda record: source_of(record),
    )  # fmt: skip

    class Meta:
        model = LockOverride
        fields = ("at", "actor", "area", "date", "locked_until", "document")
        sequence = fields
        attrs = CARDS

    def render_document(self, record: LockOverride) -> str:
        """Say what kind of thing was posted."""
        return str(apps.get_model(record.source_type)._meta.verbose_name)


def source_of(record: LockOverride) -> str | None:
    """Return the address of what was posted."""
    if record.source_type == "ledger.entry":
        return reverse("ledger:entry_detail", args=[record.source_id])
    return None


class JournalTable(tables.Table):
    """Journals."""

    code = CodeColumn(verbose_name=_("Code"))
    name = tables.Column(accessor="display_name", order_by=("name",), verbose_name=_("Name"))
    type = tables.Column(verbose_name=_("Type"))
    account = tables.Column(verbose_name=_("Bank or cash account"), order_by=("account__code",))
    is_active = tables.BooleanColumn(verbose_name=_("In use"))

    class Meta:
        model = Journal
        fields = ("code", "name", "type", "account", "is_active")
        sequence = fields
        attrs = CARDS
        row_attrs = _opens("journal_edit")


class TaxTable(tables.Table):
    """Tax codes."""

    code = CodeColumn(verbose_name=_("Code"))
    name = tables.Column(accessor="display_name", order_by=("name",), verbose_name=_("Name"))
    use = tables.Column(verbose_name=_("Used on"))
    treatment = tables.Column(verbose_name=_("Treatment"))
    rate = PercentColumn(verbose_name=_("Rate"))
    account = tables.Column(verbose_name=_("Tax account"), order_by=("account__code",))
    is_active = tables.BooleanColumn(verbose_name=_("In use"))

    class Meta:
        model = Tax
        fields = ("code", "name", "use", "treatment", "rate", "account", "is_active")
        sequence = fields
        attrs = CARDS
        row_attrs = _opens("tax_edit")

    def render_rate(self, value: Any) -> str:
        """Return the rate, which is in percent already."""
        return f"{value.normalize():f} %"


class DefaultAccountTable(tables.Table):
    """Default accounts."""

    purpose = tables.Column(verbose_name=_("Used for"))
    account = tables.Column(verbose_name=_("Account"), order_by=("account__code",))

    class Meta:
        model = DefaultAccount
        fields = ("purpose", "account")
        sequence = fields
        attrs = CARDS
        row_attrs = _opens("defaultaccount_edit")


class DimensionTable(tables.Table):
    """Dimensions."""

    code = CodeColumn(verbose_name=_("Code"))
    name = tables.Column(accessor="display_name", order_by=("name",), verbose_name=_("Name"))
    is_active = tables.BooleanColumn(verbose_name=_("In use"))

    class Meta:
        model = Dimension
        fields = ("code", "name", "is_active")
        sequence = fields
        attrs = CARDS
        row_attrs = _opens("dimension_edit")


class DimensionValueTable(tables.Table):
    """Values of dimensions."""

    dimension = tables.Column(verbose_name=_("Dimension"), order_by=("dimension__code",))
    code = CodeColumn(verbose_name=_("Code"))
    name = tables.Column(accessor="display_name", order_by=("name",), verbose_name=_("Name"))
    parent = tables.Column(verbose_name=_("Part of"), order_by=("parent__code",))
    valid_from = DateColumn(verbose_name=_("Valid from"))
    valid_to = DateColumn(verbose_name=_("Valid to"))
    is_active = tables.BooleanColumn(verbose_name=_("In use"))

    class Meta:
        model = DimensionValue
        fields = ("dimension", "code", "name", "parent", "valid_from", "valid_to", "is_active")
        sequence = fields
        attrs = CARDS
        row_attrs = _opens("dimensionvalue_edit")


class DimensionRuleTable(tables.Table):
    """What accounts say to dimensions."""

    subject = tables.Column(
        accessor="pk", order_by=("account_type", "account__code"), verbose_name=_("Accounts")
    )
    dimension = tables.Column(verbose_name=_("Dimension"), order_by=("dimension__code",))
    policy = tables.Column(verbose_name=_("Rule"))
    default = tables.Column(verbose_name=_("Default value"), order_by=("default__code",))

    class Meta:
        model = DimensionRule
        fields = ("subject", "dimension", "policy", "default")
        sequence = fields
        attrs = CARDS
        row_attrs = _opens("dimensionrule_edit")

    def render_subject(self, record: DimensionRule) -> str:
        """Return the account, or the type in words."""
        return str(record.account or record.get_account_type_display())

    def value_subject(self, record: DimensionRule) -> str:
        """Return the same for exports."""
        return self.render_subject(record)


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
        row_attrs = _opens("entrytemplate_detail")


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
        row_attrs = _opens("deferral_detail")
