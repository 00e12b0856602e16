"""What of purchasing stands between a period and its closing."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.ledger.closing import ClosingCheck, ClosingItem, Severity
from apps.ledger.models import Period
from apps.purchasing.selectors import received_not_billed

SHOWN = 100


def goods_received_not_invoiced(period: Period) -> list[ClosingItem]:
    """Return the orders of which goods came in by the end of ``period`` and no bill is booked for them."""
    orders = received_not_billed(period.end)
    items = [
        ClosingItem(
            _("%(order)s: book the bill of what has come in") % {"order": order},
            "purchasing.purchaseorder",
            order.pk,
        )
        for order in orders[: SHOWN + 1]
    ]
    if len(items) <= SHOWN:
        return items
    more = _("and %(count)d more") % {"count": orders.count() - SHOWN}
    return [*items[:SHOWN], ClosingItem(more)]


CHECKS: Sequence[ClosingCheck] = (
    ClosingCheck(
        "goods_received_not_invoiced",
        gettext_lazy("Goods received and not invoiced"),
        goods_received_not_invoiced,
        Severity.WARNING,
    ),
)
