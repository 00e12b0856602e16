"""App configuration."""

from typing import ClassVar

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    """Users, roles and row rights: who may do what, and on which rows."""

    name = "apps.access"
    verbose_name = _("Access")
    role_permissions: ClassVar[dict[str, list[str]]] = {"hr": ["access.view_user"]}

    def ready(self) -> None:
        """Write the roles' rights to their groups after every migration."""
        from apps.access.roles import sync_after_migrate  # noqa: PLC0415 - models are loaded only now

        post_migrate.connect(sync_after_migrate, dispatch_uid="access.sync_roles")
