"""The registry of invariants that ``manage.py prove`` checks over the whole database.

A check is one SQL query whose rows are counter-examples; an empty answer is the proof. Checks run in a
company's context (row policies limit them to it), or once for the whole database when ``per_company`` is off.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Check:
    """One invariant.

    Attributes:
        name: ``<app>.<rule>``, unique.
        sql: returns counter-examples, at best with an id and the wrong figures.
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


_checks: dict[str, Check] = {}


def register(*checks: Check) -> None:
    """Add checks; an app does so in ``AppConfig.ready()``."""
    for check in checks:
        _checks[check.name] = check


def registered() -> list[Check]:
    """Return every check, by name."""
    return [_checks[name] for name in sorted(_checks)]


def run_check(cursor: Any, check: Check, *, limit: int = 20) -> list[Violation]:
    """Run one check on ``cursor`` and return at most ``limit`` counter-examples."""
    cursor.execute(f"SELECT * FROM ({check.sql}) AS counter_example LIMIT {int(limit)}")
    names = [column[0] for column in cursor.description]
    return [Violation(check.name, check.why, dict(zip(names, row, strict=True))) for row in cursor.fetchall()]
