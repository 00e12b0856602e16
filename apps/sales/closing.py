"""What of sales stands between a period and its closing."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.ledger.closing import ClosingCheck, ClosingItem, Severity
from apps.ledger.models import Period
from apps.sales.selectors import shipped_not_invoiced

SHOWN = 100


def goods_shipped_not_invoiced(period: Period) -> list[ClosingItem]:
    """Return the orders of which goods left by the end of ``period`` and no invoice asks for them."""
    orders = shipped_not_invoiced(period.end)
    items = [
        ClosingItem(
            _("%(order)s: invoice what has been shipped") % {"order": order},
            "sales.salesorder",
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
        "goods_shipped_not_invoiced",
        gettext_lazy("Goods shipped and not invoiced"),
        goods_shipped_not_invoiced,
        Severity.WARNING,
    ),
)
