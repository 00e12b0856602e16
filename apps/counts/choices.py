"""Statuses and life cycle of count sheets, the classes of goods, and the way a difference goes."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.core.lifecycle import Lifecycle, Transition


class SheetStatus(models.TextChoices):
    """The statuses of a count sheet."""

    OPEN = "open", pgettext_lazy("count sheet", "Being counted")
    SUBMITTED = "submitted", pgettext_lazy("count sheet", "Counted")
    APPROVED = "approved", _("Approved")
    POSTED = "posted", _("Posted")
    CANCELLED = "cancelled", _("Cancelled")


COUNTED = (SheetStatus.SUBMITTED, SheetStatus.APPROVED)
SHEET_LIFECYCLE = Lifecycle(
    [
        Transition("submit", (SheetStatus.OPEN,), SheetStatus.SUBMITTED),
        Transition("approve", (SheetStatus.SUBMITTED,), SheetStatus.APPROVED),
        Transition("post", COUNTED, SheetStatus.POSTED),
        Transition("reopen", COUNTED, SheetStatus.OPEN),
        Transition("cancel", (SheetStatus.OPEN, *COUNTED), SheetStatus.CANCELLED),
    ]
)


class AbcClass(models.TextChoices):
    """How much of what is shipped a product makes: A most of it, C the rest."""

    A = "A", "A"
    B = "B", "B"
    C = "C", "C"


class Way(models.TextChoices):
    """Which way a count differs."""

    FOUND = "found", _("More than expected")
    MISSING = "missing", _("Less than expected")
