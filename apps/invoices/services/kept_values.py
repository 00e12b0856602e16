"""What is taken off of a down payment leaves the books at what it came in at.

Money paid ahead of goods is no monetary item: it keeps the rate of its day (IAS 21.16, IFRIC 22), and so does the part
of the revenue, or of the cost, that it paid for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from apps.core.context import company_id
from apps.core.exceptions import BusinessError
from apps.core.formatting import format_money
from apps.core.money import ZERO, allocate, round_money
from apps.invoices.amounts import Booked
from apps.invoices.choices import CREDIT_KINDS, InvoiceStatus
from apps.invoices.down_payments import effect_of
from apps.invoices.models import Invoice, InvoiceLine
from apps.invoices.posting import control_side
from apps.ledger.choices import Purpose
from apps.ledger.selectors import default_account
from apps.ledger.services import Posting


class WrongDownPayment(BusinessError):
    """A line names a down payment that is not posted, or one of another party or currency."""


class TakenTooMuch(BusinessError):
    """More is taken off or given back of a down payment than is left of it."""


@dataclass(slots=True)
class _Kept:
    """A posted down payment, and how much of it posted documents have taken off or given back."""

    line: InvoiceLine
    asked: Decimal
    taken: Decimal
    own: str

    def take(self, effect: Decimal) -> Decimal:
        """Take ``effect`` into account and return what it is booked at; both below zero when it is taken off."""
        before = self._booked()
        self.taken -= effect
        return before - self._booked()

    def _booked(self) -> Decimal:
        """Return what of it was booked off so far: all of it once all is taken."""
        assert self.line.booked is not None
        return round_money(self.line.booked * self.taken / self.asked, self.own)


def keep_values(
    document: Invoice, lines: Sequence[InvoiceLine], booked: Booked, own: str
) -> tuple[Booked, list[Posting]]:
    """Book lines about down payments at what those came in at, and say so on the lines.

    What that leaves over against the document's own rate goes to its other lines, in proportion; where there are none,
    as when a down payment is given back, it is an exchange difference.

    Args:
        own: the company's currency.

    Raises:
        WrongDownPayment: a down payment is not posted, or of another party or currency.
        TakenTooMuch: less is left of it.
    """
    if not any(line.down_payment_id for line in lines):
        return booked, []
    kept = _locked(document, lines, own)
    sign = -1 if document.kind in CREDIT_KINDS else 1
    values = list(booked.lines)
    for i, line in enumerate(lines):
        if line.takes_off:
            down = kept[line.down_payment_id]
            line.booked = down.take(effect_of(line, document.kind, document.currency_id))
            _require_left(document, line, down)
            values[i] = sign * line.booked
        elif line.down_payment_id:
            line.booked = values[i]
            _require_asked(document, line)
    InvoiceLine.objects.bulk_update([line for line in lines if line.down_payment_id], ["booked"])
    over = sum(booked.lines, ZERO) - sum(values, ZERO)
    values, rest = _spread(over, values, lines, own)
    in_currency = values if document.currency_id == own else booked.in_currency
    return replace(booked, lines=values, in_currency=in_currency), _difference(document, rest, own)


def _locked(document: Invoice, lines: Sequence[InvoiceLine], own: str) -> dict[UUID | None, _Kept]:
    """Lock the invoices of the down payments that ``lines`` are about and return these with what is left."""
    named = {line.down_payment_id for line in lines if line.down_payment_id and line.takes_off}
    if not named:
        return {}
    mine = InvoiceLine.objects.filter(company_id=company_id())
    asking = mine.filter(pk__in=named)
    invoices = Invoice.objects.filter(company_id=company_id(), lines__in=asking).order_by("pk")
    list(invoices.select_for_update(of=("self",)).only("pk"))
    found: dict[UUID | None, _Kept] = {}
    for line in asking.select_related("invoice"):
        paid = line.invoice
        if (paid.status, paid.party_id, paid.currency_id) != (
            InvoiceStatus.POSTED,
            document.party_id,
            document.currency_id,
        ):
            raise WrongDownPayment(
                _(
                    "To post %(document)s, take “%(line)s” out; it is of another party or currency, or not posted."
                )
                % {"document": document, "line": line.description}
            )
        found[line.pk] = _Kept(line, effect_of(line, paid.kind, paid.currency_id), ZERO, own)
    taken = mine.filter(down_payment_id__in=named, invoice__status=InvoiceStatus.POSTED)
    for line in taken.exclude(pk=F("down_payment_id")).select_related("invoice"):
        down = found[line.down_payment_id]
        down.taken -= effect_of(line, line.invoice.kind, line.invoice.currency_id)
    return found


def _require_left(document: Invoice, line: InvoiceLine, down: _Kept) -> None:
    if 0 <= down.taken <= down.asked:
        return
    raise TakenTooMuch(
        _(
            "To post %(document)s, lower “%(line)s” by %(amount)s; "
            "the rest of %(invoice)s is taken off or credited already."
        )
        % {
            "document": document,
            "line": line.description,
            "amount": format_money(max(down.taken - down.asked, -down.taken), document.currency_id),
            "invoice": down.line.invoice,
        }
    )


def _require_asked(document: Invoice, line: InvoiceLine) -> None:
    if line.quantity > 0 and line.booked:
        return
    raise WrongDownPayment(
        _("To post %(document)s, write an amount above zero on “%(line)s”.")
        % {"document": document, "line": line.description}
    )


def _spread(
    over: Decimal, values: list[Decimal], lines: Sequence[InvoiceLine], own: str
) -> tuple[list[Decimal], Decimal]:
    """Return ``values`` with ``over`` on those that are about no down payment, and what found no place."""
    places = [i for i, line in enumerate(lines) if not line.down_payment_id and values[i] > 0]
    if not over or not places:
        return values, over
    spread = list(values)
    shares = allocate(over, [values[i] for i in places], own)
    for i, share in zip(places, shares, strict=True):
        spread[i] += share
    return spread, ZERO


def _difference(document: Invoice, rest: Decimal, own: str) -> list[Posting]:
    """Return what books ``rest``, which stands on no line: an exchange difference, or one of rounding."""
    amount: Any = -control_side(document.kind) * rest
    if not amount:
        return []
    purpose = Purpose.EXCHANGE_LOSS if amount > 0 else Purpose.EXCHANGE_GAIN
    if document.currency_id == own:
        purpose = Purpose.ROUNDING
    return [Posting(default_account(purpose), amount)]
