"""What a cost is spread by, and the life cycle of landed costs."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.lifecycle import Lifecycle, Transition


class Basis(models.TextChoices):
    """What decides how much of a cost a line of a receipt takes."""

    VALUE = "value", _("Value")
    QUANTITY = "quantity", _("Quantity")
    WEIGHT = "weight", _("Weight")
    VOLUME = "volume", _("Volume")


class LandedCostStatus(models.TextChoices):
    """The statuses of landed costs."""

    DRAFT = "draft", _("Draft")
    POSTED = "posted", _("Posted")
    REVERSED = "reversed", _("Reversed")
    CANCELLED = "cancelled", _("Cancelled")


LANDED_COST_LIFECYCLE: Final = Lifecycle(
    [
        Transition("post", (LandedCostStatus.DRAFT,), LandedCostStatus.POSTED),
        Transition("cancel", (LandedCostStatus.DRAFT,), LandedCostStatus.CANCELLED),
        Transition("reverse", (LandedCostStatus.POSTED,), LandedCostStatus.REVERSED),
    ]
)
