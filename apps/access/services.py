"""Writes: users, their roles, and the companies, branches and warehouses they may work in.

Each service takes the person who acts as ``actor``; None is the system itself (commands, the demo).
"""

from collections.abc import Collection, Mapping
from typing import Any, cast
from uuid import UUID

from django.contrib.auth.models import Group
from django.db import models, transaction
from django.utils.translation import gettext as _
from guardian.shortcuts import assign_perm, remove_perm
from guardian.utils import get_user_obj_perms_model

from apps.access.models import CompanyUserObjectPermission, User
from apps.access.permissions import RowRight, allowed_ids, forget_allowed_ids, row_rights
from apps.access.roles import OWNER, ROLES
from apps.access.selectors import grantable_rows, granted_ids, roles_of
from apps.companies.models import Company
from apps.core.context import company_context, company_id, current
from apps.core.events import publish
from apps.core.exceptions import BusinessError, NotAllowed

Grants = Mapping[str, Collection[UUID]]
"""What may be worked in, by the name of its right: ``{"company": {id, ...}, "branch": {...}}``."""


class EmailTaken(BusinessError):
    """Somebody has that e-mail address already."""


class BeyondReach(NotAllowed):
    """The user works in companies the actor has no access to, or is a superuser."""


class LockedOut(BusinessError):
    """The change would take the actor's own way in."""


@transaction.atomic
def create_user(
    *,
    actor: User | None,
    email: str,
    name: str,
    password: str | None = None,
    roles: Collection[str] = (),
    companies: Collection[Company] = (),
    **fields: Any,
) -> User:
    """Make a user with roles who may work in ``companies``; the first of them is the default one.

    Args:
        password: none means one that cannot log in until invited.
        fields: further fields of ``User``: ``title``, ``language``.

    Raises:
        EmailTaken: somebody has the address.
    """
    address = email.strip().lower()
    if User.objects.filter(email=address).exists():
        raise EmailTaken(
            _("To add %s, use another e-mail address; a user has this one.") % address,
            field="email",
        )
    default = next(iter(companies), None)
    user = User(email=address, name=name, default_company=default, **fields)
    user.set_password(password)
    user._history_user = actor  # type: ignore[attr-defined]
    user.save(force_insert=True)
    set_roles(actor=actor, user=user, roles=roles)
    for company in companies:
        grant_access(actor=actor, user=user, row=company)
    _tell("access.user_created", user)
    return user


@transaction.atomic
def invite_user(*, actor: User, user: User, roles: Collection[str], grants: Grants) -> User:
    """Make the new ``user``, give what was chosen and send them a link to set their password.

    A person who is known by that address already, from another company, keeps name, password and roles and is
    given access to this company as well.
    """
    known = User.objects.filter(email=user.email.strip().lower()).first()
    if known:
        _grant_all(actor, known, grants)
        _tell("access.user_joined", known)
        return known
    first = Company.objects.defer("logo").get(pk=company_id())
    made = create_user(
        actor=actor,
        email=user.email,
        name=user.name,
        title=user.title,
        language=user.language,
        companies=[first],
        roles=roles,
    )
    _grant_all(actor, made, grants)
    _tell("access.user_invited", made)
    return made


@transaction.atomic
def save_user(*, actor: User, user: User, roles: Collection[str], grants: Grants) -> User:
    """Save an edited user, their roles and what they may work in.

    Raises:
        BeyondReach: the user works in companies ``actor`` has no access to; only their access here can change.
        LockedOut: it would take ``actor``'s own role of owner or access to this company.
    """
    stored = User.objects.select_for_update().get(pk=user.pk)
    changed = [
        name
        for name in ("email", "name", "title", "language")
        if getattr(stored, name) != getattr(user, name)
    ]
    if changed or set(roles) != set(roles_of(stored)):
        _within_reach(actor, stored)
    if User.objects.filter(email=user.email.lower()).exclude(pk=user.pk).exists():
        raise EmailTaken(
            _("To change the e-mail address, use another one; a user has this one."), field="email"
        )
    if (
        actor.pk == user.pk
        and (OWNER in roles_of(stored))
        and (OWNER not in roles or company_id() not in grants.get("company", {company_id()}))
    ):
        raise LockedOut(_("To give up your own access, ask another owner to take it from you."))
    if changed:
        user._history_user = actor  # type: ignore[attr-defined]
        user.save(update_fields=changed)
    set_roles(actor=actor, user=user, roles=roles)
    _grant_all(actor, user, grants)
    _tell("access.user_changed", user, changed=changed)
    return user


@transaction.atomic
def set_roles(*, actor: User | None, user: User, roles: Collection[str]) -> None:
    """Give ``user`` exactly these roles; groups that are no roles stay.

    Raises:
        BusinessError: there is no such role.
    """
    unknown = set(roles) - set(ROLES)
    if unknown:
        raise BusinessError(
            _("Choose a role from the list; there is none called %s.") % ", ".join(sorted(unknown))
        )
    held = set(roles_of(user))
    if held == set(roles):
        return
    user.groups.remove(*Group.objects.filter(name__in=held - set(roles)))
    user.groups.add(*Group.objects.filter(name__in=set(roles) - held))
    forget_allowed_ids(user)
    _tell("access.roles_changed", user, roles=sorted(roles), by=str(getattr(actor, "pk", "")))


