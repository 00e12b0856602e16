"""Every request runs for one company, in its user's language and its company's time zone."""

from collections.abc import Callable
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.utils import timezone, translation

from apps.companies.models import Company
from apps.companies.selectors import visible_companies
from apps.core.context import company_context
from apps.core.permissions import PUBLIC, declared_right

SESSION_KEY: Final = "company_id"
WITHOUT_COMPANY: Final = frozenset(
    {"login", "logout", "profile", "password_change", "password_change_done", "set_language"}
)
"""What people open whom nobody has given a company yet."""


class CompanyMiddleware:
    """Pick the company the user works in and put its context around the rest of the request.

    The session's company when the user may work in it, else their default one, else the first. Stands after
    ``AuthenticationMiddleware``, so that what follows, the view's transaction above all, runs in the context.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        """Answer the request in its company's context."""
        user = request.user
        request.companies = list(visible_companies(user)) if user.is_authenticated else []
        request.company = pick_company(request)
        company = request.company
        with company_context(company and company.pk, user_id=user.pk):
            if company is None:
                return self.get_response(request)
            with (
                timezone.override(ZoneInfo(company.time_zone)),
                translation.override(language_of(user)),
            ):
                response = self.get_response(request)
                response.headers["Content-Language"] = (
                    translation.get_language() or settings.LANGUAGE_CODE
                )
                return response

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Tell users without a company what to do, instead of showing them screens without rows."""
        match = request.resolver_match
        if not request.user.is_authenticated or request.company is not None:
            return None
        if (
            match.app_name == "admin"
            or match.url_name in WITHOUT_COMPANY
            or declared_right(view) == PUBLIC
        ):
            return None
        return render(request, "access/no_company.html", status=403)

    def process_template_response(
        self, request: Any, response: TemplateResponse
    ) -> TemplateResponse:
        """Render inside a transaction: outside one the row policies show no row, and templates read lazily."""
        with transaction.atomic():
            response.render()
        return response


def pick_company(request: Any) -> Company | None:
    """Return the company of the session if the user may work in it, else their default, else the first."""
    by_id = {str(company.pk): company for company in request.companies}
    if not by_id:
        return None
    chosen = by_id.get(request.session.get(SESSION_KEY, ""))
    return chosen or by_id.get(str(request.user.default_company_id)) or request.companies[0]


def language_of(user: Any) -> str:
    """Return the language the user chose, else the one their browser asks for."""
    known = dict(settings.LANGUAGES)
    return (
        user.language
        if user.language in known
        else translation.get_language() or settings.LANGUAGE_CODE
    )
