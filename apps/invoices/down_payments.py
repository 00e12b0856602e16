"""How much of an order is asked for ahead of the goods, and how much of that an invoice takes off.

An order is split by tax code. A down payment asks for its share of each, an invoice takes off of each in proportion to
what it asks for of what no invoice asked for before: the last one takes the rest, and no base falls below zero.
A code with a tax per unit takes no part, for that tax hangs on the quantity delivered.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _

from apps.core.context import company_id
from apps.core.formatting import format_money
from apps.core.money import ZERO, allocate, round_money
from apps.invoices.choices import CREDIT_KINDS, InvoiceStatus
from apps.invoices.models import Invoice, InvoiceLine
from apps.ledger.models import Tax
from apps.ledger.selectors import tax_codes
from apps.ledger.taxes import line_net


@dataclass(frozen=True, slots=True)
class DownPayment:
    """A line that asks for a down payment, and what drafts and posted documents take off or give back of it.

    Amounts are at its price: before tax, or with the tax its price includes.
    """

    line: InvoiceLine
    asked: Decimal
    taken: Decimal

    @property
    def left(self) -> Decimal:
        """Return what is neither taken off nor credited."""
        return self.asked - self.taken

    @property
    def is_posted(self) -> bool:
        """Return whether it may be taken off."""
        return bool(self.line.invoice.status == InvoiceStatus.POSTED)


@dataclass(frozen=True, slots=True)
class OrderPart:
    """A line of an order, or its freight, as far as invoices go.

    Attributes:
        amount: at its price; ``net`` is what a tax in the price leaves of it.
        left: the share of it that no invoice asks for yet, drafts included.
        now: the share the invoice being made asks for, which comes to ``asked`` at its price.
    """

    tax: Tax | None
    net: Decimal
    amount: Decimal
    left: Fraction
    now: Fraction = Fraction(0)
    asked: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Room:
    """What may still be asked for ahead under one tax code: its net, and the price of one unit of net."""

    tax: Tax | None
    net: Decimal
    price: Fraction


def part_of(line: Any, *, done: Decimal, now: Decimal = ZERO, currency: str) -> OrderPart:
    """Return a line of an order as a part of it.

    Args:
        done: the quantity invoiced before, ``now`` that of the invoice being made; in the line's unit.
    """
    left = Fraction(line.quantity - done) / Fraction(line.quantity)
    return OrderPart(
        line.tax,
        line.net,
        amount_of(line, line.quantity, currency),
        max(left, Fraction(0)),
        Fraction(now) / Fraction(line.quantity),
        amount_of(line, now, currency),
    )


def amount_of(line: Any, quantity: Decimal, currency: str) -> Decimal:
    """Return what ``quantity`` of a line comes to at its price."""
    return line_net(
        quantity=quantity, unit_price=line.unit_price, discount=line.discount, currency=currency
    )


def effect_of(line: InvoiceLine, kind: str, currency: str) -> Decimal:
    """Return what a line adds to its down payment at its price: above zero asked, below zero taken off or credited."""
    amount = amount_of(line, line.quantity, currency)
    return -amount if kind in CREDIT_KINDS else amount


def down_payments_of(origin_type: str, origin_id: UUID) -> list[DownPayment]:
    """Return the down payments on an order, drafts included, the oldest first; in one statement."""
    return _read(
        down_payment__invoice__origin_type=origin_type,
        down_payment__invoice__origin_id=origin_id,
    )


def down_payments_on(invoice: Invoice) -> dict[UUID, DownPayment]:
    """Return the down payments that an invoice asks for, by its lines."""
    return {down.line.pk: down for down in _read(down_payment__invoice=invoice)}


def _read(**which: Any) -> list[DownPayment]:
    rows = InvoiceLine.objects.filter(
        company_id=company_id(),
        **which,
    ).exclude(invoice__status=InvoiceStatus.CANCELLED)
    lines = list(rows.select_related("invoice", "tax", "account").order_by("invoice__date", "pk"))
    effects: dict[UUID | None, Decimal] = {}
    for line in lines:
        if line.takes_off:
            effect = effect_of(line, line.invoice.kind, line.invoice.currency_id)
            effects[line.down_payment_id] = effects.get(line.down_payment_id, ZERO) - effect
    return [
        DownPayment(
            line,
            effect_of(line, line.invoice.kind, line.invoice.currency_id),
            effects.get(line.pk, ZERO),
        )
        for line in lines
        if line.asks_ahead
    ]


def is_paid_ahead() -> Exists:
    """Return the condition of orders on which a down payment is asked for, drafts included."""
    asking = InvoiceLine.objects.filter(
        company_id=OuterRef("company_id"),
        invoice__origin_id=OuterRef("pk"),
        down_payment_id=F("pk"),
    )
    return Exists(asking.exclude(invoice__status=InvoiceStatus.CANCELLED))


def paid_ahead_fact(order: Any, origin_type: str) -> list[dict[str, Any]]:
    """Return what an order's page says of its posted down payments; nothing where there are none."""
    posted = [down for down in down_payments_of(origin_type, order.pk) if down.is_posted]
    if not posted:
        return []
    asked = sum((down.asked for down in posted), ZERO)
    left = sum((down.left for down in posted), ZERO)
    words = _("%(asked)s net, of which %(left)s is not taken off yet")
    if not left:
        words = _("%(asked)s net, all taken off")
    words %= {
        "asked": format_money(asked, order.currency_id),
        "left": format_money(left, order.currency_id),
    }
    return [{"label": _("Down payments"), "value": words, "url": ""}]


