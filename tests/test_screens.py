"""The screens every document is made of, tried on parties."""

import csv
import io
from decimal import Decimal
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from apps.core.models import Attachment, Comment
from apps.parties.models import Party
from apps.sales.models import SalesOrder
from apps.sales.tables import SalesOrderTable

LIST = "/parties/"


@pytest.fixture
def owner(user_in):
    return user_in("owner")


@pytest.fixture
def browser(owner):
    client = Client()
    client.force_login(owner)
    return client


def party(company, code, **fields):
    values = {"name": code.title(), "currency_id": "EUR", "is_customer": True, **fields}
    return Party.objects.create(company=company, code=code, **values)


def edit_data(row, **fields):
    """Return what the browser posts from the edit form of ``row``."""
    empty = {
        f"{prefix}-{name}": value
        for prefix in ("lines", "contacts")
        for name, value in (("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0))
    }
    return {
        "name": row.name,
        "code": row.code,
        "is_customer": "on",
        "currency": row.currency_id,
        "language": row.language,
        "version": row.version,
        "idempotency_key": str(uuid4()),
        **empty,
        **fields,
    }


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


# The list


def test_the_number_of_statements_does_not_grow_with_the_rows(company, browser):
    party(company, "P0")
    browser.get(LIST)
    used = {}
    for rows in (2, 20):
        for number in range(Party.objects.filter(company=company).count(), rows):
            party(company, f"P{number}")
        with CaptureQueriesContext(connection()) as statements:
            assert browser.get(LIST).status_code == 200
        used[rows] = len(statements)

    assert used[2] == used[20]
    reads = [
        query["sql"]
        for query in statements.captured_queries
        if "SELECT set_config" not in query["sql"]
    ]
    assert len(reads) <= 11  # with BEGIN and its settings: 12


def connection():
    from django.db import connections  # noqa: PLC0415

    return connections["default"]


def test_pages_follow_each_other_by_key(company, browser, monkeypatch):
    monkeypatch.setattr("apps.parties.views.PartyList.page_size", 2)
    for number in range(5):
        party(company, f"P{number}", name="Same name")

    page = browser.get(LIST, {"sort": "name"})
    shown = [row.code for row in page.context["table"].data.page.rows]
    while page.context["page"]["next_url"]:
        page = browser.get(page.context["page"]["next_url"])
        shown += [row.code for row in page.context["table"].data.page.rows]

    assert shown == ["P0", "P1", "P2", "P3", "P4"]


def test_a_sort_that_is_no_column_is_ignored(company, browser):
    party(company, "ALFA")

    answer = browser.get(LIST, {"sort": "company__currency,-password"})

    assert answer.status_code == 200


@pytest.mark.parametrize("direction", ["", "-"])
def test_every_head_that_offers_sorting_sorts(company, browser, direction):
    party(company, "ALFA")
    heads = [c.name for c in browser.get(LIST).context["table"].columns if c.orderable]

    answers = {head: browser.get(LIST, {"sort": direction + head}).status_code for head in heads}

    assert set(answers.values()) == {200}


def test_filters_become_chips_that_can_be_taken_off(company, browser):
    party(company, "ALFA")
    party(company, "BETA", is_customer=False, is_supplier=True)

    page = browser.get(LIST, {"kind": "supplier", "q": "bet", "cols": "code"})

    assert [row.code for row in page.context["table"].data.page.rows] == ["BETA"]
    (chip,) = page.context["chips"]
    assert (str(chip["label"]), str(chip["value"])) == ("Kind", "Suppliers")
    assert chip["remove_url"] == "/parties/?q=bet&cols=code"


def test_tabs_say_how_many_rows_they_hold(company, browser):
    party(company, "ALFA")
    party(company, "BETA", is_customer=False, is_supplier=True)

    tabs = browser.get(LIST, {"kind": "supplier", "state": "active"}).context["tabs"]

    assert [(str(t["label"]), t["count"], t["active"]) for t in tabs] == [
        ("All", 2, False),
        ("Customers", 1, False),
        ("Suppliers", 1, True),
        ("Archived", 0, False),
    ]


def test_htmx_gets_the_table_without_the_page(company, browser):
    party(company, "ALFA")

    answer = browser.get(LIST, headers={"HX-Request": "true"})

    assert b"ALFA" in answer.content
    assert b"<html" not in answer.content
    assert b'id="list-tabs" hx-swap-oob="true"' in answer.content
    assert "HX-Request" in answer["Vary"]


def test_rows_and_numbers_lead_to_their_document(company):
    row = SalesOrder(company=company, number="SO-1")

    table = SalesOrderTable([row])

    shown = table.rows[0]
    url = reverse("sales:salesorder_detail", args=[row.pk])
    assert shown.attrs["data-href"] == url
    assert f'href="{url}"' in str(shown.get_cell("number"))
    assert "SO-1" in str(shown.get_cell("number"))
    assert shown.get_cell_value("number") == "SO-1"


def test_an_empty_list_says_what_to_do(company, browser):
    assert b"Add the first one" in browser.get(LIST).content


def test_only_those_with_the_right_see_the_list(company, user_in):
    client = Client()
    client.force_login(user_in("hr"))

    assert client.get(LIST).status_code == 403


def test_the_other_company_stays_hidden(company, other_company, browser):
    with_other = make_other_party(other_company)

    assert b"HIDDEN" not in browser.get(LIST).content
    assert browser.get(f"/parties/{with_other}/").status_code == 404


def make_other_party(other_company):
    from apps.core.context import company_context  # noqa: PLC0415

    with company_context(other_company.pk):
        return party(other_company, "HIDDEN", currency_id="USD").pk


# Exports


def test_the_csv_holds_exactly_what_is_filtered_and_no_formula(company, browser):
    party(company, "ALFA", name='=HYPERLINK("http://evil")', credit_limit=Decimal("-0"))
    party(company, "BETA", name="+1 BETA", is_customer=False, is_supplier=True)

    answer = browser.get(LIST, {"kind": "customer", "export": "csv", "cols": ["name", "code"]})

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    head, *lines = list(csv.reader(io.StringIO(text)))
    assert head[:2] == ["Name", "Code"]
    assert [line[:2] for line in lines] == [['\'=HYPERLINK("http://evil")', "ALFA"]]
    assert answer["Content-Disposition"].startswith("attachment")


def test_the_xlsx_has_typed_cells(company, browser):
    party(company, "ALFA", name="=1+1")

    answer = browser.get(LIST, {"export": "xlsx"})

    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    cell = next(cell for cell in sheet[2] if cell.value == "=1+1")
    assert cell.data_type == "s"


def test_an_export_takes_as_many_statements_as_rows_need_and_no_more(company, browser):
    used = {}
    for rows in (2, 20):
        for number in range(Party.objects.filter(company=company).count(), rows):
            party(company, f"P{number}")
        with CaptureQueriesContext(connection()) as statements:
            b"".join(browser.get(LIST, {"export": "csv"}).streaming_content)
        used[rows] = len(statements)

    assert used[2] == used[20]


# The form


def test_the_form_saves_through_the_service_and_goes_to_the_document(company, browser):
    row = party(company, "ALFA")

    answer = browser.post(f"/parties/{row.pk}/edit/", edit_data(row, name="Alfa SARL"))

    assert answer.headers["Location"] == f"/parties/{row.pk}/"
    row.refresh_from_db()
    assert (row.name, row.version) == ("Alfa SARL", 2)


def test_the_same_form_twice_is_saved_once_with_the_same_answer(company, browser):
    row = party(company, "ALFA")
    data = edit_data(row, name="Alfa SARL")

    answers = [browser.post(f"/parties/{row.pk}/edit/", data) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    row.refresh_from_db()
    assert row.version == 2


def test_a_stale_form_shows_both_values_and_keeps_what_was_typed(company, browser):
    row = party(company, "ALFA")
    browser.post(f"/parties/{row.pk}/edit/", edit_data(row, name="Theirs"))

    answer = browser.post(f"/parties/{row.pk}/edit/", edit_data(row, name="Mine"))

    assert answer.status_code == 409
    assert [(c["theirs"], c["yours"]) for c in answer.context["conflicts"]] == [("Theirs", "Mine")]
    assert answer.context["form"]["name"].value() == "Mine"
    row.refresh_from_db()
    assert row.name == "Theirs"

    again = edit_data(row, name="Mine", version=answer.context["version"])
    assert browser.post(f"/parties/{row.pk}/edit/", again).status_code == 302


def test_a_refusal_of_the_service_stands_at_its_field(company, browser):
    party(company, "TAKEN")
    row = party(company, "ALFA")

    answer = browser.post(f"/parties/{row.pk}/edit/", edit_data(row, code="TAKEN"))

    assert answer.status_code == 409
    assert "code" in answer.context["form"].errors
    row.refresh_from_db()
    assert row.code == "ALFA"


def test_a_wrong_shape_is_422_and_keeps_the_key(company, browser):
    row = party(company, "ALFA")
    data = edit_data(row, name="")

    answer = browser.post(f"/parties/{row.pk}/edit/", data)

    assert answer.status_code == 422
    assert data["idempotency_key"].encode() in answer.content


def test_add_line_sends_one_row(company, browser):
    answer = browser.get("/parties/new/", {"row": "lines"})

    assert answer.status_code == 200
    assert b"__prefix__" in answer.content
    assert b"<html" not in answer.content


def test_who_may_see_but_not_change_gets_403_from_the_form(company, user_in):
    row = party(company, "ALFA")
    client = Client()
    client.force_login(user_in("warehouse_manager"))

    assert client.get(f"/parties/{row.pk}/").status_code == 200
    assert client.get(f"/parties/{row.pk}/edit/").status_code == 403


# Verbs


def test_a_verb_runs_once_per_key(company, browser):
    row = party(company, "ALFA")
    data = {"idempotency_key": "one-click"}

    answers = [browser.post(f"/parties/{row.pk}/archive/", data) for _time in range(2)]

    assert [answer.headers["Location"] for answer in answers] == [f"/parties/{row.pk}/"] * 2
    assert said(answers[1])[-1] == "Archived Alfa."
    row.refresh_from_db()
    assert (row.is_active, row.version) == (False, 2)


def test_a_refused_verb_is_a_message_or_a_fragment_with_its_status(company, browser):
    row = party(company, "ALFA", is_active=False)

    answer = browser.post(f"/parties/{row.pk}/archive/")
    fragment = browser.post(f"/parties/{row.pk}/archive/", headers={"HX-Request": "true"})

    assert answer.status_code == 302
    assert "archived already" in said(answer)[0]
    assert fragment.status_code == 422
    assert b"archived already" in fragment.content


def test_a_verb_is_post_only_hidden_when_invisible_and_refused_without_the_right(
    company, browser, user_in
):
    row = party(company, "ALFA")
    sees = Client()
    sees.force_login(user_in("warehouse_manager"))
    sees_nothing = Client()
    sees_nothing.force_login(user_in("hr"))

    assert browser.get(f"/parties/{row.pk}/archive/").status_code == 405
    assert browser.post(f"/parties/{uuid4()}/archive/").status_code == 404
    assert sees.post(f"/parties/{row.pk}/archive/").status_code == 403
    assert sees_nothing.post(f"/parties/{row.pk}/archive/").status_code == 404
    row.refresh_from_db()
    assert row.is_active


def test_buttons_are_those_the_rights_and_the_row_allow(company, browser, user_in):
    row = party(company, "ALFA")
    sees = Client()
    sees.force_login(user_in("warehouse_manager"))

    buttons = browser.get(f"/parties/{row.pk}/").context["verbs"]

    assert [(button["verb"], button["primary"]) for button in buttons] == [("archive", False)]
    assert sees.get(f"/parties/{row.pk}/").context["verbs"] == []


def test_a_verb_on_many_says_what_was_done_and_what_was_refused(company, browser):
    rows = [party(company, "ALFA"), party(company, "BETA", is_active=False)]

    answer = browser.post(
        "/parties/archive/", {"pk": [row.pk for row in rows], "idempotency_key": "bulk"}
    )

    done, refused = said(answer)
    assert done == "Done: 1."
    assert "Beta is archived already." in refused


# Timeline and files


def test_the_timeline_tells_changes_in_words_comments_and_files(company, browser, owner):
    row = party(company, "ALFA")
    browser.post(f"/parties/{row.pk}/edit/", edit_data(row, name="Alfa SARL", notes="Call first"))
    browser.post(f"/documents/parties.party/{row.pk}/comment/", {"text": "They moved."})
    upload = SimpleUploadedFile("../../terms.pdf", b"%PDF-1.7 terms")
    browser.post(f"/documents/parties.party/{row.pk}/attach/", {"file": upload})

    page = browser.get(f"/parties/{row.pk}/")

    told = {item["text"]: item for item in page.context["timeline"]}
    assert told["They moved."]["actor"] == "Ada Test"
    changes = {c["field"]: (c["old"], c["new"]) for c in told["changed this"]["changes"]}
    assert changes == {"Name": ("Alfa", "Alfa SARL"), "Notes": ("", "Call first")}
    (file,) = page.context["files"]
    assert file["name"] == "terms.pdf"


def test_a_file_is_served_harmlessly_to_those_who_see_its_document(company, browser, user_in):
    row = party(company, "ALFA")
    upload = SimpleUploadedFile("list.csv", b"a;b")
    browser.post(f"/documents/parties.party/{row.pk}/attach/", {"file": upload})
    url = f"/files/{Attachment.objects.get(target_id=row.pk).pk}/"
    stranger = Client()
    stranger.force_login(user_in("hr"))

    answer = browser.get(url)

    assert b"".join(answer.streaming_content) == b"a;b"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert stranger.get(url).status_code == 404
    assert Client().get(url).status_code == 302


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<script>"),
        ("run.exe", b"MZ"),
        ("fake.pdf", b"<html>"),
        ("fake.csv", b"a\0b"),
        ("empty.txt", b""),
        ("big.txt", b"x" * (10 * 2**20 + 1)),
        ("noending", b"x"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(company, browser, name, content):
    row = party(company, "ALFA")

    answer = browser.post(
        f"/documents/parties.party/{row.pk}/attach/", {"file": SimpleUploadedFile(name, content)}
    )

    assert answer.status_code == 302
    assert said(answer)[0].startswith("To attach")
    assert not Attachment.objects.filter(target_id=row.pk).exists()


def test_nobody_comments_on_what_they_do_not_see(company, browser, user_in):
    row = party(company, "ALFA")
    stranger = Client()
    stranger.force_login(user_in("hr"))

    assert (
        stranger.post(f"/documents/parties.party/{row.pk}/comment/", {"text": "x"}).status_code
        == 404
    )
    assert (
        browser.post(f"/documents/access.user/{row.pk}/comment/", {"text": "x"}).status_code == 404
    )
    assert not Comment.objects.filter(target_id=row.pk).exists()


def test_the_detail_page_takes_the_same_statements_whatever_happened(company, browser):
    row = party(company, "ALFA")
    url = reverse("parties:party_detail", args=[row.pk])
    browser.get(url)
    used = []
    for number in (1, 12):
        for comment in range(number):
            browser.post(f"/documents/parties.party/{row.pk}/comment/", {"text": f"c{comment}"})
        with CaptureQueriesContext(connection()) as statements:
            browser.get(url)
        used.append(len(statements))

    assert used[0] == used[1]
