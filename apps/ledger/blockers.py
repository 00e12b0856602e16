"""What of the ledger itself stands between a period and its closing."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.ledger.choices import ManualEntryStatus, PeriodStatus
from apps.ledger.closing import ClosingCheck, ClosingItem
from apps.ledger.models import Entry, ManualEntry, Period


def earlier_periods(period: Period) -> list[ClosingItem]:
    """Return the open periods before ``period``: periods are closed in order."""
    earlier = Period.objects.filter(
        company_id=period.company_id, start__lt=period.start, status=PeriodStatus.OPEN
    )
    return [
        ClosingItem(
            _("%(period)s is open: close it first") % {"period": other.code},
            "ledger.period",
            other.pk,
        )
        for other in earlier.order_by("start")
    ]


def draft_entries(period: Period) -> list[ClosingItem]:
    """Return the draft manual entries dated in ``period``."""
    drafts = ManualEntry.objects.filter(
        company_id=period.company_id,
        status=ManualEntryStatus.DRAFT,
        date__range=(period.start, period.end),
    )
    return [
        ClosingItem(
            _("%(entry)s: post or cancel it") % {"entry": draft}, "ledger.manualentry", draft.pk
        )
        for draft in drafts.order_by("date", "pk")[:100]
    ]


def waiting_reversals(period: Period) -> list[ClosingItem]:
    """Return the entries that reverse themselves in ``period`` and have not yet."""
    waiting = ManualEntry.objects.filter(
        company_id=period.company_id,
        status=ManualEntryStatus.POSTED,
        reverse_on__range=(period.start, period.end),
    )
    return [
        ClosingItem(
            _("%(entry)s: reverse it, or run the recurring entries") % {"entry": entry},
            "ledger.manualentry",
            entry.pk,
        )
        for entry in waiting.order_by("reverse_on", "pk")[:100]
    ]


def unsealed_entries(period: Period) -> list[ClosingItem]:
    """Return the entries of ``period`` that the sealer has not numbered."""
    unsealed = Entry.objects.filter(company_id=period.company_id, period=period, seal__isnull=True)
    return [
        ClosingItem(_("%(entry)s is not sealed yet") % {"entry": entry}, "ledger.entry", entry.pk)
        for entry in unsealed.order_by("pk")[:100]
    ]


CHECKS: Sequence[ClosingCheck] = (
    ClosingCheck("earlier_periods", gettext_lazy("Earlier periods still open"), earlier_periods),
    ClosingCheck("draft_manual_entries", gettext_lazy("Draft manual entries"), draft_entries),
    ClosingCheck(
        "waiting_reversals", gettext_lazy("Entries still to reverse themselves"), waiting_reversals
    ),
    ClosingCheck("unsealed_entries", gettext_lazy("Entries not sealed"), unsealed_entries),
)
