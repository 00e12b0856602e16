"""People who work in a real browser on a real server: what they see is what they can press."""

from decimal import Decimal
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

PATIENCE = 60_000  # milliseconds, for a machine that does other things too


class Person:
    """Somebody signed in, in front of the screens of Plumb."""

    def __init__(self, browser: Browser, origin: str, session: str) -> None:
        """Open a browser of their own, in the session whose key is ``session``."""
        self.origin, self.faults = origin, list[str]()
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
        context.set_default_timeout(PATIENCE)
        context.add_cookies([{"name": "sessionid", "value": session, "url": origin}])
        self.page: Page = context.new_page()
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def open(self, path: str) -> None:
        """Go to a page, as from a bookmark."""
        self.page.goto(path if "://" in path else self.origin + path, wait_until="load")

    def pick(self, field: str, text: str) -> None:
        """Type into an autocomplete and take the row that has ``text``."""
        box = self.page.locator(f'.combo:has(+ select[name="{field}"]) input')
        box.click()
        box.fill(text)
        self.page.locator(".combo__list:not([hidden]) [role=option]", has_text=text).first.click()

    def fill(self, **fields: str) -> None:
        """Write into fields by their names; ``__`` stands for a hyphen."""
        for name, value in fields.items():
            self.page.fill(f'main [name="{name.replace("__", "-")}"]', value)

    def save(self) -> None:
        """Press the button under a form and wait for the page that follows."""
        before = self.page.url
        self.page.locator(".form-actions button[type=submit]").click()
        self.page.wait_for_url(lambda url: url != before, wait_until="load")

    def press(self, verb: str, **fields: str) -> None:
        """Press the button of a verb, answer what it asks and wait until it is told as done."""
        for close in self.page.locator(".toast button").all():
            close.click()  # what was told before is read
        address = self.button(verb).get_attribute("href")
        self.button(verb).click()
        if address:
            self.page.wait_for_url(f"**{address}", wait_until="load")
            self.fill(**fields)
            self.save()
        else:
            asking = self.page.locator("dialog[open] [data-yes]")
            told = self.page.locator(".toast--success")
            expect(asking.or_(told).first).to_be_visible(timeout=PATIENCE)
            if asking.is_visible():
                asking.click()
        expect(self.page.locator(".toast--success")).to_be_visible(timeout=PATIENCE)

    def button(self, verb: str) -> Locator:
        """Return the button or link of a verb."""
        main = self.page.locator("main")
        named = main.get_by_role("button", name=verb, exact=True)
        return named.or_(main.get_by_role("link", name=verb, exact=True)).first

    @property
    def heading(self) -> str:
        """Return what the page is about."""
        return self.page.locator("h1").inner_text()

    def sees(self, text: str) -> None:
        """Fail unless the page shows ``text``."""
        expect(self.page.locator("main")).to_contain_text(text, timeout=PATIENCE)


def money(text: Any) -> Decimal:
    """Return the figure in what a person reads: ``€1,200.00`` is 1200.00."""
    return Decimal("".join(letter for letter in str(text) if letter.isdigit() or letter in ".-"))
