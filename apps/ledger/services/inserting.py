"""Writing entries: each column of all their lines is one array, so that ten thousand take as many statements as one."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, connection

from apps.core.ids import uuid7
from apps.core.money import ZERO
from apps.ledger.models import Entry
from apps.ledger.services.drafts import EntryDraft, Posting, pk_of
from apps.ledger.services.locks import as_refusal

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


def insert(entries: Sequence[Entry], drafts: Sequence[EntryDraft], currency: str) -> None:
    """Write the entries with their lines in one statement.

    Raises:
        AreaLocked: the journal, the taxes or everything is locked on the day of one.
    """
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
        pk_of(line.account),
        amount if amount > 0 else ZERO,
        -amount if amount < 0 else ZERO,
        currency,
        amount if line.amount_currency is None else line.amount_currency,
        line.rate,
        pk_of(line.party),
        line.due_date,
        pk_of(line.tax),
        line.tax_base,
        json.dumps(line.dimensions) if line.dimensions else "{}",
        line.tax_role,
        line.memo[:250],
    )
