"""Screens of credit control: what was owed on a day, down to the document, and the files of it."""

import io
from datetime import date
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from apps.core.context import company_context
from apps.core.models import Event
from apps.credit import printing
from apps.credit.models import Dispute
from apps.credit.tests.factories import owed
from apps.invoices.choices import InvoiceKind
from apps.invoices.tests.factories import line, make_rate, make_sales_books, posted
from apps.ledger.tests.factories import make_books, make_party
from apps.payments.tests.factories import pay

APRIL_30, JUNE_30 = date(2026, 4, 30), date(2026, 6, 30)
AGED = reverse("credit:receivables")


@pytest.fixture(autouse=True)
def books(company):
    make_sales_books()


@pytest.fixture
def browser(user_in):
    def of(*roles):
        client = Client()
        client.force_login(user_in(*roles))
        return client

    return of


@pytest.fixture
def client(browser):
    return browser("accountant")


def body(answer) -> str:
    return answer.content.decode().rpartition("<tbody")[2]


def test_an_invoice_paid_on_30_june_is_on_the_screen_as_of_31_may(client):
    invoice = owed("100", APRIL_30)
    pay("100", (invoice, "100"), on=JUNE_30)

    page = body(client.get(AGED, {"on": "2026-05-31"}))
    assert "Alfki" in page
    assert page.count("100.00") == 4
    assert "Nothing was open on that day" in client.get(AGED, {"on": "2026-06-30"}).content.decode()

    items = client.get(
        reverse("credit:party_receivables", args=[invoice.party_id]), {"on": "2026-05-31"}
    )
    assert invoice.number in body(items)
    assert invoice.get_absolute_url() in body(items)
    assert "30 Jun 2026" in body(items)


def test_payables_have_a_screen_of_their_own(client):
    posted(line("1", "40"), kind=InvoiceKind.SUPPLIER_BILL, on=APRIL_30)

    assert "40.00" in body(client.get(reverse("credit:payables"), {"on": "2026-05-31"}))
    assert "40.00" not in body(client.get(AGED, {"on": "2026-05-31"}))


def test_the_buckets_asked_for_are_the_heads(client):
    owed("100", APRIL_30)

    page = client.get(AGED, {"on": "2026-05-31", "limits": "7, 14"}).content.decode()

    assert "1–7" in page
    assert "8–14" in page
    assert "Over 14" in page


@pytest.mark.parametrize(
    "limits", ["30, 10", "0", "a", "", "1 2 3 4 5 6 7 8 9", "-5", "30,30", "99999", "²"]
)
def test_buckets_that_make_no_sense_are_refused_in_a_sentence(client, limits):
    answer = client.get(AGED, {"on": "2026-05-31", "limits": limits})

    assert answer.status_code == 422


def test_heads_sort_and_pages_turn(client, monkeypatch):
    monkeypatch.setattr("apps.credit.views.ageing.PAGE", 2)
    for number, amount in enumerate(("10", "30", "20")):
        owed(amount, APRIL_30, party=make_party(f"P{number}"))

    first = client.get(AGED, {"on": "2026-05-31", "sort": "-total"})
    second = client.get(AGED, {"on": "2026-05-31", "sort": "-total", "page": "2"})

    assert [row.party.code for row in first.context["found"].rows] == ["P1", "P2"]
    assert [row.party.code for row in second.context["found"].rows] == ["P0"]
    assert "page=2" in first.content.decode()
    assert "60.00" in body(first)


def test_the_file_holds_what_the_screen_shows(client):
    make_rate("USD", "0.80")
    posted(line("1", "100"), currency="USD", on=APRIL_30)
    owed("50", APRIL_30)

    csv = b"".join(client.get(AGED, {"on": "2026-05-31", "export": "csv"}).streaming_content)
    assert csv.decode("utf-8-sig").splitlines() == [
        "Code,Party,Not due,1–30,31–60,61–90,Over 90,On account,Total",
        "ALFKI,Alfki,0,0,130.0000,0,0,0,130.0000",
        ",Total,0,0,130.0000,0,0,0,130.0000",
    ]
    xlsx = b"".join(
        client.get(
            AGED, {"on": "2026-05-31", "amounts": "original", "export": "xlsx"}
        ).streaming_content
    )
    rows = list(openpyxl.load_workbook(io.BytesIO(xlsx)).active.iter_rows(values_only=True))
    assert [row[:3] for row in rows[1:3]] == [("ALFKI", "Alfki", "EUR"), ("ALFKI", "Alfki", "USD")]
    assert [row[-1] for row in rows[1:3]] == [50, 100]


