"""The company of the history, made through the services, and the rows of two documents as patterns."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from apps.companies.models import Company
from apps.companies.services import create_company
from apps.core.context import company_context
from apps.core.exceptions import BusinessError, InvalidInput
from apps.ledger import services as ledger
from apps.ledger.models import Account, FiscalYear
from apps.parties.models import Party
from apps.parties.services import save_party
from apps.products.choices import CostingMethod
from apps.products.models import Category, Product, Unit
from apps.products.services import save_category, save_product, save_unit
from apps.stock import services as stock
from apps.stock.models import Move, StockDocument
from apps.warehouses.models import Warehouse
from apps.warehouses.services import create_warehouse

CATEGORIES = ("Tools", "Fasteners", "Electrical", "Paint", "Chilled goods")
SUPPLIERS, CUSTOMERS = 10, 40
_ROWS = {
    "stock_stockdocument": "id = %(document)s",
    "stock_stockdocumentline": "document_id = %(document)s",
    "stock_move": "document_id = %(document)s",
    "stock_valueline": "move_id IN (SELECT id FROM stock_move WHERE document_id = %(document)s)",
    "ledger_entry": "source_id = %(document)s",
    "ledger_entryline": "entry_id = (SELECT id FROM ledger_entry WHERE source_id = %(document)s)",
    "stock_level": "product_id = %(product)s",
    "stock_costpool": "product_id = %(product)s",
    "stock_costlayer": "product_id = %(product)s",
    "valuation_monthsum": "product_id = %(product)s",
    "products_product": "id = %(product)s",
}
_ORDER = {"ledger_entryline": "line_no"}

Row = Mapping[str, Any]


class HasMoves(BusinessError):
    """Goods have moved in the company already."""


@dataclass(frozen=True, slots=True)
class Base:
    """The company before its history, its categories by costing method, and its parties."""

    company: Company
    warehouse: Warehouse
    categories: list[Category]
    suppliers: list[Party]
    customers: list[Party]


@dataclass(frozen=True, slots=True)
class Patterns:
    """The rows that posting one receipt and one shipment of first-in-first-out goods makes, by table."""

    receipt: Mapping[str, list[Row]]
    shipment: Mapping[str, list[Row]]


def make_base(code: str, *, first: date, last: date) -> Base:
    """Make the company, or take the one a refused run has left, with open years from ``first`` to ``last``.

    Raises:
        HasMoves: it has a history.
        InvalidInput: it keeps its books in another currency than euros.
    """
    company = Company.objects.filter(code=code).first() or create_company(
        actor=None, code=code, name=f"{code.title()} Trading SA", currency="EUR", country="FR"
    )
    if company.currency_id != "EUR":
        raise InvalidInput(
            f"To write a history, name a new company or one in euros; {code} is in {company.currency_id}."
        )
    with company_context(company.pk), transaction.atomic():
        if Move.objects.exists() or StockDocument.objects.exists():
            raise HasMoves(
                f"To write a history, name a company without any; goods have moved in {code} already."
            )
        if not Account.objects.exists():
            ledger.install_chart(actor=None, template="fr")
        known = set(FiscalYear.objects.values_list("start__year", flat=True))
        for year in range(first.year, last.year + 1):
            if year not in known:
                ledger.open_fiscal_year(actor=None, start=date(year, 1, 1))
        return Base(
            company=company,
            warehouse=Warehouse.objects.order_by("code").first()
            or create_warehouse(actor=None, code="W1", name="Main"),
            categories=_categories(),
            suppliers=_parties("S", "Supplier", SUPPLIERS, is_supplier=True),
            customers=_parties("C", "Customer", CUSTOMERS, is_customer=True),
        )


def _categories() -> list[Category]:
    """Return the categories; the goods of the last one are valued first in, first out."""
    found = {known.name: known for known in Category.objects.all()}
    methods = [CostingMethod.AVERAGE] * (len(CATEGORIES) - 1) + [CostingMethod.FIFO]
    return [
        found.get(name)
        or save_category(actor=None, document=Category(name=name, costing_method=method))
        for name, method in zip(CATEGORIES, methods, strict=True)
    ]


def _parties(letter: str, name: str, count: int, **roles: bool) -> list[Party]:
    found = {known.code: known for known in Party.objects.all()}
    return [
        found.get(f"{letter}{n:03}")
        or save_party(
            actor=None,
            party=Party(code=f"{letter}{n:03}", name=f"{name} {n}", currency_id="EUR", **roles),
        )
        for n in range(1, count + 1)
    ]


def read_patterns(base: Base, day: date) -> Patterns:
    """Return what posting makes, from documents that are posted and taken back."""
    with company_context(base.company.pk), transaction.atomic():
        unit = Unit.objects.filter(code="PCE").first() or save_unit(
            actor=None, document=Unit(code="PCE", name="piece", dimension="count")
        )
        with transaction.atomic():
            product = save_product(
                actor=None,
                document=Product(sku="PATTERN", name="Pattern", unit=unit, category=base.categories[-1]),
            )  # fmt: skip
            patterns = _posted(base, product, day)
            transaction.set_rollback(True)
    return patterns


def _posted(base: Base, product: Product, day: date) -> Patterns:
    came = stock.create_receipt(
        actor=None, party=base.suppliers[0], warehouse=base.warehouse, date=day,
        lines=[stock.LineDraft(product, Decimal(3), product.unit, Decimal(2))],
    )  # fmt: skip
    stock.post_receipt(actor=None, pk=came.pk)
    receipt = _rows(came.pk, product.pk)
    left = stock.create_shipment(
        actor=None, party=base.customers[0], warehouse=base.warehouse, date=day,
        lines=[stock.LineDraft(product, Decimal(1), product.unit)],
    )  # fmt: skip
    stock.post_shipment(actor=None, pk=left.pk)
    return Patterns(receipt, _rows(left.pk, product.pk))


def _rows(document: UUID, product: UUID) -> dict[str, list[Row]]:
    found = {}
    with connection.cursor() as cursor:
        for table, where in _ROWS.items():
            order = _ORDER.get(table, "id")
            cursor.execute(
                f"SELECT to_jsonb(t)::text FROM {table} t WHERE {where} ORDER BY {order}",
                {"document": document, "product": product},
            )
            found[table] = [json.loads(row) for (row,) in cursor.fetchall()]
    return found
