"""Parties for tests."""

import secrets
from typing import Any

from apps.parties.models import Address, Contact, Party, PaymentTerm
from apps.parties.services import save_party, save_term


def make_term(code: str = "30D", days: int = 30, **fields: Any) -> PaymentTerm:
    """Return new payment terms of the company in force."""
    return save_term(
        actor=None, term=PaymentTerm(code=code, days=days, **{"name": f"{days} days", **fields})
    )


def make_party(name: str = "Les Halles", **fields: Any) -> Party:
    """Return a new customer of the company in force, in euros, with one address and one contact."""
    values = {
        "code": f"P{secrets.token_hex(4).upper()}",
        "is_customer": True,
        "currency_id": "EUR",
        **fields,
    }
    return save_party(
        actor=None,
        party=Party(name=name, **values),
        addresses=[Address(street="1 rue du Port", postal_code="69001", city="Lyon", country="FR")],
        contacts=[Contact(name="Marie Curie", email="marie@example.com")],
    )


def sample_objects() -> dict[str, Any]:
    """Return one object of each kind that has screens, for the access sweep."""
    return {"party": make_party(), "paymentterm": make_term(f"T{secrets.token_hex(4)}")}
