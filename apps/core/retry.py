"""Run a whole transaction again when PostgreSQL asks for it: deadlock and serialization failure."""

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Final, ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction

P = ParamSpec("P")
R = TypeVar("R")

RETRIED: Final = {"40001", "40P01"}  # serialization_failure, deadlock_detected
ATTEMPTS: Final = 5
FIRST_PAUSE: Final = 0.02


def run_tx(function: Callable[[], R]) -> R:
    """Run ``function`` in an outermost transaction of its own, at most five times.

    Everything ``function`` does is undone between tries, so it touches nothing but the database.

    Raises:
        RuntimeError: a transaction is open already; only the outermost one can be run again.
        OperationalError: the fifth try failed too.
    """
    if (
        connection.in_atomic_block
    ):  # atomic(durable=True) refuses, except inside a test case's own transaction
        with transaction.atomic(durable=True):
            return function()
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction.atomic(durable=True):
                return function()
        except OperationalError as error:
            if sqlstate(error) not in RETRIED or attempt == ATTEMPTS:
                raise
            time.sleep(random.uniform(0.5, 1.5) * FIRST_PAUSE * 2**attempt)  # noqa: S311 jitter, no secret
    raise AssertionError("unreachable")


def retry_tx(function: Callable[P, R]) -> Callable[P, R]:
    """Make every call of ``function`` an outermost transaction that is retried; see ``run_tx``."""

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        return run_tx(lambda: function(*args, **kwargs))

    return call


def in_tx(function: Callable[P, R]) -> Callable[P, R]:
    """Run ``function`` in the transaction that is open, or in one of its own.

    For services that other services call on the hot path: unlike a nested ``transaction.atomic`` it costs no
    savepoint. What it has written when it raises goes with the whole transaction, so no service may catch a
    refusal and go on writing.
    """

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        if connection.in_atomic_block:
            return function(*args, **kwargs)
        with transaction.atomic():
            return function(*args, **kwargs)

    return call


def sqlstate(error: BaseException) -> str:
    """Return PostgreSQL's five letters for ``error``, "" when it is not the database's."""
    cause: Any = error.__cause__ or error
    return getattr(cause, "sqlstate", None) or ""
