"""What every page knows: who may go where, and for which company."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from apps.access import navigation
from apps.core.formatting import format_month


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the sidebar, the companies and the current period; the costly ones only when a page shows them."""
    user = getattr(request, "user", None)
    company = getattr(request, "company", None)
    if user is None or not user.is_authenticated or company is None:
        return {"company": None, "companies": [], "nav": []}
    return {
        "company": company,
        "companies": request.companies,  # type: ignore[attr-defined]
        "nav": SimpleLazyObject(
            lambda: navigation.menu(
                user, request.path, navigation.folded_groups(request.COOKIES.get("nav"))
            )
        ),
        "current_period": SimpleLazyObject(lambda: format_month(company.today())),
    }
