"""Two people for large manual entries: one writes and submits, another approves or sends back."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.core.exceptions import BusinessError
from apps.ledger.choices import MANUAL_ENTRY_LIFECYCLE
from apps.ledger.models import ManualEntry
from apps.ledger.services.manual import book, locked, postable_lines, save_step


class OwnWork(BusinessError):
    """Who wrote or submitted an entry cannot approve it."""


@transaction.atomic
def submit_manual_entry(*, actor: Any, pk: UUID) -> ManualEntry:
    """Hand a draft to a second person; nothing of it changes while it waits.

    Raises:
        WrongStatus: it is not a draft.
        NoLines, Unbalanced: it could not be posted.
    """
    document = locked(pk)
    MANUAL_ENTRY_LIFECYCLE.advance(document, "submit")
    postable_lines(document)
    document.submitted_by, document.rejection = actor, ""
    return save_step(document, actor, "submitted")


@transaction.atomic
def approve_manual_entry(*, actor: Any, pk: UUID) -> ManualEntry:
    """Approve what somebody else submitted: it is posted.

    Raises:
        WrongStatus: it does not wait for approval.
        OwnWork: the actor wrote or submitted it.
        PeriodClosed: the period of its date is closed.
    """
    document = locked(pk)
    MANUAL_ENTRY_LIFECYCLE.advance(document, "approve")
    _require_other(document, actor)
    document.approved_by = actor
    return book(document, postable_lines(document), actor)


@transaction.atomic
def reject_manual_entry(*, actor: Any, pk: UUID, reason: str) -> ManualEntry:
    """Send a submitted entry back to its writer as a draft, with the reason.

    Raises:
        WrongStatus: it does not wait for approval.
    """
    document = locked(pk)
    MANUAL_ENTRY_LIFECYCLE.advance(document, "reject")
    document.rejection = reason[:250]
    return save_step(document, actor, "rejected")


def _require_other(document: ManualEntry, actor: Any) -> None:
    makers = {document.created_by_id, document.submitted_by_id}
    if actor is None or actor.pk in makers:
        raise OwnWork(
            _("To approve %(entry)s, ask a second person; you wrote or submitted it.")
            % {"entry": document}
        )
