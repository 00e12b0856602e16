"""How costs are split over goods that came in: by value, quantity, weight or volume, to the last cent."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from apps.companies.selectors import currency_in_force
from apps.core.exceptions import BusinessError
from apps.core.money import ZERO, allocate
from apps.landed.choices import Basis
from apps.landed.models import LandedCharge, LandedCost
from apps.stock.choices import DocumentStatus
from apps.stock.models import Move
from apps.stock.services import CostAdjustment
from apps.warehouses.choices import BOUGHT_FROM, LocationKind

NAMED = 5


class NothingToSpread(BusinessError):
    """There is no cost, or nothing to spread it over."""


class MissingMeasure(BusinessError):
    """Goods say nothing about what the cost is spread by."""


@dataclass(frozen=True, slots=True)
class Part:
    """What goods that came in with one move take of one cost."""

    charge: LandedCharge
    move: Move
    measure: Decimal
    amount: Decimal

    @property
    def adjustment(self) -> CostAdjustment:
        """Return the same as stock books it."""
        line = self.charge.bill_line
        return CostAdjustment(
            None,
            self.amount,
            line.dimensions if line else {},
            move_id=self.move.pk,
            from_account=self.charge.account_id,
        )


def goods_of(document: LandedCost) -> list[Move]:
    """Return what came in with the receipts of a landed cost and was not sent back, receipt by receipt."""
    moves = Move.objects.filter(
        document__landed_receipts__landed_cost=document,
        document__status=DocumentStatus.POSTED,
        from_location__kind__in=BOUGHT_FROM,
        to_location__kind=LocationKind.STORAGE,
        reverses=None,
        reversal=None,
    )
    rows = moves.select_related("document", "product__unit", "product__category")
    return list(rows.order_by("document__date", "document_id", "line__position", "pk"))


def parts_of(document: LandedCost, charges: Sequence[LandedCharge]) -> list[Part]:
    """Return how the costs fall on the goods of the receipts; nothing of a part is left out but zeros.

    Raises:
        NothingToSpread: there is no cost, or no goods.
        MissingMeasure: goods have no weight or volume, or all of them are worth nothing.
    """
    moves = goods_of(document)
    if not charges or not moves:
        raise NothingToSpread(
            _(
                "To spread a cost, add at least one cost and one receipt whose goods are still posted."
            )
        )
    measures = _measures(document.basis, moves)
    currency = currency_in_force()
    return [
        Part(charge, move, measure, amount)
        for charge in charges
        for move, measure, amount in zip(
            moves, measures, allocate(charge.amount, measures, currency), strict=True
        )
        if amount
    ]


def _measures(basis: str, moves: Sequence[Move]) -> list[Decimal]:
    if basis in (Basis.WEIGHT, Basis.VOLUME):
        _require_measured(basis, moves)
        return [move.quantity * getattr(move.product, basis) for move in moves]
    measures = [move.value if basis == Basis.VALUE else move.quantity for move in moves]
    if not any(measures):
        raise MissingMeasure(
            _(
                "To spread a cost over goods that came in at no value, choose quantity, weight or volume."
            )
        )
    return measures


def _require_measured(basis: str, moves: Sequence[Move]) -> None:
    lacking = {
        move.product.sku: None for move in moves if (getattr(move.product, basis) or ZERO) <= 0
    }
    if not lacking:
        return
    names = ", ".join(list(lacking)[:NAMED]) + (" …" if len(lacking) > NAMED else "")
    words = {
        Basis.WEIGHT: _("To spread by weight, write the weight of %(products)s first."),
        Basis.VOLUME: _("To spread by volume, write the volume of %(products)s first."),
    }
    raise MissingMeasure(words[Basis(basis)] % {"products": names})
