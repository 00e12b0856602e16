"""The company the measurements run in: chart, year, parties, products and stock, made through the services."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from apps.access import services as access
from apps.access.models import User
from apps.companies.models import Company
from apps.companies.services import create_company
from apps.core.context import company_context
from apps.ledger import services as ledger
from apps.ledger.models import Account, Journal
from apps.parties.models import Party
from apps.parties.services import save_party
from apps.products.models import Category, Product, Unit
from apps.products.services import save_category, save_product, save_unit
from apps.stock import services as stock
from apps.warehouses.models import Warehouse
from apps.warehouses.services import create_warehouse

YEAR = 2026
DAY = date(YEAR, 3, 10)


@dataclass(frozen=True, slots=True)
class Scene:
    """What the measurements use."""

    company: Company
    owner: User
    accounts: list[Account]
    journal: Journal
    customer: Party
    supplier: Party
    warehouse: Warehouse
    products: list[Product]


def make_scene(code: str = "BENCH", *, products: int = 60, on_hand: int = 1_000_000) -> Scene:
    """Make a company whose products are well in stock."""
    company = create_company(actor=None, code=code, name="Bench SA", currency="EUR", country="FR")
    with company_context(company.pk), transaction.atomic():
        accounts = ledger.install_chart(actor=None, template="fr")
        ledger.open_fiscal_year(actor=None, start=date(YEAR, 1, 1))
        owner = access.create_user(
            actor=None,
            email=f"owner@{code.lower()}.example",
            name="Owner",
            roles=["owner"],
            companies=[company],
        )
        scene = Scene(
            company=company,
            owner=owner,
            accounts=[account for account in accounts.values() if not account.control][:40],
            journal=ledger.journal_of("general"),
            customer=save_party(
                actor=None,
                party=Party(code="C1", name="Customer", is_customer=True, currency_id="EUR"),
            ),
            supplier=save_party(
                actor=None,
                party=Party(code="S1", name="Supplier", is_supplier=True, currency_id="EUR"),
            ),
            warehouse=create_warehouse(actor=None, code="W1", name="Main"),
            products=_products(products),
        )
        _stock_up(scene, on_hand)
    return scene


def _products(count: int) -> list[Product]:
    unit = save_unit(actor=None, document=Unit(code="PCE", name="piece", dimension="count"))
    category = save_category(actor=None, document=Category(name="Goods"))
    return [
        save_product(
            actor=None,
            document=Product(
                sku=f"P{n:05d}",
                name=f"Product {n}",
                unit=unit,
                category=category,
                sale_price=Decimal(20),
                purchase_price=Decimal(12),
            ),
        )
        for n in range(count)
    ]


def _stock_up(scene: Scene, quantity: int) -> None:
    drafts = [
        stock.LineDraft(
            product=product, quantity=Decimal(quantity), unit=product.unit, unit_cost=Decimal(12)
        )
        for product in scene.products
    ]
    receipt = stock.create_receipt(
        actor=None,
        party=scene.supplier,
        warehouse=scene.warehouse,
        date=date(YEAR, 1, 2),
        lines=drafts,
    )
    stock.post_receipt(actor=None, pk=receipt.pk)


def six_lines(scene: Scene) -> list[ledger.Posting]:
    """Return the postings of a six-line entry."""
    amounts = [
        Decimal(100),
        Decimal(200),
        Decimal(300),
        Decimal(-250),
        Decimal(-150),
        Decimal(-200),
    ]
    return [
        ledger.Posting(account, amount)
        for account, amount in zip(scene.accounts, amounts, strict=False)
    ]


def entry_draft(scene: Scene, source: UUID, lines: Any = None) -> ledger.EntryDraft:
    """Return a draft of a six-line entry."""
    return ledger.EntryDraft(
        journal=scene.journal,
        on=DAY,
        postings=lines or six_lines(scene),
        source_type="bench.entry",
        source_id=source,
    )
