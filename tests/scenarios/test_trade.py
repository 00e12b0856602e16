"""From an order to a supplier to a paid invoice, pressed by the people whose work it is, in a real browser."""

import shutil
import socket
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from django.test import Client
from playwright.sync_api import Browser, sync_playwright

from apps.access.services import grant_access
from apps.core.context import company_context
from apps.core.prove import prove
from apps.invoices.models import Invoice
from apps.ledger.models import EntryLine
from apps.parties.models import Party
from apps.purchasing.tests.factories import supplier
from apps.sales.tests.factories import DAY, customer, make_shop
from apps.stock.models import Level
from apps.warehouses.tests.factories import make_warehouse
from tests.scenarios.people import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FLAGS = "--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-sync"
ON = DAY.isoformat()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps a loop in this thread, which Django takes for asynchronous code
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        chromium = playwright.chromium.launch(executable_path=found, args=FLAGS.split())
        yield chromium
        chromium.close()


@pytest.fixture
def origin(start_process: Callable[..., Any]) -> Iterator[str]:
    """Return the address of a real web server on the test's database."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["-m", "gunicorn", "erp.wsgi", "--config", "erp/gunicorn.py"]
    server = start_process("web", [*command, "--bind", f"127.0.0.1:{port}"], "Listening at")
    yield f"http://127.0.0.1:{port}"
    server.stop()


@pytest.fixture
def people(company: Any, browser: Browser, origin: str, user_in: Any) -> Iterator[Any]:
    """Return a function that seats somebody with a role in front of the screens."""
    seated: dict[str, Person] = {}

    def seat(role: str) -> Person:
        if role not in seated:
            user, client = user_in(role), Client()
            if role == "warehouse_manager":
                with transaction.atomic():
                    grant_access(actor=None, user=user, row=make_warehouse())
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            seated[role] = Person(browser, origin, client.cookies["sessionid"].value)
        return seated[role]

    yield seat
    assert [person.faults for person in seated.values() if person.faults] == []


def new_order(
    person: Person, path: str, party: Party, product: str, quantity: str, price: str
) -> str:
    """Write an order in its form, confirm it and return its address."""
    person.open(path)
    person.pick("party", party.name)
    person.pick("lines-0-product", product)
    person.fill(date=ON, lines__0__quantity=quantity, lines__0__unit_price=price)
    person.save()
    person.press("Confirm")
    return person.page.url


def test_goods_come_in_go_out_and_are_paid_for(company: Any, people: Any) -> None:
    with company_context(company.pk), transaction.atomic():
        make_shop("TEA", stock="0")
        buys, sells = customer(), supplier()
    buyer, clerk, keeper = people("buyer"), people("salesperson"), people("warehouse_manager")
    accountant = people("accountant")

    bought = new_order(buyer, "/purchasing/orders/new/", sells, "TEA", "40", "6")
    keeper.open(bought)
    keeper.press("Receive", on=ON)
    keeper.press("Post")
    accountant.open(bought)
    accountant.press("Bill", on=ON, reference="B-4711")
    accountant.press("Post")
    sold = new_order(clerk, "/sales/orders/new/", buys, "TEA", "15", "10")
    keeper.open(sold)
    keeper.press("Ship", on=ON)
    keeper.press("Post")
    accountant.open(sold)
    accountant.press("Invoice", on=ON)
    accountant.press("Post")
    invoice = accountant.page.url
    accountant.press("Register payment", on=ON)
    accountant.open(invoice)

    accountant.sees("Paid")
    with company_context(company.pk):
        assert_books(company)


def assert_books(company: Any) -> None:
    """Check what 40 bought, 15 of them sold and paid for leave behind."""
    with transaction.atomic():
        [level] = Level.objects.all()
        sums = EntryLine.objects.aggregate(Sum("debit"), Sum("credit"))
        [paid] = Invoice.objects.filter(kind="customer_invoice")
    assert (level.on_hand, level.reserved) == (Decimal(25), Decimal(0))
    assert sums["debit__sum"] == sums["credit__sum"] > 0
    assert paid.net == Decimal(150)
    assert prove([(company.pk, company.code)]).details == []
