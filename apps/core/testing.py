"""Help for tests of rules and races: threads with connections of their own, and planted violations."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any
from uuid import UUID

import psycopg
from django.db import connections

from apps.core.prove import Violation, registered, run_check


def in_threads(calls: Iterable[Callable[[], Any]], *, at_once: int = 20) -> list[Any]:
    """Run ``calls`` in threads, each in a copy of the caller's context; return answers or exceptions, in order.

    The calls see only what is committed: for tests marked ``django_db(transaction=True)``.
    """

    def one(call: Callable[[], Any]) -> Any:
        try:
            return call()
        except Exception as error:  # noqa: BLE001 handed to the test
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(at_once) as pool:
        return [
            future.result()
            for future in [pool.submit(copy_context().run, one, call) for call in calls]
        ]


def plant(
    owner_sql: "psycopg.Connection[Any]", check: str, *statements: str, company: UUID | None = None
) -> list[Violation]:
    """Break a rule as ``erp_owner`` and return what the check of that name finds; the fixture rolls back.

    Args:
        statements: the crime, such as ``ALTER TABLE x DISABLE TRIGGER USER`` followed by an UPDATE.
        company: whose rows the statements and the check see.
    """
    by_name = {known.name: known for known in registered()}
    with owner_sql.cursor() as cursor:
        cursor.execute("SELECT set_config('erp.company_id', %s, true)", [str(company or "")])
        for statement in statements:
            cursor.execute(statement)
        return run_check(cursor, by_name[check])
