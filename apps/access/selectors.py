"""Reads: the companies, branches and colleagues a user may see."""

from typing import Any, cast
from uuid import UUID

from django.apps import apps
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils.text import capfirst
from guardian.utils import get_user_obj_perms_model

from apps.access.models import CompanyUserObjectPermission, User
from apps.access.permissions import RowRight, allowed_ids, may, row_rights
from apps.access.roles import ROLES
from apps.companies.models import Company
from apps.companies.selectors import visible_companies
from apps.core.context import company_id
from apps.core.models import AuditRow, CustomFields, FieldDefinition


def visible_users(user: Any) -> QuerySet[User]:
    """Return the people who may work in the company in force, for those who may see users."""
    if not may(user, "access.view_user"):
        return User.objects.none()
    members = CompanyUserObjectPermission.objects.filter(
        content_object_id=company_id(), permission__codename="access_company"
    )
    colleagues = User.objects.filter(pk__in=members.values("user_id")).select_related(
        "default_company"
    )
    return (
        colleagues.defer("default_company__logo").prefetch_related("groups").order_by("name", "pk")
    )


def roles_of(user: User) -> list[str]:
    """Return the names of ``user``'s roles, in the order roles are listed."""
    held = {group.name for group in user.groups.all()}
    return [role for role in ROLES if role in held]


def role_groups() -> QuerySet[Group]:
    """Return the groups that are roles."""
    return Group.objects.filter(name__in=ROLES)


def grantable_rows(actor: Any, right: RowRight) -> QuerySet[Any]:
    """Return the rows of one kind ``actor`` may give others access to: those the actor has access to."""
    if right.model is Company:
        return visible_companies(actor)
    return _allowed(actor, right.model, right.permission)


def granted_ids(user: User, right: RowRight) -> set[UUID]:
    """Return the ids of the rows of one kind that were given to ``user`` one by one."""
    grants = cast(Any, get_user_obj_perms_model)(right.model)
    rows = grants.objects.filter(user=user, permission__codename=right.codename)
    return set(rows.values_list("content_object_id", flat=True))


def grants_of(actor: Any, user: User) -> list[tuple[RowRight, list[models.Model]]]:
    """Return what was given to ``user`` row by row, as far as ``actor`` may see it."""
    return [
        (right, list(grantable_rows(actor, right).filter(pk__in=granted_ids(user, right))))
        for right in row_rights()
    ]


def _allowed(user: Any, model: type[models.Model], permission: str) -> QuerySet[Any]:
    ids = allowed_ids(user, permission, model)
    rows: QuerySet[Any] = model._default_manager.filter(company_id=company_id())
    return rows if ids is None else rows.filter(pk__in=ids)


def visible_changes(user: Any) -> QuerySet[AuditRow]:
    """Return the recorded changes of the company's rows, newest first, each with ``actor_name``.

    Superusers also see changes of rows that belong to no company: users, roles, companies themselves.
    """
    if not may(user, "core.view_auditrow"):
        return AuditRow.objects.none()
    of_company = Q(company_id=company_id())
    rows = AuditRow.objects.filter(
        of_company | Q(company_id=None) if user.is_superuser else of_company
    )
    names = User.objects.filter(pk=OuterRef("actor_id")).values("name")
    return rows.annotate(actor_name=Coalesce(Subquery(names[:1]), Value(""))).order_by("-id")


def row_with_history(user: Any, label: str, pk: UUID) -> models.Model:
    """Return the row ``label`` (``parties.party``) ``pk``, deleted or not, whose history ``user`` may read.

    Raises:
        Http404: no such kind of row, no history of it, or another company's.
    """
    try:
        model: Any = apps.get_model(label)
    except (LookupError, ValueError):
        raise Http404 from None
    if not may(user, "core.view_auditrow") or not hasattr(model, "history"):
        raise Http404
    versions = model.history.filter(**{model._meta.pk.attname: pk})
    if model is User:
        versions = versions.filter(id__in=visible_users(user).values("pk"))
    elif model is Company:
        versions = versions.filter(id=company_id())
    else:
        versions = versions.filter(company_id=company_id())
    latest = versions.order_by("-history_date", "-history_id").first()
    if latest is None:
        raise Http404
    row: models.Model = latest.instance
    return row


def visible_definitions(user: Any) -> QuerySet[FieldDefinition]:
    """Return the company's custom fields, for those who may see them."""
    if not may(user, "core.view_fielddefinition"):
        return FieldDefinition.objects.none()
    return FieldDefinition.objects.filter(company_id=company_id()).order_by(
        "target_type", "position", "pk"
    )


def custom_field_targets() -> dict[str, str]:
    """Return the kinds of rows that take custom fields: label -> name in words."""
    targets = [model for model in apps.get_models() if issubclass(model, CustomFields)]
    return {
        model._meta.label_lower: str(capfirst(str(model._meta.verbose_name_plural)))
        for model in targets
    }
