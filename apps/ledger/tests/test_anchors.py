"""What was anchored outside betrays whoever rewrites the chain inside, however well they do it."""

import json
import os
import stat
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import call_command
from django.db import transaction

from apps.core.context import company_transaction
from apps.core.models import Event
from apps.core.testing import in_threads
from apps.ledger import anchors, services, subscribers, verifying
from apps.ledger.models import Seal
from apps.ledger.services.anchoring import ChainRewritten, anchor_head, anchors_file
from apps.ledger.tasks import anchor
from apps.ledger.tests.factories import YEAR, make_books, period, post

pytestmark = pytest.mark.django_db(transaction=True)
OFF = "ALTER TABLE ledger_{0} DISABLE TRIGGER USER"
OPEN = [OFF.format(table) for table in ("entry", "entryline", "seal", "openitem")]


@pytest.fixture
def books(company):
    """Return a company of five sealed entries, anchored after the second, the fourth and the last."""
    with transaction.atomic():
        make_books()
    for amount in range(1, 6):
        with transaction.atomic():
            post(("5120", f"{amount}0"), ("7070", f"-{amount}0"))
        with transaction.atomic():
            services.seal_entries(full=True)
        if amount in {2, 4, 5}:
            with transaction.atomic():
                anchor_head(why="hour")
    return company


def file_of(company):
    return anchors_file(company.code)


def lines_of(company):
    return [json.loads(line) for line in file_of(company).read_text().splitlines()]


def check(company):
    with transaction.atomic():
        return verifying.verify_anchors(
            file_of(company), file_of(company).with_name(anchors.PUBLIC)
        )


def verify(company, capsys, *more):
    """Return exit code and output of the command."""
    code = 0
    try:
        call_command("verify_ledger", "--company", company.code, "--anchors", *more)
    except SystemExit as ended:
        code = ended.code
    return code, capsys.readouterr().out


def test_anchors_agree_with_books_as_they_were_written(books, capsys):
    assert [line["number"] for line in lines_of(books)] == [2, 4, 5]
    assert verify(books, capsys)[0] == 0

    found = check(books)

    assert (found.anchors, found.broken) == (3, [])
    assert found.key == lines_of(books)[0]["key"]


def test_an_hour_without_entries_writes_nothing(books):
    with transaction.atomic():
        assert anchor_head(why="hour") is None

    assert len(lines_of(books)) == 3


def relink(owner_sql):
    """Number and hash the whole chain again, as a thorough forger would."""
    owner_sql.execute("UPDATE ledger_seal SET number = number + 1000")
    ids = owner_sql.execute("SELECT id FROM ledger_seal ORDER BY number, at DESC").fetchall()
    previous = ""
    for number, (pk,) in enumerate(ids, 1):
        [previous] = owner_sql.execute(
            "UPDATE ledger_seal s SET number = %s, previous_hash = %s,"
            " hash = ledger_link(%s, ledger_canonical(e, s.form))"
            " FROM ledger_entry e WHERE e.id = s.entry_id AND s.id = %s RETURNING hash",
            [number, previous, previous, pk],
        ).fetchone()


