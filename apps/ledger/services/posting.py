"""Posting: the one way an entry comes into the books, alone or ten thousand at a time."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.core.context import company_id
from apps.core.exceptions import BusinessError
from apps.core.ids import uuid7
from apps.core.money import ZERO, minor_units
from apps.core.retry import in_tx
from apps.ledger.choices import PeriodStatus
from apps.ledger.models import Account, Entry, EntryLine, Journal, Period, Tax
from apps.ledger.services.dimensions import DimensionFacts, Dimensions, facts_for
from apps.ledger.services.locks import as_refusal
from apps.parties.models import Party

ONE = Decimal(1)


class Unbalanced(BusinessError):
    """The debits of an entry differ from its credits."""


class NoLines(BusinessError):
    """An entry has fewer than two lines with an amount."""


class NoPeriod(BusinessError):
    """No period of the company holds the date."""


class PeriodClosed(BusinessError):
    """The period of the date is closed."""


class ControlAccount(BusinessError):
    """A manual entry names an account that a sub-ledger alone keeps."""


class AlreadyReversed(BusinessError):
    """The entry has a reversal."""


@dataclass(frozen=True, slots=True)
class Posting:
    """One line of an entry to be posted.

    Attributes:
        amount: company currency at its minor unit; debit > 0, credit < 0, zero is left out.
        currency: ISO 4217 code of what it happened in; None is the company's own.
        amount_currency: in ``currency``, same sign as ``amount`` or zero; needed with a currency.
        rate: company currency for one unit of ``currency``.
        due_date: on matched accounts, the day it is due; None is the entry's date.
        tax_base: net amount the tax of this line was computed on, signed like ``amount``.
        dimensions: value id by dimension id, both as text; the account's defaults are added.
        tax_role: what the line is to ``tax``, see ``TaxRole``; "" is the tax itself.
    """

    account: Account | UUID
    amount: Decimal
    party: Party | UUID | None = None
    currency: str | None = None
    amount_currency: Decimal | None = None
    rate: Decimal = ONE
    due_date: date | None = None
    tax: Tax | UUID | None = None
    tax_base: Decimal | None = None
    dimensions: Dimensions | None = None
    tax_role: str = ""
    memo: str = ""


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """An entry to be posted; see ``post_entry`` for the fields.

    Attributes:
        reverse_on: a later day on which its mirror is posted with it, in the same transaction.
    """

    journal: Journal | UUID
    on: date
    postings: Sequence[Posting]
    source_type: str
    source_id: UUID
    kind: str = "post"
    reference: str = ""
    memo: str = ""
    document_date: date | None = None
    reverses: UUID | None = None
    reverse_on: date | None = None
    lines: list[Posting] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", [line for line in self.postings if line.amount != 0])

    @property
    def total(self) -> Decimal:
        """Return the sum of the debits."""
        return sum((line.amount for line in self.lines if line.amount > 0), ZERO)

    def reversal(self, of: UUID | None = None) -> "EntryDraft":
        """Return the draft of its mirror on ``reverse_on``, of the posted entry ``of``."""
        assert self.reverse_on is not None
        return EntryDraft(
            self.journal,
            self.reverse_on,
            [opposite(line) for line in self.lines],
            self.source_type,
            self.source_id,
            kind=reversal_kind(self.kind),
            reference=self.reference,
            memo=_("Reversal: %(memo)s") % {"memo": self.memo or self.reference},
            reverses=of,
        )


@dataclass(frozen=True, slots=True)
class _Calendar:
    currency: str
    periods: list[tuple[UUID, date, date, str, str]]
    dimensions: DimensionFacts

    def period_of(self, on: date) -> UUID:
        for pk, start, end, status, code in self.periods:
            if start <= on <= end:
                if status == PeriodStatus.CLOSED:
                    raise PeriodClosed(
                        _(
                            "To post on %(date)s, reopen period %(period)s or use a later date; it is closed."
                        )
                        % {"date": date_format(on), "period": code},
                        field="date",
                    )
                return pk
        raise NoPeriod(
            _("To post on %(date)s, open the fiscal year that holds this day; no period does.")
            % {"date": date_format(on)},
            field="date",
        )


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
    calendar = _calendar(drafts)
    now = timezone.now()
    company = company_id()
    periods = [calendar.period_of(draft.on) for draft in drafts]
    for draft in drafts:
        require_balance(draft, calendar.currency)
        if not draft.reverses:
            _settle_dimensions(draft, calendar.dimensions)
    entries = [
        _entry(draft, period, company, actor, now)
        for draft, period in zip(drafts, periods, strict=True)
    ]
    _insert(entries, drafts, calendar.currency)
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


def reversal_kind(kind: str) -> str:
    """Return the kind of the entry that reverses one of ``kind``."""
    return "reverse" if kind == "post" else f"reverse:{kind}"


def opposite(line: Posting) -> Posting:
    """Return the posting that undoes ``line``."""
    return replace(
        line,
        amount=-line.amount,
        amount_currency=None if line.amount_currency is None else -line.amount_currency,
        tax_base=None if line.tax_base is None else -line.tax_base,
    )


def mirror(line: EntryLine) -> Posting:
    """Return the posting that undoes ``line``."""
    return Posting(
        line.account_id,
        line.credit - line.debit,
        party=line.party_id,
        currency=line.currency_id,
        amount_currency=-line.amount_currency,
        rate=line.rate,
        due_date=line.due_date,
        tax=line.tax_id,
        tax_base=None if line.tax_base is None else -line.tax_base,
        dimensions=line.dimensions,
        tax_role=line.tax_role,
        memo=line.memo,
    )


def require_balance(draft: EntryDraft, currency: str) -> None:
    """Refuse an entry that the database would refuse at commit.

    Raises:
        Unbalanced: the amounts do not sum to zero.
        NoLines: fewer than two lines have an amount.
        ValueError: an amount is finer than the minor unit of ``currency``: a bug of the caller.
    """
    difference = sum((line.amount for line in draft.lines), ZERO)
    if difference != 0 or not difference.is_finite():
        raise Unbalanced(
            _(
                "To post %(entry)s, make debit and credit equal; they differ by %(difference)s %(currency)s."
            )
            % {
                "entry": draft.reference or draft.memo or _("the entry"),
                "difference": f"{abs(difference):.{minor_units(currency)}f}",
                "currency": currency,
            }
        )
    if len(draft.lines) < 2:
        raise NoLines(
            _("To post %(entry)s, give it two lines with an amount; it has %(count)d.")
            % {"entry": draft.reference or draft.memo or _("the entry"), "count": len(draft.lines)}
        )
    unit = Decimal(1).scaleb(-minor_units(currency))
    for line in draft.lines:
        if line.amount % unit:
            raise ValueError(f"{line.amount} is finer than the minor unit of {currency}.")


def _calendar(drafts: Sequence[EntryDraft]) -> _Calendar:
    """Return what the drafts are checked against, in one statement.

    That is the company's currency, its periods over their days, and the dimension rules of their accounts.
    """
    company = company_id()
    lines = [line for draft in drafts for line in draft.lines]
    first, last = min(draft.on for draft in drafts), max(draft.on for draft in drafts)
    rows = list(
        Period.objects.filter(company_id=company, end__gte=first, start__lte=last)
        .annotate(**facts_for(lines, (_pk(line.account) for line in lines)))
        .order_by("start")
        .values_list(
            "pk", "start", "end", "status", "code", "company__currency_id", "rules", "values", "exempt"
        )  # type: ignore[misc]
    )  # fmt: skip
    facts = rows[0][6:] if rows else (None, None, None)
    return _Calendar(
        rows[0][5] if rows else "", [row[:5] for row in rows], DimensionFacts.of(*facts)
    )


def _settle_dimensions(draft: EntryDraft, facts: DimensionFacts) -> None:
    """Give the lines the dimensions their accounts say, or refuse."""
    if facts.rules or facts.values:
        journal = _pk(draft.journal)
        draft.lines[:] = [
            facts.settle(line, _pk(line.account), draft.on, journal) for line in draft.lines
        ]


def _entry(
    draft: EntryDraft, period: UUID, company: UUID, actor: models.Model | None, now: datetime
) -> Entry:
    entry = Entry(
        id=uuid7(),
        company_id=company,
        journal_id=_pk(draft.journal),
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


_ENTRY_COLUMNS = {
    "id": "uuid",
    "company_id": "uuid",
    "journal_id": "uuid",
    "period_id": "uuid",
    "date": "date",
    "document_date": "date",
    "reference": "text",
    "memo": "text",
    "line_count": "int",
    "total": "numeric",
    "source_type": "text",
    "source_id": "uuid",
    "kind": "text",
    "reverses_id": "uuid",
    "actor_id": "uuid",
    "created_at": "timestamptz",
}
_LINE_COLUMNS = {
    "id": "uuid",
    "company_id": "uuid",
    "entry_id": "uuid",
    "line_no": "int",
    "line_count": "int",
    "date": "date",
    "account_id": "uuid",
    "debit": "numeric",
    "credit": "numeric",
    "currency_id": "text",
    "amount_currency": "numeric",
    "rate": "numeric",
    "party_id": "uuid",
    "due_date": "date",
    "tax_id": "uuid",
    "tax_base": "numeric",
    "dimensions": "jsonb",
    "tax_role": "text",
    "memo": "text",
}


def _insert_from_arrays(table: str, columns: dict[str, str]) -> str:
    arrays = ", ".join(f"%s::{kind}[]" for kind in columns.values())
    return f"INSERT INTO {table} ({', '.join(columns)}) SELECT * FROM unnest({arrays})"  # noqa: S608 - names stand above


_INSERT = (
    f"WITH posted AS ({_insert_from_arrays('ledger_entry', _ENTRY_COLUMNS)}) "
    f"{_insert_from_arrays('ledger_entryline', _LINE_COLUMNS)}"
)


def _insert(entries: Sequence[Entry], drafts: Sequence[EntryDraft], currency: str) -> None:
    """Write the entries with their lines in one statement: a column is one array, however many rows."""
    rows = [
        _line_row(entry, number, line, currency)
        for entry, draft in zip(entries, drafts, strict=True)
        for number, line in enumerate(draft.lines, 1)
    ]
    arrays = [[getattr(entry, column) for entry in entries] for column in _ENTRY_COLUMNS]
    arrays += map(list, zip(*rows, strict=True))
    try:
        with connection.cursor() as cursor:
            cursor.execute(_INSERT, arrays)
    except IntegrityError as error:
        raise as_refusal(error) from error


def _line_row(entry: Entry, number: int, line: Posting, own: str) -> tuple[Any, ...]:
    amount = line.amount
    currency = line.currency or own
    if line.amount_currency is None and currency != own:
        raise ValueError(f"A posting in {currency} needs its amount in {currency}.")
    return (
        uuid7(),
        entry.company_id,
        entry.pk,
        number,
        entry.line_count,
        entry.date,
        _pk(line.account),
        amount if amount > 0 else ZERO,
        -amount if amount < 0 else ZERO,
        currency,
        amount if line.amount_currency is None else line.amount_currency,
        line.rate,
        _pk(line.party),
        line.due_date,
        _pk(line.tax),
        line.tax_base,
        json.dumps(line.dimensions) if line.dimensions else "{}",
        line.tax_role,
        line.memo[:250],
    )


def _pk(row: models.Model | UUID | None) -> Any:
    return row.pk if isinstance(row, models.Model) else row
