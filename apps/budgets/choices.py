"""What a budget does when it is used up."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Control(models.TextChoices):
    """What happens when a document would go beyond a budget."""

    WATCH = "watch", _("Only compare")
    WARN = "warn", _("Post, and say so")
    STOP = "stop", _("Refuse")
