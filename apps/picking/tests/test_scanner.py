"""The scanner screen in a real browser with the real views behind it: a wedge counts, a lost answer counts once."""

import shutil
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.db import transaction
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect, sync_playwright

from apps.core.tests.test_scripts import FLAGS, ORIGIN
from apps.picking.models import Pick
from apps.picking.tests.factories import goods, promised, wave_of
from apps.stock.tests.factories import level, make_place
from apps.warehouses.tests.factories import make_location, make_warehouse

# the browser's loop gives Django a connection of its own: what is made is committed
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


class Radio:
    """What lies between the phone and the server: it carries all, or loses answers."""

    def __init__(self, client: Client) -> None:
        self.client, self.loses = client, 0

    def __call__(self, route: Any, request: Any) -> None:
        """Answer from the files or from the application; a lost answer was acted on all the same."""
        path = urlsplit(request.url).path
        if path.startswith("/static/"):
            file = finders.find(path.removeprefix("/static/"))
            if file:
                kind = KINDS.get(Path(file).suffix, "font/woff2")
                route.fulfill(path=file, content_type=kind)
            else:
                route.fulfill(status=404)
            return
        headers = {"HX-Request": "true"} if "hx-request" in request.headers else {}
        target = request.url.removeprefix(ORIGIN)
        if request.method == "POST":
            answer = self.client.post(
                target, request.post_data, "application/x-www-form-urlencoded", headers=headers
            )
        else:
            answer = self.client.get(target, headers=headers)
        if request.method == "POST" and self.loses:
            self.loses -= 1
            route.abort()
            return
        route.fulfill(status=answer.status_code, body=answer.content, content_type="text/html")


@pytest.fixture
def radio(company, user_in, monkeypatch):
    monkeypatch.setenv(
        "DJANGO_ALLOW_ASYNC_UNSAFE", "true"
    )  # the browser's loop runs in this thread
    client = Client()
    client.force_login(user_in("owner"), backend="django.contrib.auth.backends.ModelBackend")
    return Radio(client)


@pytest.fixture
def phone(radio):
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    path = next(filter(None, map(shutil.which, names)), None)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        page = chromium.new_context(viewport={"width": 390, "height": 844}).new_page()
        page.route("**/*", radio)
        yield page
        chromium.close()


def wedge(page, code):
    """Type a code as a scanner does: into whatever has the focus, with Enter behind it."""
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def picks():
    """Return how often something was picked."""
    with transaction.atomic():
        return Pick.objects.count()


def test_a_wave_is_picked_by_a_wedge_and_a_lost_answer_counts_once(radio, phone):
    with transaction.atomic():
        make_place()
        far = make_location(make_warehouse(), "Z-9", pick_order=9)
        wave = wave_of(promised((goods("TEA"), "3"), (goods("MINT", place=far), "1")))
    said = phone.locator(".scan__said:not([data-scan-waits])")
    phone.goto(ORIGIN + reverse("picking:wave_scanner", args=[wave.pk]), wait_until="load")

    wedge(phone, "STOCK")
    expect(said).to_contain_text("Right, this is STOCK")
    wedge(phone, "RUBBISH")
    expect(said).to_have_class("scan__said note note--bad")
    expect(phone.locator("#code")).to_be_focused()

    radio.loses = 2
    wedge(phone, "TEA")
    expect(phone.locator("[data-scan-waits]")).to_be_visible()
    wedge(phone, "TEA")  # the page takes none while one is on its way
    expect(said).to_contain_text("1 of 3", timeout=20_000)
    assert picks() == 1

    phone.keyboard.type("TEA\nTEA\n")  # faster than answers come
    expect(phone.locator(".scan__place")).to_contain_text("Z-9")
    wedge(phone, "MINT")
    expect(phone.locator(".scan__place")).to_contain_text("All picked")

    assert picks() == 4
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_scan_kept_over_a_reload_is_sent_then(radio, phone):
    with transaction.atomic():
        make_place()
        wave = wave_of(promised((goods("TEA"), "3")))
    address = ORIGIN + reverse("picking:wave_scanner", args=[wave.pk])
    phone.goto(address, wait_until="load")

    radio.loses = 1
    wedge(phone, "TEA")
    expect(phone.locator("[data-scan-waits]")).to_be_visible()
    phone.goto(address, wait_until="load")

    expect(phone.locator(".scan__said:not([data-scan-waits])")).to_contain_text(
        "1 of 3", timeout=20_000
    )
    assert picks() == 1
    assert phone.evaluate("sessionStorage.getItem('plumb.scan')") is None


def test_goods_are_put_away_by_a_wedge(radio, phone):
    with transaction.atomic():
        house = make_place()
        near = make_location(house, "NEAR")
        tea = goods("TEA", "10")
    said = phone.locator(".scan__said:not([data-scan-waits])")
    phone.goto(ORIGIN + reverse("picking:putaway_desk", args=[house.pk]), wait_until="load")

    wedge(phone, "TEA")
    expect(phone.locator(".scan__goods")).to_be_visible()
    wedge(phone, "4")
    expect(phone.locator(".scan__count")).to_contain_text("4 / 10")
    wedge(phone, "near")

    expect(said).to_contain_text("Put away to NEAR")
    with transaction.atomic():
        assert (level(tea), level(tea, near)) == ((6, 0), (4, 0))
