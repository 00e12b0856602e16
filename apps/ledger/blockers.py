"""What of the ledger itself stands between a period and its closing."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.companies.selectors import company_in_force
from apps.core.exceptions import BusinessError
from apps.core.formatting import format_date, format_money
from apps.ledger import closing
from apps.ledger.choices import ManualEntryStatus, PeriodStatus
from apps.ledger.closing import ClosingCheck, ClosingItem, Severity
from apps.ledger.models import Entry, ManualEntry, Period
from apps.ledger.revaluing import at_closing_rate


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


def foreign_currency(period: Period) -> list[ClosingItem]:
    """Return the holdings in foreign currency that do not stand at the closing rate of ``period`` yet."""
    company = company_in_force()
    try:
        lines = [line for line in at_closing_rate(period.end, company) if line.posted]
    except BusinessError as error:  # a rate is missing: the sentence says which
        return [ClosingItem(error.message)]
    words = _("%(text)s, %(held)s: revalue it, %(difference)s differ")
    return [
        ClosingItem(
            words
            % {
                "text": line.holding.text,
                "held": format_money(line.holding.amount_currency, line.holding.currency),
                "difference": format_money(line.posted, company.currency_id),
            }
        )
        for line in lines[:100]
    ]


def nowhere_to_reverse(period: Period) -> list[ClosingItem]:
    """Return what the closing would post and reverse on a day that lies in no period."""
    next_day = period.end + timedelta(days=1)
    if Period.objects.filter(company_id=period.company_id, start=next_day).exists():
        return []
    words = _("%(what)s: open the fiscal year that holds %(day)s, on which it is reversed")
    return [
        ClosingItem(words % {"what": maker.label, "day": format_date(next_day)})
        for maker in closing.entries
        if any(draft.reverse_on for draft in maker.make(period))
    ]


CHECKS: Sequence[ClosingCheck] = (
    ClosingCheck("earlier_periods", gettext_lazy("Earlier periods still open"), earlier_periods),
    ClosingCheck("draft_manual_entries", gettext_lazy("Draft manual entries"), draft_entries),
    ClosingCheck(
        "waiting_reversals", gettext_lazy("Entries still to reverse themselves"), waiting_reversals
    ),
    ClosingCheck(
        "nowhere_to_reverse", gettext_lazy("No period to reverse accruals in"), nowhere_to_reverse
    ),
    ClosingCheck("unsealed_entries", gettext_lazy("Entries not sealed"), unsealed_entries),
    ClosingCheck(
        "foreign_currency",
        gettext_lazy("Foreign currency not revalued"),
        foreign_currency,
        Severity.WARNING,
    ),
)