def rooms(
    parts: Iterable[OrderPart], asked: Sequence[DownPayment], currency: str
) -> tuple[Decimal, list[Room]]:
    """Return the net of an order that down payments may be asked on, and what of it is left under each tax code.

    Left is what neither an invoice nor what is open of other down payments asks for.
    """
    whole, found = ZERO, []
    for code, group in _by_code(parts).items():
        net = sum((part.net for part in group), ZERO)
        if not net:
            continue
        whole += net
        price = Fraction(sum((part.amount for part in group), ZERO)) / Fraction(net)
        open_before = sum((down.left for down in asked if down.line.tax_id == code), ZERO)
        left = sum((Fraction(part.net) * part.left for part in group), Fraction(0))
        net_left = round_money(left - Fraction(open_before) / price, currency)
        found.append(Room(group[0].tax, max(net_left, ZERO), price))
    return whole, found


def split(
    wanted: Decimal, found: Sequence[Room], currency: str
) -> list[tuple[Tax | None, Decimal]]:
    """Return what a down payment of ``wanted`` net asks for under each tax code, at its price.

    Args:
        wanted: above zero and no more than is left.
    """
    nets = allocate(wanted, [room.net for room in found], currency)
    return [
        (room.tax, round_money(Fraction(net) * room.price, currency))
        for room, net in zip(found, nets, strict=True)
        if net
    ]


def taken_off(
    parts: Iterable[OrderPart], asked: Sequence[DownPayment], currency: str
) -> list[tuple[DownPayment, Decimal]]:
    """Return what an invoice takes off of each posted down payment, at its price; the oldest is used up first."""
    taken = []
    for code, group in _by_code(parts).items():
        open_ones = [
            down for down in asked if down.is_posted and down.left > 0 and down.line.tax_id == code
        ]
        left = sum((Fraction(part.amount) * part.left for part in group), Fraction(0))
        now = sum((Fraction(part.amount) * part.now for part in group), Fraction(0))
        if not open_ones or now <= 0:
            continue
        waiting = sum((down.left for down in open_ones), ZERO)
        total = min(
            waiting,
            sum((part.asked for part in group), ZERO),
            round_money(Fraction(waiting) * now / max(left, now), currency),
        )
        for down in open_ones:
            amount = min(total, down.left)
            total -= amount
            if amount > 0:
                taken.append((down, amount))
    return sorted(taken, key=lambda pair: asked.index(pair[0]))


def _by_code(parts: Iterable[OrderPart]) -> Mapping[UUID | None, list[OrderPart]]:
    """Return the parts of an order by tax code, without codes of a tax per unit."""
    groups: dict[UUID | None, list[OrderPart]] = {}
    for part in parts:
        groups.setdefault(part.tax.pk if part.tax else None, []).append(part)
    codes = tax_codes(group[0].tax for group in groups.values())
    by_unit = {pk for pk, taxes in codes.items() if any(tax.amount for tax in taxes)}
    return {code: group for code, group in groups.items() if code not in by_unit}
