"""Where budgets have a say: supplier bills and manual entries, before they are posted."""

from collections.abc import Sequence
from typing import Any

from apps.access.models import User
from apps.budgets.services import Spending, require_room
from apps.companies.selectors import currency_in_force
from apps.core.context import current
from apps.core.money import round_money
from apps.invoices.choices import InvoiceKind
from apps.ledger.models import ManualEntry, ManualEntryLine


def hold_bill(bill: Any, lines: Sequence[Any]) -> list[Any]:
    """Hold the lines of a supplier bill against the budgets; clears nothing. See ``invoices.posting.participants``."""
    if bill.kind == InvoiceKind.SUPPLIER_BILL:
        own = currency_in_force()
        spendings = [
            Spending(line.account_id, round_money(line.net * bill.rate, own), line.dimensions)
            for line in lines
        ]
        require_room(actor=_acting(), spendings=spendings, on=bill.date, document=bill)
    return []


def _acting() -> User | None:
    """Return who works in this context, None for the system: the hook of invoices does not say."""
    user_id = current().user_id
    return User.objects.filter(pk=user_id).first() if user_id else None


def hold_manual_entry(entry: ManualEntry, lines: Sequence[ManualEntryLine], actor: Any) -> None:
    """Hold the lines of a manual entry against the budgets. See ``ledger.services.manual.participants``."""
    spendings = [
        Spending(line.account_id, line.debit - line.credit, line.dimensions) for line in lines
    ]
    require_room(actor=actor, spendings=spendings, on=entry.date, document=entry)
