"""A rich company's books for tests of exports: currencies, taxes, stock, reversals, awkward names."""

from datetime import date
from decimal import Decimal
from typing import Any

from apps.core.context import company_id
from apps.core.ids import uuid7
from apps.integrations import services
from apps.integrations.models import ExportResult, JournalExport
from apps.integrations.selectors import pieces_of
from apps.invoices.tests import factories as invoices
from apps.ledger import services as ledger
from apps.ledger.models import Account
from apps.ledger.services import Posting
from apps.ledger.services.sealing import seal_entries
from apps.ledger.tests.factories import YEAR, account, make_books, make_party, post
from apps.payments.tests.factories import pay
from apps.stock.tests.factories import make_place, receive, ship


def make_rich_books() -> None:
    """Give the company in force entries of every kind, over two months, all sealed."""
    make_books()
    make_place()
    rename_awkwardly()
    invoices.make_rate("USD", "0.92")
    invoices.make_rate("JPY", "0.0061")
    make_party()
    buyer = make_party("BUYER", currency_id="USD", name='Rue "de" Café \\ Söhne; |x, Ltd')
    tea = invoices.make_product("TEA")
    receive(tea, "10", "6.333333")
    ship(tea, "3")
    taxed = invoices.line("3", "33.33", tax=invoices.make_tax("20"))
    home = invoices.posted(taxed)
    abroad = invoices.posted(
        invoices.line("1", "100.01"), party=buyer, currency="USD", on=date(YEAR, 1, 20)
    )
    invoices.make_rate("USD", "0.95", on=date(YEAR, 2, 1))
    pay("100.01", (abroad, "100.01"), currency="USD", on=date(YEAR, 2, 10))
    pay("50", (home, "50"), on=date(YEAR, 2, 11))
    wrong = post(("6070", "12.34"), ("5120", "-12.34"), memo='Wrong; | "quoted"', reference="M,1")
    ledger.reverse_entry(actor=None, pk=wrong.pk, on=date(YEAR, 2, 5))
    yen()
    seal_entries(full=True)


def rename_awkwardly() -> None:
    """Give accounts names that a plain-text format cannot take as they are."""
    Account.objects.filter(company_id=company_id(), code="5120").update(name='Bank: "main" (€)')
    Account.objects.filter(company_id=company_id(), code="7070").update(name="مبيعات")
    company = company_id()
    for code, name in (("70-90", "Twin"), ("70.90", "Twin"), ("x1", "small code")):
        Account.objects.create(company_id=company, code=code, name=name, type="income")
    post(("5120", "5"), ("70-90", "-3"), ("70.90", "-1"), ("x1", "-1"))


def yen(on: date = date(YEAR, 2, 20)) -> None:
    """Post a loan in a currency without decimals, and one of its difference without foreign amount."""
    post_lines(on, ("5300", "61.00", "JPY", "10000"), ("1010", "-61.00", "", ""))
    post_lines(on, ("5300", "0.37", "JPY", "0"), ("7660", "-0.37", "", ""))


def post_lines(on: date, *lines: tuple[str, str, str, str]) -> None:
    """Post an entry of (account, amount, currency or "", amount in it)."""
    ledger.post_entry(
        actor=None,
        journal=ledger.journal_of("general"),
        on=on,
        source_type="tests.source",
        source_id=uuid7(),
        postings=[
            Posting(
                account(code),
                Decimal(amount),
                currency=currency or None,
                amount_currency=Decimal(units) if currency else None,
                rate=Decimal("0.0061") if currency else Decimal(1),
            )
            for code, amount, currency, units in lines
        ],
    )


def export(kind: str, first: date | None = None, last: date | None = None) -> ExportResult:
    """Return the finished export of everything sealed."""
    seal_entries(full=True)
    return services.export_now(actor=None, kind=kind, first=first, last=last)


def content(result: ExportResult) -> bytes:
    """Return the file of an export."""
    return b"".join(pieces_of(result.export_id, result.company_id))


def sample_objects() -> dict[str, Any]:
    """Return one object of each kind that has screens, for the access sweep."""
    post(("5120", "10"), ("7070", "-10"))
    return {"journalexport": JournalExport.objects.get(pk=export("hledger").export_id)}
