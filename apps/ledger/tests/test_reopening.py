"""Reopening a period takes two people, and the database knows both."""

import json

import pytest
from django.db import IntegrityError, connection, transaction

from apps.access.tests.factories import make_user
from apps.core.exceptions import InvalidInput, NotAllowed, WrongStatus
from apps.core.models import Event
from apps.ledger import services
from apps.ledger.models import PeriodClosing, Reopening
from apps.ledger.tests.factories import make_books, period, post
from apps.ledger.tests.test_commands import run

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def books(company):
    with transaction.atomic():
        make_books()
        post(("5120", "120"), ("7070", "-120"))
        services.close_period(actor=None, pk=period("2026-01").pk)
    return company


@pytest.fixture
def anna(company):
    return make_user("accountant", companies=(company,))


@pytest.fixture
def omar(company):
    return make_user("owner", companies=(company,))


def january():
    return period("2026-01")


def test_one_asks_and_another_approves_and_both_are_kept(books, anna, omar):
    with transaction.atomic():
        services.reopen_period(actor=anna, pk=january().pk, reason=" A bill came late ")
        assert january().status == "closed"
        made = services.approve_period(actor=omar, pk=january().pk)

    with transaction.atomic():
        assert january().status == "open"
        assert (made.reason, made.actor, made.reopening.requested_by) == ("A bill came late", omar, anna)  # fmt: skip
        named = Event.objects.filter(aggregate_id=january().pk).order_by("id")
        assert [event.name for event in named] == [
            "ledger.period_closed", "ledger.reopening_proposed", "ledger.period_reopened",
        ]  # fmt: skip


@transaction.atomic
def test_nobody_approves_what_they_asked_for(books, omar):
    services.reopen_period(actor=omar, pk=january().pk, reason="A bill came late")

    with pytest.raises(services.SamePerson, match="let somebody else approve"):
        services.approve_period(actor=omar, pk=january().pk)
    assert january().status == "closed"


@transaction.atomic
def test_without_a_request_nothing_is_approved_and_without_a_reason_nothing_asked(
    books, anna, omar
):
    with pytest.raises(services.NobodyAsked):
        services.approve_period(actor=omar, pk=january().pk)
    with pytest.raises(InvalidInput, match="write why"):
        services.reopen_period(actor=anna, pk=january().pk, reason="  ")
    with pytest.raises(WrongStatus):
        services.reopen_period(actor=anna, pk=period("2026-02").pk, reason="Why not")


@transaction.atomic
def test_declined_is_decided_and_one_may_ask_again(books, anna, omar):
    asked = services.reopen_period(actor=anna, pk=january().pk, reason="A bill came late")
    services.decline_reopening(actor=omar, pk=asked.pk)

    with pytest.raises(services.NobodyAsked):
        services.approve_period(actor=omar, pk=january().pk)
    again = services.reopen_period(actor=anna, pk=january().pk, reason="It really came")

    assert again.pk != asked.pk


def refused(statement: str, *values) -> str:
    with (
        connection.cursor() as cursor,
        pytest.raises(IntegrityError) as caught,
        transaction.atomic(),
    ):
        cursor.execute(statement, values)
    return caught.value.__cause__.diag.constraint_name


APPROVE = "UPDATE ledger_reopening SET status = 'approved', decided_by_id = %s, decided_at = now()"
CHANGE = "UPDATE ledger_reopening SET requested_by_id = %s"
REOPEN = (
    "INSERT INTO ledger_periodclosing (id, company_id, period_id, action, reason, entry_count, total, balances_sha256,"
    " seal_hash, accepted, at, reopening_id, actor_id) SELECT gen_random_uuid(), company_id, period_id, 'reopen', 'x',"
    " 0, 0, '', '', '[]', now(), id, %s FROM ledger_reopening"
)


@transaction.atomic
def test_the_database_refuses_the_same_to_sql_that_goes_around_the_code(books, anna, omar):
    services.reopen_period(actor=anna, pk=january().pk, reason="A bill came late")

    assert refused(APPROVE, anna.pk) == "reopening_approved_by_another"
    assert refused(REOPEN, omar.pk) == "reopening_takes_two"
    assert refused(CHANGE, omar.pk) == "reopening_keeps_its_request"
    with transaction.atomic():
        Reopening.objects.update(status="approved", decided_by=omar, decided_at="2026-02-01T00:00Z")
    assert refused(REOPEN, anna.pk) == "reopening_takes_two"


def ask(books, user, *arguments: str):
    return run(
        "reopen_period", books, "--period", "2026-01", "--by", user.email, "--yes", *arguments
    )


def test_the_command_asks_as_one_and_approves_as_another(books, anna, omar):
    assert ask(books, anna, "--reason", "A bill came late")[0] == 0
    assert ask(books, anna, "--approve")[0] == 1
    code, said = ask(books, omar, "--approve", "--json")

    assert (code, json.loads(said)["reopened"]) == (0, True)
    with transaction.atomic():
        assert january().status == "open"
        assert PeriodClosing.objects.get(action="reopen").reason == "A bill came late"


def test_a_dry_run_of_it_says_the_same_and_changes_nothing(books, anna):
    code, said = ask(books, anna, "--reason", "A bill came late", "--dry-run", "--json")

    assert (code, json.loads(said)["dry_run"]) == (0, True)
    with transaction.atomic():
        assert not Reopening.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("--reason", "  "), 2, "write why"),
        ((), 2, "required"),
        (("--reason", "x", "--approve"), 2, "not allowed"),
        (("--approve",), 1, "ask for it first"),
    ],
)
def test_wrong_arguments_end_with_two_and_what_a_rule_refuses_with_one(
    books, omar, arguments, code, sentence
):
    ended, said = ask(books, omar, *arguments)

    assert (ended, sentence in said, "\n" in said.strip()) == (code, True, False)


def test_the_command_knows_who_may(books, company, anna):
    seller = make_user("salesperson", companies=(company,))

    assert ask(books, seller, "--reason", "x")[0] == 1
    assert run("reopen_period", books, "--period", "2026-01", "--by", "no@b.de", "--reason", "x")[0] == 2  # fmt: skip
    with pytest.raises(NotAllowed), transaction.atomic():
        services.approve_period(actor=None, pk=_asked(anna).period_id)


def _asked(user) -> Reopening:
    return services.reopen_period(actor=user, pk=january().pk, reason="Late")
