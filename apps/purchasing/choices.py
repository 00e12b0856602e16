"""Statuses and the life cycle of purchase orders."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.lifecycle import Lifecycle, Transition


class OrderStatus(models.TextChoices):
    """The statuses of a purchase order; received and billed are derived."""

    DRAFT = "draft", _("Draft")
    CONFIRMED = "confirmed", _("Confirmed")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")


ORDER_LIFECYCLE = Lifecycle(
    [
        Transition("confirm", (OrderStatus.DRAFT,), OrderStatus.CONFIRMED),
        Transition("receive", (OrderStatus.CONFIRMED,), OrderStatus.CONFIRMED),
        Transition("bill", (OrderStatus.CONFIRMED,), OrderStatus.CONFIRMED),
        Transition("close", (OrderStatus.CONFIRMED,), OrderStatus.CLOSED),
        Transition("bill_down_payment", (OrderStatus.CONFIRMED,), OrderStatus.CONFIRMED),
        Transition("cancel", (OrderStatus.DRAFT, OrderStatus.CONFIRMED), OrderStatus.CANCELLED),
    ]
)
