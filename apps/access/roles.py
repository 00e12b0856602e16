"""Roles are groups: what each may do is declared by the apps and written to the groups after every migration."""

from collections import defaultdict
from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.models import Group, Permission
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.access.permissions import NEVER_MODEL_WIDE

OWNER = "owner"
AUDITOR = "auditor"
ROLES: dict[str, str | Promise] = {
    OWNER: _("Owner"),
    "accountant": _("Accountant"),
    "warehouse_manager": _("Warehouse manager"),
    "quality": _("Quality inspector"),
    "salesperson": _("Salesperson"),
    "buyer": _("Buyer"),
    "hr": _("Human resources"),
    AUDITOR: _("Auditor (reads everything)"),
}


def role_label(role: str) -> str:
    """Return a role's name in the active language."""
    return str(ROLES.get(role, role))


def declared_permissions() -> dict[str, set[str]]:
    """Return role -> ``app.codename`` as the apps declare them in ``AppConfig.role_permissions``."""
    declared: dict[str, set[str]] = defaultdict(set)
    for config in apps.get_app_configs():
        for role, permissions in getattr(config, "role_permissions", {}).items():
            declared[role].update(permissions)
    return declared


def unknown_declarations() -> list[str]:
    """Return what the apps declare for roles or permissions that do not exist; a test holds it empty."""
    known = {f"{app_label}.{codename}" for app_label, codename in _permission_keys("default")}
    return sorted(
        f"{role}: {permission}"
        for role, permissions in declared_permissions().items()
        for permission in permissions
        if role not in ROLES or permission not in known
    )


def sync_roles(using: str) -> None:
    """Write every role's rights to its group: owners may do everything, auditors see everything."""
    ids = _permission_keys(using)
    declared = declared_permissions()
    every = {f"{app_label}.{codename}" for app_label, codename in ids}
    declared[OWNER] |= every
    declared[AUDITOR] |= {
        permission for permission in every if permission.partition(".")[2].startswith("view_")
    }
    by_name = {f"{app_label}.{codename}": pk for (app_label, codename), pk in ids.items()}
    for role in ROLES:
        group, _created = Group.objects.using(using).get_or_create(name=role)
        wanted = {by_name[name] for name in declared[role] - NEVER_MODEL_WIDE if name in by_name}
        _set_permissions(group, wanted, using)


def sync_after_migrate(sender: AppConfig, using: str, **_kwargs: Any) -> None:
    """Sync when the last app has been migrated, so that every permission is there (a post_migrate receiver)."""
    with_models = [config for config in apps.get_app_configs() if config.models_module is not None]
    if sender is with_models[-1]:
        sync_roles(using)


def _permission_keys(using: str) -> dict[tuple[str, str], int]:
    rows = Permission.objects.using(using).values_list("content_type__app_label", "codename", "pk")
    return {(app_label, codename): pk for app_label, codename, pk in rows}


def _set_permissions(group: Group, wanted: set[int], using: str) -> None:
    """Change only what differs, so that a migration without news writes nothing to the audit log."""
    links = Group.permissions.through.objects.using(using)
    present = set(links.filter(group=group).values_list("permission_id", flat=True))
    links.filter(group=group, permission_id__in=present - wanted).delete()
    links.bulk_create(
        [links.model(group=group, permission_id=pk) for pk in sorted(wanted - present)]
    )
