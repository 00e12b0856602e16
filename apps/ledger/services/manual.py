"""Manual journal entries: written as drafts, posted once, reversed by their mirror."""

from collections.abc import Callable, Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.companies.selectors import company_in_force, rate_on
from apps.core import events
from apps.core.context import company_id
from apps.core.drafts import store_draft
from apps.core.exceptions import BusinessError, InvalidInput
from apps.core.formatting import format_money
from apps.core.money import ZERO, round_money
from apps.core.numbering import take_number
from apps.ledger.choices import (
    MANUAL_ENTRY_LIFECYCLE,
    Control,
    ManualEntryStatus,
    PeriodStatus,
)
from apps.ledger.models import Entry, ManualEntry, ManualEntryLine, Period
from apps.ledger.services.drafts import NoLines, Posting, Unbalanced
from apps.ledger.services.posting import post_entry, reverse_entry

SOURCE = "ledger.manualentry"
Participant = Callable[[ManualEntry, Sequence[ManualEntryLine], Any], None]
participants: list[Participant] = []
"""Asked with the actor before an entry is posted; upper apps append in ``AppConfig.ready()``. May refuse."""
STEP = ("status", "number", "entry", "version", "submitted_by", "approved_by", "rejection")


class ControlAccount(BusinessError):
    """A manual entry names an account that a sub-ledger alone keeps."""


class NeedsApproval(BusinessError):
    """An entry above the limit of its journal was to be posted by one person."""


@transaction.atomic
def save_manual_entry(
    *,
    actor: Any,
    document: ManualEntry,
    lines: Sequence[ManualEntryLine],
    removed: Collection[UUID] = (),
) -> ManualEntry:
    """Store a draft entry; it need not balance before it is posted.

    Raises:
        InvalidInput: a line has both sides or none, or more decimals than the currency.
        ControlAccount: a line names an account that a sub-ledger keeps.
        StaleVersion: somebody else saved it meanwhile.
    """
    if document.reverse_on and document.reverse_on <= document.date:
        raise InvalidInput(_("Choose a day after the entry's."), field="reverse_on")
    check_lines(lines)
    document._history_user = actor  # type: ignore[attr-defined]
    store_draft(document, lines, removed, parent="manual_entry")
    return document


@transaction.atomic
def post_manual_entry(*, actor: Any, pk: UUID) -> ManualEntry:
    """Post a draft entry: it gets a number and stays as it is.

    Raises:
        WrongStatus: it is not a draft.
        NoLines: it has fewer than two lines.
        Unbalanced: debit and credit differ.
        NeedsApproval: it is above the limit of its journal.
        PeriodClosed: the period of its date is closed.

    An entry that reverses itself is reversed at once when the period of that day is open, else by
    ``reverse_due_entries``.
    """
    document = locked(pk)
    MANUAL_ENTRY_LIFECYCLE.advance(document, "post")
    lines = postable_lines(document)
    require_no_approval(document, lines)
    return book(document, lines, actor)


def book(document: ManualEntry, lines: Sequence[ManualEntryLine], actor: Any) -> ManualEntry:
    """Number and post a locked document whose status was moved to posted; participants may refuse before."""
    for participant in participants:
        participant(document, lines, actor)
    document.number = take_number("manual_entry", year=document.date.year, prefix="JE")
    document.entry = post_entry(
        actor=actor,
        journal=document.journal_id,
        on=document.date,
        postings=[_posting(line, document.date) for line in lines],
        memo=document.memo,
        source_type=SOURCE,
        source_id=document.pk,
        reference=document.number,
    )
    save_step(document, actor, "posted")
    if document.reverse_on and is_open(document.reverse_on):
        return reverse_manual_entry(actor=actor, pk=document.pk, on=document.reverse_on)
    return document


@transaction.atomic
def cancel_manual_entry(*, actor: Any, pk: UUID) -> ManualEntry:
    """Drop a draft entry.

    Raises:
        WrongStatus: it is posted.
    """
    document = locked(pk)
    MANUAL_ENTRY_LIFECYCLE.advance(document, "cancel")
    return save_step(document, actor, "cancelled")


@transaction.atomic
def reverse_manual_entry(*, actor: Any, pk: UUID, on: date) -> ManualEntry:
    """Post the mirror of a posted entry on ``on``.

    Raises:
        WrongStatus: it is not posted, or reversed already.
        PeriodClosed: the period of ``on`` is closed.
    """
    document = locked(pk)
    MANUAL_ENTRY_LIFECYCLE.advance(document, "reverse")
    reverse_entry(actor=actor, pk=_entry_of(document).pk, on=on)
    return save_step(document, actor, "reversed")


@transaction.atomic
def reverse_due_entries(*, actor: Any, until: date | None = None) -> list[ManualEntry]:
    """Reverse the posted entries that reverse themselves and whose day has an open period by now.

    Args:
        until: only those that reverse themselves up to this day.
    """
    waiting = ManualEntry.objects.filter(
        company_id=company_id(), status=ManualEntryStatus.POSTED, reverse_on__isnull=False
    )
    if until:
        waiting = waiting.filter(reverse_on__lte=until)
    due = waiting.order_by("pk").values_list("pk", "reverse_on")
    return [
        reverse_manual_entry(actor=actor, pk=pk, on=on)
        for pk, on in due
        if on is not None and is_open(on)
    ]


