"""The life cycles of waves and packages."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.lifecycle import Lifecycle, Transition


class WaveStatus(models.TextChoices):
    """The statuses of a wave; the first pick starts it."""

    OPEN = "open", _("To pick")
    PICKING = "picking", _("Being picked")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")


LIVE: Final = (WaveStatus.OPEN, WaveStatus.PICKING)
WAVE_LIFECYCLE: Final = Lifecycle(
    [
        Transition("start", (WaveStatus.OPEN,), WaveStatus.PICKING),
        Transition("finish", (WaveStatus.PICKING,), WaveStatus.DONE),
        Transition("cancel", LIVE, WaveStatus.CANCELLED),
    ]
)


class PackageStatus(models.TextChoices):
    """The statuses of a package."""

    OPEN = "open", _("Being packed")
    CLOSED = "closed", _("Closed")


PACKAGE_LIFECYCLE: Final = Lifecycle(
    [
        Transition("close", (PackageStatus.OPEN,), PackageStatus.CLOSED),
        Transition("reopen", (PackageStatus.CLOSED,), PackageStatus.OPEN),
    ]
)