SECOND = "(SELECT entry_id FROM ledger_seal WHERE number = 2)"
EDIT = [f"UPDATE ledger_entry SET memo = 'a better story' WHERE id = {SECOND}"]
AMOUNT = [
    "UPDATE ledger_entryline SET debit = debit * 2, credit = credit * 2, amount_currency = amount_currency * 2"
    f" WHERE entry_id = {SECOND}",
    f"UPDATE ledger_entry SET total = total * 2 WHERE id = {SECOND}",
]
DELETE = [
    "CREATE TEMP TABLE gone AS SELECT entry_id FROM ledger_seal WHERE number = 2",
    "DELETE FROM ledger_seal WHERE number = 2",
    "DELETE FROM ledger_openitem WHERE entry_id IN (SELECT entry_id FROM gone)",
    "DELETE FROM ledger_entryline WHERE entry_id IN (SELECT entry_id FROM gone)",
    "DELETE FROM ledger_entry WHERE id IN (SELECT entry_id FROM gone)",
]
INSERT = [
    "CREATE TEMP TABLE born AS SELECT gen_random_uuid() AS id",
    "INSERT INTO ledger_entry (id, company_id, journal_id, period_id, date, document_date, reference, memo, line_count,"
    " total, source_type, source_id, kind, created_at) SELECT b.id, company_id, journal_id, period_id, date,"
    " document_date, reference, 'put between', line_count, total, 'tests.forged', b.id, kind, created_at"
    f" FROM ledger_entry e, born b WHERE e.id = {SECOND}",
    "INSERT INTO ledger_entryline (id, company_id, entry_id, line_no, line_count, date, account_id, debit, credit,"
    " currency_id, amount_currency, rate, memo, dimensions) SELECT gen_random_uuid(), company_id, b.id, line_no,"
    " line_count, date, account_id, debit, credit, currency_id, amount_currency, rate, memo, dimensions"
    f" FROM ledger_entryline l, born b WHERE l.entry_id = {SECOND}",
    "UPDATE ledger_seal SET number = number + 1000 WHERE number > 2",
    "UPDATE ledger_seal SET number = number - 999 WHERE number > 2",
    "INSERT INTO ledger_seal (id, company_id, entry_id, number, previous_hash, hash, form, at)"
    " SELECT gen_random_uuid(), company_id, b.id, 3, hash, hash, form, at FROM ledger_seal, born b WHERE number = 2",
]
CUT = [
    "CREATE TEMP TABLE gone AS SELECT entry_id FROM ledger_seal WHERE number > 3",
    "DELETE FROM ledger_seal WHERE number > 3",
    "DELETE FROM ledger_entryline WHERE entry_id IN (SELECT entry_id FROM gone)",
    "DELETE FROM ledger_entry WHERE id IN (SELECT entry_id FROM gone)",
]
CHANGED = "changed, deleted or put between"
SHORTER = "the chain is shorter"


@pytest.mark.parametrize(
    ("crime", "wrong"),
    [
        (EDIT, {2: CHANGED, 4: CHANGED, 5: CHANGED}),
        (AMOUNT, {2: CHANGED, 4: CHANGED, 5: CHANGED}),
        (DELETE, {2: CHANGED, 4: CHANGED, 5: SHORTER}),
        (INSERT, {4: CHANGED, 5: CHANGED}),
        (CUT, {4: SHORTER, 5: SHORTER}),
    ],
    ids=["edit", "amount", "deletion", "insertion between", "cut tail"],
)
def test_a_chain_forged_to_look_whole_is_betrayed_by_its_anchors(
    books, owner_sql, monkeypatch, capsys, crime, wrong
):
    owner_sql.execute("SELECT set_config('erp.company_id', %s, true)", [str(books.pk)])
    for statement in [*OPEN, *crime]:
        owner_sql.execute(statement)
    relink(owner_sql)
    monkeypatch.setattr(verifying, "connection", owner_sql)  # sees what it did, uncommitted

    with transaction.atomic():
        assert verifying.verify_chain().broken == []  # the chain alone does not show it
    code, said = verify(books, capsys)

    found = {row["number"]: row["wrong"] for row in check(books).broken}
    assert found.keys() == wrong.keys()
    assert all(text in found[number] for number, text in wrong.items())
    assert (code, all(text in said for text in wrong.values())) == (1, True)


def edited(path, change):
    lines = path.read_text().splitlines()
    path.write_text("".join(f"{line}\n" for line in change(lines)))


def forge(line):
    return json.dumps(json.loads(line) | {"hash": "0" * 64})


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        (lambda lines: [forge(lines[0]), *lines[1:]], "its signature is not of this key"),
        (lambda lines: lines[1:], "the line before it is another"),
        (lambda lines: [lines[0], lines[2]], "the line before it is another"),
        (lambda lines: [lines[1], lines[0], lines[2]], "the line before it is another"),
        (lambda lines: [*lines, "{}"], "it cannot be read"),
        (lambda lines: [*lines, "\x00\x01"], "it cannot be read"),
    ],
    ids=["forged", "first gone", "one gone", "swapped", "empty", "no text"],
)
def test_a_file_somebody_worked_on_is_not_believed(books, change, wrong):
    edited(file_of(books), change)

    assert wrong in next(row["wrong"] for row in check(books).broken)


def test_anchors_signed_by_another_key_are_not_believed(books, tmp_path, capsys):
    other = tmp_path / "forged.jsonl"
    key = Ed25519PrivateKey.generate()
    with transaction.atomic():
        head = Seal.objects.get(number=1)
    forged = anchors.Anchor("2026-01-01T00:00:00", str(books.pk), books.code, 1, head.hash, "hour")
    anchors.append(other, forged, key)

    code, said = verify(
        books, capsys, str(other), "--key", str(file_of(books).with_name("public.pem"))
    )

    assert (code, "its signature is not of this key" in said) == (1, True)


