"""Writing landed costs: the costs, and the receipts over whose goods they are spread."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.companies.selectors import currency_in_force
from apps.core import events
from apps.core.context import company_id
from apps.core.drafts import store_draft
from apps.core.exceptions import InvalidInput
from apps.core.formatting import format_money
from apps.core.money import round_money
from apps.invoices.models import InvoiceLine
from apps.landed.models import LandedCharge, LandedCost, LandedReceipt
from apps.landed.selectors import left_of_bill_line, spreadable_bill_lines, spreadable_receipts
from apps.ledger import services as ledger
from apps.ledger.choices import Purpose


class WrongBillLine(InvalidInput):
    """The line is of no posted bill, is for goods, or is spread already."""


class WrongReceipt(InvalidInput):
    """The document is no posted receipt."""


@transaction.atomic
def save_landed_cost(
    *,
    actor: User | None,
    document: LandedCost,
    lines: Sequence[LandedCharge] = (),
    removed: Collection[UUID] = (),
    receipts: Sequence[LandedReceipt] = (),
    receipts_removed: Collection[UUID] = (),
) -> LandedCost:
    """Store a draft of landed costs with its costs and receipts.

    A cost without an account lies on that of its bill line, else on the company's account for landed costs; a bill line
    without an amount is spread as a whole.

    Raises:
        InvalidInput: an amount is none above zero or is finer than the currency, or an account is a sub-ledger's.
        WrongBillLine: a line is of no posted bill, is for goods, is spread already, or has less than the amount.
        WrongReceipt: a document is no posted receipt.
        NoDefaultAccount: the company has not said where landed costs lie.
        StaleVersion: somebody else saved it meanwhile.
    """
    for line in lines:
        _complete(line)
    _require_receipts(receipts)
    is_new = document._state.adding
    document._history_user = actor  # type: ignore[attr-defined]
    store_draft(document, lines, removed, parent="landed_cost")
    _store_receipts(document, receipts, receipts_removed)
    events.publish("landed.landedcost_drafted" if is_new else "landed.landedcost_changed", document)
    return document


def _complete(line: LandedCharge) -> None:
    if line.bill_line_id:
        _take_from_bill(line, line.bill_line)  # type: ignore[arg-type]
    elif not line.account_id:
        line.account = ledger.default_account(Purpose.LANDED_COSTS)
    if line.account.control:
        raise InvalidInput(
            _("Choose accounts that no sub-ledger keeps; %(account)s is one of those.")
            % {"account": line.account}
        )
    _require_amount(line.amount)
    line.description = line.description or str(line.account)[:200]


def _take_from_bill(line: Any, bill_line: InvoiceLine) -> None:
    if line.amount is None:
        line.amount = left_of_bill_line(bill_line)
    require_unspread(line)
    line.account_id = bill_line.account_id
    line.description = line.description or bill_line.description[:200]


def require_unspread(line: LandedCharge) -> None:
    """Refuse a cost that its bill line does not hold.

    Raises:
        WrongBillLine: the line is of no posted bill, is for goods, is spread already, or costs less.
    """
    bill_line = line.bill_line
    if bill_line is None:
        return
    if not spreadable_bill_lines().filter(pk=bill_line.pk).exists():
        raise WrongBillLine(
            _("Choose a line of a posted supplier bill that is not for goods; “%(line)s” is none.")
            % {"line": bill_line}
        )
    left = left_of_bill_line(bill_line)
    if not left:
        raise WrongBillLine(
            _("Choose another line of a bill; “%(line)s” is spread already.") % {"line": bill_line}
        )
    if line.amount > left:
        raise WrongBillLine(
            _("Spread at most %(left)s of “%(line)s”; the bill has no more for it.")
            % {"left": format_money(left, currency_in_force()), "line": bill_line}
        )


def _require_amount(amount: Decimal | None) -> None:
    currency = currency_in_force()
    if amount is None or not amount.is_finite() or amount <= 0:
        raise InvalidInput(_("Write for each cost an amount above zero."))
    if amount != round_money(amount, currency):
        raise InvalidInput(
            _("Write amounts to the cent; %(amount)s is finer than %(currency)s has.")
            % {"amount": f"{amount.normalize():f}", "currency": currency}
        )


def _require_receipts(receipts: Sequence[LandedReceipt]) -> None:
    ids = [row.receipt_id for row in receipts]
    known = set(spreadable_receipts().filter(pk__in=ids).values_list("pk", flat=True))
    wrong = next((row.receipt for row in receipts if row.receipt_id not in known), None)
    if wrong is not None:
        raise WrongReceipt(_("Choose posted receipts; %(receipt)s is none.") % {"receipt": wrong})
    if len(set(ids)) < len(ids):
        raise WrongReceipt(_("Name each receipt once."))


def _store_receipts(
    document: LandedCost, receipts: Sequence[LandedReceipt], removed: Collection[UUID]
) -> None:
    if removed:
        document.receipts.filter(pk__in=removed).delete()
    for row in receipts:
        row.landed_cost = document
        row.company_id = company_id()
    new = [row for row in receipts if row._state.adding]
    kept = [row for row in receipts if not row._state.adding]
    if new:
        LandedReceipt.objects.bulk_create(new)
    if kept:
        LandedReceipt.objects.bulk_update(kept, ["receipt"])