@transaction.atomic
def grant_access(*, actor: User | None, user: User, row: models.Model) -> None:
    """Let ``user`` work in one company, branch or warehouse.

    Raises:
        NotAllowed: ``actor`` has no access to it and so cannot give it.
    """
    right = _right_of(row)
    _may_give(actor, right, row)
    assign_perm(right.permission, user, row)
    forget_allowed_ids(user)


@transaction.atomic
def revoke_access(*, actor: User | None, user: User, row: models.Model) -> None:
    """Take ``user``'s access to one company with everything in it, or to one branch or warehouse.

    Raises:
        NotAllowed: ``actor`` has no access to it.
    """
    right = _right_of(row)
    _may_give(actor, right, row)
    remove_perm(right.permission, user, row)
    if isinstance(row, Company):
        _revoke_inside(user, row)
    forget_allowed_ids(user)


@transaction.atomic
def deactivate_user(*, actor: User, pk: UUID) -> User:
    """End a user's access; their name stays on what they did.

    Raises:
        LockedOut: users do not deactivate themselves.
        BeyondReach: the user works in companies ``actor`` has no access to.
    """
    if actor.pk == pk:
        raise LockedOut(_("To deactivate your own account, ask another owner."))
    return _set_active(actor, pk, active=False)


@transaction.atomic
def activate_user(*, actor: User, pk: UUID) -> User:
    """Give a deactivated user their access back."""
    return _set_active(actor, pk, active=True)


@transaction.atomic
def send_invitation(*, actor: User, pk: UUID) -> User:
    """Send a user the link to set their password, again."""
    user = User.objects.select_for_update().get(pk=pk)
    _within_reach(actor, user)
    _tell("access.user_invited", user)
    return user


@transaction.atomic
def save_preferences(*, actor: User, **preferences: str) -> User:
    """Save the name, title, language or theme a user chose for themselves."""
    for name, value in preferences.items():
        setattr(actor, name, value)
    actor._history_user = actor  # type: ignore[attr-defined]
    actor.save(update_fields=list(preferences))
    return actor


@transaction.atomic
def ask_password_reset(*, user: User) -> bool:
    """Have the link to set a new password sent; the answer is False for people without a company, who get none."""
    ids = allowed_ids(user, "companies.access_company", Company)
    companies = Company.objects.order_by("pk").values_list("pk", flat=True)
    company = (
        user.default_company_id
        or (companies if ids is None else companies.filter(pk__in=ids)).first()
    )
    if company is None:
        return False
    with company_context(company, user_id=user.pk):
        publish("access.password_reset_asked", user)
    return True


def _grant_all(actor: User, user: User, grants: Grants) -> None:
    """Give and take, kind by kind, among the rows ``actor`` may give; rows beyond their sight stay as they are."""
    for right in row_rights():
        if right.name not in grants:
            continue
        rows = {row.pk: row for row in grantable_rows(actor, right)}
        held = granted_ids(user, right) & set(rows)
        wanted = set(grants[right.name]) & set(rows)
        for pk in sorted(wanted - held):
            grant_access(actor=actor, user=user, row=rows[pk])
        for pk in sorted(held - wanted):
            revoke_access(actor=actor, user=user, row=rows[pk])


def _revoke_inside(user: User, company: Company) -> None:
    """Take what ``user`` was given of the company: its branches and warehouses; and make it no default any more."""
    inside = [right for right in row_rights() if right.model is not Company]
    with company_context(company.pk):
        for right in inside:
            grants = cast(Any, get_user_obj_perms_model)(right.model)
            grants.objects.filter(user=user, content_object__company_id=company.pk).delete()
    User.objects.filter(pk=user.pk, default_company=company).update(default_company=None)


def _set_active(actor: User, pk: UUID, *, active: bool) -> User:
    user = User.objects.select_for_update().get(pk=pk)
    _within_reach(actor, user)
    user.is_active = active
    user._history_user = actor  # type: ignore[attr-defined]
    user.save(update_fields=["is_active"])
    _tell("access.user_activated" if active else "access.user_deactivated", user)
    return user


def _within_reach(actor: User | None, user: User) -> None:
    """Refuse to change people who also work where ``actor`` does not: their roles hold there as well."""
    if actor is None or actor.is_superuser:
        return
    theirs = CompanyUserObjectPermission.objects.filter(
        user=user, permission__codename="access_company"
    )
    mine = allowed_ids(actor, "companies.access_company", Company) or set()
    if user.is_superuser or not set(theirs.values_list("content_object_id", flat=True)) <= mine:
        raise BeyondReach(
            _(
                "To change %s, ask somebody with access to all of their companies; here you may say where they work."
            )
            % user
        )


def _may_give(actor: User | None, right: RowRight, row: models.Model) -> None:
    if actor is not None and not grantable_rows(actor, right).filter(pk=row.pk).exists():
        raise NotAllowed(_("To give or take access to %s, have access to it yourself.") % row)


def _right_of(row: models.Model) -> RowRight:
    return next(right for right in row_rights() if right.model is type(row))


def _tell(name: str, user: User, **payload: Any) -> None:
    """Publish an event, if the code runs for a company; people made outside any have no log to stand in."""
    if current().company_id is not None:
        publish(name, user, **payload)
