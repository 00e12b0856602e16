"""App configuration."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntegrationsConfig(AppConfig):
    """Exports of the books to other accounting programs and to the authorities."""

    name = "apps.integrations"
    verbose_name = _("Exports")
    role_permissions: ClassVar[dict[str, list[str]]] = {
        "accountant": ["integrations.view_journalexport", "integrations.add_journalexport"]
    }
