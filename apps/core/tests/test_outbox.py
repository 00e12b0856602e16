"""Events leave with the transaction that made them, and arrive: once in effect, poison laid aside."""

from datetime import timedelta

import pytest
from celery import current_app
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError

from apps.companies.models import Branch
from apps.companies.tests.factories import make_branch, make_company
from apps.core import events, tasks
from apps.core import relay as outbox_relay
from apps.core.context import company_context, current
from apps.core.events import publish, publish_many, subscribe
from apps.core.exceptions import WrongStatus
from apps.core.ids import uuid7
from apps.core.models import Delivery, Event
from apps.core.outbox import dead_letters, retry_delivery
from apps.core.retry import run_tx
from apps.core.testing import in_threads

NAME = "core.tried"


@pytest.fixture
def listeners(monkeypatch):
    """Keep the listeners of a test to the test."""
    monkeypatch.setitem(events._subscribers, NAME, {})
    return events._subscribers[NAME]


@pytest.fixture
def broker(monkeypatch):
    """Return the list of what the broker was given; it takes everything."""
    given = []
    monkeypatch.setattr(
        current_app, "send_task", lambda name, args, **_: given.append((name, *args))
    )
    return given


def deliveries():
    return {d.subscriber.rsplit(".", 1)[-1]: d for d in Delivery.objects.all()}


def test_an_event_carries_who_what_and_which_request(company):
    actor = uuid7()
    with company_context(company.pk, user_id=actor, request_id="request-0001"):
        publish(NAME, company, total="1.00")

    event = Event.objects.get(name=NAME)
    assert (event.name, event.aggregate_type, event.aggregate_id) == (
        NAME,
        "companies.company",
        company.pk,
    )
    assert (event.actor_id, event.request_id, event.payload) == (
        actor,
        "request-0001",
        {"total": "1.00"},
    )


def test_many_events_take_two_statements(company, listeners, django_assert_num_queries):
    @subscribe(NAME)
    def listener(event): ...

    with django_assert_num_queries(2):
        publish_many(NAME, [(company, {"n": n}) for n in range(50)])
    assert Delivery.objects.count() == 50


@pytest.mark.django_db(transaction=True)
def test_an_event_of_a_transaction_that_failed_is_none(listeners):
    company = make_company()

    def publish_and_fail():
        publish(NAME, company)
        make_branch("SAME")
        make_branch("SAME")

    with company_context(company.pk):
        with pytest.raises(IntegrityError):
            run_tx(publish_and_fail)
        with transaction.atomic():
            assert not Event.objects.filter(name=NAME).exists()


def test_the_relay_gives_ids_to_the_broker_and_waits_for_the_lease(company, listeners, broker):
    @subscribe(NAME)
    def listener(event): ...

    publish(NAME, company)
    assert company.pk in outbox_relay.companies_due()
    outbox_relay.hand_over(company.pk)

    delivery = Delivery.objects.get()
    assert broker == [("core.deliver", str(company.pk), str(delivery.pk))]
    assert delivery.status == Delivery.Status.SENT
    assert delivery.due_at > timezone.now() + timedelta(minutes=1)
    assert company.pk not in outbox_relay.companies_due()


def test_what_the_broker_did_not_take_stays_pending(company, listeners, monkeypatch):
    @subscribe(NAME)
    def listener(event): ...

    def refuse(*args, **kwargs):
        raise BrokerError("away")

    monkeypatch.setattr(current_app, "send_task", refuse)
    publish(NAME, company)
    with pytest.raises(BrokerError), transaction.atomic():
        outbox_relay.hand_over(company.pk)

    assert Delivery.objects.get().status == Delivery.Status.PENDING


def test_what_the_broker_lost_is_handed_over_again_when_its_lease_ends(company, listeners, broker):
    @subscribe(NAME)
    def listener(event): ...

    publish(NAME, company)
    outbox_relay.hand_over(company.pk)
    outbox_relay.hand_over(company.pk)
    assert len(broker) == 1

    Delivery.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    outbox_relay.hand_over(company.pk)
    assert len(broker) == 2


