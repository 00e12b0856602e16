"""Reads of landed costs: what a user may see, what may be spread, and how a draft would be spread."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, Exists, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from apps.companies.selectors import currency_in_force
from apps.core.context import company_id
from apps.core.exceptions import BusinessError
from apps.core.fields import MONEY
from apps.core.money import ZERO, round_money
from apps.core.permissions import may
from apps.invoices.choices import InvoiceKind, InvoiceStatus
from apps.invoices.models import InvoiceLine
from apps.landed.choices import LandedCostStatus
from apps.landed.models import LandedCharge, LandedCost, LandedShare
from apps.landed.spreading import parts_of
from apps.products.choices import ProductKind
from apps.purchasing.models import PurchaseOrder
from apps.stock.choices import DocumentKind, DocumentStatus
from apps.stock.models import Move, StockDocument
from apps.stock.selectors import visible_receipts
from apps.stock.services import plan_costs

OPTIONS = 20
SPREAD = (LandedCostStatus.POSTED,)


@dataclass(frozen=True, slots=True)
class Spread:
    """What goods of a receipt take of all costs, and where it goes."""

    move: Move
    measure: Decimal
    amount: Decimal
    kept: Decimal
    sold: Decimal
    variance: Decimal


@dataclass(frozen=True, slots=True)
class Split:
    """How costs fall on goods; ``refused`` says why they cannot be spread as they stand."""

    rows: list[Spread]
    refused: str = ""

    @property
    def total(self) -> dict[str, Decimal]:
        """Return the sums of the columns."""
        return {
            name: sum((getattr(row, name) for row in self.rows), ZERO)
            for name in ("amount", "kept", "sold", "variance")
        }


def visible_landed_costs(user: Any) -> QuerySet[LandedCost]:
    """Return the landed costs ``user`` may see, with their total: those who may see what goods cost see all."""
    rows = LandedCost.objects.filter(company_id=company_id())
    if user is not None and not may(user, "products.view_cost"):
        rows = rows.none()
    total = LandedCharge.objects.filter(landed_cost=OuterRef("pk")).order_by().values("landed_cost")
    amount = Subquery(total.annotate(total=Sum("amount")).values("total"))
    money = DecimalField(**MONEY)  # type: ignore[arg-type]
    return (
        rows.annotate(total=Coalesce(amount, Value(ZERO), output_field=money))
        .select_related("entry", "undo_entry", "posted_by")
        .order_by("-date", "-pk")
    )


def spreadable_receipts(user: Any = None) -> QuerySet[StockDocument]:
    """Return the posted receipts over whose goods a cost may be spread."""
    return visible_receipts(user).filter(
        company_id=company_id(),
        kind=DocumentKind.RECEIPT,
        status=DocumentStatus.POSTED,
        reverses=None,
    )


def spreadable_bill_lines() -> QuerySet[InvoiceLine]:
    """Return the lines of posted supplier bills that are for no goods: freight, duty, insurance."""
    return (
        InvoiceLine.objects.filter(
            company_id=company_id(),
            invoice__kind=InvoiceKind.SUPPLIER_BILL,
            invoice__status=InvoiceStatus.POSTED,
            net__gt=0,
            down_payment=None,
        )
        .exclude(product__kind=ProductKind.GOODS)
        .select_related("invoice__party", "account")
    )


def left_of_bill_line(line: InvoiceLine) -> Decimal:
    """Return what a bill line costs in company currency, or nothing once it has been spread."""
    if line.landed_charges.filter(landed_cost__status__in=SPREAD).exists():
        return ZERO
    return round_money(line.net * line.invoice.rate, currency_in_force())


def receipt_options(user: Any, text: str) -> list[StockDocument]:
    """Return at most 20 posted receipts by their number, their order's number or their supplier, newest first."""
    rows = spreadable_receipts(user)
    for word in text.split()[:8]:
        orders = PurchaseOrder.objects.filter(company_id=company_id(), number__icontains=word)
        rows = rows.filter(
            Q(number__icontains=word)
            | Q(party__name__icontains=word)
            | Q(reference__icontains=word)
            | Q(origin_id__in=orders.values("pk"))
        )
    return list(rows[:OPTIONS])


def bill_line_options(text: str) -> list[InvoiceLine]:
    """Return at most 20 lines of bills that may be spread, by bill, supplier or words, newest first."""
    spread = LandedCharge.objects.filter(bill_line=OuterRef("pk"), landed_cost__status__in=SPREAD)
    rows = spreadable_bill_lines().filter(~Exists(spread))
    for word in text.split()[:8]:
        rows = rows.filter(
            Q(invoice__number__icontains=word)
            | Q(invoice__reference__icontains=word)
            | Q(invoice__party__name__icontains=word)
            | Q(description__icontains=word)
        )
    return list(rows.order_by("-invoice__date", "-pk")[:OPTIONS])


def split_of(document: LandedCost) -> Split:
    """Return how a landed cost was spread, or how it would be if it were posted now."""
    if document.status == LandedCostStatus.DRAFT:
        return _planned(document)
    shares = LandedShare.objects.filter(landed_cost=document).select_related(
        "move__document", "move__product__unit"
    )
    rows = shares.order_by(
        "move__document__date", "move__document_id", "move__line__position", "pk"
    )
    return Split(_by_move((share.move, share.measure, share) for share in rows))


def _planned(document: LandedCost) -> Split:
    try:
        parts = parts_of(document, list(document.lines.select_related("bill_line")))
        placed = plan_costs([part.adjustment for part in parts])
    except BusinessError as error:
        return Split([], str(error.message))
    rows = zip(parts, placed, strict=True)
    return Split(_by_move((part.move, part.measure, place) for part, place in rows))


def _by_move(found: Iterable[tuple[Move, Decimal, Any]]) -> list[Spread]:
    """Return one row for each move, in order of first appearance; costs of one move are added up."""
    moves: dict[Any, tuple[Move, Decimal]] = {}
    sums: dict[Any, list[Decimal]] = {}
    for move, measure, part in found:
        moves.setdefault(move.pk, (move, measure))
        now = sums.setdefault(move.pk, [ZERO, ZERO, ZERO])
        for number, amount in enumerate((part.kept, part.sold, part.variance)):
            now[number] += amount
    return [Spread(*moves[pk], sum(amounts, ZERO), *amounts) for pk, amounts in sums.items()]
