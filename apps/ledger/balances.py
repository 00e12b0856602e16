"""Balances of all accounts on a day: the snapshot of the last closed period plus the lines since.

Two statements, whose cost grows with the accounts and the open lines, not with the history.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from apps.core.context import company_id
from apps.core.money import ZERO

_SNAPSHOT = """
SELECT p."end", (SELECT c.id FROM ledger_periodclosing c
                 WHERE c.period_id = p.id AND c.action = 'close' ORDER BY c.id DESC LIMIT 1)
FROM ledger_period p
WHERE p.company_id = %s AND p.status = 'closed' AND p."end" <= %s
ORDER BY p."end" DESC LIMIT 1
"""
_LINES_SINCE = """
SELECT account_id, sum(debit), sum(credit) FROM (
    SELECT account_id, debit, credit FROM ledger_periodbalance WHERE closing_id = %(closing)s
    UNION ALL
    SELECT account_id, debit, credit FROM ledger_entryline
    WHERE company_id = %(company)s AND date > %(after)s AND date <= %(on)s
) amounts GROUP BY account_id
"""


YEAR_SOURCE = "ledger.fiscalyear"
"""Source of the entries that carry a year's result to retained earnings, and of their reversals."""


class Sums(NamedTuple):
    """What was debited and credited to an account, company currency."""

    debit: Decimal
    credit: Decimal


def balances_on(on: date) -> dict[UUID, Sums]:
    """Return per account of the company in force what was debited and credited up to and with ``on``."""
    with connection.cursor() as cursor:
        cursor.execute(_SNAPSHOT, [company_id(), on])
        end, closing = cursor.fetchone() or (date.min, None)
        cursor.execute(
            _LINES_SINCE, {"closing": closing, "company": company_id(), "after": end, "on": on}
        )
        return {row[0]: Sums(row[1], row[2]) for row in cursor.fetchall()}


def balances_before(on: date) -> dict[UUID, Sums]:
    """Return the balances at the start of ``on``."""
    return balances_on(on - timedelta(days=1))


def with_drafts(balances: dict[UUID, Sums], drafts: Iterable[Any], on: date) -> dict[UUID, Sums]:
    """Return ``balances`` as they are once ``drafts`` dated up to ``on`` are posted."""
    sums = dict(balances)
    for line in (line for draft in drafts if draft.on <= on for line in draft.lines):
        account = getattr(line.account, "pk", line.account)
        debit, credit = sums.get(account, Sums(ZERO, ZERO))
        sums[account] = Sums(debit + max(line.amount, ZERO), credit + max(-line.amount, ZERO))
    return sums


def canonical_digest() -> str:
    """Return the SQL expression of the SHA-256 over rows of account_id, debit, credit; ``prove`` uses the same."""
    return (
        "encode(sha256(convert_to(coalesce(string_agg(account_id || '|' || debit::numeric(20,4) || '|' "
        "|| credit::numeric(20,4), E'\\n' ORDER BY account_id), ''), 'UTF8')), 'hex')"
    )


def digest_of(rows: dict[UUID, Any]) -> str:
    """Return the SHA-256 of balances as ``canonical_digest`` computes it, by the database."""
    accounts = list(rows)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {canonical_digest()} "  # noqa: S608 - a constant
            "FROM unnest(%s::uuid[], %s::numeric[], %s::numeric[]) AS b(account_id, debit, credit)",
            [accounts, [rows[pk].debit for pk in accounts], [rows[pk].credit for pk in accounts]],
        )
        return str(cursor.fetchone()[0])
