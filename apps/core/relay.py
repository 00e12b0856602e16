"""Hands the outbox over: claims what is due, gives it to the broker, remembers until when to wait for it.

A delivery counts as handed over only after the broker took it, and only until its lease ends: whatever the
broker, a worker or this process loses is due again. Nothing here needs memory, so any number may run at once.
"""

from typing import Final
from uuid import UUID

from celery import current_app
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from apps.core import events
from apps.core.context import company_context
from apps.core.models import Delivery
from apps.core.queues import AWAITED, LATER

BATCH: Final = 200
IN_FLIGHT: Final = 200
WAITING: Final = (Delivery.Status.PENDING, Delivery.Status.SENT)


def companies_due() -> list[UUID]:
    """Return the companies that have deliveries to hand over now."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('erp.relay', 'on', true)")
        cursor.execute(
            "SELECT DISTINCT company_id FROM core_delivery WHERE status IN ('pending', 'sent') AND due_at <= %s",
            [timezone.now()],
        )
        due = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT set_config('erp.relay', '', true)")
    return due


def hand_over(company: UUID) -> int:
    """Give the broker due deliveries of ``company``, a batch; return how many.

    What somebody waits for goes first, to a queue of its own; each queue has ``IN_FLIGHT`` out at most. A backlog
    waits here and not in the broker's queue, where it would outlive its leases and be sent again.
    """
    awaited = Q(subscriber__in=events.awaited())
    with company_context(company), transaction.atomic():
        return _send(company, awaited, AWAITED) + _send(company, ~awaited, LATER)


def _send(company: UUID, kind: Q, queue: str) -> int:
    """Hand over deliveries of a kind; the rows stay locked until the broker took them all."""
    now = timezone.now()
    mine = Delivery.objects.filter(kind, company_id=company)
    out = mine.filter(status=Delivery.Status.SENT, due_at__gt=now).count()
    claimed = list(
        mine.select_for_update(skip_locked=True)
        .filter(status__in=WAITING, due_at__lte=now)
        .order_by("due_at", "pk")
        .values_list("pk", flat=True)[: max(min(BATCH, IN_FLIGHT - out), 0)]
    )
    for pk in claimed:
        current_app.send_task(
            "core.deliver",
            args=[str(company), str(pk)],
            retry=False,
            ignore_result=True,
            queue=queue,
        )
    if claimed:
        Delivery.objects.filter(company_id=company, pk__in=claimed).update(
            status=Delivery.Status.SENT, due_at=now + settings.DELIVERY_LEASE
        )
    return len(claimed)


def relay_once() -> int:
    """Hand over everything that is due; return how many deliveries went out.

    The companies take turns, a batch each, so a large backlog of one holds up nobody else.
    """
    total = 0
    while due := companies_due():
        sent = [hand_over(company) for company in due]
        total += sum(sent)
        if not any(count >= BATCH for count in sent):
            break
    return total
