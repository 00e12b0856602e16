"""The modules of static/js in a real browser, on pages of the real components; the test plays the server."""

import json
import shutil
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.template import Context, Template
from playwright.sync_api import expect, sync_playwright

pytestmark = pytest.mark.browser
ORIGIN = "http://plumb.test"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
]
POLICY = "default-src 'self'; img-src 'self' data:"
PAGE = """{% load plumb %}<!doctype html>
<html lang="en" dir="ltr"><head><meta charset="utf-8"><title>Test</title>
{% include "components/head.html" only %}{% include "components/scripts.html" only %}</head>
<body hx-boost="true"><main>CONTENT</main>
{% include "components/toasts.html" %}{% include "components/confirm.html" only %}
<div id="live"></div></body></html>"""


class Server:
    """Answers from memory and keeps what it was asked."""

    def __init__(self):
        self.answers, self.asked = {}, []

    def __call__(self, route, request):
        path = urlsplit(request.url).path
        file = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
        if file:
            kind = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}.get(
                Path(file).suffix, "font/woff2"
            )
            route.fulfill(path=file, content_type=kind)
            return
        if path.startswith("/static/"):
            route.fulfill(status=404)
            return
        self.asked.append(
            (
                request.method,
                path,
                {**parse_qs(urlsplit(request.url).query), **parse_qs(request.post_data or "")},
            )
        )
        status, body = self.answers.get(
            path, (200, "<!doctype html><title>Done</title><body><main>Done</main></body>")
        )
        route.fulfill(
            status=status,
            body=body,
            content_type="text/html",
            headers={"Content-Security-Policy": POLICY},
        )

    def posts(self):
        return [(path, data) for method, path, data in self.asked if method == "POST"]


@pytest.fixture(scope="module")
def browser():
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    path = next(filter(None, map(shutil.which, names)), None)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def server():
    return Server()


@pytest.fixture
def show(browser, server):
    pages = []

    def show(content, **context):
        source = PAGE.replace("CONTENT", content)
        server.answers["/"] = (200, Template(source).render(Context(context)))
        page = browser.new_page()
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.route("**/*", server)
        page.goto(ORIGIN + "/", wait_until="load")
        page.wait_for_timeout(100)
        pages.append(page)
        return page

    yield show
    for page in pages:
        assert page.faults == []
        page.close()


def of_module(page, module, call):
    return page.evaluate(f"import('/static/js/{module}.js').then((m) => m.{call})")


@pytest.mark.parametrize(
    ("values", "sum_of_them"),
    [
        (["0.1", "0.2"], "0.3"),
        (["10.00", "-10.05"], "-0.05"),
        (["99999999999999.99", "0.01"], "100000000000000.00"),
        (["-0.5", "0"], "-0.5"),
    ],
)
def test_a_selection_is_added_up_exactly(show, values, sum_of_them):
    page = show("")

    assert of_module(page, "lists", f"total({json.dumps(values)})") == sum_of_them


LIST = """<form data-bulk method="post" data-list><div class="table-box"><table class="table">
<thead><tr><th class="select"><input type="checkbox" data-select-all aria-label="All"></th>
<th>Number</th><th data-sum="EUR">Amount</th></tr></thead>
<tbody>{% for n, amount in rows %}<tr data-href="/open/{{ n }}/">
<td class="select"><input type="checkbox" name="pk" value="{{ n }}" aria-label="{{ n }}"></td>
<td>{{ n }}</td><td data-value="{{ amount }}">{{ amount }}</td></tr>{% endfor %}</tbody></table></div>
{% include "components/bulk_bar.html" with verbs=verbs only %}</form>"""


def test_keys_move_select_and_open_rows(show, server):
    page = show(LIST, rows=[("a", "10.10"), ("b", "20.20"), ("c", "1")], verbs=[])

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("k")
    page.keyboard.press("x")

    assert page.locator("[data-bulk-count]").inner_text() == "2"
    assert "30.30 EUR" in page.locator("[data-bulk-sum]").inner_text()

    page.keyboard.press("Enter")
    page.wait_for_url("**/open/a/")
    assert ("GET", "/open/a/", {}) in server.asked


