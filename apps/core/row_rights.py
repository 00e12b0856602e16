"""On which rows a user holds a right: rights on single rows (guardian) beside rights of a role.

``may`` answers for one row, ``allowed_ids`` for a queryset. Every app with row rights uses these two.
"""

from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.apps import apps
from django.db import models
from django.utils.text import capfirst
from guardian.utils import get_group_obj_perms_model, get_user_obj_perms_model

NEVER_MODEL_WIDE = frozenset({"companies.access_company"})
"""Rights that a role can never hold for all rows: which companies a user works in is said one by one."""


@dataclass(frozen=True, slots=True)
class RowRight:
    """A right that is given row by row: to work in a company, a branch, a warehouse."""

    model: type[models.Model]
    codename: str

    @property
    def permission(self) -> str:
        """Return the right as ``app.codename``."""
        return f"{self.model._meta.app_label}.{self.codename}"

    @property
    def name(self) -> str:
        """Return the name of its form field and of its argument to the services: ``branch``."""
        return str(self.model._meta.model_name)

    @property
    def label(self) -> str:
        """Return the words over its form field."""
        return str(capfirst(str(self.model._meta.verbose_name_plural)))


def row_rights() -> list[RowRight]:
    """Return every right given row by row: each model that declares the permission ``access_<model>``."""
    return [
        RowRight(model, f"access_{model._meta.model_name}")
        for model in apps.get_models()
        if f"access_{model._meta.model_name}" in dict(model._meta.permissions)
    ]


def allowed_ids(user: Any, permission: str, model: type[models.Model]) -> set[UUID] | None:
    """Return the ids of the rows of ``model`` on which ``user`` holds ``permission``; None for all rows.

    One statement, remembered on the user object, which lives as long as the request.
    """
    if not user.is_authenticated or not user.is_active:
        return set()
    if user.is_superuser or (permission not in NEVER_MODEL_WIDE and user.has_perm(permission)):
        return None
    known: dict[str, set[UUID]] = user.__dict__.setdefault("_allowed_ids", {})
    if permission not in known:
        known[permission] = _granted(user, permission, model)
    return known[permission]


def forget_allowed_ids(user: Any) -> None:
    """Drop what is remembered of ``user``'s rights, after they changed."""
    for name in ("_allowed_ids", "_perm_cache", "_user_perm_cache", "_group_perm_cache"):
        user.__dict__.pop(name, None)


def allowed_rows(user: Any, permission: str, model: type[models.Model]) -> models.Q:
    """Return the condition of the rows of ``model`` on which ``user`` holds ``permission``, for one statement."""
    if not user.is_authenticated or not user.is_active:
        return models.Q(pk__in=[])
    if user.is_superuser or (permission not in NEVER_MODEL_WIDE and user.has_perm(permission)):
        return models.Q()
    own, of_groups = _grants(user, permission, model)
    return models.Q(pk__in=own) | models.Q(pk__in=of_groups)


def _granted(user: Any, permission: str, model: type[models.Model]) -> set[UUID]:
    own, of_groups = _grants(user, permission, model)
    return set(own.union(of_groups))


def _grants(user: Any, permission: str, model: type[models.Model]) -> tuple[Any, Any]:
    """Return the ids given to ``user``, and those given to their groups, as two querysets."""
    app_label, codename = permission.split(".")
    right = {
        "permission__codename": codename,
        "permission__content_type__app_label": app_label,
    }
    # guardian's types know neither custom users nor the direct tables
    own = cast(Any, get_user_obj_perms_model)(model).objects.filter(user=user, **right)
    of_groups = cast(Any, get_group_obj_perms_model)(model).objects.filter(
        group__user=user, **right
    )
    column = "content_object_id"
    return own.values_list(column, flat=True), of_groups.values_list(column, flat=True)
