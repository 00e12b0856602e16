"""What of payments stands between a period and its closing."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.formatting import format_money
from apps.invoices.querysets import CONTROLS
from apps.ledger.closing import ClosingCheck, ClosingItem, Severity
from apps.ledger.models import OpenItem, Period
from apps.payments.models import Payment

SHOWN = 100


def draft_payments(period: Period) -> list[ClosingItem]:
    """Return the draft payments dated in ``period``: posted later, they would book in it."""
    drafts = Payment.objects.filter(
        company_id=period.company_id, status="draft", date__range=(period.start, period.end)
    )
    items = [
        ClosingItem(
            _("%(document)s, %(party)s: post it, cancel it or give it a later date")
            % {"document": draft, "party": draft.party},
            "payments.payment",
            draft.pk,
        )
        for draft in drafts.select_related("party").order_by("date", "pk")[: SHOWN + 1]
    ]
    return _cut(items, drafts)


def unmatched_payments(period: Period) -> list[ClosingItem]:
    """Return the payments made up to the end of ``period`` that are still on account, whole or in part."""
    items = OpenItem.objects.filter(
        company_id=period.company_id,
        entry__payment__status="posted",
        account__control__in=CONTROLS,
        open_amount__gt=0,
        date__lte=period.end,
    )
    shown = items.select_related("entry__payment", "party").order_by("date", "pk")[: SHOWN + 1]
    found = [
        ClosingItem(
            _("%(document)s, %(party)s: match the %(amount)s that are still on account")
            % {
                "document": item.entry.payment,
                "party": item.party,
                "amount": format_money(item.open_currency, item.currency_id),
            },
            "payments.payment",
            item.entry.payment.pk,
        )
        for item in shown
    ]
    return _cut(found, items)


def _cut(items: list[ClosingItem], rows: QuerySet[Any]) -> list[ClosingItem]:
    if len(items) <= SHOWN:
        return items
    more = _("and %(count)d more") % {"count": rows.count() - SHOWN}
    return [*items[:SHOWN], ClosingItem(more)]


CHECKS: Sequence[ClosingCheck] = (
    ClosingCheck("draft_payments", gettext_lazy("Draft payments"), draft_payments),
    ClosingCheck(
        "unmatched_payments",
        gettext_lazy("Payments still on account"),
        unmatched_payments,
        Severity.WARNING,
    ),
)
