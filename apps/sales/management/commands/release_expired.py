"""``manage.py release_expired``: free what orders hold past the day they were to be held until.

Exit codes: 0 done (or there was nothing to free), 1 refused, 2 the arguments are wrong.
"""

from typing import Any

from apps.core.management.base import CompanyCommand
from apps.sales.services import release_expired


class Command(CompanyCommand):
    """Free what orders hold past their day; a second run frees nothing more."""

    help = "Free what sales orders hold past the day they were to be held until; what is being picked stays."

    def run(self, **options: Any) -> dict[str, Any]:
        """Free it, an order at a time, and return what that was."""
        orders = release_expired(actor=None)
        for order in orders:
            self.say(f"{order.number:16} {order.quantity.normalize():f}")
        self.say(f"{len(orders)} orders." if orders else "No order holds goods past its day.")
        return {
            "company": self.company.code,
            "released": [
                {"order": order.number, "quantity": str(order.quantity)} for order in orders
            ],
        }
