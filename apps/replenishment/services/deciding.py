"""Deciding on proposals: into draft purchase orders and transfers, or not before a day."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.companies.selectors import company_in_force
from apps.core import events
from apps.core.context import company_id
from apps.core.exceptions import BusinessError, InvalidInput, NotAllowed
from apps.core.money import ZERO
from apps.core.permissions import may
from apps.products.units import in_unit
from apps.purchasing import services as purchasing
from apps.purchasing.buying import usual_lines
from apps.purchasing.models import PurchaseOrder
from apps.replenishment.choices import PROPOSAL_LIFECYCLE, Source
from apps.replenishment.models import LIMIT, Proposal
from apps.replenishment.services.proposing import LOCK_KEY
from apps.stock import services as stock
from apps.stock.choices import DocumentKind
from apps.stock.models import StockDocument, StockDocumentLine
from apps.warehouses.services import require_access

Quantities = Mapping[UUID, Decimal]


class NoSupplier(BusinessError):
    """The proposal names no supplier in use."""


class NothingChosen(BusinessError):
    """No proposal was chosen."""


class RunGoing(BusinessError):
    """Proposals are being worked out at this moment."""


def accept_proposals(
    *, actor: User | None, pks: Sequence[UUID], quantities: Quantities | None = None
) -> list[PurchaseOrder | StockDocument]:
    """Turn open proposals into drafts: one purchase order per supplier and warehouse, one transfer per way.

    Args:
        quantities: what to order instead of what is proposed, stock unit, by proposal.

    Raises:
        NothingChosen: none was chosen.
        WrongStatus: one of them is decided already.
        NoSupplier: one of them has nobody to buy from.
        NotAllowed: the actor may not order, or not for that warehouse.
        RunGoing: a run is changing them.
    """
    with transaction.atomic():
        _keep_runs_out()
        proposals = _locked(actor, pks)
        if not proposals:
            raise NothingChosen(_("To order, choose at least one proposal."))
        made: list[PurchaseOrder | StockDocument] = []
        for group in _grouped(proposals):
            _set_quantities(group, quantities or {})
            is_bought = group[0].source == Source.BUY
            made.append(_buy(actor, group) if is_bought else _bring(actor, group))
        return made


def accept_proposal(
    *, actor: User | None, pk: UUID, quantity: Decimal | None = None
) -> PurchaseOrder | StockDocument:
    """Turn one open proposal into a draft; see ``accept_proposals``."""
    quantities = None if quantity is None else {pk: quantity}
    [document] = accept_proposals(actor=actor, pks=[pk], quantities=quantities)
    return document


@transaction.atomic
def dismiss_proposal(*, actor: User | None, pk: UUID, reason: str, until: date) -> Proposal:
    """Set an open proposal aside: its product is not proposed again for the warehouse before ``until``.

    Raises:
        WrongStatus: it is decided already.
        InvalidInput: the day is not in the future, or no reason is given.
    """
    _keep_runs_out()
    [proposal] = _locked(actor, [pk])
    PROPOSAL_LIFECYCLE.require(proposal, "dismiss")
    if until <= company_in_force().today():
        raise InvalidInput(_("Choose a day after today."), field="until")
    if not reason.strip():
        raise InvalidInput(_("Say why, in a few words."), field="reason")
    proposal.reason, proposal.dismissed_until = reason.strip(), until
    _decide(actor, proposal, "dismiss")
    events.publish("replenishment.proposal_dismissed", proposal, until=until.isoformat())
    return proposal


def _keep_runs_out() -> None:
    """Refuse while a run works: it reads what is on order before it writes, and would not see this order."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT pg_try_advisory_xact_lock_shared({LOCK_KEY})", {"company": company_id()}
        )
        [is_free] = cursor.fetchone()
    if not is_free:
        raise RunGoing(
            _("To decide, try again in a moment; the proposals are being worked out just now.")
        )


