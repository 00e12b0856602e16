"""Which companies there are. Core stands below ``companies`` and knows their table only by name."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import QuerySet

from apps.core.exceptions import InvalidInput


def companies() -> "QuerySet[Any]":
    """Return every company, by code."""
    return apps.get_model("companies", "Company").objects.order_by("code")


def company_ids() -> list[UUID]:
    """Return the id of every company, by code."""
    return list(companies().values_list("pk", flat=True))


def company_by_code(code: str) -> Any:
    """Return the company called ``code``.

    Raises:
        InvalidInput: there is none; the sentence names those there are.
    """
    company = companies().filter(code=code).first()
    if company is None:
        known = ", ".join(companies().values_list("code", flat=True)[:20]) or "none yet"
        raise InvalidInput(f"To use company {code}, make it first; the companies are: {known}.")
    return company
