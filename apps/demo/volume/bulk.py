"""Writing by the million as the owner: rules and indexes rest meanwhile, and stand again before the commit."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from apps.core.exceptions import BusinessError

OWNER_URL = "DATABASE_OWNER_URL"
_REFERENCES = """
    SELECT conrelid::regclass::text, conname::text, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'f' AND conrelid = ANY (%s::regclass[]) ORDER BY 1, 2
"""
_INDEXES = """
    SELECT x.indexrelid::regclass::text, pg_get_indexdef(x.indexrelid) FROM pg_index x
    WHERE x.indrelid = ANY (%s::regclass[])
      AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = x.indexrelid)
    ORDER BY 1
"""
_COLUMNS = """
    SELECT attname::text FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum
"""


class NoOwner(BusinessError):
    """Nothing says how to reach the database as its owner."""


class InUse(BusinessError):
    """Somebody else works in the database."""


@contextmanager
def as_owner(company: UUID) -> Iterator[psycopg.Connection[Any]]:
    """Give a connection of the owner, in the company, in one transaction: all is written or nothing is.

    Raises:
        NoOwner: the environment has no address of the owner.
        InUse: a table was not free for half a minute.
    """
    if OWNER_URL not in os.environ:
        raise NoOwner(
            f"To write in bulk, set {OWNER_URL}: only the owner of the tables may let their rules rest."
        )
    try:
        with psycopg.connect(os.environ[OWNER_URL]) as owner:
            owner.execute("SELECT set_config('erp.company_id', %s, false)", [str(company)])
            owner.execute("SET statement_timeout = 0; SET lock_timeout = '30s'; SET jit = off")
            yield owner
    except psycopg.errors.LockNotAvailable as error:
        raise InUse(
            "To write in bulk, stop what else uses the database; nothing was written."
        ) from error


@contextmanager
def rules_rest(owner: psycopg.Connection[Any], tables: Sequence[str]) -> Iterator[None]:
    """Write without the triggers of ``tables``; they stand again at the end of the block."""
    for table in tables:
        _run(owner, "ALTER TABLE {} DISABLE TRIGGER USER", table)
    yield
    owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in tables:
        _run(owner, "ALTER TABLE {} ENABLE TRIGGER USER", table)


@contextmanager
def indexes_rest(owner: psycopg.Connection[Any], tables: Sequence[str]) -> Iterator[None]:
    """Write without references and plain indexes; at the end they are made as they were and check what was written.

    Checking a reference when it is made takes one join, row by row it takes a look-up for each. Row policies show the
    owner one company here, so the join reads that company alone; nothing else changed, for the tables are locked.
    """
    references = owner.execute(_REFERENCES, [list(tables)]).fetchall()
    indexes = owner.execute(_INDEXES, [list(tables)]).fetchall()
    for table, name, _definition in references:
        _run(owner, "ALTER TABLE {} DROP CONSTRAINT {}", table, name)
    for name, _definition in indexes:
        _run(owner, "DROP INDEX {}", name)
    yield
    for _name, definition in indexes:
        owner.execute(definition)
    for table in tables:
        _run(owner, "ANALYZE {}", table)
    for table, name, definition in references:
        _run(owner, "ALTER TABLE {} ADD CONSTRAINT {} " + definition, table, name)


def insert_like(
    owner: psycopg.Connection[Any],
    table: str,
    came: Mapping[str, Any],
    gone: Mapping[str, Any],
    changes: Mapping[str, str],
    source: str,
) -> int:
    """Write a row for each row of ``source``, made like one that the services made, and return how many.

    Args:
        came: such a row, of goods that came in, by column; what ``changes`` does not name is taken from it.
        gone: the same of goods that went out, for the rows of ``source`` where ``d.is_out`` is true.
        changes: SQL by column, of the columns of ``source``.
        source: what stands behind FROM; one of its tables is ``d``.
    """
    columns = [row[0] for row in owner.execute(_COLUMNS, [table])]
    if unknown := set(changes) - set(columns):
        raise ValueError(f"{table} has no column {', '.join(sorted(unknown))}.")
    values = [changes.get(name) or _of_pattern(name, came, gone) for name in columns]
    statement = (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} "
        f"FROM jsonb_populate_record(NULL::{table}, %s) came, jsonb_populate_record(NULL::{table}, %s) gone, {source}"
    )
    return owner.execute(statement, [Jsonb(came), Jsonb(gone)]).rowcount


def _of_pattern(column: str, came: Mapping[str, Any], gone: Mapping[str, Any]) -> str:
    if came[column] == gone[column]:
        return f"came.{column}"
    return f"CASE WHEN d.is_out THEN gone.{column} ELSE came.{column} END"


def vacuum(tables: Sequence[str]) -> None:
    """Let the planner count ``tables`` and readers skip what every reader may see."""
    with psycopg.connect(os.environ[OWNER_URL], autocommit=True) as owner:
        for table in tables:
            _run(owner, "VACUUM ANALYZE {}", table)


def _run(owner: psycopg.Connection[Any], statement: str, *names: str) -> None:
    owner.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
