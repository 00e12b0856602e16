"""Reads of sales channels and their quotas."""

from typing import Any
from uuid import UUID

from django.db.models import Case, ExpressionWrapper, F, Q, QuerySet, Value, When

from apps.core.context import company_id
from apps.core.money import ZERO
from apps.core.permissions import may
from apps.core.queries import QUANTITY
from apps.stock.models import ChannelQuota, SalesChannel
from apps.warehouses.selectors import allowed_warehouses

FULL = Value(1, output_field=QUANTITY)


def visible_channels(user: Any) -> QuerySet[SalesChannel]:
    """Return the sales channels of the company, for those who may see them."""
    if not may(user, "stock.view_saleschannel"):
        return SalesChannel.objects.none()
    return SalesChannel.objects.filter(company_id=company_id()).order_by("code", "-pk")


def channels_in_use(keep: UUID | None = None) -> QuerySet[SalesChannel]:
    """Return the channels an order may name, with ``keep``, the one it names already."""
    wanted = Q(is_active=True) | Q(pk=keep) if keep else Q(is_active=True)
    return SalesChannel.objects.filter(wanted, company_id=company_id()).order_by("code")


def visible_quotas(user: Any) -> QuerySet[ChannelQuota]:
    """Return the quotas where ``user`` may work, with ``left`` and ``fill``, the share that is promised."""
    if not may(user, "stock.view_channelquota"):
        return ChannelQuota.objects.none()
    rows = ChannelQuota.objects.filter(company_id=company_id())
    allowed = allowed_warehouses(user)
    if allowed is not None:
        rows = rows.filter(warehouse_id__in=allowed)
    share = ExpressionWrapper(F("promised") / F("quantity"), QUANTITY)
    return (
        rows.select_related("product__unit", "warehouse", "channel")
        .annotate(
            left=ExpressionWrapper(F("quantity") - F("promised"), QUANTITY),
            fill=Case(When(quantity__gt=ZERO, then=share), default=FULL, output_field=QUANTITY),
        )
        .order_by("channel__code", "product__sku", "warehouse__code", "-pk")
    )
