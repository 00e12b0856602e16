"""Screens of transfers in two steps: send, receive what came, write off the rest, see what is on its way."""

import pytest
from django.test import Client
from django.urls import reverse
from guardian.shortcuts import assign_perm

from apps.ledger.tests.factories import YEAR
from apps.products.tests.factories import make_product
from apps.stock.models import StockDocument
from apps.stock.tests.factories import draft_transfer, level, make_place, receive, send, two_steps
from apps.warehouses.tests.factories import make_location, make_warehouse, stock_place

JANUARY = f"{YEAR}-01-20"


def logged_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture(autouse=True)
def place(company):
    return make_place()


@pytest.fixture
def shop():
    return two_steps(make_warehouse("SHOP"))


@pytest.fixture
def tea():
    tea = make_product()
    receive(tea, "10", "2")
    return tea


@pytest.fixture
def receiver(user_in, shop):
    """A warehouse manager of the shop."""
    user = user_in("warehouse_manager")
    assign_perm("warehouses.access_warehouse", user, shop)
    return logged_in(user)


def page_of(client: Client, document: StockDocument) -> str:
    return client.get(document.get_absolute_url()).content.decode()


def url(verb: str, document: StockDocument) -> str:
    return reverse(f"stock:transfer_{verb}", args=[document.pk])


def test_a_draft_in_two_steps_is_sent_and_offers_no_posting(user_in, shop, tea):
    owner = logged_in(user_in("owner"))
    draft = draft_transfer(tea, "4", shop, to=make_location(shop, "SHELF"))

    page = page_of(owner, draft)
    assert url("send", draft) in page
    assert url("post", draft) not in page
    owner.post(url("send", draft))

    page = page_of(owner, draft)
    assert "In transit" in page
    assert "for SHELF" in page
    for verb in ("receive", "return", "lose"):
        assert url(verb, draft) in page
    assert url("reverse", draft) not in page


def test_the_step_that_comes_next_is_the_primary_button(user_in, shop, tea):
    owner = logged_in(user_in("owner"))
    draft = draft_transfer(tea, "4", shop)

    def primary() -> list[str]:
        buttons = owner.get(draft.get_absolute_url()).context["verbs"]
        return [button["verb"] for button in buttons if button["primary"]]

    before = primary()
    owner.post(url("send", draft))

    assert (before, primary()) == (["send"], ["receive"])


def test_the_receiver_takes_in_what_came_and_writes_off_the_rest(receiver, shop, tea):
    shelf = make_location(shop, "SHELF")
    sent = send(tea, "4", shop)
    line = f"line_{sent.lines.get().pk.hex}"

    asked = receiver.get(url("receive", sent)).content.decode()
    assert line in asked
    too_much = receiver.post(url("receive", sent), {"on": JANUARY, line: "5"})
    assert too_much.status_code == 422
    receiver.post(url("receive", sent), {"on": JANUARY, line: "3", "location": shelf.pk})
    assert level(tea, shelf) == (3, 0)
    receiver.post(url("lose", sent), {"on": JANUARY, line: "1", "reason": "Broken"})

    lost = StockDocument.objects.get(kind="adjustment")
    assert lost.notes == "Broken"
    page = page_of(receiver, sent)
    assert url("receive", sent) not in page
    assert lost.number in page
    assert "wrote goods off that got lost" in page


def test_what_is_sent_back_is_at_the_sender_again(user_in, shop, tea):
    owner = logged_in(user_in("owner"))
    sent = send(tea, "4", shop)

    owner.post(url("return", sent), {"on": JANUARY, "reason": "Road closed"})

    assert level(tea) == (10, 0)
    assert level(tea, stock_place(shop)) == (0, 0)


def test_what_is_on_its_way_is_listed_for_both_ends_and_on_the_product(receiver, shop, tea):
    sent = send(tea, "4", shop, expected_date=f"{YEAR}-01-17")
    at_once = two_steps(make_warehouse("FAR"))
    elsewhere = send(tea, "1", at_once)

    page = receiver.get(reverse("stock:transitline_list"), {"state": "late"}).content.decode()
    assert sent.number in page
    assert elsewhere.number not in page
    product = receiver.get(reverse("stock:product_stock", args=[tea.pk])).content.decode()
    assert sent.number in product


def test_a_stranger_sees_nothing_on_its_way(user_in, shop, tea):
    stranger = logged_in(user_in("warehouse_manager"))
    sent = send(tea, "4", shop)

    assert sent.number not in stranger.get(reverse("stock:transitline_list")).content.decode()
    assert stranger.post(url("receive", sent), {"on": JANUARY}).status_code == 404


def test_an_auditor_reads_and_moves_nothing(user_in, shop, tea):
    auditor = logged_in(user_in("auditor"))
    sent = send(tea, "4", shop)

    assert sent.number in auditor.get(reverse("stock:transitline_list")).content.decode()
    assert auditor.post(url("receive", sent), {"on": JANUARY}).status_code == 403
