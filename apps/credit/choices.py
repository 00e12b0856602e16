"""Words of credit control."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.lifecycle import Lifecycle, Transition


class Side(models.TextChoices):
    """Who owes."""

    RECEIVABLE = "receivable", _("Receivables")
    PAYABLE = "payable", _("Payables")


class StatementKind(models.TextChoices):
    """How a party's account is told."""

    OPEN = "open", _("Open items")
    ACTIVITY = "activity", _("Activity with balance")


class DunningStatus(models.TextChoices):
    """The statuses of a dunning run."""

    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Sent")
    CANCELLED = "cancelled", _("Cancelled")


DUNNING_LIFECYCLE = Lifecycle(
    [
        Transition("send", (DunningStatus.DRAFT,), DunningStatus.SENT),
        Transition("cancel", (DunningStatus.DRAFT,), DunningStatus.CANCELLED),
    ]
)


class Means(models.TextChoices):
    """How a reminder goes out."""

    EMAIL = "email", _("E-mail")
    LETTER = "letter", _("Letter")
