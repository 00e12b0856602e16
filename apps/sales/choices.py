"""Statuses and the life cycle of sales orders."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.lifecycle import Lifecycle, Transition


class OrderStatus(models.TextChoices):
    """The statuses of a sales order; reserved, shipped and invoiced are derived."""

    DRAFT = "draft", _("Draft")
    CONFIRMED = "confirmed", _("Confirmed")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")


ORDER_LIFECYCLE = Lifecycle(
    [
        Transition("confirm", (OrderStatus.DRAFT,), OrderStatus.CONFIRMED),
        Transition("reserve", (OrderStatus.CONFIRMED,), OrderStatus.CONFIRMED),
        Transition("ship", (OrderStatus.CONFIRMED,), OrderStatus.CONFIRMED),
        Transition("invoice", (OrderStatus.CONFIRMED,), OrderStatus.CONFIRMED),
        Transition("close", (OrderStatus.CONFIRMED,), OrderStatus.CLOSED),
        Transition("invoice_down_payment", (OrderStatus.CONFIRMED,), OrderStatus.CONFIRMED),
        Transition("cancel", (OrderStatus.DRAFT, OrderStatus.CONFIRMED), OrderStatus.CANCELLED),
    ]
)