@transaction.atomic
def copy_manual_entry(*, actor: Any, pk: UUID) -> ManualEntry:
    """Write a new draft with the lines of an entry, dated today; it does not reverse itself."""
    source = ManualEntry.objects.get(pk=pk)
    document = ManualEntry(
        company_id=company_id(),
        journal_id=source.journal_id,
        date=company_in_force().today(),
        memo=source.memo,
    )
    lines = [copy_line(line) for line in source.lines.select_related("account")]
    return save_manual_entry(actor=actor, document=document, lines=lines)


def copy_line(line: Any) -> ManualEntryLine:
    """Return an unsaved line of a manual entry like ``line``."""
    fields = ("account", "party_id", "memo", "debit", "credit", "currency_id", "amount_currency")
    values = {name: getattr(line, name) for name in fields}
    return ManualEntryLine(**values, dimensions=dict(line.dimensions))


def is_open(on: date) -> bool:
    """Return whether the company has an open period that holds ``on``."""
    return Period.objects.filter(
        company_id=company_id(), start__lte=on, end__gte=on, status=PeriodStatus.OPEN
    ).exists()


def check_lines(lines: Sequence[Any]) -> None:
    """Refuse lines that are not one amount each, on an account that may be written to by hand.

    Raises:
        InvalidInput, ControlAccount: see ``save_manual_entry``.
    """
    own = company_in_force().currency_id
    for number, line in enumerate(lines, 1):
        _check(line, number, own)


def _check(line: Any, number: int, own: str) -> None:
    for amount in (line.debit, line.credit):
        if not amount.is_finite() or amount < 0 or amount != round_money(amount, own):
            raise InvalidInput(
                _("In line %(number)d, write amounts above zero that %(currency)s has coins for.")
                % {"number": number, "currency": own}
            )
    if bool(line.debit) == bool(line.credit):
        raise InvalidInput(
            _("In line %(number)d, write a debit or a credit, one of them.") % {"number": number}
        )
    if line.account.control != Control.NONE:
        raise ControlAccount(
            _("In line %(number)d, choose another account; %(account)s is kept by %(control)s.")
            % {
                "number": number,
                "account": line.account,
                "control": line.account.get_control_display(),
            }
        )


def _require_balance(document: ManualEntry, lines: Sequence[ManualEntryLine]) -> None:
    """Refuse an unbalanced draft by its own name, before a number is taken for it."""
    difference = sum((line.debit - line.credit for line in lines), ZERO)
    if difference:
        own = company_in_force().currency_id
        raise Unbalanced(
            _(
                "To post %(entry)s, make debit and credit equal; they differ by %(difference)s %(currency)s."
            )
            % {
                "entry": document,
                "difference": round_money(abs(difference), own),
                "currency": own,
            }
        )


def _posting(line: ManualEntryLine, on: date) -> Posting:
    amount = line.debit - line.credit
    if line.currency_id is None or line.amount_currency is None:
        return Posting(
            line.account_id,
            amount,
            party=line.party_id,
            dimensions=line.dimensions,
            memo=line.memo,
        )
    sign = 1 if amount > ZERO else -1
    return Posting(
        line.account_id,
        amount,
        party=line.party_id,
        dimensions=line.dimensions,
        memo=line.memo,
        currency=line.currency_id,
        amount_currency=sign * abs(line.amount_currency),
        rate=rate_on(line.currency_id, on),
    )


def postable_lines(document: ManualEntry) -> list[ManualEntryLine]:
    """Return the lines of a document that can be posted as they are.

    Raises:
        NoLines, Unbalanced: see ``post_manual_entry``.
    """
    lines = list(document.lines.select_related("account", "party"))
    if len(lines) < 2:
        raise NoLines(_("To post %(entry)s, give it two lines or more.") % {"entry": document})
    _require_balance(document, lines)
    return lines


def total_of(lines: Sequence[ManualEntryLine]) -> Decimal:
    """Return the debits of an entry."""
    return sum((line.debit for line in lines), ZERO)


def require_no_approval(document: ManualEntry, lines: Sequence[ManualEntryLine]) -> None:
    """Refuse an entry above the limit of its journal.

    Raises:
        NeedsApproval: it is.
    """
    limit = document.journal.approval_limit
    if limit is not None and total_of(lines) > limit:
        raise NeedsApproval(
            _("To post %(entry)s, submit it for approval; it is above %(limit)s.")
            % {
                "entry": document,
                "limit": format_money(limit, company_in_force().currency_id),
            }
        )


def locked(pk: UUID) -> ManualEntry:
    """Return a manual entry, locked until commit."""
    return ManualEntry.objects.select_for_update(of=("self",)).select_related("journal").get(pk=pk)


def _entry_of(document: ManualEntry) -> Entry:
    assert document.entry is not None, "a posted manual entry has its entry"
    return document.entry


def save_step(document: ManualEntry, actor: Any, happened: str) -> ManualEntry:
    """Store a step of the life cycle and say that it happened."""
    document.version += 1
    document._history_user = actor  # type: ignore[attr-defined]
    document.save(update_fields=STEP)
    events.publish(f"ledger.entry_{happened}", document, number=document.number)
    return document
