"""Companies for tests: each test has one of its own, for nothing is ever truncated."""

import secrets
from datetime import date
from decimal import Decimal
from typing import Any

from apps.companies.models import Branch, Company, ExchangeRate
from apps.companies.selectors import company_in_force
from apps.companies.services import create_company, save_branch, save_rate
from apps.core.context import company_id


def make_company(**fields: Any) -> Company:
    """Return a new company keeping its books in euros, with a code nobody has."""
    code = f"T{secrets.token_hex(6).upper()}"
    return create_company(
        actor=None,
        **{"code": code, "name": "Atlas SARL", "currency": "EUR", "country": "FR", **fields},
    )


def make_branch(code: str = "NORTH", **fields: Any) -> Branch:
    """Return a new branch of the company in force."""
    return save_branch(actor=None, branch=Branch(code=code, **{"name": "North", **fields}))


def make_rate(
    currency: str = "USD", on: date = date(2025, 1, 1), value: str = "0.95"
) -> ExchangeRate:
    """Return a rate somebody typed in the company in force."""
    rate = ExchangeRate(currency_id=currency, date=on, rate=Decimal(value))
    return save_rate(actor=None, rate=rate)


def sample_objects() -> dict[str, Any]:
    """Return one object of each kind that has screens, for the access sweep."""
    branch = make_branch(f"B{secrets.token_hex(4).upper()}")
    Company.objects.filter(pk=company_id()).update(logo=b"\x89PNG\r\n\x1a\n", logo_type="image/png")
    foreign = "USD" if company_in_force().currency_id != "USD" else "GBP"
    return {"company": company_in_force(), "branch": branch, "exchangerate": make_rate(foreign)}
