"""Tasks of a closing: whose they are, when they are due, who did them; left open they block or warn."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from apps.core.exceptions import InvalidInput, StaleVersion, WrongStatus
from apps.ledger import services
from apps.ledger.closing_tasks import tasks_of
from apps.ledger.models import ClosingTask, ClosingTick
from apps.ledger.services import Blocked
from apps.ledger.tests.factories import make_books, period, reopen, task

JANUARY = "2026-01"


@pytest.fixture(autouse=True)
def books(company):
    make_books()


@pytest.fixture
def accountant(user_in):
    return user_in("accountant")


@pytest.fixture
def page(accountant):
    client = Client()
    client.force_login(accountant)
    return client


def close(*accept: str):
    return services.close_period(actor=None, pk=period(JANUARY).pk, accept=accept)


def tick(what: ClosingTask, actor, *, done: bool = True, note: str = "") -> None:
    services.tick_task(actor=actor, pk=period(JANUARY).pk, task=what, done=done, note=note)


def test_a_task_that_blocks_is_done_before_the_period_is_closed(accountant):
    cash = task("Count the cash", blocks=True, owner=accountant)

    with (
        pytest.raises(Blocked, match="Tasks without which nothing is closed"),
        transaction.atomic(),
    ):
        close()
    with pytest.raises(InvalidInput), transaction.atomic():
        close("tasks_to_do")
    tick(cash, accountant, note="3 coins too many")

    assert close().accepted == []
    [state] = tasks_of(period(JANUARY))
    assert (state.done, state.tick.actor, state.tick.note) == (True, accountant, "3 coins too many")


def test_another_task_left_open_is_accepted_by_name(accountant):
    task("Call the bank")

    with pytest.raises(Blocked), transaction.atomic():
        close()

    assert close("tasks_left_open").accepted == [{"name": "tasks_left_open", "items": 1}]


def test_what_was_taken_back_is_to_be_done_again(accountant):
    cash = task("Count the cash", blocks=True)
    tick(cash, accountant)
    tick(cash, accountant)
    tick(cash, accountant, done=False)

    assert [row.done for row in ClosingTick.objects.order_by("pk")] == [True, False]
    with pytest.raises(Blocked), transaction.atomic():
        close()


def test_a_task_belongs_to_every_period_or_to_one(accountant):
    task("Count the cash")
    task("Count the stock", period=period("2026-02"))
    retired = task("Send a fax", is_active=False)

    assert [str(state.task) for state in tasks_of(period(JANUARY))] == ["Count the cash"]
    assert len(tasks_of(period("2026-02"))) == 2
    assert retired not in [state.task for state in tasks_of(period("2026-03"))]


def test_a_task_is_due_some_days_after_the_period_and_then_late(accountant):
    task("Count the cash", due_days=3)

    [state] = tasks_of(period(JANUARY))

    assert (state.due, state.late) == (date(2026, 2, 3), True)
    assert not tasks_of(period("2026-12"))[0].late


def test_a_closed_period_keeps_what_was_done_and_takes_no_more(accountant):
    cash, bank = task("Count the cash"), task("Call the bank")
    tick(cash, accountant)
    close("tasks_left_open")

    with pytest.raises(WrongStatus):
        tick(bank, accountant)
    assert [state.task for state in tasks_of(period(JANUARY))] == [cash]
    reopen(JANUARY)
    tick(bank, accountant)


def test_a_task_has_one_name_and_is_not_overwritten_unseen(accountant):
    first = task("Count the cash")
    with pytest.raises(InvalidInput):
        task("Count the cash")
    stale = ClosingTask.objects.get(pk=first.pk)
    services.save_closing_task(actor=accountant, document=ClosingTask.objects.get(pk=first.pk))

    with pytest.raises(StaleVersion):
        services.save_closing_task(actor=accountant, document=stale)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE ledger_closingtick SET done = false", "DELETE FROM ledger_closingtick"],
)
def test_what_was_ticked_off_is_not_rewritten(accountant, statement):
    tick(task("Count the cash"), accountant)

    with pytest.raises(Exception, match=r"permission denied|append-only"), transaction.atomic():  # noqa: SIM117
        with connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_screen_of_a_period_shows_the_tasks_and_ticks_them_off(page, accountant):
    cash = task("Count the cash", owner=accountant, blocks=True)
    url = reverse("ledger:period_detail", args=[period(JANUARY).pk])
    before = page.get(url).content.decode()

    form = {
        "idempotency_key": str(uuid4()),
        "task": str(cash.pk),
        "done": "on",
        "note": "All there",
    }
    answer = page.post(reverse("ledger:period_tick", args=[period(JANUARY).pk]), form, follow=True)
    done = answer.content.decode()

    assert "Overdue" in before
    assert "Blocks" in before
    assert answer.status_code == 200
    assert "All there" in done
    assert "Take back" in done


def test_a_task_of_one_period_is_not_ticked_off_for_another(page):
    other = task("Count the stock", period=period("2026-02"))

    answer = page.post(
        reverse("ledger:period_tick", args=[period(JANUARY).pk]),
        {"idempotency_key": str(uuid4()), "task": str(other.pk), "done": "on"},
    )

    assert answer.status_code == 422
    assert not ClosingTick.objects.exists()


def test_tasks_are_kept_on_their_screen(page, accountant):
    values = {"name": "Count the cash", "owner": accountant.pk, "due_days": "3", "is_active": "on"}

    assert page.post(reverse("ledger:closingtask_create"), values).status_code == 302
    assert page.post(reverse("ledger:closingtask_create"), values).status_code == 422

    made = ClosingTask.objects.get()
    listed = page.get(reverse("ledger:closingtask_list")).content.decode()
    assert (made.owner, made.due_days, made.blocks) == (accountant, 3, False)
    assert "Every period" in listed


def test_the_auditor_sees_the_tasks_and_ticks_nothing(user_in):
    cash = task("Count the cash")
    auditor = Client()
    auditor.force_login(user_in("auditor"))

    seen = auditor.get(reverse("ledger:period_detail", args=[period(JANUARY).pk]))
    answer = auditor.post(
        reverse("ledger:period_tick", args=[period(JANUARY).pk]), {"task": cash.pk, "done": "on"}
    )

    assert "Count the cash" in seen.content.decode()
    assert answer.status_code == 403
