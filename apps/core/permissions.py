"""Who may do what: the right every view declares, and the one question that decides it.

A screen declares ``permission`` (or the model it shows), a command view is made with one, a plain function
wears ``@right``. The access sweep reads them back with ``declared_right`` and fails on a view without.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final, TypeVar, cast
from uuid import UUID

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

PUBLIC: Final = "public"
"""Anybody, logged in or not."""
ANY_USER: Final = "any user"
"""Everybody who is logged in; what is shown is theirs or nobody's secret."""

Visible = Callable[[Any], models.QuerySet[Any]]
View = TypeVar("View", bound=Callable[..., Any])


def may(user: Any, permission: str, obj: models.Model | None = None) -> bool:
    """Return whether ``user`` holds ``permission`` for every row, or for ``obj`` alone.

    Django's own backend answers only for all rows and guardian only for one, so both are asked.
    """
    if permission == PUBLIC:
        return True
    if not user.is_authenticated or not user.is_active:
        return False
    if permission == ANY_USER or user.has_perm(permission):
        return True
    app_label, _, _ = permission.partition(".")
    return obj is not None and obj._meta.app_label == app_label and user.has_perm(permission, obj)


def require(user: Any, permission: str, obj: models.Model | None = None) -> None:
    """Refuse with the 403 page unless ``user`` may.

    Raises:
        PermissionDenied: the right is missing.
    """
    if not may(user, permission, obj):
        raise PermissionDenied(permission)


def right(permission: str) -> Callable[[View], View]:
    """Declare, and ask for, the right a function view needs: ``app.codename``, ``PUBLIC`` or ``ANY_USER``.

    Which rows a user sees is the selector's business, not this one's.
    """

    def declare(view: View) -> View:
        guarded = _asking(permission, view)
        guarded.right = permission  # type: ignore[attr-defined]
        return cast(View, login_not_required(guarded) if permission == PUBLIC else guarded)

    return declare


def _asking(permission: str, view: Callable[..., Any]) -> Callable[..., Any]:
    if iscoroutinefunction(view):

        @wraps(view)
        async def asks_async(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            await sync_to_async(require)(await request.auser(), permission)
            return cast(HttpResponseBase, await view(request, *args, **kwargs))

        return asks_async

    @wraps(view)
    def asks(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require(request.user, permission)
        return cast(HttpResponseBase, view(request, *args, **kwargs))

    return asks


def declared_right(view: Any) -> str | None:
    """Return the right ``view`` (the callable of a URL pattern) declares, or None: a hole."""
    worn = getattr(view, "right", None)
    screen = getattr(view, "view_class", None)
    if worn or screen is None:
        return worn
    given = getattr(view, "view_initkwargs", {}).get("permission")
    return given or getattr(screen, "permission", None) or None


@dataclass(frozen=True, slots=True)
class Target:
    """A kind of document that comments and files may hang on: who sees it, with which right."""

    visible: Visible
    permission: str


_targets: dict[str, Target] = {}


def declare_target(label: str, visible: Visible, permission: str) -> None:
    """Remember who sees the documents of the model ``label`` (``app.model``); detail screens do so."""
    _targets[label.lower()] = Target(visible, permission)


def target_of(label: str) -> Target | None:
    """Return how the documents of the model ``label`` are seen, or None: they have no screen."""
    return _targets.get(label.lower())


def visible_target(user: Any, label: str, pk: UUID) -> models.Model:
    """Return the document ``label`` ``pk`` if ``user`` may see it.

    Raises:
        Http404: no such document, no such kind, or not for this user: they all look the same.
    """
    target = target_of(label)
    if target is None or not may(user, target.permission):
        raise Http404
    document = target.visible(user).filter(pk=pk).first()
    if document is None:
        raise Http404
    return document
