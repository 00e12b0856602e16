"""What of stock stands between a period and its closing."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.companies.selectors import company_in_force
from apps.ledger.closing import ClosingCheck, ClosingItem, Severity
from apps.ledger.models import Period
from apps.stock.choices import DocumentStatus
from apps.stock.models import Reservation, StockDocument, TransitLine

SHOWN = 100


def draft_documents(period: Period) -> list[ClosingItem]:
    """Return the draft stock documents dated in ``period``: posted later they would move goods in it."""
    drafts = StockDocument.objects.filter(
        company_id=period.company_id,
        status=DocumentStatus.DRAFT,
        date__range=(period.start, period.end),
    )
    items = [
        ClosingItem(
            _("%(document)s: post or cancel it") % {"document": draft},
            "stock.stockdocument",
            draft.pk,
        )
        for draft in drafts.order_by("date", "pk")[: SHOWN + 1]
    ]
    return _cut(items, drafts)


def open_reservations(period: Period) -> list[ClosingItem]:
    """Return what was promised up to the end of ``period``, by the company's clock, and has not been shipped."""
    zone = ZoneInfo(company_in_force().time_zone)
    over = datetime.combine(period.end + timedelta(days=1), time(), zone)
    promised = Reservation.objects.filter(
        company_id=period.company_id, created_at__lt=over
    ).select_related("product")
    items = [
        ClosingItem(
            _("%(quantity)s of %(product)s are reserved and not shipped: ship or release them")
            % {"quantity": f"{row.quantity.normalize():f}", "product": row.product},
            "products.product",
            row.product_id,
        )
        for row in promised.order_by("created_at", "pk")[: SHOWN + 1]
    ]
    return _cut(items, promised)


def goods_on_their_way(period: Period) -> list[ClosingItem]:
    """Return what was sent up to the end of ``period`` and has not arrived: in stock, and in no warehouse."""
    sent = TransitLine.objects.filter(
        company_id=period.company_id, sent_on__lte=period.end, open_quantity__gt=0
    ).select_related("document", "product", "from_warehouse", "to_warehouse")
    items = [
        ClosingItem(
            _("%(document)s: %(quantity)s of %(product)s are on their way from %(from)s to %(to)s")
            % {
                "document": row.document,
                "quantity": f"{row.open_quantity.normalize():f}",
                "product": row.product,
                "from": row.from_warehouse.code,
                "to": row.to_warehouse.code,
            },
            "stock.stockdocument",
            row.document_id,
        )
        for row in sent.order_by("sent_on", "pk")[: SHOWN + 1]
    ]
    return _cut(items, sent)


def _cut(items: list[ClosingItem], rows: QuerySet[Any]) -> list[ClosingItem]:
    if len(items) <= SHOWN:
        return items
    more = _("and %(count)d more") % {"count": rows.count() - SHOWN}
    return [*items[:SHOWN], ClosingItem(more)]


CHECKS: Sequence[ClosingCheck] = (
    ClosingCheck("draft_stock_documents", gettext_lazy("Draft stock documents"), draft_documents),
    ClosingCheck(
        "open_reservations",
        gettext_lazy("Goods reserved and not shipped"),
        open_reservations,
        Severity.WARNING,
    ),
    ClosingCheck(
        "goods_on_their_way",
        gettext_lazy("Goods on their way between warehouses"),
        goods_on_their_way,
        Severity.WARNING,
    ),
)
