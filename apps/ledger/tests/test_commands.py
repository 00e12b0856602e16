"""Closing, reopening, sealing and verifying from a terminal: exit codes, and what is in the books afterwards."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from apps.core.ids import uuid7
from apps.ledger import verifying
from apps.ledger.models import Entry, PeriodClosing, Seal
from apps.ledger.tests.factories import draft, make_books, period, post, reopen

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def books(company):
    with transaction.atomic():
        make_books()
        post(("5120", "120"), ("7070", "-120"))
        post(("6070", "30"), ("5120", "-30"))
    return company


def run(name: str, company: Any, *arguments: str) -> tuple[int, str]:
    """Return the exit code of a command and what it printed."""
    said = StringIO()
    scope = ("--company", company.code) if name != "seal_ledger" else ()
    try:
        call_command(name, *scope, *arguments, stdout=said, stderr=said)
    except SystemExit as end:
        return int(end.code or 0), said.getvalue()
    except CommandError as refused:
        return refused.returncode, str(refused)
    return 0, said.getvalue()


def close(company: Any, code: str = "2026-01", *arguments: str) -> tuple[int, str]:
    return run("close_period", company, "--period", code, "--yes", *arguments)


def status(code: str = "2026-01") -> str:
    with transaction.atomic():
        return period(code).status


def count(model: Any) -> int:
    with transaction.atomic():
        return model.objects.count()


def test_a_period_is_closed_with_its_balances_and_its_place_in_the_chain(books):
    code, said = close(books, "2026-01", "--json")

    answer = json.loads(said)
    assert (code, answer["closed"], answer["entry_count"], answer["total"]) == (
        0,
        True,
        2,
        "150.00",
    )
    assert {check["state"] for check in answer["checklist"]} == {"ok"}
    assert status() == "closed"
    with transaction.atomic():
        made = PeriodClosing.objects.get()
        assert (made.balances_sha256, made.seal_number) == (answer["balances_sha256"], 2)
        rows = made.balances.order_by("account__code").values_list(
            "account__code", "debit", "credit"
        )
        assert list(rows) == [("5120", 120, 30), ("6070", 30, 0), ("7070", 0, 120)]


def test_closing_again_changes_nothing_and_says_the_same(books):
    first = json.loads(close(books, "2026-01", "--json")[1])

    code, said = close(books, "2026-01", "--json")

    again = json.loads(said)
    assert code == 0
    assert [again[name] for name in ("closed", "balances_sha256", "seal_hash")] == [
        first[name] for name in ("closed", "balances_sha256", "seal_hash")
    ]
    assert count(PeriodClosing) == 1


def test_a_dry_run_shows_the_checklist_and_changes_nothing(books):
    code, said = close(books, "2026-01", "--dry-run", "--json")

    assert (code, json.loads(said)["may_close"], json.loads(said)["closed"]) == (0, True, False)
    assert status() == "open"
    assert (count(PeriodClosing), count(Seal)) == (0, 0)


@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
def test_a_draft_blocks_the_closing(books, dry):
    with transaction.atomic():
        draft(("6070", "5"), ("5120", "-5"))

    code, said = close(books, "2026-01", *dry)

    assert code == 1
    assert "blocked" in said
    assert "post or cancel it" in said
    assert status() == "open"
    assert count(PeriodClosing) == 0


def test_an_earlier_open_period_blocks_too(books):
    code, said = close(books, "2026-02")

    assert (code, "2026-01 is open" in said) == (1, True)
    assert status("2026-02") == "open"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--period", "2031-01"), "There is no period 2031-01"),
        (("--period", "2026-01", "--accept", "anything"), "anything cannot be accepted"),
        ((), "required"),
    ],
)
def test_wrong_arguments_end_with_two_and_a_sentence(books, arguments, sentence):
    code, said = run("close_period", books, "--yes", *arguments)

    assert code == 2
    assert sentence in said
    assert "\n" not in said.strip()
    assert status() == "open"


@pytest.mark.parametrize(("answer", "code", "then"), [("yes", 0, "closed"), ("no", 1, "open")])
def test_without_yes_it_asks(books, monkeypatch, answer, code, then):
    monkeypatch.setattr("builtins.input", lambda _question: answer)

    assert run("close_period", books, "--period", "2026-01")[0] == code

    assert status() == then


def test_with_nobody_to_ask_it_says_what_to_add(books, monkeypatch):
    def nobody(_question: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", nobody)

    assert run("close_period", books, "--period", "2026-01") == (
        2,
        "To close without being asked, add --yes.",
    )
    assert status() == "open"


def test_a_period_closed_again_after_a_late_entry_freezes_new_balances(books):
    before = json.loads(close(books, "2026-01", "--json")[1])
    with transaction.atomic():
        reopen("2026-01")
        post(("6070", "1"), ("5120", "-1"))

    after = json.loads(close(books, "2026-01", "--json")[1])

    assert (before["entry_count"], after["entry_count"]) == (2, 3)
    assert before["balances_sha256"] != after["balances_sha256"]


def test_sealing_numbers_what_is_new_once_and_in_order(books):
    assert run("seal_ledger", books)[0] == 0
    with transaction.atomic():
        post(("5120", "1"), ("7070", "-1"))
    run("seal_ledger", books)
    run("seal_ledger", books, "--full")

    with transaction.atomic():
        seals = list(Seal.objects.order_by("number"))
        entries = list(Entry.objects.order_by("pk").values_list("pk", flat=True))
    assert [seal.number for seal in seals] == [1, 2, 3]
    assert [seal.entry_id for seal in seals] == entries
    assert [seal.previous_hash for seal in seals] == ["", seals[0].hash, seals[1].hash]


def test_books_as_written_verify(books):
    run("seal_ledger", books)

    code, said = run("verify_ledger", books, "--json")

    answer = json.loads(said)
    assert (code, answer["sealed"], answer["unsealed"], answer["broken"]) == (0, 2, 0, [])
    assert len(answer["head"]) == 64


OFF = "ALTER TABLE ledger_{0} DISABLE TRIGGER USER"
COPY = (
    "INSERT INTO ledger_entryline (id, company_id, entry_id, line_no, line_count, date, account_id, debit, credit,"
    " currency_id, amount_currency, rate, memo) SELECT gen_random_uuid(), company_id, entry_id, 3, 3, date,"
    " account_id, debit, credit, currency_id, amount_currency, rate, memo FROM ledger_entryline WHERE line_no = 1"
)
FORGED = (
    "INSERT INTO ledger_entry (id, company_id, journal_id, period_id, date, document_date, reference, memo, line_count,"
    " total, source_type, source_id, kind, created_at) SELECT %(id)s, company_id, journal_id, period_id, date,"
    " document_date, reference, memo, line_count, total, 'tests.forged', %(id)s, kind, created_at"
    " FROM ledger_entry LIMIT 1"
)
FORGED_SEAL = (
    "INSERT INTO ledger_seal (id, company_id, entry_id, number, previous_hash, hash, at)"
    " SELECT gen_random_uuid(), company_id, %(id)s, 3, hash, repeat('a', 64), at FROM ledger_seal WHERE number = 2"
)


@pytest.mark.parametrize(
    ("crime", "wrong"),
    [
        ([OFF.format("entry"), "UPDATE ledger_entry SET memo = 'other' WHERE total = 30"], "its entry was changed"),
        (
            [OFF.format("entryline"), "UPDATE ledger_entryline SET debit = debit + 1 WHERE debit > 0"],
            "its entry was changed",
        ),
        ([OFF.format("entryline"), "DELETE FROM ledger_entryline"], "its entry was changed"),
        ([OFF.format("seal"), "DELETE FROM ledger_seal WHERE number = 1"], "a seal before it is missing"),
        (
            [
                OFF.format("entryline"),
                "ALTER TABLE ledger_entryline DROP CONSTRAINT ledger_entryline_entry_shape",
                COPY,
            ],
            "its entry was changed",
        ),
        ([OFF.format("entry"), OFF.format("seal"), FORGED, FORGED_SEAL], "its entry was changed"),
    ],
    ids=["entry edited", "line edited", "lines deleted", "seal deleted", "line inserted", "entry inserted"],
)  # fmt: skip
def test_verifying_finds_what_the_owner_of_the_tables_did(
    books, owner_sql, monkeypatch, crime, wrong
):
    run("seal_ledger", books)
    owner_sql.execute("SELECT set_config('erp.company_id', %s, true)", [str(books.pk)])
    forged = {"id": uuid7()}
    for statement in crime:
        owner_sql.execute(statement, forged if "%(id)s" in statement else None)
    monkeypatch.setattr(verifying, "connection", owner_sql)  # sees what it did, uncommitted

    code, said = run("verify_ledger", books)

    assert code == 1
    assert wrong in said


def test_verifying_finds_a_tail_that_was_cut_off_after_a_closing(books, owner_sql, monkeypatch):
    close(books)
    owner_sql.execute("SELECT set_config('erp.company_id', %s, true)", [str(books.pk)])
    for statement in (OFF.format("seal"), "DELETE FROM ledger_seal WHERE number = 2"):
        owner_sql.execute(statement)
    monkeypatch.setattr(verifying, "connection", owner_sql)

    code, said = run("verify_ledger", books)

    assert (code, "the chain is shorter than when the period was closed" in said) == (1, True)