def _locked(actor: User | None, pks: Sequence[UUID]) -> list[Proposal]:
    """Return the proposals, locked in key order, of warehouses the actor may work in."""
    rows = Proposal.objects.select_for_update(of=("self",)).filter(
        company_id=company_id(), pk__in=list(pks)
    )
    proposals = list(
        rows.select_related(
            "product__unit", "product__purchase_unit", "product__purchase_tax", "product__category"
        )
        .select_related("supplier__supplier_term", "warehouse", "from_warehouse")
        .order_by("pk")
    )
    require_access(actor, *{proposal.warehouse_id for proposal in proposals})
    return proposals


def _grouped(proposals: Sequence[Proposal]) -> list[list[Proposal]]:
    groups: dict[tuple[Any, ...], list[Proposal]] = defaultdict(list)
    for proposal in proposals:
        PROPOSAL_LIFECYCLE.require(proposal, "accept")
        key = (proposal.source, proposal.supplier_id or proposal.from_warehouse_id)
        groups[(*key, proposal.warehouse_id)].append(proposal)
    return list(groups.values())


def _set_quantities(proposals: Sequence[Proposal], quantities: Quantities) -> None:
    for proposal in proposals:
        quantity = quantities.get(proposal.pk, proposal.quantity)
        if not (quantity.is_finite() and ZERO < quantity < LIMIT):
            raise InvalidInput(_("Write a quantity above zero, such as 12."), field="quantity")
        unit = proposal.product.unit
        proposal.ordered = in_unit(quantity, unit, unit)


def _buy(actor: User | None, proposals: Sequence[Proposal]) -> PurchaseOrder:
    """Draft the purchase order of proposals of one supplier and warehouse."""
    if actor is not None and not may(actor, "purchasing.add_purchaseorder"):
        raise NotAllowed(_("To order from a supplier, ask a buyer; you may order transfers only."))
    first = proposals[0]
    supplier = first.supplier
    if supplier is None or not (supplier.is_supplier and supplier.is_active):
        raise NoSupplier(
            _("To order %(product)s, name a supplier in use in its rule.")
            % {"product": first.product}
        )
    today = company_in_force().today()
    order = PurchaseOrder(
        party=supplier,
        date=today,
        expected_date=max(today, *(proposal.due_date for proposal in proposals)),
        currency_id=supplier.currency_id,
        warehouse=first.warehouse,
        term=supplier.supplier_term,
        buyer=actor,
        created_by=actor,
    )
    lines = usual_lines(
        order, [(proposal.product, proposal.ordered or proposal.quantity) for proposal in proposals]
    )
    order._history_user = actor  # type: ignore[attr-defined]
    order = purchasing.draft_order(actor=actor, document=order, lines=lines)
    for proposal in proposals:
        proposal.order = order
        _accept(actor, proposal, order)
    return order


def _bring(actor: User | None, proposals: Sequence[Proposal]) -> StockDocument:
    """Draft the transfer of proposals from one warehouse to another."""
    first = proposals[0]
    document = StockDocument(
        kind=DocumentKind.TRANSFER,
        warehouse=first.from_warehouse,
        to_warehouse=first.warehouse,
        date=company_in_force().today(),
        created_by=actor,
    )
    lines = [
        StockDocumentLine(
            product=proposal.product,
            quantity=proposal.ordered or proposal.quantity,
            unit=proposal.product.unit,
        )
        for proposal in proposals
    ]
    made = stock.save_document(actor=actor, document=document, lines=lines)
    for proposal in proposals:
        proposal.transfer = made
        _accept(actor, proposal, made)
    return made


def _accept(
    actor: User | None, proposal: Proposal, document: PurchaseOrder | StockDocument
) -> None:
    _decide(actor, proposal, "accept")
    events.publish(
        "replenishment.proposal_accepted",
        proposal,
        into=document._meta.label_lower,
        made=str(document.pk),
    )


def _decide(actor: User | None, proposal: Proposal, verb: str) -> None:
    PROPOSAL_LIFECYCLE.advance(proposal, verb)
    proposal.decided_by, proposal.decided_at = actor, timezone.now()
    proposal.save()
