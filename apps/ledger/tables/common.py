"""How rows of the ledger's tables look and open."""

from typing import Any

from django.urls import reverse

CARDS = {"class": "table table--cards"}


def opens(name: str) -> dict[str, Any]:
    """Return what makes a row open the page ``name`` of its record."""
    return {"data-href": lambda record: reverse(f"ledger:{name}", args=[record.pk])}
