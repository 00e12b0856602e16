"""What of invoices stands between a period and its closing."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.invoices.models import Invoice
from apps.ledger.closing import ClosingCheck, ClosingItem
from apps.ledger.models import Period

SHOWN = 100


def draft_invoices(period: Period) -> list[ClosingItem]:
    """Return the drafts dated in ``period``: posted later, they would book in it."""
    drafts = Invoice.objects.filter(
        company_id=period.company_id, status="draft", date__range=(period.start, period.end)
    )
    items = [
        ClosingItem(
            _("%(document)s, %(party)s: post it, cancel it or give it a later date")
            % {"document": draft, "party": draft.party},
            "invoices.invoice",
            draft.pk,
        )
        for draft in drafts.select_related("party").order_by("date", "pk")[: SHOWN + 1]
    ]
    if len(items) <= SHOWN:
        return items
    more = _("and %(count)d more") % {"count": drafts.count() - SHOWN}
    return [*items[:SHOWN], ClosingItem(more)]


CHECKS: Sequence[ClosingCheck] = (
    ClosingCheck("draft_invoices", gettext_lazy("Draft invoices and bills"), draft_invoices),
)
