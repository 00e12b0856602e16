"""Invoices for tests: books, a product or two, drafts and posted documents."""

from datetime import date
from decimal import Decimal
from typing import Any

from apps.companies.models import Company, ExchangeRate
from apps.core.attachments import store_attachment
from apps.core.context import company_id
from apps.invoices import services
from apps.invoices.choices import InvoiceKind
from apps.invoices.models import Invoice
from apps.invoices.selectors import PDF
from apps.invoices.services import InvoiceLineDraft
from apps.ledger.models import Tax
from apps.ledger.tests.factories import YEAR, account, make_books, make_party
from apps.parties.models import Party
from apps.products.choices import ProductKind
from apps.products.models import Category, Product, Unit

DAY = date(YEAR, 1, 15)


def make_tax(rate: str, *, use: str = "sale", code: str = "") -> Tax:
    """Return a tax code of ``rate`` percent."""
    code = code or f"{use[0].upper()}{rate}"
    found = Tax.objects.filter(company_id=company_id(), code=code).first()
    return found or Tax.objects.create(
        company_id=company_id(),
        code=code,
        name=f"{rate} %",
        use=use,
        rate=Decimal(rate),
        account=account("4457" if use == "sale" else "4456"),
    )


def make_rate(currency: str, rate: str, on: date = date(YEAR, 1, 1)) -> ExchangeRate:
    """Return a rate: company currency for one unit of ``currency``."""
    return ExchangeRate.objects.create(
        company_id=company_id(), currency_id=currency, date=on, rate=Decimal(rate)
    )


def make_product(sku: str = "CHAI", *, kind: str = ProductKind.GOODS, **fields: Any) -> Product:
    """Return a product with a category and a unit of its own."""
    unit, _ = Unit.objects.get_or_create(
        company_id=company_id(), code="PCE", defaults={"name": "Piece", "dimension": "count"}
    )
    category, _ = Category.objects.get_or_create(company_id=company_id(), name="Beverages")
    return Product.objects.create(
        company_id=company_id(),
        sku=sku,
        name=sku.title(),
        kind=kind,
        category=category,
        unit=unit,
        **fields,
    )


def line(quantity: str, price: str, **fields: Any) -> InvoiceLineDraft:
    """Return a line: ``line("2", "10.00", tax=make_tax("20"))``."""
    return InvoiceLineDraft(
        **{
            "description": "Consulting",
            "quantity": Decimal(quantity),
            "unit_price": Decimal(price),
            **fields,
        }
    )


def draft(
    *lines: InvoiceLineDraft,
    kind: str = InvoiceKind.CUSTOMER_INVOICE,
    party: Party | None = None,
    on: date = DAY,
    currency: str = "",
    **fields: Any,
) -> Invoice:
    """Return a draft in the company in force, whose books are made when they are missing."""
    party = party or Party.objects.filter(company_id=company_id()).first() or make_party()
    currency = currency or Company.objects.get(pk=company_id()).currency_id
    return services.draft_invoice(
        actor=None, kind=kind, party=party, date=on, currency=currency, lines=list(lines), **fields
    )


def posted(*lines: InvoiceLineDraft, **fields: Any) -> Invoice:
    """Return a posted invoice of ``lines``; one of 100.00 without any."""
    document = draft(*(lines or (line("1", "100.00"),)), **fields)
    return services.post_invoice(actor=None, pk=document.pk)


def make_sales_books() -> None:
    """Give the company in force books and a customer who is a supplier too."""
    make_books()
    make_party(email="accounts@alfki.example")


def sample_objects() -> dict[str, Any]:
    """Return one document of each kind that has screens, for the access sweep; the company has books."""
    bill = draft(line("1", "40.00"), kind=InvoiceKind.SUPPLIER_BILL)
    return {"invoice": draft(line("1", "100.00")), "bill": bill}


def sample_arguments() -> dict[str, dict[str, Any]]:
    """Return the address of an issued PDF, for the access sweep."""
    invoice = posted()
    store_attachment(
        target=invoice,
        filename="a.pdf",
        content=b"%PDF-1.7",
        content_type="application/pdf",
        kind=PDF,
    )
    return {"invoices:invoice_pdf": {"pk": invoice.pk}}
