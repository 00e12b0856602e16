"""The registry of invariants that ``manage.py prove`` checks over the whole database.

A check is one SQL query whose rows are counter-examples; an empty answer is the proof. Checks run in a
company's context (row policies limit them to it), or once for the whole database when ``per_company`` is off.
An app registers its checks in a module ``checks.py``, which core imports at start.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from apps.core.context import company_context

LIMIT = 20


@dataclass(frozen=True, slots=True)
class Check:
    """One invariant.

    Attributes:
        name: ``<app>.<rule>``, unique.
        sql: returns counter-examples, at best with an id and the wrong figures. A literal % stays single.
        why: the rule in one English sentence.
        per_company: run in each company's context; else once, without one.
    """

    name: str
    sql: str
    why: str
    per_company: bool = True


@dataclass(frozen=True, slots=True)
class Violation:
    """One counter-example."""

    check: str
    why: str
    row: dict[str, Any]
    company: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return what ``prove --json`` prints of it."""
        return {
            "check": self.check,
            "company": self.company,
            "why": self.why,
            "row": {
                name: value if value is None else str(value) for name, value in self.row.items()
            },
        }


@dataclass(slots=True)
class Proof:
    """What one run of ``prove`` found."""

    checks: int = 0
    details: list[Violation] = field(default_factory=list)


_checks: dict[str, Check] = {}


def register(*checks: Check) -> None:
    """Add checks; a check registered again replaces itself."""
    for check in checks:
        _checks[check.name] = check


def registered() -> list[Check]:
    """Return every check, by name."""
    return [_checks[name] for name in sorted(_checks)]


def run_check(
    cursor: Any, check: Check, *, limit: int = LIMIT, company: str = ""
) -> list[Violation]:
    """Run one check on ``cursor`` and return at most ``limit`` counter-examples."""
    cursor.execute(f"SELECT * FROM (\n{check.sql}\n) AS counter_example LIMIT {int(limit)}")
    names = [column[0] for column in cursor.description]
    return [
        Violation(check.name, check.why, dict(zip(names, row, strict=True)), company)
        for row in cursor.fetchall()
    ]


def prove(companies: list[tuple[UUID, str]], *, limit: int = LIMIT) -> Proof:
    """Run every check: those of the whole database once, the others in each of ``companies`` (id, code).

    A check is one statement, so it sees one moment even while others write.
    """
    proof = Proof(checks=len(_checks))
    with _reading() as cursor:
        for check in registered():
            if not check.per_company:
                proof.details += run_check(cursor, check, limit=limit)
    for company_id, code in companies:
        with company_context(company_id), _reading() as cursor:
            for check in registered():
                if check.per_company:
                    proof.details += run_check(cursor, check, limit=limit, company=code)
    return proof


@contextmanager
def _reading() -> Iterator[Any]:
    """Give a cursor in a transaction that may take long; inside an open one, just a cursor."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if is_outermost:
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("SET LOCAL jit = off")
        yield cursor


def gapless_numbers(
    name: str, *, table: str, series: str, number: str = "number", where: str = "true"
) -> Check:
    """Return the check that a table's numbers (``INV-2026-00042``) run 1, 2, 3 ... up to the series' counter.

    Args:
        name: of the check, ``<app>.<rule>``.
        table: the documents; has ``company_id``, ``id`` and the ``number`` column.
        series: the ``code`` the numbers are taken with.
        where: which rows of the table take from this series.
    """
    sql = f"""
        WITH taken AS (
            SELECT split_part(reverse({number}), '-', 2) AS reversed_year,
                   split_part(reverse({number}), '-', 1) AS reversed_count,
                   {number} AS number
            FROM {table} WHERE {number} <> '' AND ({where})
        ), counted AS (
            SELECT reverse(reversed_year)::int AS year, reverse(reversed_count)::bigint AS n FROM taken
        ), by_year AS (
            SELECT year, count(*) AS documents, count(DISTINCT n) AS numbers, min(n) AS first, max(n) AS last
            FROM counted GROUP BY year
        )
        SELECT coalesce(b.year, s.year) AS year, b.documents, b.numbers, b.first, b.last, s.next_number
        FROM by_year b
        FULL JOIN (SELECT year, next_number FROM core_numberseries WHERE code = '{series}') s ON s.year = b.year
        WHERE (b.year IS NULL AND s.next_number <> 1)
           OR (b.year IS NOT NULL AND (s.next_number IS NULL OR b.first <> 1 OR b.documents <> b.last
                                       OR b.numbers <> b.last OR s.next_number <> b.last + 1))
    """
    return Check(
        name,
        sql,
        "Document numbers run from 1 without a gap or a repeat, and the counter says the next.",
    )


def report_lines(details: list[Violation]) -> Iterator[str]:
    """Yield the lines people read: the broken rule, then its counter-examples."""
    last = None
    for violation in details:
        heading = f"{violation.check}: {violation.why}"
        if heading != last:
            yield heading
            last = heading
        where = f"{violation.company}  " if violation.company else ""
        yield (
            "    " + where + ", ".join(f"{name} = {value}" for name, value in violation.row.items())
        )
