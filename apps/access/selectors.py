"""Reads: the companies, branches and colleagues a user may see."""

from typing import Any
from uuid import UUID

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import QuerySet
from guardian.utils import get_user_obj_perms_model

from apps.access.models import CompanyUserObjectPermission, User
from apps.access.permissions import RowRight, allowed_ids, may, row_rights
from apps.access.roles import ROLES
from apps.companies.models import Branch, Company
from apps.core.context import company_id


def visible_companies(user: Any) -> QuerySet[Company]:
    """Return the companies ``user`` may work in, without their logos; superusers may in every one."""
    ids = allowed_ids(user, "companies.access_company", Company)
    companies = Company.objects.defer("logo").order_by("code")
    return companies if ids is None else companies.filter(pk__in=ids)


def visible_branches(user: Any) -> QuerySet[Branch]:
    """Return the branches of the company in force that ``user`` may work in."""
    return _allowed(user, Branch, "companies.access_branch").order_by("code")


def visible_users(user: Any) -> QuerySet[User]:
    """Return the people who may work in the company in force, for those who may see users."""
    if not may(user, "access.view_user"):
        return User.objects.none()
    members = CompanyUserObjectPermission.objects.filter(
        content_object_id=company_id(), permission__codename="access_company"
    )
    colleagues = User.objects.filter(pk__in=members.values("user_id")).select_related("default_company")
    return colleagues.defer("default_company__logo").prefetch_related("groups").order_by("name", "pk")


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
    grants: Any = get_user_obj_perms_model(right.model)
    rows = grants.objects.filter(user=user, permission__codename=right.codename)
    return set(rows.values_list("content_object_id", flat=True))


def grants_of(actor: Any, user: User) -> list[tuple[RowRight, list[models.Model]]]:
    """Return what was given to ``user`` row by row, as far as ``actor`` may see it."""
    return [
        (right, list(grantable_rows(actor, right).filter(pk__in=granted_ids(user, right)))) for right in row_rights()
    ]


def _allowed(user: Any, model: type[models.Model], permission: str) -> QuerySet[Any]:
    ids = allowed_ids(user, permission, model)
    rows: QuerySet[Any] = model._default_manager.filter(company_id=company_id())
    return rows if ids is None else rows.filter(pk__in=ids)
