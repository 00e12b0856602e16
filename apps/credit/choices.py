"""Words of credit control."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Side(models.TextChoices):
    """Who owes."""

    RECEIVABLE = "receivable", _("Receivables")
    PAYABLE = "payable", _("Payables")
