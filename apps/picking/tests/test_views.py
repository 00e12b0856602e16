"""Screens of the warehouse floor: from the worklist to the shipped wave, scan by scan."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from guardian.shortcuts import assign_perm

from apps.core.models import Event
from apps.picking import printing
from apps.picking.models import Pick, PutawayRule, Wave
from apps.picking.subscribers import render
from apps.picking.tests.factories import (
    goods,
    lines,
    make_rule,
    pick_all,
    promised,
    scan,
    wave_of,
)
from apps.stock import services as stock
from apps.stock.models import StockDocument
from apps.stock.tests.factories import level, make_place
from apps.warehouses.tests.factories import make_location, make_warehouse

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true"}


@pytest.fixture
def picker(company, user_in):
    make_place()
    user = user_in("warehouse_manager")
    assign_perm("warehouses.access_warehouse", user, make_warehouse())
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def sent(client, wave, code, line=None, *, verb="scan", key=None, **more):
    """Send what the page sends of a scan, and return the panel that comes back."""
    data = {
        "code": code,
        "line": str((line or lines(wave)[0]).pk),
        "idempotency_key": key or str(uuid4()),
    }
    return client.post(reverse(f"picking:wave_{verb}", args=[wave.pk]), data | more, headers=PART)


def test_the_worklist_offers_what_is_in_no_wave_and_makes_one_of_what_is_chosen(picker):
    tea = goods()
    taken, first, second = promised((tea, "1")), promised((tea, "2")), promised((tea, "3"))
    wave_of(taken)
    page = picker.get(reverse("picking:shippable_list")).content.decode()
    shown = [str(document.pk) in page for document in (taken, first, second)]

    answer = picker.post(
        reverse("picking:shippable_make_wave_many"), {"pk": [str(first.pk), str(second.pk)]}
    )

    assert shown == [False, True, True]
    assert 'value="' + str(first.pk) in page
    wave = Wave.objects.latest("pk")
    assert answer["Location"] == reverse("picking:wave_detail", args=[wave.pk])
    assert wave.lines.count() == 2


def test_the_worklist_is_narrowed_by_lines_day_and_party(picker):
    tea, mint = goods("TEA"), goods("MINT")
    small, large = promised((tea, "1")), promised((tea, "1"), (mint, "1"))
    url = reverse("picking:shippable_list")

    for query, found in (
        ({"line_count_min": "2"}, [False, True]),
        ({"line_count_max": "1"}, [True, False]),
        ({"q": "nobody at all"}, [False, False]),
        ({"date_before": "2001-01-01"}, [False, False]),
    ):
        page = picker.get(url, query).content.decode()
        assert [str(document.pk) in page for document in (small, large)] == found, query


@pytest.mark.parametrize("name", ["picking:wave_list", "picking:shippable_list"])
def test_the_lists_take_the_same_statements_for_2_and_12_rows(picker, name):
    tea, counted = goods(), []
    for first, last in ((0, 2), (2, 12)):
        for _number in range(first, last):
            promised((tea, "1"))
            wave_of(promised((tea, "1")))
        with CaptureQueriesContext(connection) as captured:
            assert picker.get(reverse(name)).status_code == 200
        counted.append(len(captured))

    assert counted[0] == counted[1]


def test_the_scanner_shows_what_is_next_and_moves_on(picker):
    far = make_location(make_warehouse(), "Z-9", pick_order=9)
    wave = wave_of(promised((goods("TEA"), "2"), (goods("MINT", place=far), "1")))
    page = picker.get(reverse("picking:wave_scanner", args=[wave.pk])).content.decode()

    place = sent(picker, wave, "STOCK").content.decode()
    sent(picker, wave, "TEA")
    answer = sent(picker, wave, "TEA")

    assert "STOCK" in page
    assert "Right, this is STOCK" in place
    assert "You are there" in place
    told = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in told
    assert "2 of 2" in told.replace("\xa0", " ")
    assert re.search(r'scan__place"><bdi>Z-9', told)


def test_a_wrong_scan_is_told_in_red_and_counts_nothing(picker):
    wave = wave_of(promised((goods(), "2")))

    answer = sent(picker, wave, "RUBBISH")

    assert answer.status_code == 422
    assert "note--bad" in answer.content.decode()
    assert "Nothing here is called RUBBISH" in answer.content.decode()
    assert not Pick.objects.exists()


def test_a_scan_sent_again_counts_once_and_gets_the_same_answer(picker):
    wave = wave_of(promised((goods(), "5")))
    line, key = lines(wave)[0], str(uuid4())

    answers = [sent(picker, wave, "TEA", line, key=key).content.decode() for _ in range(3)]

    assert Pick.objects.count() == 1
    assert all("1 of 5" in answer.replace("\xa0", " ") for answer in answers)
    assert sent(picker, wave, "1", line, key=key).status_code == 422


def test_the_scanner_works_without_javascript(picker):
    wave = wave_of(promised((goods(), "2")))
    url = reverse("picking:wave_scan", args=[wave.pk])

    answer = picker.post(url, {"code": "TEA", "line": str(lines(wave)[0].pk)}, follow=True)

    assert "1 of 2" in answer.content.decode().replace("\xa0", " ")
    refused = picker.post(url, {"code": "TEA"}, follow=True).content.decode()
    assert "this line is not in it" in refused


def test_too_little_and_taken_elsewhere_are_said_with_a_reason(picker):
    tea = goods("TEA", "5")
    wave = wave_of(promised((tea, "5")))
    near = make_location(make_warehouse(), "NEAR")
    goods("TEA", "9", place=near)
    line = lines(wave)[0]
    there = str(tea.levels.get(location=near).pk)

    refused = sent(picker, wave, "", line, verb="elsewhere", level=there, quantity="2", reason="")
    taken = sent(picker, wave, "", line, verb="elsewhere", level=there, quantity="2", reason="Wet")
    empty = sent(picker, wave, "", line, verb="short", reason="")
    short = sent(picker, wave, "", line, verb="short", reason="Gone")

    assert [answer.status_code for answer in (refused, taken, empty, short)] == [422, 200, 422, 200]
    assert sorted((row.location.code, row.quantity, row.reason) for row in lines(wave)) == [
        ("NEAR", 2, "Wet"), ("STOCK", 3, "Gone"),
    ]  # fmt: skip


def test_what_is_picked_is_shipped_by_one_button_each_on_its_own(picker):
    tea, milk = goods("TEA", "10"), goods("MILK", "1", lot="L1", tracking="lot")
    whole, begun, refused = promised((tea, "1")), promised((tea, "2")), promised((milk, "1"))
    wave = wave_of(whole, begun, refused)
    for line in lines(wave):
        scan(wave, line.lot.number if line.lot else "TEA", line)
    stock.block_lot(actor=None, pk=milk.lots.get().pk)
    page = picker.get(reverse("picking:wave_detail", args=[wave.pk])).content.decode()

    answer = picker.post(reverse("picking:wave_ship", args=[wave.pk]), follow=True)

    told = answer.content.decode()
    assert "Ship picked" in page
    assert (told.count("toast--success"), told.count('toast--error"')) == (
        1,
        2,
    )  # and the empty one for scripts
    states = {d.pk: d.status for d in StockDocument.objects.filter(kind="shipment")}
    assert [states[d.pk] for d in (whole, begun, refused)] == ["posted", "draft", "draft"]
    assert Wave.objects.get().status == "picking"


def test_the_last_shipment_ends_the_wave(picker):
    wave = wave_of(promised((goods(), "2")))
    pick_all(wave)

    done = picker.get(reverse("picking:wave_scanner", args=[wave.pk])).content.decode()
    picker.post(reverse("picking:wave_ship", args=[wave.pk]))

    assert "All picked" in done
    assert Wave.objects.get().status == "done"


def test_the_pick_list_has_bar_codes_and_is_made_once(picker):
    wave = wave_of(promised((goods(gtin="4006381333931"), "2")))

    answer = picker.post(reverse("picking:wave_list_pdf", args=[wave.pk]))
    event = Event.objects.get(name=printing.ASKED)
    waiting = picker.get(answer["Location"]).content.decode()
    render(event)
    render(event)
    file = picker.get(answer["Location"] + "&file=1")

    assert "worker" in waiting
    assert file.content.startswith(b"%PDF")
    html = printing.list_html(wave)
    assert html.count('class="barcode"') == 3
    assert "4006381333931" in html


def test_goods_are_put_away_by_scanning_them_and_the_place(picker):
    tea = goods("TEA", "10")
    near = make_location(make_warehouse(), "NEAR")
    make_rule(near, product=tea)
    url = reverse("picking:putaway_scan", args=[make_warehouse().pk])

    def put(code, **more):
        data = {"code": code, "idempotency_key": str(uuid4()), **more}
        return picker.post(url, data, headers=PART)

    chosen = put("TEA").content.decode()
    row = re.search(r'name="level" value="([^"]+)"', chosen)[1]
    some = put("4", level=row).content.decode()
    wrong = put("NOWHERE", level=row)
    put("near", level=row, quantity="4")
    put("NEAR", level=row)

    assert re.search(r'scan__place"><bdi>NEAR', chosen)
    assert 'name="quantity" value="4"' in some
    assert wrong.status_code == 422
    assert "No place here is called NOWHERE" in wrong.content.decode()
    assert (level(tea), level(tea, near)) == ((0, 0), (10, 0))
    assert "Everything is put away" in put("TEA").content.decode()


def test_a_lost_put_away_sent_again_moves_goods_once(picker):
    tea = goods("TEA", "10")
    near = make_location(make_warehouse(), "NEAR")
    url = reverse("picking:putaway_scan", args=[make_warehouse().pk])
    data = {
        "code": "NEAR", "level": str(tea.levels.get().pk), "quantity": "3", "idempotency_key": str(uuid4()),
    }  # fmt: skip

    answers = [picker.post(url, data, headers=PART).status_code for _ in range(2)]

    assert answers == [200, 200]
    assert level(tea, near) == (3, 0)


def test_a_rule_is_written_on_its_form(picker):
    tea, near = goods(), make_location(make_warehouse(), "NEAR")
    url = reverse("picking:putawayrule_create")
    form = {"location": str(near.pk), "sequence": "10", "is_active": "on", "version": "1"}

    refused = picker.post(url, form)
    saved = picker.post(url, form | {"product": str(tea.pk)})

    assert refused.status_code == 422
    assert "not both" in refused.content.decode()
    rule = PutawayRule.objects.get()
    assert saved["Location"] == reverse("picking:putawayrule_detail", args=[rule.pk])


def test_who_may_only_look_sees_no_way_to_pick(company, user_in):
    make_place()
    wave = wave_of(promised((goods(), "2")))
    client = Client()
    client.force_login(user_in("auditor"), backend="django.contrib.auth.backends.ModelBackend")

    page = client.get(reverse("picking:wave_detail", args=[wave.pk]))

    assert page.status_code == 200
    assert reverse("picking:wave_scanner", args=[wave.pk]) not in page.content.decode()
    assert client.get(reverse("picking:wave_scanner", args=[wave.pk])).status_code == 403
    assert sent(client, wave, "TEA").status_code == 403
