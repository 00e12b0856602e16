"""Users for tests."""

import secrets
from typing import Any

from apps.access.models import User
from apps.access.services import create_user
from apps.companies.models import Company

PASSWORD = "correct horse battery"


def make_user(*roles: str, companies: tuple[Company, ...] = (), **fields: Any) -> User:
    """Return a new user with ``roles`` who may work in ``companies``."""
    values = {"email": f"{secrets.token_hex(6)}@example.com", "name": "Ada Test", **fields}
    return create_user(actor=None, roles=roles, companies=companies, **values)