def test_companies_take_turns(company, other_company, listeners, broker, monkeypatch):
    @subscribe(NAME)
    def listener(event): ...

    monkeypatch.setattr(outbox_relay, "BATCH", 2)
    publish_many(NAME, [(company, {}) for _ in range(5)])
    with company_context(other_company.pk):
        publish(NAME, other_company)

    assert outbox_relay.relay_once() >= 6
    order = [given_to for _, given_to, _ in broker]
    third_of_the_first = [n for n, given_to in enumerate(order) if given_to == str(company.pk)][2]
    assert order.index(str(other_company.pk)) < third_of_the_first


def test_the_relay_s_sight_ends_with_its_transaction(company, other_company, listeners):
    @subscribe(NAME)
    def listener(event): ...

    with company_context(other_company.pk):
        publish(NAME, other_company)
    outbox_relay.companies_due()

    assert not Delivery.objects.exists()


def deliver_all(company):
    keys = list(Delivery.objects.order_by("pk").values_list("pk", flat=True))
    return [tasks.deliver(str(company.pk), str(pk)) for pk in keys]


def test_a_subscriber_runs_as_the_actor_in_the_company_of_its_event(company, listeners):
    actor, seen = uuid7(), []

    @subscribe(NAME)
    def listener(event):
        seen.append(
            (event.aggregate_id, current().company_id, current().user_id, current().request_id)
        )

    with company_context(company.pk, user_id=actor, request_id="request-0001"):
        publish(NAME, company)
    with company_context(None):
        pk = str(uuid7())
    assert tasks.deliver(str(company.pk), pk) == "nothing to do"
    assert deliver_all(company) == ["done"]
    assert seen == [(company.pk, company.pk, actor, "request-0001")]


def test_a_delivery_made_twice_has_one_effect(company, listeners):
    @subscribe(NAME)
    def listener(event):
        make_branch("ONCE")

    publish(NAME, company)

    assert deliver_all(company) == ["done"]
    assert deliver_all(company) == ["nothing to do"]
    assert Branch.objects.filter(code="ONCE").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_poison_message_ends_as_a_dead_letter_and_stops_nobody(listeners):
    company = make_company()

    @subscribe(NAME)
    def poison(event):
        make_branch("POISON")
        raise ValueError("bad \x00 bytes")

    @subscribe(NAME)
    def healthy(event):
        make_branch("HEALTHY")

    with company_context(company.pk):
        with transaction.atomic():
            publish(NAME, company)
            first = {
                d.subscriber.rsplit(".", 1)[-1]: d.pk
                for d in Delivery.objects.filter(event__name=NAME)
            }
        for _ in range(tasks.MOST_ATTEMPTS):
            for pk in first.values():
                tasks.deliver(str(company.pk), str(pk))
        with transaction.atomic():
            after = {name: Delivery.objects.get(pk=pk) for name, pk in first.items()}
            assert (after["healthy"].status, after["healthy"].attempts) == ("done", 1)
            assert (after["poison"].status, after["poison"].attempts) == (
                "dead",
                tasks.MOST_ATTEMPTS,
            )
            assert after["poison"].error == "ValueError: bad  bytes"
            assert [branch.code for branch in Branch.objects.all()] == ["HEALTHY"]
            assert [dead.pk for dead in dead_letters()] == [first["poison"]]


@pytest.mark.django_db(transaction=True)
def test_a_failure_in_the_database_is_written_down_and_tried_later(listeners):
    company = make_company()

    @subscribe(NAME)
    def twice(event):
        make_branch("SAME")
        make_branch("SAME")

    with company_context(company.pk):
        with transaction.atomic():
            publish(NAME, company)
            pk = Delivery.objects.get(event__name=NAME).pk
        assert tasks.deliver(str(company.pk), str(pk)) == "pending"
        with transaction.atomic():
            delivery = Delivery.objects.get(pk=pk)
            assert delivery.attempts == 1
            assert delivery.due_at > timezone.now() + timedelta(seconds=1)
            assert delivery.error


