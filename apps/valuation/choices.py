"""The reports of stock, by the name in their address."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Report(models.TextChoices):
    """What can be asked of stock."""

    WORTH = "worth", _("Valuation")
    MOVEMENT = "movement", _("Movement")
    AGEING = "ageing", _("Ageing")
    TURNOVER = "turnover", _("Turnover")
    EXPIRING = "expiring", _("Expiring lots")
    DEAD = "dead", _("Dead stock")


NEEDS_COST = frozenset({Report.TURNOVER})
USUAL_DAYS = {Report.EXPIRING: 30, Report.DEAD: 90}
