"""Screens of counts: blind for who counts, quick for a scanner, once for a request that comes twice."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from guardian.shortcuts import assign_perm

from apps.access.tests.factories import make_user
from apps.core.context import company_context
from apps.core.models import Event
from apps.counts import printing
from apps.counts.models import CountLine, CountSheet, Tally
from apps.counts.tests.factories import count, goods, line_of, make_sheet, post, tolerate
from apps.stock.tests.factories import receive, transfer
from apps.warehouses.tests.factories import make_location, make_warehouse

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def client_of(user):
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def manager(company, user_in):
    user = user_in("warehouse_manager")
    assign_perm("warehouses.access_warehouse", user, make_warehouse())
    return client_of(user)


@pytest.fixture
def counter(company):
    """Return a client who may count and nothing else."""
    user = make_user(companies=(company,))
    for right in ("view_countsheet", "count_countsheet"):
        assign_perm(f"counts.{right}", user)
    assign_perm("warehouses.access_warehouse", user)
    return client_of(user)


def page(client, name, sheet, **query):
    return client.get(reverse(f"counts:{name}", args=[sheet.pk]), query)


def test_who_only_counts_sees_no_figure_but_the_counted_one(counter, manager, company):
    tea = goods("TEA", "4217", gtin="4006381333931")
    tolerate("5")
    sheet = make_sheet()
    count(sheet, tea, "4000")

    blind = page(counter, "countsheet_detail", sheet).content.decode()
    desk = page(counter, "countsheet_count", sheet, code="4006381333931").content.decode()
    seen = page(manager, "countsheet_detail", sheet).content.decode()

    for shown in (blind, desk, printing.sheet_html(sheet)):
        text = re.sub(r"<[^>]*>", " ", shown)  # times and ids in tags may hold any digits
        assert "4,217" not in text
        assert "4217" not in text
        assert "217" not in text
    assert "4,000" in blind
    assert "4,217" in seen
    assert "217" in seen
    assert counter.get(reverse("counts:difference_list")).status_code == 403
    assert counter.post(reverse("counts:countsheet_post", args=[sheet.pk])).status_code == 403


def test_a_scan_chooses_the_line_and_enter_stores_the_figure(counter):
    tea = goods("TEA", gtin="4006381333931")
    goods("JAM")
    sheet = make_sheet()
    line = line_of(sheet, tea)
    address = reverse("counts:countsheet_count", args=[sheet.pk])

    shown = counter.get(address, {"code": "4006381333931"})
    answer = counter.post(
        address, {"line": line.pk, "counted": "8", "idempotency_key": "a"}, follow=True
    )

    assert f'name="line" value="{line.pk}"' in shown.content.decode()
    assert "of TEA Tea in STOCK." in answer.content.decode()
    assert "1 of 2 lines counted" in answer.content.decode()
    line.refresh_from_db()
    assert (line.counted, line.expected) == (8, 10)


def test_the_same_request_again_counts_once(counter):
    tea = goods()
    sheet = make_sheet()
    address = reverse("counts:countsheet_count", args=[sheet.pk])
    figure = {"line": line_of(sheet, tea).pk, "counted": "8", "idempotency_key": "a"}

    first, second = counter.post(address, figure), counter.post(address, figure)

    assert (first.status_code, second.status_code) == (302, 302)
    assert Tally.objects.count() == 1


def test_a_scanned_place_narrows_what_follows(counter):
    tea = goods()
    shelf = make_location(make_warehouse(), "SHELF")
    transfer(tea, "4", shelf)
    sheet = make_sheet()

    both = page(counter, "countsheet_count", sheet, code="TEA").content.decode()
    at_shelf = page(counter, "countsheet_count", sheet, code="shelf").content.decode()
    one = page(counter, "countsheet_count", sheet, code="TEA", place=shelf.pk).content.decode()

    assert "Which one?" in both
    assert f'name="place" value="{shelf.pk}"' in at_shelf
    assert f'name="line" value="{line_of(sheet, tea, shelf).pk}"' in one


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"counted": "1.5"}, "finer than the 0 decimals"),
        ({"counted": "-1"}, "greater than or equal to 0"),
        ({"counted": "x"}, "counted"),
        ({"counted": ""}, "Fill in this field."),
    ],
)
def test_a_wrong_figure_is_said_and_what_was_typed_stays(counter, fields, said):
    tea = goods()
    sheet = make_sheet()
    line = line_of(sheet, tea)

    answer = counter.post(
        reverse("counts:countsheet_count", args=[sheet.pk]), {"line": line.pk, **fields}
    )

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Tally.objects.exists()


def test_an_unknown_code_is_refused_in_one_sentence(counter):
    goods()
    sheet = make_sheet()

    answer = page(counter, "countsheet_count", sheet, code="4006381333931")

    assert answer.status_code == 422
    assert "nothing has the code 4006381333931" in answer.content.decode()


def test_goods_that_are_not_on_the_sheet_are_added_where_they_were_found(counter):
    tea, milk = goods("TEA"), goods("MILK", "5", tracking="lot", lot_text="L1")
    sheet = make_sheet(products=[tea.pk])
    shelf = make_location(make_warehouse(), "SHELF")
    address = reverse("counts:countsheet_count", args=[sheet.pk])
    found = {"product": milk.pk, "location": shelf.pk, "counted": "2", "lot_text": "L9"}

    shown = counter.get(address, {"code": "MILK"}).content.decode()
    unknown = counter.post(address, found)
    added = counter.post(address, {**found, "make_lot": "on"})

    assert "Not on this sheet" in shown
    assert unknown.status_code == 422
    assert "L9 is unknown" in unknown.content.decode()
    assert added.status_code == 302
    assert CountLine.objects.get(sheet=sheet, product=milk).lot.number == "L9"


def test_a_warehouse_manager_sees_sheets_of_own_warehouses_alone(manager, company):
    goods()
    mine = make_sheet()
    tea = goods("MINT")
    other = make_warehouse("OTHER")
    transfer(tea, "5", make_location(other, "FAR"))
    theirs = make_sheet(warehouse=other)

    assert page(manager, "countsheet_detail", mine).status_code == 200
    assert page(manager, "countsheet_detail", theirs).status_code == 404
    assert page(manager, "countsheet_count", theirs).status_code == 404


def test_a_sheet_is_made_submitted_and_posted_by_screen(manager):
    tea, _jam = goods("TEA"), goods("JAM")
    made = manager.post(
        reverse("counts:countsheet_create"),
        {"warehouse": make_warehouse().pk, "date": "2026-01-15", "codes": "TEA", "name": "Shelf 1"},
    )
    sheet = CountSheet.objects.get()
    assert made.status_code == 302
    assert sheet.lines.count() == 1
    unknown = manager.post(
        reverse("counts:countsheet_create"),
        {"warehouse": make_warehouse().pk, "date": "2026-01-15", "codes": "NOPE"},
    )
    assert "these do not: NOPE" in unknown.content.decode()
    count(sheet, tea, "10")

    manager.post(reverse("counts:countsheet_submit", args=[sheet.pk]))
    manager.post(reverse("counts:countsheet_post", args=[sheet.pk]), {"on": "2026-01-15"})

    sheet.refresh_from_db()
    assert (sheet.status, sheet.number) == ("posted", "CNT-2026-00001")


def test_the_page_takes_the_same_statements_for_2_and_20_lines(manager):
    tolerate("5")
    counted = []
    for first, last in ((0, 2), (2, 22)):
        products = [goods(f"P{number}") for number in range(first, last)]
        sheet = make_sheet(products=[product.pk for product in products])
        for product in products:
            count(sheet, product, "9")
            count(sheet, product, "8")
        page(manager, "countsheet_detail", sheet)
        with CaptureQueriesContext(connection) as statements:
            page(manager, "countsheet_detail", sheet)
        counted.append(len(statements))

    assert counted[0] == counted[1]


def test_differences_are_listed_with_their_value_and_as_a_file(manager):
    tolerate()
    tea, jam = goods("TEA", "10", "2.00"), goods("JAM", "10", "3.00")
    sheet = make_sheet()
    count(sheet, tea, "7")
    count(sheet, jam, "12")
    post(sheet)

    everything = manager.get(reverse("counts:difference_list")).content.decode()
    missing = manager.get(reverse("counts:difference_list"), {"way": "missing"}).content.decode()
    file = manager.get(reverse("counts:difference_list"), {"export": "csv"})
    text = b"".join(file.streaming_content).decode()

    assert "TEA" in everything
    assert "JAM" in everything
    assert "JAM" not in missing
    assert "-6" in text
    assert "CNT-2026-00001" in text


def test_a_worker_prints_the_sheet_with_bar_codes(company, user_in):
    tea = goods("TEA", gtin="4006381333931")
    sheet = make_sheet()
    receive(tea, "1", "2.00")
    user = user_in("owner")
    with company_context(company.pk, user_id=user.pk):
        event = printing.ask_for_pdf(sheet)

    done = printing.render_sheet(event)

    assert bytes(done.content).startswith(b"%PDF-")
    assert printing.render_sheet(event).pk == done.pk
    assert 'aria-label="4006381333931"' in printing.sheet_html(sheet)
    assert Event.objects.filter(name=printing.ASKED).count() == 1


def test_the_plan_is_one_and_changes(client, company, user_in):
    owner = client_of(user_in("accountant"))
    figures = {
        "quantity_percent": "3", "value_limit": "50", "days": "90", "share_a": "70", "share_b": "90", "times_a": "6",
        "times_b": "3", "times_c": "1", "lines_per_sheet": "20", "open_sheets": "3",
    }  # fmt: skip
    address = reverse("counts:countplan_edit")

    assert owner.get(address).status_code == 200
    first = owner.post(address, figures)
    second = owner.post(address, {**figures, "days": "30", "version": "1"})
    wrong = owner.post(address, {**figures, "share_a": "95", "version": "2"})

    assert (first.status_code, second.status_code, wrong.status_code) == (302, 302, 422)
    assert tolerate("3").days == 30
