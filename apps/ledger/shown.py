"""Entries as a closing shows them: a draft and the entry posted from it give the same bytes."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q

from apps.core.context import company_id
from apps.ledger.models import Account, Entry, EntryLine, Journal
from apps.ledger.services.drafts import EntryDraft
from apps.parties.models import Party

Shown = dict[str, Any]


def of_drafts(drafts: Sequence[EntryDraft]) -> list[Shown]:
    """Return entries to be posted, each followed by the reversal it brings along."""
    drafts = _with_reversals(drafts)
    if not drafts:
        return []
    accounts = dict(Account.objects.filter(company_id=company_id()).values_list("pk", "code"))
    journals = dict(Journal.objects.filter(company_id=company_id()).values_list("pk", "code"))
    ids = {_pk(line.party) for draft in drafts for line in draft.lines if line.party}
    parties = dict(Party.objects.filter(pk__in=ids).values_list("pk", "code"))
    return [
        _entry(
            draft,
            journals[_pk(draft.journal)],
            [
                _line(accounts[_pk(line.account)], parties.get(_pk(line.party), ""), line.amount, line.memo[:250])
                for line in draft.lines
            ],
        )
        for draft in drafts
    ]  # fmt: skip


def of_posted(drafts: Sequence[EntryDraft]) -> list[Shown]:
    """Return the entries that were posted from ``drafts``, as they stand in the books."""
    wanted = Q(pk__in=[])
    drafts = _with_reversals(drafts)
    for draft in drafts:
        wanted |= Q(source_type=draft.source_type, source_id=draft.source_id, kind=draft.kind)
    entries = {
        (entry.source_type, entry.source_id, entry.kind): entry
        for entry in Entry.objects.filter(wanted, company_id=company_id()).select_related("journal")
    }
    found = [
        entries[key]
        for draft in drafts
        if (key := (draft.source_type, draft.source_id, draft.kind)) in entries
    ]
    lines: dict[Any, list[EntryLine]] = {entry.pk: [] for entry in found}
    rows = EntryLine.objects.filter(entry_id__in=lines).select_related("account", "party")
    for line in rows.order_by("entry_id", "line_no"):
        lines[line.entry_id].append(line)
    return [_entry(entry, entry.journal.code, _posted_lines(lines[entry.pk])) for entry in found]


def digest(entries: Sequence[Shown]) -> str:
    """Return the SHA-256 of the entries as one JSON text."""
    text = json.dumps(entries, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def as_text(entries: Iterable[Shown]) -> list[str]:
    """Return the entries as lines to print."""
    lines = []
    for entry in entries:
        lines.append(f"{entry['date']}  {entry['journal']}  {entry['reference']}  {entry['memo']}")
        lines += [
            f"    {line['account']:12} {line['party']:12} {line['debit'] or '':>16} {line['credit'] or '':>16}"
            for line in entry["lines"]
        ]
    return lines


def _with_reversals(drafts: Iterable[EntryDraft]) -> list[EntryDraft]:
    return [
        one
        for draft in drafts
        for one in ([draft, draft.reversal()] if draft.reverse_on else [draft])
    ]


def _posted_lines(lines: Iterable[EntryLine]) -> list[Shown]:
    return [
        _line(
            line.account.code,
            line.party.code if line.party else "",
            line.debit - line.credit,
            line.memo,
        )
        for line in lines
    ]


def _entry(entry: EntryDraft | Entry, journal: str, lines: list[Shown]) -> Shown:
    on = entry.on if isinstance(entry, EntryDraft) else entry.date
    return {
        "date": on.isoformat(),
        "journal": journal,
        "reference": entry.reference[:60],
        "memo": entry.memo[:250],
        "source": entry.source_type,
        "source_id": str(entry.source_id),
        "kind": entry.kind,
        "lines": lines,
    }


def _line(account: str, party: str, amount: Any, memo: str) -> Shown:
    return {
        "account": account,
        "party": party,
        "debit": f"{amount:.2f}" if amount > 0 else None,
        "credit": f"{-amount:.2f}" if amount < 0 else None,
        "memo": memo,
    }


def _pk(row: Any) -> Any:
    return getattr(row, "pk", row)