def test_a_pdf_is_asked_for_and_handed_to_who_asked(client, browser, company):
    invoice = owed("100", APRIL_30)
    data = {
        "side": "receivable",
        "on": "2026-05-31",
        "limits": "30,60,90",
        "amounts": "own",
        "q": "",
        "sort": "",
    }
    for party in ("", str(invoice.party_id)):
        answer = client.post(
            reverse("credit:report_ask"), data | {"party": party, "idempotency_key": str(uuid4())}
        )
        asked = parse_qs(urlsplit(answer.url).query)["asked"][0]
        assert "A worker is writing the report." in client.get(answer.url).content.decode()
        with company_context(company.pk):
            printing.render_report(Event.objects.get(pk=UUID(asked)))
        assert client.get(f"{answer.url}&file=1").content.startswith(b"%PDF")
        assert browser("accountant").get(answer.url).status_code == 404
    stranger = data | {"party": str(uuid4())}
    assert client.post(reverse("credit:report_ask"), stranger).status_code == 404


def test_statements_stay_constant_however_many_parties_owe(client, count_sql):
    def statements() -> int:
        return count_sql(lambda: client.get(AGED, {"on": "2026-05-31"}))

    owed("10", APRIL_30, party=make_party("A0"))
    statements()
    few = statements()
    for number in range(12):
        owed("10", APRIL_30, party=make_party(f"B{number}"))

    assert statements() == few


def test_another_companys_party_is_not_found(client, other_company):
    with company_context(other_company.pk):
        make_books()
        foreign = make_party("FOREIGN")

    assert client.get(reverse("credit:party_receivables", args=[foreign.pk])).status_code == 404


def test_the_panel_tells_what_is_to_be_known_before_a_call(client):
    party = make_party("CALL", credit_limit=500)
    first = owed("100", date(2026, 1, 1), party=party)
    owed("70", date(2026, 1, 1), party=party)
    pay("130", (first, "100"), on=date(2026, 1, 21))

    page = client.get(reverse("credit:party_panel", args=[party.pk])).content.decode()

    assert "€40.00" in page
    assert "€70.00" in page
    assert "€500.00" in page
    assert "€130.00" in page
    assert ">20<" in page


def test_who_owes_most_is_called_first(client):
    for number, amount in enumerate(("10", "30", "20")):
        owed(amount, date(2026, 1, 1), party=make_party(f"P{number}"))

    page = body(client.get(reverse("credit:worklist")))

    assert page.index("P1") < page.index("P2") < page.index("P0")


def test_a_run_goes_from_proposal_to_sent_on_the_screen(client):
    key = {"idempotency_key": str(uuid4())}
    proposal = reverse("credit:dunningrun_create")
    assert "No dunning level yet" in client.get(proposal).content.decode()
    client.post(reverse("credit:dunninglevel_start"), key)
    invoice = owed("100", date(2026, 1, 1))

    page = client.get(proposal).content.decode()
    assert invoice.number in page
    assert "days overdue" in page
    drafted = client.post(proposal, {"idempotency_key": str(uuid4())})
    again = client.get(proposal).content.decode()
    assert "in a draft run already" in again
    client.post(f"{drafted.url}send/", {"idempotency_key": str(uuid4())})
    page = client.get(drafted.url).content.decode()
    assert "DUN-2026-00001" in page
    assert "Sent" in page
    assert invoice.number in page


def test_a_dispute_begins_and_ends_on_the_screen(client):
    party = make_party("DISP")
    data = {"party": party.pk, "item": "", "reason": "Broken glass", "since": "2026-02-01"}

    client.post(reverse("credit:dispute_create"), data | {"idempotency_key": str(uuid4())})

    assert "Broken glass" in body(client.get(reverse("credit:dispute_list")))
    dispute = Dispute.objects.get(party=party)
    client.post(reverse("credit:dispute_end", args=[dispute.pk]), {"idempotency_key": str(uuid4())})
    dispute.refresh_from_db()
    assert dispute.ended_on is not None