def test_a_bulk_verb_posts_the_selected_rows_to_its_own_address(show, server):
    page = show(LIST, rows=[("a", "1"), ("b", "2")], verbs=[{"label": "Post", "url": "/many/"}])

    page.get_by_label("All", exact=True).check()
    page.get_by_role("button", name="Post").click()
    page.wait_for_url("**/many/")

    assert server.posts() == [("/many/", {"pk": ["a", "b"]})]


def test_a_dangerous_verb_asks_first_and_is_sent_once(show, server):
    verb = {
        "label": "Reverse",
        "url": "/reverse/",
        "danger": True,
        "confirm": "Reverses 5.00 EUR.",
        "idempotency_key": "k",
    }
    page = show(
        '{% include "components/verbs.html" with verbs=verbs csrf_token="t" only %}', verbs=[verb]
    )

    page.locator(".verbs summary").click()
    page.get_by_role("button", name="Reverse").click()
    assert server.posts() == []
    assert page.locator("#confirm-text").inner_text() == "Reverses 5.00 EUR."

    page.locator("[data-yes]").dblclick()
    page.wait_for_url("**/reverse/")
    assert server.posts() == [
        ("/reverse/", {"csrfmiddlewaretoken": ["t"], "idempotency_key": ["k"]})
    ]


def test_saying_no_sends_nothing(show, server):
    verb = {"label": "Reverse", "url": "/reverse/", "primary": True, "confirm": "Really."}
    page = show(
        '{% include "components/verbs.html" with verbs=verbs csrf_token="t" only %}', verbs=[verb]
    )

    page.get_by_role("button", name="Reverse").click()
    page.locator("#confirm [data-close]").click()

    assert not page.locator("#confirm").is_visible()
    assert server.posts() == []


CHOICE = """<form method="post" action="/save/"><label for="id_p">Product</label>
<select id="id_p" name="p" data-combobox data-url="/options/"><option value=""></option></select>
<button type="submit">Save</button></form>"""
OPTIONS = """<li role="option" data-value="7" data-label="Chai">Chai <small>0007</small></li>
<li role="option" data-value="8">Chang</li>"""


def test_a_choice_is_made_by_keyboard_and_sent_by_its_select(show, server):
    server.answers["/options/"] = (200, OPTIONS)
    page = show(CHOICE)

    page.get_by_role("combobox", name="Product").type("cha")
    page.get_by_role("option", name="Chang").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/save/")

    assert server.posts() == [("/save/", {"p": ["8"]})]


def test_a_scanner_may_press_enter_before_the_answer_is_there(show, server):
    server.answers["/options/"] = (200, OPTIONS)
    page = show(CHOICE)

    page.get_by_role("combobox").focus()
    page.keyboard.type("0007\n")
    expect(page.get_by_role("combobox")).to_have_value("Chai")

    assert page.locator("select").input_value() == "7"
    assert server.posts() == []


def test_enter_waits_for_an_answer_that_is_on_its_way(show, server):
    held = []
    page = show(CHOICE)
    page.route("**/options/**", lambda route: held.append(route))  # noqa: PLW0108 kept by reference

    page.get_by_role("combobox").focus()
    page.keyboard.type("0007")
    page.wait_for_timeout(400)
    page.keyboard.press("Enter")
    held[-1].fulfill(body=OPTIONS, content_type="text/html")

    expect(page.get_by_role("combobox")).to_have_value("Chai")
    assert server.posts() == []


def test_a_code_typed_without_choosing_reaches_the_server(show, server):
    server.answers["/options/"] = (200, "")
    page = show(CHOICE)

    page.get_by_role("combobox").fill("X-1")
    page.keyboard.press("Tab")
    page.wait_for_timeout(250)
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/save/")

    assert server.posts() == [("/save/", {"p": ["X-1"]})]


ROWS = """<form method="post" action="/save/"><div data-rows><input type="hidden" name="l-TOTAL_FORMS" value="1">
<table><tbody id="rows"><tr><td><input name="l-0-qty"></td></tr></tbody></table>
<button type="button" data-add-row hx-get="/row/" hx-target="#rows" hx-swap="beforeend"
hx-push-url="false">Add</button></div></form>"""


