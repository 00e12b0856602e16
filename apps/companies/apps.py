"""App configuration."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CompaniesConfig(AppConfig):
    """Companies, branches, currencies, exchange rates and the business calendar."""

    name = "apps.companies"
    verbose_name = _("Companies")
    role_permissions: ClassVar[dict[str, list[str]]] = {}
