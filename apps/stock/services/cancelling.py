"""Cancelling of draft stock documents: they moved nothing and stay in the lists."""

from uuid import UUID

from django.db import transaction

from apps.access.models import User
from apps.core import events
from apps.stock.choices import DOCUMENT_LIFECYCLE, DocumentKind, DocumentStatus
from apps.stock.models import StockDocument
from apps.stock.services.common import require_access_to_draft


@transaction.atomic
def cancel_drafts_of(*, actor: User | None, origin_type: str, origin_id: UUID) -> int:
    """Cancel the drafts made for an order and return how many there were."""
    drafts = StockDocument.objects.select_for_update(of=("self",)).filter(
        origin_type=origin_type, origin_id=origin_id, status=DocumentStatus.DRAFT
    )
    found = list(drafts.order_by("pk"))
    for document in found:
        _cancel(actor, document)
    return len(found)


def _cancel_kind(actor: User | None, pk: UUID, kind: str) -> StockDocument:
    document = StockDocument.objects.select_for_update(of=("self",)).get(pk=pk, kind=kind)
    require_access_to_draft(actor, document)
    return _cancel(actor, document)


@transaction.atomic
def cancel_receipt(*, actor: User | None, pk: UUID) -> StockDocument:
    """Cancel a draft receipt.

    Raises:
        WrongStatus: it is not a draft.
    """
    return _cancel_kind(actor, pk, DocumentKind.RECEIPT)


@transaction.atomic
def cancel_shipment(*, actor: User | None, pk: UUID) -> StockDocument:
    """Cancel a draft shipment; what was reserved for its order stays reserved.

    Raises:
        WrongStatus: it is not a draft.
    """
    return _cancel_kind(actor, pk, DocumentKind.SHIPMENT)


@transaction.atomic
def cancel_transfer(*, actor: User | None, pk: UUID) -> StockDocument:
    """Cancel a draft transfer.

    Raises:
        WrongStatus: it is not a draft.
    """
    return _cancel_kind(actor, pk, DocumentKind.TRANSFER)


@transaction.atomic
def cancel_adjustment(*, actor: User | None, pk: UUID) -> StockDocument:
    """Cancel a draft adjustment.

    Raises:
        WrongStatus: it is not a draft.
    """
    return _cancel_kind(actor, pk, DocumentKind.ADJUSTMENT)


def _cancel(actor: User | None, document: StockDocument) -> StockDocument:
    DOCUMENT_LIFECYCLE.advance(document, "cancel")
    document.version += 1
    document._history_user = actor  # type: ignore[attr-defined]
    document.save(update_fields=["status", "version"])
    events.publish(f"stock.{document.kind}_cancelled", document)
    return document
