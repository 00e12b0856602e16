"""Recomputing the hash chain: what was edited, deleted, put between, or cut off."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from apps.core.context import company_id

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


def _rows(cursor: Any, query: str) -> list[dict[str, Any]]:
    cursor.execute(query)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
