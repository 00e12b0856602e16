"""The journal entry of a stock document, and the value lines that say what it is made of."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from apps.access.models import User
from apps.ledger import services as ledger
from apps.ledger.choices import JournalType, Purpose
from apps.ledger.models import Account
from apps.ledger.services import Posting, Take, account_for
from apps.stock.choices import AdjustmentReason, DocumentKind, ValueKind
from apps.stock.costing import Part
from apps.stock.models import StockDocument, StockDocumentLine, ValueLine
from apps.stock.reasons import kind_of, reason_of
from apps.stock.services.common import SOURCE, summed
from apps.stock.services.pools import Stock
from apps.stock.services.valuation import Valued

REASONS = {
    AdjustmentReason.COUNT: Purpose.STOCK_ADJUSTMENT,
    AdjustmentReason.GAIN: Purpose.STOCK_ADJUSTMENT,
    AdjustmentReason.LOSS: Purpose.STOCK_ADJUSTMENT,
    AdjustmentReason.SCRAP: Purpose.SCRAP,
    AdjustmentReason.LOST: Purpose.STOCK_ADJUSTMENT,
    AdjustmentReason.OPENING: Purpose.OPENING,
}
OTHER_SIDE = {
    DocumentKind.SHIPMENT: Purpose.COST_OF_SALES,
    DocumentKind.RECEIPT: Purpose.UNBILLED,
    DocumentKind.TRANSFER: Purpose.STOCK,  # the value stays
}


def book(
    actor: User | None, document: StockDocument, valued: Sequence[Valued], stock: Stock
) -> None:
    """Post the entry of a document and write its value lines; a document that moves no value has none."""
    changed = [item for item in valued if item.changes]
    if not changed:
        return
    others = {_other_purpose(document, item.line) for item in changed}
    defaults = ledger.default_accounts(Purpose.STOCK, Purpose.PRICE_VARIANCE, *sorted(others))
    homes = {item.line.product_id: _stock_account(item.line, stock, defaults) for item in changed}
    worth = [item for item in changed if item.value or item.cost]
    postings = _postings(document, worth, homes, defaults)
    if any(posting.amount for posting in postings):
        document.entry = ledger.post_entry(
            actor=actor,
            journal=ledger.journal_of(JournalType.STOCK),
            on=document.date,
            postings=postings,
            source_type=SOURCE,
            source_id=document.pk,
            reference=document.number,
            memo=_memo(document),
        )
    kind = _value_kind(document)
    ValueLine.objects.bulk_create(
        line
        for item in changed
        for line in _value_lines(document, item, homes[item.line.product_id], kind)
    )


def _stock_account(line: StockDocumentLine, stock: Stock, defaults: dict[str, Account]) -> UUID:
    """Return where the product's value lies, else where its category or the company wants it."""
    home = stock.kept[line.product_id].account_id or line.product.category.stock_account_id
    return home or account_for(Purpose.STOCK, defaults).pk


def _postings(
    document: StockDocument,
    changed: Sequence[Valued],
    homes: dict[UUID, UUID],
    defaults: dict[str, Account],
) -> list[Posting]:
    """Return one posting for each account, side and analysis: stock, its other side, and the variance between both.

    What stock is worth is not kept by analysis, so its account takes a dimension only where it needs one.
    """
    own, other, variance = [], [], []
    for item in changed:
        side, analysis = item.value > 0, tuple(sorted(item.line.dimensions.items()))
        own.append(((homes[item.line.product_id], analysis, side), item.value))
        other.append(((_other_account(document, item.line, defaults), analysis, side), -item.cost))
        if item.cost != item.value:
            account = _variance_account(item.line, defaults)
            variance.append(((account, analysis, side), item.cost - item.value))
    party = document.party_id if document.kind == DocumentKind.RECEIPT else None
    return [
        Posting(account, amount, party=whose, dimensions=dict(analysis), takes=takes)
        for amounts, whose, takes in (
            (own, None, Take.IF_REQUIRED),
            (other, party, Take.UNLESS_FORBIDDEN),
            (variance, None, Take.UNLESS_FORBIDDEN),
        )
        for (account, analysis, _side), amount in summed(amounts).items()
    ]


def _other_account(
    document: StockDocument, line: StockDocumentLine, defaults: dict[str, Account]
) -> UUID:
    home = None
    if document.kind == DocumentKind.SHIPMENT:
        home = line.product.category.cost_account_id
    elif document.kind == DocumentKind.ADJUSTMENT and (why := reason_of(document, line)):
        home = why.account_id
    return home or account_for(_other_purpose(document, line), defaults).pk


def _other_purpose(document: StockDocument, line: StockDocumentLine) -> Purpose:
    """Return what the other side of a line's value is for, where its reason or category says nothing nearer."""
    if document.kind == DocumentKind.ADJUSTMENT:
        return REASONS[AdjustmentReason(kind_of(document, line))]
    return OTHER_SIDE[DocumentKind(document.kind)]


def _variance_account(line: StockDocumentLine, defaults: dict[str, Account]) -> UUID:
    home = line.product.category.variance_account_id
    return home or account_for(Purpose.PRICE_VARIANCE, defaults).pk


def _value_kind(document: StockDocument) -> str:
    if document.reverses_id:
        return ValueKind.REVERSAL
    kinds = {
        DocumentKind.RECEIPT: ValueKind.RECEIPT,
        DocumentKind.SHIPMENT: ValueKind.ISSUE,
        DocumentKind.TRANSFER: ValueKind.TRANSFER,
    }
    return kinds.get(DocumentKind(document.kind), ValueKind.ADJUSTMENT)


def _value_lines(
    document: StockDocument, item: Valued, account: UUID, kind: str
) -> list[ValueLine]:
    """Return a value line for each change; the one that opens a layer carries the layer's id."""
    lines = []
    for change in item.changes:
        values: dict[str, Any] = {"id": change.layer} if change.opens else {}
        part = change.part or Part(item.line.product_id)
        lines.append(
            ValueLine(
                **values,
                company_id=document.company_id,
                move_id=item.move_id,
                product_id=item.line.product_id,
                account_id=account,
                kind=kind,
                layer_id=change.layer,
                warehouse_id=part.warehouse,
                lot_id=part.lot,
                quantity=change.quantity,
                value=change.value,
                date=document.date,
                entry_id=document.entry_id,
            )
        )
    return lines


def _memo(document: StockDocument) -> str:
    kind = document.get_kind_display()
    if document.reverses:
        return _("Reversal of %(number)s") % {"number": document.reverses.number}
    return _("%(kind)s of %(date)s") % {"kind": kind, "date": document.date.isoformat()}
