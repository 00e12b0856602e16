"""What the access sweep asks the reports of stock for."""

from typing import Any

from apps.products.tests.factories import make_product
from apps.stock.tests.factories import make_place, receive


def sample_arguments() -> dict[str, dict[str, Any]]:
    """Return the address of why a move cost what it cost."""
    make_place()
    receipt = receive(make_product("WORTH"), "2", "5.00")
    return {"valuation:why": {"pk": receipt.moves.get().pk}}
