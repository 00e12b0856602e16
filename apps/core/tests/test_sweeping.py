"""What has served its time is deleted, in batches; what is a fact, or still to be done, never."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from apps.core import events, tasks
from apps.core.context import company_context
from apps.core.events import publish_many, subscribe
from apps.core.models import Delivery, Event, IdempotencyKey

NAME = "core.tried"
LONG_AGO = timezone.now() - timedelta(days=31)


@pytest.fixture
def made(company, monkeypatch):
    """Return seven deliveries of one event each: three made long ago, one today, three not made."""
    monkeypatch.setitem(events._subscribers, NAME, {})

    @subscribe(NAME)
    def listener(event): ...

    publish_many(NAME, [(company, {}) for _ in range(7)])
    rows = list(Delivery.objects.filter(event__name=NAME).order_by("pk"))
    states = [("done", LONG_AGO)] * 3 + [("done", timezone.now())]
    states += [(status, None) for status in ("pending", "sent", "dead")]
    for row, (status, done_at) in zip(rows, states, strict=True):
        Delivery.objects.filter(pk=row.pk).update(status=status, done_at=done_at, due_at=LONG_AGO)
    return rows


def test_deliveries_made_long_ago_go_and_their_events_stay(made, monkeypatch):
    monkeypatch.setattr(tasks, "SWEPT_AT_ONCE", 2)

    assert tasks.sweep() >= 3

    left = Delivery.objects.filter(event__name=NAME).order_by("pk")
    assert [row.pk for row in left] == [row.pk for row in made[3:]]
    assert Event.objects.filter(name=NAME).count() == 7


def test_ended_sessions_and_old_keys_go(made, company):
    for key, ends in (("old", LONG_AGO), ("new", timezone.now() + timedelta(days=1))):
        Session.objects.create(session_key=key, session_data="x", expire_date=ends)
    for key in ("old", "new"):
        IdempotencyKey.objects.create(
            company_id=company.pk, actor_id=company.pk, key=key, request_hash="0" * 64
        )
    IdempotencyKey.objects.filter(key="old").update(at=LONG_AGO)

    tasks.sweep()

    left = Session.objects.filter(session_key__in=("old", "new"))
    assert list(left.values_list("session_key", flat=True)) == ["new"]
    assert list(IdempotencyKey.objects.values_list("key", flat=True)) == ["new"]


def test_the_application_deletes_no_delivery_by_itself_and_none_of_this_week(made):
    Delivery.objects.filter(pk=made[0].pk).update(done_at=timezone.now() - timedelta(days=6))
    with connection.cursor() as cursor:
        cursor.execute("SELECT core_sweep_deliveries(now() + interval '1 year', 100)")
        assert cursor.fetchone() == (2,)

    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Delivery.objects.all().delete()


def test_deliveries_of_another_company_stay(made, other_company):
    with company_context(other_company.pk), connection.cursor() as cursor:
        cursor.execute("SELECT core_sweep_deliveries(now(), 100)")
        assert cursor.fetchone() == (0,)
