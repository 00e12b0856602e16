"""Recomputing the hash chain: what was edited, deleted, put between, or cut off."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

from apps.core.context import company_id
from apps.ledger import anchors

BROKEN_LINKS = """
SELECT * FROM (
SELECT s.number, s.entry_id,
       CASE WHEN e.id IS NULL THEN 'its entry is gone'
            WHEN s.number <> lag(s.number, 1, 0::bigint) OVER chain + 1 THEN 'a seal before it is missing'
            WHEN s.previous_hash <> lag(s.hash, 1, '') OVER chain THEN 'it does not follow the seal before it'
            WHEN s.hash IS DISTINCT FROM ledger_link(s.previous_hash, ledger_canonical(e, s.form))
            THEN 'its entry was changed'
       END AS wrong
FROM ledger_seal s LEFT JOIN ledger_entry e ON e.id = s.entry_id
WINDOW chain AS (ORDER BY s.number)
) links WHERE wrong IS NOT NULL ORDER BY number
"""
CUT_TAIL = """
SELECT c.period_id, c.seal_number, c.seal_hash, 'the chain is shorter than when the period was closed' AS wrong
FROM ledger_periodclosing c
WHERE c.seal_number IS NOT NULL
  AND NOT EXISTS (SELECT FROM ledger_seal s WHERE s.number = c.seal_number AND s.hash = c.seal_hash)
"""
_HEAD = "SELECT number, hash FROM ledger_seal WHERE company_id = %s ORDER BY number DESC LIMIT 1"


_HASHES = "SELECT number, hash FROM ledger_seal WHERE company_id = %s AND number = ANY(%s)"
AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Verification:
    """What recomputing a company's chain found; ``broken`` is empty when the books are as they were written."""

    sealed: int
    head: str
    unsealed: int
    broken: list[dict[str, Any]]


def verify_chain() -> Verification:
    """Recompute the chain of the company in force; run it inside a transaction."""
    with connection.cursor() as cursor:
        broken = [*_rows(cursor, BROKEN_LINKS), *_rows(cursor, CUT_TAIL)]
        cursor.execute(_HEAD, [company_id()])
        number, head = cursor.fetchone() or (0, "")
        cursor.execute(
            "SELECT count(*) FROM ledger_entry e WHERE NOT EXISTS (SELECT FROM ledger_seal s WHERE s.entry_id = e.id)"
        )
        [unsealed] = cursor.fetchone()
    return Verification(number, head, unsealed, broken)


@dataclass(frozen=True, slots=True)
class AnchorCheck:
    """What a file of anchors says of the chain; ``broken`` is empty when they agree."""

    anchors: int
    first: str
    last: str
    key: str
    broken: list[dict[str, Any]]


def verify_anchors(path: Path, key_path: Path) -> AnchorCheck:
    """Compare the chain of the company in force with what was written down outside; inside a transaction."""
    if not path.exists():
        return AnchorCheck(0, "", "", "", [{"file": str(path), "wrong": "there are no anchors"}])
    if not key_path.exists():
        wrong = "there is no public key to check the anchors with"
        return AnchorCheck(0, "", "", "", [{"file": str(key_path), "wrong": wrong}])
    key = anchors.public_key(key_path)
    broken: list[dict[str, Any]] = []
    believed: list[anchors.Anchor] = []
    count, first, latest = 0, "", ""
    for found in anchors.read(path, key):
        if found.anchor is None:
            broken.append({"line": found.line, "wrong": found.wrong})
            continue
        count, first, latest = count + 1, first or found.anchor.at, found.anchor.at
        believed.append(found.anchor)
        if len(believed) == AT_ONCE:
            broken += _against_chain(believed)
            believed = [found.anchor]
    broken += _against_chain(believed)
    return AnchorCheck(count, first, latest, anchors.fingerprint(key), broken)


def _against_chain(believed: list[anchors.Anchor]) -> list[dict[str, Any]]:
    """Return the anchors that the chain of the company in force does not hold."""
    company = str(company_id())
    with connection.cursor() as cursor:
        cursor.execute(_HEAD, [company])
        head, _hash = cursor.fetchone() or (0, "")
        numbers = [anchor.number for anchor in believed]
        cursor.execute(_HASHES, [company, numbers])
        hashes = dict(cursor.fetchall())
    broken = []
    highest = 0
    for anchor in believed:
        if anchor.company != company:
            wrong = "it is an anchor of another company"
        elif anchor.number < highest:
            wrong = "the chain was longer when the anchor before it was written"
        elif anchor.number > head:
            wrong = "the chain is shorter than when this anchor was written"
        elif hashes.get(anchor.number) != anchor.hash:
            wrong = "an entry up to this one was changed, deleted or put between since this anchor was written"
        else:
            wrong = ""
        highest = max(highest, anchor.number)
        if wrong:
            broken.append({"number": anchor.number, "anchored": anchor.at, "wrong": wrong})
    return broken


def _rows(cursor: Any, query: str) -> list[dict[str, Any]]:
    cursor.execute(query)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
