"""What is in dispute and not reminded of."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.companies.selectors import company_in_force
from apps.core import events
from apps.core.context import company_id
from apps.core.exceptions import BusinessError
from apps.credit.models import Dispute


class WrongItem(BusinessError):
    """The item in dispute is another party's, or one is in dispute already."""


@transaction.atomic
def save_dispute(*, actor: Any, document: Dispute, lines: Any = (), removed: Any = ()) -> Dispute:
    """Note that an item, or everything of a party, is in dispute; reminders leave it out.

    Raises:
        WrongItem: the item is of another party, or it is in dispute already.
    """
    del lines, removed
    document.company_id = company_id()
    item = document.item
    if item is not None and item.party_id != document.party_id:
        raise WrongItem(_("To note a dispute, choose an item of this party."), field="item")
    running = Dispute.objects.select_for_update().filter(
        company_id=company_id(), party=document.party, item=item, ended_on__isnull=True
    )
    if running.exclude(pk=document.pk).exists():
        raise WrongItem(_("To note a dispute, end the one that runs already."), field="reason")
    if document._state.adding:
        document.created_by = actor
    document._history_user = actor  # type: ignore[attr-defined]
    document.save()
    events.publish("credit.dispute_saved", document)
    return document


@transaction.atomic
def end_dispute(*, actor: Any, pk: UUID) -> Dispute:
    """End a dispute: what was left alone is reminded of again.

    Raises:
        WrongItem: it is over.
    """
    document = Dispute.objects.select_for_update().get(company_id=company_id(), pk=pk)
    if document.ended_on:
        raise WrongItem(_("This dispute is over already."))
    document.ended_on = company_in_force().today()
    document._history_user = actor  # type: ignore[attr-defined]
    document.save(update_fields=["ended_on"])
    events.publish("credit.dispute_closed", document)
    return document
