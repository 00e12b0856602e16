"""Which company, user and request the code runs for; the database reads it for its row policies.

A transaction carries the context as ``SET LOCAL`` settings (``erp.company_id``, ``erp.user_id``,
``erp.request_id``). The database backend sends them at the start of every transaction, so no code can
forget to, and a pooled connection keeps nothing of its last user. Without a context no row of any
company is visible.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connections, transaction
from psycopg.pq import TransactionStatus


@dataclass(frozen=True, slots=True)
class Context:
    """Who acts, for which company, in which request; ``None`` and "" mean nobody."""

    company_id: UUID | None = None
    user_id: UUID | None = None
    request_id: str = ""

    def settings(self) -> tuple[str, str, str]:
        """Return the three settings as PostgreSQL wants them."""
        return (str(self.company_id or ""), str(self.user_id or ""), self.request_id)


SET_LOCAL = (
    "SELECT set_config('erp.company_id', %s, true), set_config('erp.user_id', %s, true), "
    "set_config('erp.request_id', %s, true)"
)
_current: ContextVar[Context] = ContextVar("plumb_context", default=Context())  # noqa: B039


class NoCompany(RuntimeError):
    """Code that needs a company ran without one: a bug, not a user's mistake."""


def current() -> Context:
    """Return the context in force."""
    return _current.get()


def company_id() -> UUID:
    """Return the id of the company in force.

    Raises:
        NoCompany: outside any company.
    """
    company = _current.get().company_id
    if company is None:
        raise NoCompany("No company is set: wrap this in company_context(company_id).")
    return company


def apply() -> None:
    """Send the context to every transaction that is open now; the ones that begin later take it themselves."""
    for connection in connections.all(initialized_only=True):
        if connection.in_atomic_block and _takes_statements(connection):
            with connection.cursor() as cursor:
                cursor.execute(SET_LOCAL, _current.get().settings())


def _takes_statements(connection: Any) -> bool:
    """Say whether the transaction is sound; a failed one is rolled back, and its settings with it."""
    if connection.needs_rollback or connection.connection is None or connection.connection.closed:
        return False
    return bool(connection.connection.info.transaction_status != TransactionStatus.INERROR)


@contextmanager
def company_context(
    company: UUID | None, *, user_id: UUID | None = None, request_id: str = ""
) -> Iterator[Context]:
    """Run the block for ``company``; an open transaction takes the context over and gives it back."""
    before = _current.get()
    context = Context(company, user_id or before.user_id, request_id or before.request_id)
    token = _current.set(context)
    changed = context != before
    try:
        if changed:
            apply()
        yield context
    finally:
        _current.reset(token)
        if changed:
            apply()


@contextmanager
def request_context(request_id: str) -> Iterator[Context]:
    """Run the block as the request ``request_id``, for nobody yet: the outermost frame of a request."""
    token = _current.set(Context(request_id=request_id))
    try:
        yield _current.get()
    finally:
        _current.reset(token)
        apply()  # a test's transaction goes on after the request; elsewhere none is open here


@contextmanager
def company_transaction(company: UUID, *, user_id: UUID | None = None) -> Iterator[None]:
    """Run the block for ``company`` in one transaction: what a command or a task needs to read."""
    with company_context(company, user_id=user_id), transaction.atomic():
        yield


@contextmanager
def acting_as(actor: Any) -> Iterator[None]:
    """Run the block as the user ``actor``, so that the audit names them; None changes nothing."""
    with company_context(_current.get().company_id, user_id=getattr(actor, "pk", None)):
        yield
