"""Directions, statuses and the life cycle of payments."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.core.lifecycle import Lifecycle, Transition


class Direction(models.TextChoices):
    """Whether money comes in or goes out."""

    RECEIPT = "receipt", pgettext_lazy("money", "Receipt")
    DISBURSEMENT = "disbursement", _("Disbursement")


SOURCE_PAYMENT, SOURCE_CLEARING, SOURCE_MATCH = (
    "payments.payment",
    "payments.clearing",
    "payments.match",
)
"""What entries of this app say they were made from."""

NUMBER_PREFIX = {Direction.RECEIPT: "PAY", Direction.DISBURSEMENT: "DIS"}


class PaymentStatus(models.TextChoices):
    """The statuses of a payment."""

    DRAFT = "draft", _("Draft")
    POSTED = "posted", _("Posted")
    REVERSED = "reversed", _("Reversed")
    CANCELLED = "cancelled", _("Cancelled")


PAYMENT_LIFECYCLE = Lifecycle(
    [
        Transition("post", (PaymentStatus.DRAFT,), PaymentStatus.POSTED),
        Transition("cancel", (PaymentStatus.DRAFT,), PaymentStatus.CANCELLED),
        Transition("reverse", (PaymentStatus.POSTED,), PaymentStatus.REVERSED),
    ]
)


class Settlement(models.TextChoices):
    """How far a payment is matched; derived from the ledger, never stored."""

    DRAFT = "draft", _("Draft")
    CANCELLED = "cancelled", _("Cancelled")
    REVERSED = "reversed", _("Reversed")
    ON_ACCOUNT = "on_account", _("On account")
    PARTIAL = "partial", _("Partly matched")
    MATCHED = "matched", _("Matched")
