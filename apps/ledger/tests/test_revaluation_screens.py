"""Revaluing by screen and by command: the figures of rule 22, the preview, who may, and the closing's checklist."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from apps.access.tests.factories import make_user
from apps.companies.tests.factories import make_company, make_rate
from apps.core.context import company_context
from apps.ledger import closing
from apps.ledger.models import Entry, Revaluation
from apps.ledger.tests.factories import journal, make_books, make_foreign_item, period

JANUARY = date(2026, 1, 31)


@pytest.fixture
def dollars(db: None):
    """A company keeping its books in dollars with a receivable of 1,000 EUR at 1.10; January closes at 1.15."""
    made = make_company(currency="USD")
    with company_context(made.pk), transaction.atomic():
        make_books()
        make_foreign_item(rate="1.10", closing="1.15", on=date(2026, 1, 10), currency="EUR")
    with company_context(made.pk):
        yield made


@pytest.fixture
def accountant(dollars: Any) -> Client:
    client = Client()
    user = make_user("accountant", companies=(dollars,))
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_screen_shows_what_it_will_book_and_books_it(accountant: Client):
    page = accountant.get(reverse("ledger:revaluation_create"), {"on": "2026-01-31"})

    assert page.status_code == 200
    [line] = page.context["plan"].lines
    assert (line.booked, line.revalued, line.posted) == (1100, 1150, 50)
    shown = [(a.code, debit, credit) for a, debit, credit in page.context["entry_lines"]]
    assert shown == [("4198", 50, 0), ("7660", 0, 50)]
    assert "1 Feb 2026" in page.content.decode()
    assert not Revaluation.objects.exists()

    answer = accountant.post(reverse("ledger:revaluation_create"), {"on": "2026-01-31"})

    made = Revaluation.objects.get()
    assert answer["Location"] == made.get_absolute_url()
    assert journal(made.entry) == "4198         50.00\n7660                     50.00"
    detail = accountant.get(answer["Location"]).content.decode()
    assert "INV-FOREIGN" in detail
    entry = accountant.get(reverse("ledger:entry_detail", args=[made.entry_id])).content.decode()
    assert made.get_absolute_url() in entry


def test_the_same_again_says_there_is_nothing_to_book(accountant: Client):
    for _time in range(2):
        answer = accountant.post(
            reverse("ledger:revaluation_create"), {"on": "2026-01-31"}, follow=True
        )

    assert "Nothing to book" in answer.content.decode()
    assert Entry.objects.filter(source_type="ledger.revaluation").count() == 2


@pytest.mark.parametrize(
    ("on", "said"),
    [("2026-01-30", "choose the last day of a period"), ("2031-01-31", "no period holds"), ("soon", "date")],
)  # fmt: skip
def test_another_day_is_refused_at_its_field(accountant: Client, on: str, said: str):
    for page in (
        accountant.get(reverse("ledger:revaluation_create"), {"on": on}),
        accountant.post(reverse("ledger:revaluation_create"), {"on": on}),
    ):
        assert page.status_code == 422
        assert said in page.context["form"].errors["on"][0]
    assert not Revaluation.objects.exists()


def test_an_auditor_sees_revaluations_and_makes_none(dollars: Any, accountant: Client):
    accountant.post(reverse("ledger:revaluation_create"), {"on": "2026-01-31"})
    client = Client()
    client.force_login(
        make_user("auditor", companies=(dollars,)),
        backend="django.contrib.auth.backends.ModelBackend",
    )

    assert client.get(reverse("ledger:revaluation_list")).status_code == 200
    assert client.get(Revaluation.objects.get().get_absolute_url()).status_code == 200
    assert client.get(reverse("ledger:revaluation_create")).status_code == 403
    assert (
        client.post(reverse("ledger:revaluation_create"), {"on": "2026-01-31"}).status_code == 403
    )


def test_the_checklist_says_what_is_not_revalued_and_what_rate_is_missing(dollars: Any):
    january = period("2026-01")
    [finding] = [f for f in closing.checklist(january) if f.check.name == "foreign_currency"]
    assert [item.text for item in finding.items] == [
        "INV-FOREIGN, €1,000.00: revalue it, $50.00 differ"
    ]

    make_rate("EUR", date(2025, 12, 31), "1.00")
    call_command("revalue", "--company", dollars.code, "--date", "2026-01-31", "--yes", stdout=StringIO())  # fmt: skip

    [finding] = [f for f in closing.checklist(january) if f.check.name == "foreign_currency"]
    assert not finding.items


def run(company: Any, *arguments: str) -> tuple[int, str]:
    said = StringIO()
    try:
        call_command("revalue", "--company", company.code, *arguments, stdout=said)
    except CommandError as refused:
        return refused.returncode, str(refused)
    return 0, said.getvalue()


def test_the_command_shows_the_entries_and_then_posts_them_once(dollars: Any):
    code, said = run(dollars, "--date", "2026-01-31", "--dry-run")
    assert code == 0
    assert "2026-02-01  Reversal" in said
    assert "Nothing was changed." in said
    assert not Revaluation.objects.exists()

    code, said = run(dollars, "--date", "2026-01-31", "--json", "--yes")
    answer = json.loads(said)
    assert (code, answer["posted"], answer["result"]) == (0, True, "50.00")
    assert answer["entries"][0]["lines"] == [
        {"account": "4198", "debit": "50.00", "credit": None},
        {"account": "7660", "debit": None, "credit": "50.00"},
    ]

    code, said = run(dollars, "--date", "2026-01-31", "--json", "--yes")
    assert (code, json.loads(said)["posted"], Revaluation.objects.count()) == (0, False, 1)
    assert Revaluation.objects.get().result == Decimal(50)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("--date", "2026-01-30"), 2), (("--date", "soon"), 2), ((), 2), (("--date", "2026-12-31"), 1)],
)  # fmt: skip
def test_what_cannot_be_revalued_is_one_sentence_and_a_code(
    dollars: Any, arguments: tuple[str, ...], code: int
):
    ended, said = run(dollars, *arguments, "--yes")

    assert (ended, "\n" in said) == (code, False)
