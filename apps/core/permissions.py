"""The right a view asks for is declared on the view, so that a test can walk every URL and find none without.

Class-based screens say ``permission = ...``; function views wear ``@right(...)``.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from asgiref.sync import iscoroutinefunction
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

PUBLIC: Final = "public"
ANY_USER: Final = "any_user"

View = Callable[..., Any]


def right(permission: str) -> Callable[[View], View]:
    """Declare, and ask for, the right a function view needs.

    Args:
        permission: ``"app.codename"``: refused (403) to users without it; ``ANY_USER``: whoever is logged
            in; ``PUBLIC``: anybody. Which rows a user sees is the selector's business, not this one's.
    """

    def decorate(view: View) -> View:
        guarded = view if permission in (PUBLIC, ANY_USER) else _asking(permission, view)
        guarded.right = permission  # type: ignore[attr-defined]
        return login_not_required(guarded) if permission == PUBLIC else guarded

    return decorate


def declared_right(view: View) -> str | None:
    """Return the right ``view`` (as found in the URL patterns) declares, or None when it declares none."""
    declared = getattr(view, "right", None)
    return declared or getattr(getattr(view, "view_class", None), "permission", None)


def _asking(permission: str, view: View) -> View:
    if iscoroutinefunction(view):

        @wraps(view)
        async def asks_async(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not await request.user.ahas_perm(permission):
                raise PermissionDenied
            return await view(request, *args, **kwargs)

        return asks_async

    @wraps(view)
    def asks(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(permission):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return asks