def test_one_that_never_answers_ends_as_a_dead_letter_too(company, listeners):
    @subscribe(NAME)
    def killer(event):
        raise AssertionError("must not run")

    publish(NAME, company)
    Delivery.objects.update(attempts=tasks.MOST_ATTEMPTS, status="sent")

    assert deliver_all(company) == ["nothing to do"]
    assert deliveries()["killer"].status == Delivery.Status.DEAD
    assert "Stopped without an answer" in deliveries()["killer"].error


def test_a_listener_that_is_gone_is_an_error_not_a_loss(company, listeners):
    @subscribe(NAME)
    def gone(event): ...

    publish(NAME, company)
    listeners.clear()

    assert deliver_all(company) == ["pending"]
    assert "no longer listens" in Delivery.objects.get().error


def test_a_dead_letter_is_sent_again_with_all_its_attempts(company, user_in, listeners):
    @subscribe(NAME)
    def listener(event): ...

    publish(NAME, company)
    Delivery.objects.update(status="dead", attempts=8)
    letter = Delivery.objects.get()

    retry_delivery(actor=user_in(), pk=letter.pk)

    assert deliver_all(company) == ["done"]
    with pytest.raises(WrongStatus):
        retry_delivery(actor=user_in(), pk=letter.pk)


def test_pauses_double_with_every_attempt():
    assert [round(tasks.pause_after(n).total_seconds() / 2**n, 0) for n in range(1, 9)] == [1.0] * 8


def test_a_delivery_is_made_once_per_subscriber(company, listeners):
    @subscribe(NAME)
    def listener(event): ...

    publish(NAME, company)
    delivery = Delivery.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(
            company_id=company.pk, event=delivery.event, subscriber=delivery.subscriber
        )


@pytest.mark.django_db(transaction=True)
def test_two_relays_at_once_hand_each_delivery_over_once(listeners, monkeypatch):
    given = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args, **_: given.append(args[1]))
    monkeypatch.setattr(outbox_relay, "IN_FLIGHT", 1000)  # nothing here is ever delivered
    company = make_company()

    @subscribe(NAME)
    def listener(event): ...

    with company_context(company.pk), transaction.atomic():
        publish_many(NAME, [(company, {}) for _ in range(500)])
        waiting = Delivery.objects.filter(status="pending").count()

    in_threads([lambda: sum(iter(lambda: outbox_relay.hand_over(company.pk), 0))] * 8)

    assert len(given) == len(set(given)) == waiting


@pytest.mark.django_db(transaction=True)
def test_relay_and_worker_deliver_what_was_committed(relay, celery_worker, wait_until):
    company = make_company()
    with company_context(company.pk), transaction.atomic():
        event = Event.objects.create(
            company_id=company.pk,
            name=NAME,
            aggregate_type="x",
            aggregate_id=uuid7(),
            request_id="",
        )
        delivery = Delivery.objects.create(
            company_id=company.pk, event=event, subscriber="nobody.listens"
        )

    def answered():
        with company_context(company.pk), transaction.atomic():
            return Delivery.objects.filter(
                pk=delivery.pk, attempts__gte=1, error__contains="no longer listens"
            ).exists()

    wait_until(answered)
    with company_context(company.pk), transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).update(status="done")


@pytest.mark.django_db(transaction=True)
def test_the_relay_stops_cleanly_when_asked(relay):
    relay.stop()

    assert relay.process.returncode == 0
    assert "Relay stopped." in relay.log.read_text()


def test_a_connection_the_relay_used_sees_nothing_afterwards(company):
    outbox_relay.companies_due()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('erp.relay', true)")
        assert cursor.fetchone()[0] in ("", None)
