"""App configuration."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    """Users, roles and row rights: who may do what, and on which rows."""

    name = "apps.access"
    verbose_name = _("Access")
    role_permissions: ClassVar[dict[str, list[str]]] = {}
