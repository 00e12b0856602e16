"""Companies for tests: each test has one of its own, for nothing is ever truncated."""

import secrets
from typing import Any

from apps.companies.models import Branch, Company
from apps.companies.services import create_company, save_branch


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