@pytest.mark.parametrize("gone", ["anchors", "key"])
def test_missing_anchors_are_no_proof(books, capsys, tmp_path, gone):
    where = [str(tmp_path / "none.jsonl")] if gone == "anchors" else []
    key = [] if gone == "anchors" else ["--key", str(tmp_path / "none.pem")]

    code, said = verify(books, capsys, *where, *key)

    assert code == 1
    assert ("there are no anchors" if gone == "anchors" else "no public key") in said


def test_after_a_cut_nothing_is_anchored_over_it(books, owner_sql):
    path = file_of(books)
    last = anchors.last(path)
    key = anchors.private_key(Path(os.environ["ERP_ANCHOR_KEY"]))
    anchors.append(path, replace(last, number=9, hash="f" * 64), key)
    before = path.read_bytes()

    with transaction.atomic(), pytest.raises(ChainRewritten, match="no longer holds entry 9"):
        anchor_head(why="hour")

    assert path.read_bytes() == before
    anchor()  # the task goes on with the other companies
    assert path.read_bytes() == before


def test_a_closing_is_anchored_by_its_event(books):
    with transaction.atomic():
        services.close_period(actor=None, pk=period(f"{YEAR}-01").pk)
        event = Event.objects.get(name="ledger.period_closed")
    with transaction.atomic():
        subscribers.anchor_closing(event)

    assert lines_of(books)[-1] | {"number": 5, "why": f"close {YEAR}-01"} == lines_of(books)[-1]


def test_the_hourly_task_anchors_every_company(books, other_company):
    with company_transaction(other_company.pk):
        make_books()
        post(("5120", "1"), ("7070", "-1"), on=date(YEAR, 1, 2))
        services.seal_entries(full=True)

    anchor()

    assert [line["number"] for line in lines_of(other_company)] == [1]


def test_the_key_is_made_once_and_for_its_owner_alone(tmp_path):
    path = tmp_path / "deep" / "key.pem"

    keys = in_threads([lambda: anchors.private_key(path)] * 8)

    assert len({anchors.fingerprint(key.public_key()) for key in keys}) == 1
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [found.name for found in path.parent.iterdir()] == ["key.pem"]
    path.chmod(0o640)
    with pytest.raises(anchors.KeyUnsafe, match="chmod 600"):
        anchors.private_key(path)


ANCHOR = anchors.Anchor("2026-01-01T00:00:00", "c", "C", 1, "h", "hour")


def test_many_at_once_write_one_chain_of_lines(tmp_path):
    path, key = tmp_path / "C.jsonl", Ed25519PrivateKey.generate()

    in_threads([lambda: anchors.append(path, ANCHOR, key)] * 40, at_once=8)

    found = list(anchors.read(path, key.public_key()))
    assert (len(found), [row.wrong for row in found if row.wrong]) == (40, [])


def test_a_line_a_crash_tore_is_left_and_the_next_one_follows_the_last_whole(tmp_path):
    path, key = tmp_path / "C.jsonl", Ed25519PrivateKey.generate()
    anchors.append(path, ANCHOR, key)
    with path.open("a") as file:
        file.write('{"at": "2026-')

    anchors.append(path, ANCHOR, key)

    found = list(anchors.read(path, key.public_key()))
    assert [row.wrong for row in found] == ["", ""]
    assert anchors.last(path).previous


def test_each_line_is_handed_to_the_command_without_our_secrets(books, settings, tmp_path):
    script = tmp_path / "carry.py"
    script.write_text(
        "import os, pathlib, sys\n"
        f"pathlib.Path({str(tmp_path)!r}, 'carried').write_text(sys.stdin.read() + str(sorted(os.environ)))\n"
    )
    settings.LEDGER_ANCHOR_COMMAND = f"{sys.executable} {script}"
    with transaction.atomic():
        post(("5120", "1"), ("7070", "-1"))
        services.seal_entries(full=True)
    with transaction.atomic():
        anchor_head(why="hour")

    line, environ = (tmp_path / "carried").read_text().splitlines()
    assert json.loads(line) == lines_of(books)[-1]
    assert "DATABASE" not in environ
    assert "SECRET" not in environ


def test_a_command_that_fails_loses_no_anchor(books, settings, caplog):
    settings.LEDGER_ANCHOR_COMMAND = "false"
    with transaction.atomic():
        post(("5120", "1"), ("7070", "-1"))
        services.seal_entries(full=True)
    with transaction.atomic():
        anchor_head(why="hour")

    assert lines_of(books)[-1]["number"] == 6
    assert "was not carried away" in caplog.text
