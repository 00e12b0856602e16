"""App configuration."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    """Dashboards, search and statements that read across the apps."""

    name = "apps.reporting"
    verbose_name = _("Reporting")
    role_permissions: ClassVar[dict[str, list[str]]] = {}
