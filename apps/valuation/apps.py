"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ValuationConfig(AppConfig):
    """What stock was worth on any day, why a move cost what it cost, and the reports of stock."""

    name = "apps.valuation"
    verbose_name = _("Valuation of stock")
