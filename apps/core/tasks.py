"""Celery's way into core: deliver one event to one subscriber, and the regular cleaning up.

Tasks carry ids only. A delivery runs its subscriber in the transaction that marks it done, so what a
subscriber writes to the database happens once; what it does elsewhere may happen again.
"""

import logging
import random
from datetime import timedelta
from importlib import import_module
from typing import Final
from uuid import UUID

from celery import shared_task
from django.conf import settings
from django.db import Error as DatabaseTrouble
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from apps.core import events
from apps.core.context import company_context, company_transaction
from apps.core.idempotency import sweep_expired
from apps.core.models import Delivery
from apps.core.relay import relay_once
from apps.core.retry import run_tx, sqlstate
from apps.core.tenants import company_ids

logger = logging.getLogger(__name__)

MOST_ATTEMPTS: Final = 8
FIRST_PAUSE: Final = 2.0  # seconds; doubles with every attempt
DELIVERIES_KEPT_FOR: Final = timedelta(days=30)
SWEPT_AT_ONCE: Final = 2000
# Rendering a long document leaves its transaction idle; the task's time limit ends what takes too long.
_PATIENT: Final = """
SELECT set_config('idle_in_transaction_session_timeout', '0', true), set_config('statement_timeout', '0', true)
"""
LOCK_NOT_AVAILABLE: Final = "55P03"
WAITING: Final = (Delivery.Status.PENDING, Delivery.Status.SENT)


@shared_task(name="core.deliver", ignore_result=True)
def deliver(company: str, delivery: str) -> str:
    """Run the subscriber of one delivery; return what became of it."""
    with company_context(UUID(company)):
        try:
            attempt = run_tx(lambda: _start(UUID(delivery)))
            if attempt is None:
                return "nothing to do"
            return run_tx(lambda: _run(UUID(delivery)))
        except OperationalError as error:
            if sqlstate(error) == LOCK_NOT_AVAILABLE:
                return "another worker has it"
            return _failed(delivery, error)
        except Exception as error:  # noqa: BLE001 a poison message must not stop the others
            return _failed(delivery, error)


def _waiting(pk: UUID) -> Delivery | None:
    """Lock and return the delivery if it is still to be made."""
    return Delivery.objects.select_for_update().filter(pk=pk, status__in=WAITING).first()


def _start(pk: UUID) -> int | None:
    """Count the attempt before it begins, so that one that kills the worker counts too."""
    delivery = _waiting(pk)
    if delivery is None:
        return None
    if delivery.attempts >= MOST_ATTEMPTS:
        delivery.status = Delivery.Status.DEAD
        delivery.error = delivery.error or f"Stopped without an answer {delivery.attempts} times."
        delivery.save(update_fields=["status", "error"])
        return None
    delivery.attempts += 1
    delivery.due_at = timezone.now() + settings.DELIVERY_LEASE
    delivery.save(update_fields=["attempts", "due_at"])
    return delivery.attempts


def _run(pk: UUID) -> str:
    delivery = _waiting(pk)
    if delivery is None:
        return "nothing to do"
    event = delivery.event
    subscriber = events.subscriber(event.name, delivery.subscriber)
    if subscriber is None:
        raise LookupError(f"{delivery.subscriber} no longer listens to {event.name}.")
    with connection.cursor() as cursor:
        cursor.execute(_PATIENT)
    with company_context(delivery.company_id, user_id=event.actor_id, request_id=event.request_id):
        subscriber(event)
    delivery.status, delivery.error, delivery.done_at = Delivery.Status.DONE, "", timezone.now()
    delivery.save(update_fields=["status", "error", "done_at"])
    return "done"


def _failed(pk: str, error: Exception) -> str:
    """Write the error down and make the delivery due again later, or lay it aside as a dead letter."""
    text = f"{type(error).__name__}: {error}".replace("\0", "")[:2000]
    logger.warning("Delivery %s failed: %s", pk, text)

    def write() -> str:
        delivery = _waiting(UUID(pk))
        if delivery is None:
            return "nothing to do"
        dead = delivery.attempts >= MOST_ATTEMPTS
        delivery.status = Delivery.Status.DEAD if dead else Delivery.Status.PENDING
        delivery.error = text
        delivery.due_at = timezone.now() + pause_after(delivery.attempts)
        delivery.save(update_fields=["status", "error", "due_at"])
        return str(delivery.status)

    try:
        return run_tx(write)
    except DatabaseTrouble:
        logger.exception("Delivery %s could not be written down; its lease brings it back.", pk)
        return "unknown"


def pause_after(attempts: int) -> timedelta:
    """Return how long a delivery rests after its ``attempts``-th failure: 2 s, 4 s, 8 s, give or take a fifth."""
    return timedelta(seconds=FIRST_PAUSE * 2 ** (attempts - 1) * random.uniform(0.8, 1.2))  # noqa: S311 jitter


@shared_task(name="core.redrive", ignore_result=True)
def redrive() -> int:
    """Do once what the relay does all the time, for the hours when no relay runs."""
    return relay_once()


@shared_task(name="core.sweep", ignore_result=True)
def sweep() -> int:
    """Delete what has served its time in every company: idempotency keys, deliveries made, ended sessions.

    Events, entries, moves, files and the audit are facts and stay for ever.
    """
    count = 0
    for company in company_ids():
        with company_transaction(company):
            count += sweep_expired()
        while swept := _sweep_deliveries(company):
            count += swept
    with transaction.atomic():
        import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return count


def _sweep_deliveries(company: UUID) -> int:
    """Delete a batch of deliveries made long ago; what is pending or dead stays, however old."""
    with company_transaction(company), connection.cursor() as cursor:
        before = timezone.now() - DELIVERIES_KEPT_FOR
        cursor.execute("SELECT core_sweep_deliveries(%s, %s)", [before, SWEPT_AT_ONCE])
        return int(cursor.fetchone()[0])