def test_added_rows_are_numbered_and_counted(show, server):
    server.answers["/row/"] = (200, '<tr><td><input name="l-__prefix__-qty"></td></tr>')
    page = show(ROWS)

    for count in (2, 3):
        page.get_by_role("button", name="Add").click()
        expect(page.locator("#rows tr")).to_have_count(count)
        expect(page.locator("[name=l-TOTAL_FORMS]")).to_have_value(str(count))

    names = page.eval_on_selector_all("#rows input", "fields => fields.map((field) => field.name)")
    assert names == ["l-0-qty", "l-1-qty", "l-2-qty"]
    expect(page.locator("[name=l-2-qty]")).to_be_focused()


TOTALS = """<div id="totals" aria-live="polite" hx-post="?totals" hx-include="closest form" hx-target="this"
hx-trigger="input from:closest form target:[name] delay:20ms" hx-sync="this:replace" hx-push-url="false"></div>"""


def test_totals_follow_the_typing_and_leave_the_focus_alone(show, server):
    page = show(ROWS.replace("</div></form>", f"{TOTALS}</div></form>"))
    total = '<p>Total 12.00</p><output id="l-0-net" hx-swap-oob="true">12.00</output>'
    server.answers["/"] = (200, total)
    page.locator("[name=l-0-qty]").evaluate(
        "field => field.closest('tr').insertAdjacentHTML('beforeend', '<td><output id=l-0-net></output></td>')"
    )
    page.locator("tbody").evaluate("rows => rows.append(rows.rows[0].cloneNode())")
    page.locator("#rows tr").last.evaluate("row => row.innerHTML = '<td><input name=l-1-qty></td>'")

    page.locator("[name=l-0-qty]").press_sequentially("12")

    expect(page.locator("#totals")).to_have_text("Total 12.00")
    expect(page.locator("#l-0-net")).to_have_text("12.00")
    expect(page.locator("[name=l-0-qty]")).to_be_focused()
    assert server.posts()[-1][1]["l-0-qty"] == ["12"]


FRAGMENT = '<div id="box"><button type="button" hx-get="/part/" hx-target="#box" hx-push-url="false">Ask</button></div>'
FAULT = """<!doctype html><body><div class="fault"><p class="fault__code">403</p>
<h1>Your roles do not allow this.</h1><p>Ask an owner.</p></div></body>"""


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (403, FAULT, "Your roles do not allow this. Ask an owner."),
        (500, "boom", "Something went wrong on our side"),
    ],
)
def test_an_error_in_place_of_a_fragment_becomes_a_message(show, server, status, body, told):
    server.answers["/part/"] = (status, body)
    page = show(FRAGMENT)

    page.get_by_role("button", name="Ask").click()
    page.locator(".toast").wait_for()

    assert told in page.locator(".toast__text").inner_text()
    assert page.get_by_role("button", name="Ask").is_visible()


def test_a_refused_fragment_is_shown_in_its_place(show, server):
    server.answers["/part/"] = (422, '<p id="why">To post it, add a line.</p>')
    page = show(FRAGMENT)

    page.get_by_role("button", name="Ask").click()

    page.locator("#why").wait_for()


def test_the_theme_is_turned_and_kept(show):
    page = show('<button type="button" data-theme-toggle>Theme</button>')
    page.emulate_media(color_scheme="light")

    page.get_by_role("button", name="Theme").click()

    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert "theme=dark" in page.evaluate("document.cookie")


FOLDS = """<nav><details data-fold="sales" open><summary>Sales</summary></details>
<details data-fold="books"><summary>Books</summary></details></nav>"""


def test_a_browser_remembers_which_groups_are_folded(show):
    page = show(FOLDS)

    def said():
        return next(each["value"] for each in page.context.cookies() if each["name"] == "nav")

    page.get_by_text("Sales").click()
    assert said() == "books.sales"
    page.get_by_text("Books").click()
    assert said() == "sales"
    page.get_by_text("Sales").click()
    assert said() == ""
