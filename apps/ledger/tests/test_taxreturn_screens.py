"""The tax return on screen: figures, drill-down, files, boxes, filing, who may."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from apps.access.tests.factories import make_user
from apps.core.ids import uuid7
from apps.ledger import services
from apps.ledger.models import Tax, TaxBox, TaxReturn
from apps.ledger.services import Posting
from apps.ledger.tests.factories import account, make_books

SPAN = {"first": "2026-01-01", "last": "2026-01-31"}


@pytest.fixture
def books(company: Any) -> Any:
    with transaction.atomic():
        make_books()
        services.install_tax_boxes(actor=None, template="")
        tax = Tax.objects.get(code="S20")
        services.post_entry(
            actor=None, journal=services.journal_of("general"), on=date(2026, 1, 15), source_type="test.document",
            source_id=uuid7(), reference="INV-7", postings=[
                Posting(account("7070"), Decimal(-1000)),
                Posting(account("4457"), Decimal(-200), tax=tax.pk, tax_base=Decimal(-1000)),
                Posting(account("5120"), Decimal(1200)),
            ],
        )  # fmt: skip
    return company


def client_of(role: str, company: Any) -> Client:
    client = Client()
    user = make_user(role, companies=(company,))
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def accountant(books: Any) -> Client:
    return client_of("accountant", books)


def test_a_box_leads_to_its_lines_and_they_to_the_entry(accountant: Client):
    page = accountant.get(reverse("ledger:tax_return"), SPAN)

    assert 'class="pager"' not in page.content.decode()
    rows = {row.cells[0] or row.cells[1]: row for row in page.context["sheet"].rows}
    assert rows["S20"].cells[2:] == [1000, 200]
    assert rows["Tax to pay"].cells[3] == 200
    assert rows["4457"].cells[3] == 200
    lines = accountant.get(rows["S20"].url)
    [line] = lines.context["table"].data
    assert (line.usual_base, line.usual_tax) == (1000, 200)
    entry = reverse("ledger:entry_detail", args=[line.entry_id])
    assert entry in lines.content.decode()
    assert accountant.get(entry).status_code == 200


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_return_comes_as_a_file(accountant: Client, kind: str):
    answer = accountant.get(reverse("ledger:tax_return"), {**SPAN, "export": kind})

    assert answer["Content-Disposition"].endswith(f'tax-return-2026-01-31.{kind}"')
    content = b"".join(answer.streaming_content)
    assert kind != "csv" or b"S20" in content


def test_the_return_is_asked_for_as_pdf(accountant: Client):
    answer = accountant.post(reverse("ledger:report_ask"), {**SPAN, "report": "tax_return"})

    assert answer.status_code == 302


def test_filing_on_the_screen(accountant: Client):
    url = reverse("ledger:taxreturn_file")
    page = accountant.get(url, SPAN)
    assert (page.context["due"], page.context["figures"].net) == (200, 200)

    answer = accountant.post(url, {**SPAN, "settle": "on", "on": "2026-01-31", "reference": "R-1"})

    filed = TaxReturn.objects.get()
    assert answer["Location"] == filed.get_absolute_url()
    shown = accountant.get(filed.get_absolute_url())
    assert "R-1" in shown.content.decode()
    assert "File this return" not in shown.content.decode()
    settled = accountant.get(reverse("ledger:entry_detail", args=[filed.entry_id])).content.decode()
    assert reverse("ledger:taxreturn_detail", args=[filed.pk]) in settled
    assert accountant.get(reverse("ledger:taxreturn_list")).status_code == 200

    again = accountant.post(url, {**SPAN, "reference": ""})
    assert again.status_code == 422
    assert TaxReturn.objects.count() == 1


def test_a_box_is_made_and_changed_on_its_form(accountant: Client, books: Any):
    tax = Tax.objects.get(code="P0")
    form = {
        "code": "Z", "name": "Not taxed", "side": "memo", "content": "base", "position": "900",
        "lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0", "lines-0-tax": str(tax.pk), "lines-0-role": "",
    }  # fmt: skip
    answer = accountant.post(reverse("ledger:taxbox_create"), form)

    assert answer.status_code == 302
    box = TaxBox.objects.get(code="Z")
    assert [source.tax for source in box.sources.all()] == [tax]
    wrong = {**form, "code": "Y", "side": "due"}
    assert (
        "cannot hold bases alone"
        in accountant.post(reverse("ledger:taxbox_create"), wrong).content.decode()
    )


def test_a_company_without_boxes_gets_them_by_a_button(company: Any):
    with transaction.atomic():
        make_books()
    client = client_of("accountant", company)
    assert "Make the boxes" in client.get(reverse("ledger:tax_return"), SPAN).content.decode()

    client.post(reverse("ledger:taxbox_install"))

    assert [source.tax.code for source in TaxBox.objects.get(code="08").sources.all()] == ["S20"]


def test_what_the_boxes_do_not_explain_is_listed(accountant: Client):
    with transaction.atomic():
        services.post_entry(
            actor=None, journal=services.journal_of("general"), on=date(2026, 1, 20), source_type="test.document",
            source_id=uuid7(), reference="ODD", postings=[
                Posting(account("4457"), Decimal(-7)), Posting(account("5120"), Decimal(7)),
            ],
        )  # fmt: skip
    page = accountant.get(reverse("ledger:tax_return"), SPAN)
    last = list(page.context["sheet"].rows)[-1]
    assert last.cells[3] == 7

    lines = accountant.get(last.url)
    assert [str(line.entry) for line in lines.context["table"].data] == ["ODD"]


@pytest.mark.parametrize(
    ("role", "status"), [("accountant", 200), ("auditor", 403), ("salesperson", 403)]
)
def test_who_may_file(books: Any, role: str, status: int):
    assert client_of(role, books).get(reverse("ledger:taxreturn_file"), SPAN).status_code == status


@pytest.mark.parametrize(("role", "status"), [("auditor", 200), ("salesperson", 403)])
def test_who_may_see_it(books: Any, role: str, status: int):
    assert client_of(role, books).get(reverse("ledger:tax_return"), SPAN).status_code == status
