"""Exports are asked for, written by a worker, kept, and read again."""

import hashlib
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from apps.core.context import company_context
from apps.core.exceptions import InvalidInput
from apps.core.models import Event
from apps.integrations import services
from apps.integrations.books import Span
from apps.integrations.models import ExportChunk, ExportResult, JournalExport
from apps.integrations.selectors import uncovered
from apps.integrations.tests.factories import content, export
from apps.ledger.tests.factories import YEAR, make_books, post

FIRST, LAST = date(YEAR, 1, 1), date(YEAR, 12, 31)


@pytest.fixture
def books(company):
    make_books()
    post(("5120", "10"), ("7070", "-10"), reference="A-1")
    post(("5120", "20"), ("7070", "-20"), on=date(YEAR, 2, 1))
    return company


def asked(kind="hledger", **fields):
    return services.save_export(
        actor=None, document=JournalExport(format=kind, **fields), lines=[], removed=[]
    )


def test_asking_numbers_the_export_and_tells_a_worker(books):
    made = asked()

    assert made.number == f"EXP-{date.today().year}-00001"  # noqa: DTZ011 any zone's year
    event = Event.objects.get(name=services.ASKED)
    assert event.aggregate_id == made.pk
    assert not ExportResult.objects.exists()


def test_the_worker_writes_the_file_once(books):
    made = asked()

    result = services.make_export(pk=made.pk)
    again = services.make_export(pk=made.pk)

    assert again == result
    assert ExportChunk.objects.filter(export=made).count() == 1
    data = content(result)
    assert (result.size, result.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert (result.entry_count, result.line_count, result.total) == (2, 4, 30)
    assert (result.first_date, result.last_date) == (FIRST, date(YEAR, 2, 1))


def test_a_long_file_is_kept_in_pieces(books, monkeypatch):
    monkeypatch.setattr(services, "PIECE", 300)

    result = export("beancount")

    assert ExportChunk.objects.filter(export=result.export).count() > 5
    assert hashlib.sha256(content(result)).hexdigest() == result.sha256


def test_entries_are_read_window_after_window(books, monkeypatch):
    whole = content(export("hledger"))
    monkeypatch.setattr("apps.integrations.books.WINDOW", 1)

    assert content(export("hledger")) == whole


def test_the_last_day_is_not_before_the_first(books):
    with pytest.raises(InvalidInput, match="not before the first") as refused:
        asked(first_date=LAST, last_date=FIRST)

    assert refused.value.field == "last_date"
    assert not JournalExport.objects.exists()


def test_without_entries_there_is_nothing_to_export(company):
    make_books()

    with pytest.raises(services.NothingToExport, match="post an entry first"):
        asked()


def span(low, high, first, last):
    return Span(low, high, date(YEAR, first, 1), date(YEAR, last, 28))


@pytest.mark.parametrize(
    ("known", "left"),
    [
        ([], [Span(1, 9, FIRST, LAST)]),
        ([Span(1, 9, FIRST, LAST)], []),
        ([Span(1, 4, FIRST, LAST)], [Span(5, 9, FIRST, LAST)]),
        (
            [Span(1, 4, FIRST, date(YEAR, 1, 31))],
            [Span(5, 9, FIRST, date(YEAR, 1, 31)), Span(1, 9, date(YEAR, 2, 1), LAST)],
        ),
        (
            [Span(1, 9, date(YEAR, 3, 1), date(YEAR, 3, 31))],
            [Span(1, 9, FIRST, date(YEAR, 2, 28)), Span(1, 9, date(YEAR, 4, 1), LAST)],
        ),
        (
            [Span(1, 4, FIRST, LAST), Span(5, 7, FIRST, date(YEAR, 6, 30))],
            [Span(8, 9, FIRST, date(YEAR, 6, 30)), Span(5, 9, date(YEAR, 7, 1), LAST)],
        ),
        ([Span(1, 5, date(YEAR - 1, 1, 1), date(YEAR + 1, 12, 31))], [Span(6, 9, FIRST, LAST)]),
    ],
)
def test_what_a_program_has_had_is_cut_out_of_what_it_gets(known, left):
    assert uncovered(known, 9, FIRST, LAST) == left


@pytest.mark.django_db(transaction=True)
class TestTheCommand:
    @pytest.fixture
    def code(self):
        from apps.companies.tests.factories import make_company  # noqa: PLC0415

        company = make_company()
        with company_context(company.pk), transaction.atomic():
            make_books()
            post(("5120", "10"), ("7070", "-10"))
        return company.code

    def test_it_seals_and_writes_the_file(self, code, tmp_path, capsys):
        file = tmp_path / "books.journal"

        call_command(
            "export_journal", company=code, format="hledger", output=str(file), as_json=True
        )

        answer = json.loads(capsys.readouterr().out)
        assert answer["entries"] == 1
        assert answer["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
        assert [path.name for path in tmp_path.iterdir()] == ["books.journal"]

    def test_it_writes_a_former_file_again(self, code, tmp_path, capsys):
        first, again = tmp_path / "first", tmp_path / "again"
        call_command(
            "export_journal", company=code, format="beancount", output=str(first), as_json=True
        )
        number = json.loads(capsys.readouterr().out)["number"]

        call_command("export_journal", company=code, again=number, output=str(again))

        assert first.read_bytes() == again.read_bytes()

    def test_an_unknown_number_is_wrong_arguments(self, code, tmp_path):
        with pytest.raises(CommandError, match="no export EXP-1") as refused:
            call_command("export_journal", company=code, again="EXP-1", output=str(tmp_path / "x"))

        assert refused.value.returncode == 2

    def test_a_missing_folder_is_said_before_anything_is_made(self, code, tmp_path):
        with pytest.raises(CommandError, match="make its folder first"):
            call_command(
                "export_journal", company=code, format="hledger", output=str(tmp_path / "no" / "x")
            )
