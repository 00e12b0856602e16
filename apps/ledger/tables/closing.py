"""Tables of years, periods, locks and the tasks of a closing."""

import django_tables2 as tables
from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.core.answers import document_url
from apps.core.columns import (
    CodeColumn,
    DateColumn,
    StampColumn,
    StatusColumn,
)
from apps.ledger.models import (
    AreaLock,
    ClosingTask,
    FiscalYear,
    LockOverride,
    Period,
)
from apps.ledger.tables.common import CARDS, opens


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
        row_attrs = opens("period_detail")


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
        row_attrs = opens("fiscalyear_detail")


class AreaLockTable(tables.Table):
    """Locks by area."""

    area = tables.Column(
        verbose_name=_("Area"),
        linkify=lambda record: reverse("ledger:arealock_edit", args=[record.pk]),
    )
    soft_until = DateColumn(verbose_name=_("Soft lock until"))
    hard_until = DateColumn(verbose_name=_("Hard lock until"))

    class Meta:
        model = AreaLock
        fields = ("area", "soft_until", "hard_until")
        sequence = fields
        attrs = CARDS
        row_attrs = opens("arealock_edit")


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
        row_attrs = opens("closingtask_edit")


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
