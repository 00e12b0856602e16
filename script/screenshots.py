"""Take the pictures of docs/screenshots/ from a running server.

``.venv/bin/python script/screenshots.py --user E-MAIL --password PASSWORD [NAME ...]`` logs in like a user, opens
the first row of a list to reach a document, and turns an invoice's PDF into a picture.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)
SIZES = {"wide": (1440, 900), "middle": (900, 900), "narrow": (360, 780)}


@dataclass(frozen=True)
class Shot:
    """One picture.

    Attributes:
        path: the address; with ``first`` the first row of the list there is opened.
        pdf: the document's PDF is taken instead of its screen.
    """

    path: str
    size: str = "wide"
    theme: Literal["light", "dark"] = "light"
    language: str = "en"
    first: bool = False
    pdf: bool = False


SHOTS = {
    "dashboard": Shot("/"),
    "dashboard-dark": Shot("/", theme="dark"),
    "list": Shot("/invoices/"),
    "list-dark": Shot("/invoices/", theme="dark"),
    "list-arabic": Shot("/invoices/", language="ar"),
    "list-narrow": Shot("/invoices/", size="narrow"),
    "detail": Shot("/invoices/", first=True),
    "detail-french": Shot("/invoices/", first=True, language="fr", size="middle"),
    "detail-narrow-dark": Shot("/invoices/", first=True, size="narrow", theme="dark"),
    "form": Shot("/sales/orders/new/"),
    "trial-balance": Shot("/ledger/trial-balance/"),
    "invoice-pdf": Shot("/invoices/?status=posted&sort=date", first=True, pdf=True),
}


def main() -> int:
    """Take the pictures named, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="which; all when none is named")
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--user", default="")
    parser.add_argument("--password", default="")
    parser.add_argument(
        "--chromium", default=shutil.which("chromium") or shutil.which("google-chrome")
    )
    options = parser.parse_args()
    if not options.chromium:
        print("To take screenshots, install Chromium.", file=sys.stderr)
        return 2
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.chromium, args=FLAGS.split())
        state = log_in(browser, options)
        for name in options.names or SHOTS:
            take(browser, state, options.url, name, SHOTS[name])
        browser.close()
    return 0


def log_in(browser: Browser, options: argparse.Namespace) -> str:
    """Return the file that holds the cookies of a session."""
    state = str(Path(tempfile.mkdtemp()) / "state.json")
    context = browser.new_context()
    if options.user:
        page = context.new_page()
        page.goto(f"{options.url}/login/", wait_until="load")
        page.fill("[name=username]", options.user)
        page.fill("[name=password]", options.password)
        page.click("main button[type=submit]")
        page.wait_for_url(lambda address: "/login/" not in address)
    context.storage_state(path=state)
    context.close()
    return state


def take(browser: Browser, state: str, url: str, name: str, shot: Shot) -> None:
    """Open the page as the picture wants it and save it."""
    width, height = SIZES[shot.size]
    context = browser.new_context(
        storage_state=state,
        viewport={"width": width, "height": height},
        color_scheme=shot.theme,
        device_scale_factor=1.5,
    )
    host = url.split("//", 1)[1]
    cookies = {"theme": shot.theme, "django_language": shot.language}
    context.add_cookies(
        [
            {"name": key, "value": value, "domain": host.split(":")[0], "path": "/"}
            for key, value in cookies.items()
        ]
    )
    page = context.new_page()
    page.goto(url + shot.path, wait_until="load")
    if shot.first:
        page.locator("tr[data-href]").first.evaluate("row => location.assign(row.dataset.href)")
        page.wait_for_url(lambda address: address != url + shot.path)
        page.wait_for_load_state("load")
    page.evaluate("theme => { document.documentElement.dataset.theme = theme }", shot.theme)
    page.wait_for_timeout(400)
    target = FOLDER / f"{name}.png"
    if shot.pdf:
        pdf_picture(context, page, target)
    else:
        page.screenshot(path=target)
    print(target.relative_to(FOLDER.parent.parent))
    context.close()


def pdf_picture(context: BrowserContext, page: Page, target: Path) -> None:
    """Save the first page of the PDF the page shows or links to."""
    address = page.locator(".pdf a[download]").first.evaluate("link => link.href")
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(context.request.get(address).body())
        file.flush()
        subprocess.run(
            [
                "pdftoppm",
                "-png",
                "-r",
                "110",
                "-singlefile",
                file.name,
                str(target.with_suffix("")),
            ],
            check=True,
        )


if __name__ == "__main__":
    sys.exit(main())
