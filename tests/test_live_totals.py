"""What a form says while it is typed is what saving it stores; saying it stores nothing."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.companies.models import Company
from apps.core.context import company_id
from apps.invoices.models import Invoice
from apps.invoices.tests.factories import make_rate
from apps.ledger.models import Tax, TaxComponent
from apps.ledger.tests.factories import account, make_books
from apps.parties.tests.factories import make_party
from apps.products.tests.factories import make_product
from apps.purchasing.models import PurchaseOrder
from apps.sales.models import SalesOrder
from apps.warehouses.tests.factories import make_warehouse


@dataclass(frozen=True, slots=True)
class Paper:
    """A document with a form: where it is written, by whom, and what it is of."""

    names: str
    model: type[Any]
    use: str
    role: str
    stranger: str

    def url(self, document: Any = None) -> str:
        """Return the address of its form."""
        verb, args = ("edit", [document.pk]) if document else ("create", [])
        return reverse(f"{self.names}_{verb}", args=args)

    def __str__(self) -> str:
        return self.names


PAPERS = [
    Paper("invoices:invoice", Invoice, "sale", "accountant", "buyer"),
    Paper("invoices:bill", Invoice, "purchase", "accountant", "salesperson"),
    Paper("sales:salesorder", SalesOrder, "sale", "salesperson", "warehouse_manager"),
    Paper("purchasing:purchaseorder", PurchaseOrder, "purchase", "buyer", "warehouse_manager"),
]
every_paper = pytest.mark.parametrize("paper", PAPERS, ids=str)


@pytest.fixture
def shop(company):
    make_books()
    make_warehouse()
    return make_product("TEA", sale_price=Decimal("10.00"), purchase_price=Decimal("6.00"))


@pytest.fixture
def browser(user_in):
    def of(role: str) -> Client:
        client = Client()
        client.force_login(user_in(role))
        return client

    return of


def tax(code: str, rate: str, use: str, **fields: Any) -> Tax:
    """Return a tax of ``rate`` percent."""
    values = {"account": account("4457" if use == "sale" else "4456"), "name": code, **fields}
    return Tax.objects.create(
        company_id=company_id(), code=code, use=use, rate=Decimal(rate), **values
    )


def several(code: str, *taxes: Tax) -> Tax:
    """Return a code that stands for ``taxes``."""
    group = tax(code, "0", taxes[0].use, kind="group", account=None)
    for position, part in enumerate(taxes):
        TaxComponent.objects.create(
            company_id=company_id(), group=group, tax=part, position=position
        )
    return group


def typed(product: Any, *rows: dict[str, Any], **head: Any) -> dict[str, Any]:
    """Return what the browser sends of a form with ``rows``."""
    party = make_party(is_customer=True, is_supplier=True)
    data = {
        "party": party.pk,
        "date": "2026-01-20",
        "currency": "EUR",
        "warehouse": make_warehouse().pk,
        "freight": "0",
        "version": "1",
        "idempotency_key": str(uuid4()),
        "lines-TOTAL_FORMS": len(rows),
        "lines-INITIAL_FORMS": 0,
        **head,
    }
    for number, row in enumerate(rows):
        values = {"product": product.pk, "quantity": "1", **row}
        data |= {f"lines-{number}-{name}": value for name, value in values.items()}
    return data


def ask(client: Client, url: str, data: dict[str, Any]) -> Any:
    """Ask what the form comes to, and see that nothing is written for the answer."""
    with CaptureQueriesContext(connection) as statements:
        answer = client.post(f"{url}?totals", data, headers={"HX-Request": "true"})
    written = [
        query["sql"]
        for query in statements.captured_queries
        if query["sql"].lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))
        and "django_session" not in query["sql"]
    ]
    assert not written
    return answer


def shown(answer: Any) -> dict[str, str]:
    """Return the totals of an answer by their labels, plain."""
    rows = re.findall(r"<dt>(.+?)</dt><dd[^>]*><bdi[^>]*>(.+?)</bdi>", answer.content.decode())
    return {label: value.replace("\N{EURO SIGN}", "").replace(",", "") for label, value in rows}


def nets(answer: Any) -> list[str]:
    """Return what each line is said to come to."""
    found = re.findall(r'<output id="lines-\d+-net"[^>]*>(.*?)</output>', answer.content.decode())
    return [net.replace(",", "") for net in found]


@every_paper
@pytest.mark.parametrize("rounding", ["line", "document"])
def test_what_is_said_is_what_is_stored(shop, browser, paper, rounding):
    Company.objects.filter(pk=company_id()).update(tax_rounding=rounding)
    both = several(
        "BOTH", tax("ECO", "5", paper.use, compound=True), tax("VAT", "9.975", paper.use)
    )
    included = tax("INCL", "20", paper.use, included=True)
    data = typed(
        shop,
        {"quantity": "3", "unit_price": "19.99", "discount": "12.5", "tax": both.pk},
        {"quantity": "7", "unit_price": "1.37", "tax": included.pk},
        {"quantity": "1", "unit_price": "230.83", "tax": both.pk},
        {"quantity": "2"},
        {"product": "", "quantity": "", "description": "", "discount": "0"},
    )
    client = browser(paper.role)

    answer = ask(client, paper.url(), data)

    assert paper.model.objects.count() == 0
    saved = client.post(paper.url(), data)
    assert saved.status_code == 302, saved.content.decode()
    document = paper.model.objects.get()
    said = shown(answer)
    assert (Decimal(said.pop("Net")), Decimal(said.pop("Total"))) == (document.net, document.total)
    assert len(said) == 3
    assert sum(map(Decimal, said.values())) == document.tax
    assert [Decimal(net) for net in nets(answer)[:4]] == [
        line.net for line in document.lines.order_by("position")
    ]
    assert nets(answer)[4] == ""


@every_paper
def test_the_form_of_a_draft_opens_with_its_totals(shop, browser, paper):
    vat = tax("VAT", "20", paper.use)
    client = browser(paper.role)
    rows = [{"quantity": "2", "unit_price": "1500.50", "tax": vat.pk}] * 3
    client.post(paper.url(), typed(shop, *rows))
    document = paper.model.objects.get()

    page = client.get(paper.url(document))

    assert shown(page) == {"Net": "9003.00", "VAT": "1800.60", "Total": "10803.60"}
    assert nets(page)[:3] == ["3001.00"] * 3
    assert 'hx-post="?totals"' in page.content.decode()


@every_paper
def test_a_line_that_is_taken_off_counts_no_more(shop, browser, paper):
    rows = [{"unit_price": "100"}, {"unit_price": "7", "DELETE": "on"}]

    answer = ask(browser(paper.role), paper.url(), typed(shop, *rows))

    assert shown(answer)["Net"] == "100.00"
    assert nets(answer) == ["100.00", ""]


@every_paper
@pytest.mark.parametrize(
    "wrong", [{"lines-0-quantity": "2x"}, {"lines-0-unit_price": "NaN"}, {"date": "soon"}]
)
def test_while_something_has_no_shape_the_last_figures_stay(shop, browser, paper, wrong):
    data = typed(shop, {"unit_price": "100"}) | wrong

    answer = ask(browser(paper.role), paper.url(), data)

    assert (answer.status_code, answer.content) == (204, b"")


@every_paper
def test_the_totals_need_no_party_yet(shop, browser, paper):
    answer = ask(
        browser(paper.role), paper.url(), typed(shop, {"unit_price": "100"}) | {"party": ""}
    )

    assert shown(answer)["Net"] == "100.00"


@every_paper
def test_a_broken_rule_is_one_sentence_in_the_place_of_the_totals(shop, browser, paper):
    data = typed(shop, {"unit_price": "100"}, currency="USD")

    refused = ask(browser(paper.role), paper.url(), data)
    make_rate("USD", "0.5")
    answer = ask(browser(paper.role), paper.url(), data)

    assert refused.status_code == 200
    assert "USD" in refused.content.decode()
    assert not shown(refused)
    assert shown(answer)["Net"] == "$100.00"


@every_paper
def test_who_may_not_write_it_is_not_told_what_it_would_come_to(shop, browser, paper):
    data = typed(shop, {"unit_price": "100"})

    assert ask(browser(paper.stranger), paper.url(), data).status_code == 403


@every_paper
def test_the_totals_take_as_many_statements_for_forty_lines_as_for_two(shop, browser, paper):
    client, counts = browser(paper.role), []
    for number in (1, 2, 40):  # the first fills what a process keeps
        data = typed(shop, *[{"unit_price": "1"}] * number)
        with CaptureQueriesContext(connection) as statements:
            client.post(f"{paper.url()}?totals", data)
        counts.append(len(statements))

    assert counts[1] == counts[2]
