"""The wiring as an app: it only brings the checks of ``erp.checks``."""

from django.apps import AppConfig

from erp import checks


class ErpConfig(AppConfig):
    """Registers the checks that keep Plumb from running on an unsafe database."""

    name = "erp"
    verbose_name = "Plumb"
    checks = checks.REGISTERED
