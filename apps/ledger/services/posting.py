"""Posting: the one way an entry comes into the books, alone or ten thousand at a time."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.core.context import company_id
from apps.core.exceptions import BusinessError
from apps.core.ids import uuid7
from apps.core.retry import in_tx
from apps.ledger.models import Entry, Journal
from apps.ledger.services.calendar import calendar_of, settle_dimensions
from apps.ledger.services.drafts import (
    EntryDraft,
    Posting,
    mirror,
    pk_of,
    require_balance,
    reversal_kind,
)
from apps.ledger.services.inserting import insert


class AlreadyReversed(BusinessError):
    """The entry has a reversal."""


def post_entry(
    *,
    actor: models.Model | None,
    journal: Journal | UUID,
    on: date,
    postings: Sequence[Posting],
    source_type: str,
    source_id: UUID,
    kind: str = "post",
    reference: str = "",
    memo: str = "",
    document_date: date | None = None,
    reverses: UUID | None = None,
) -> Entry:
    """Post one entry, complete and final, in two statements.

    Args:
        on: business date; its period must be open.
        source_type: model of the document behind it, ``app.model``; one entry per source and ``kind``.
        document_date: date on the document, when it differs from ``on``.
        reverses: the entry this one mirrors line by line.

    Raises:
        Unbalanced: the amounts do not sum to zero.
        NoLines: fewer than two amounts differ from zero.
        NoPeriod: no period holds ``on``.
        PeriodClosed: its period is closed.
        AreaLocked: the journal, the taxes or everything is locked on ``on``.
    """
    draft = EntryDraft(
        journal,
        on,
        postings,
        source_type,
        source_id,
        kind,
        reference,
        memo,
        document_date,
        reverses,
    )
    return post_entries(actor=actor, drafts=[draft])[0]


@in_tx
def post_entries(*, actor: models.Model | None, drafts: Sequence[EntryDraft]) -> list[Entry]:
    """Post many entries in two statements whatever their number; see ``post_entry``.

    Returns:
        The entries in the order of ``drafts``, without the reversals some of them bring along.
    """
    if not drafts:
        return []
    calendar = calendar_of(drafts)
    now = timezone.now()
    company = company_id()
    periods = [calendar.period_of(draft.on) for draft in drafts]
    for draft in drafts:
        require_balance(draft, calendar.currency)
        if not draft.reverses:
            settle_dimensions(draft, calendar.dimensions)
    entries = [
        _entry(draft, period, company, actor, now)
        for draft, period in zip(drafts, periods, strict=True)
    ]
    insert(entries, drafts, calendar.currency)
    post_entries(
        actor=actor,
        drafts=[
            draft.reversal(entry.pk)
            for draft, entry in zip(drafts, entries, strict=True)
            if draft.reverse_on
        ],
    )
    return entries


@transaction.atomic
def reverse_entry(
    *,
    actor: models.Model | None,
    pk: UUID,
    on: date,
    reference: str = "",
    memo: str = "",
    source_type: str = "",
    source_id: UUID | None = None,
    kind: str = "",
) -> Entry:
    """Post the mirror of an entry: what was debited is credited.

    Args:
        source_type: the document behind the reversal; by default that of the entry, kind ``reverse``.

    Raises:
        AlreadyReversed: the entry has a reversal, or is one.
        NoPeriod: no period holds ``on``.
        PeriodClosed: its period is closed.
    """
    original = Entry.objects.select_related("reversal").get(pk=pk)
    if hasattr(original, "reversal") or original.reverses_id:
        raise AlreadyReversed(
            _("To correct %(entry)s, post a new entry; it is reversed already.")
            % {"entry": original}
        )
    return post_entry(
        actor=actor,
        journal=original.journal_id,
        on=on,
        postings=[mirror(line) for line in original.lines.order_by("line_no")],
        source_type=source_type or original.source_type,
        source_id=source_id or original.source_id,
        kind=kind or reversal_kind(original.kind),
        reference=reference or original.reference,
        memo=memo or _("Reversal: %(memo)s") % {"memo": original.memo or original.reference},
        reverses=original.pk,
    )


def _entry(
    draft: EntryDraft, period: UUID, company: UUID, actor: models.Model | None, now: datetime
) -> Entry:
    entry = Entry(
        id=uuid7(),
        company_id=company,
        journal_id=pk_of(draft.journal),
        period_id=period,
        date=draft.on,
        document_date=draft.document_date or draft.on,
        reference=draft.reference[:60],
        memo=draft.memo[:250],
        line_count=len(draft.lines),
        total=draft.total,
        source_type=draft.source_type,
        source_id=draft.source_id,
        kind=draft.kind,
        reverses_id=draft.reverses,
        actor_id=actor.pk if actor else None,
        created_at=now,
    )
    entry._state.adding = False
    entry._state.db = connection.alias
    return entry
