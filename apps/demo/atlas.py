"""A second company in another currency and language, so that keeping companies apart can be seen.

Its parties and products are made up; quantities follow a fixed rule, so two loads agree.
"""

import csv
from collections.abc import Callable, Iterator
from datetime import date as Date
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from apps.companies.models import Company
from apps.core import events
from apps.demo.playing import DAY_LOADED, played
from apps.invoices import services as invoices
from apps.invoices.models import Invoice
from apps.ledger.models import Journal, Tax
from apps.parties import services as parties
from apps.parties.models import Address, Party, PaymentTerm
from apps.payments import services as payments
from apps.products import services as products
from apps.products.models import Category, Product, SupplierPrice, Unit
from apps.purchasing import services as purchasing
from apps.purchasing.models import PurchaseOrder
from apps.sales import services as sales
from apps.sales.models import SalesOrder
from apps.stock import services as stock
from apps.warehouses import services as warehouses
from apps.warehouses.models import Warehouse

DATA = Path(__file__).parent / "data" / "atlas"
WEEKS = 12
SUPPLIER_OF = {
    "Huiles": "S001",
    "Conserves": "S002",
    "Épicerie": "S003",
    "Boissons": "S003",
    "Art de la table": "S004",
}


def rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of one of Atlas' files."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def load_masters() -> None:
    """Make Atlas' terms, parties, products and warehouse."""
    term = PaymentTerm(
        code="30J",
        name="30 jours fin de mois",
        name_i18n={"en": "30 days end of month"},
        days=30,
        end_of_month=True,
    )
    parties.save_term(actor=None, term=term)
    for row in rows("parties"):
        _load_party(row, term)
    _load_products()
    warehouses.create_warehouse(
        actor=None,
        code="CAS",
        name="Casablanca",
        street="Route de Zenata, km 9",
        postal_code="20600",
        city="Casablanca",
        country="MA",
    )


def _load_party(row: dict[str, str], term: PaymentTerm) -> None:
    is_customer = row["role"] == "customer"
    party = Party(
        code=row["code"], name=row["name"], name_i18n={"ar": row["name_ar"]}, language=row["language"],
        email=row["email"],
        currency_id="MAD", is_customer=is_customer, is_supplier=not is_customer,
        customer_term=term if is_customer else None, supplier_term=None if is_customer else term,
    )  # fmt: skip
    address = Address(
        party=party, company_id=term.company_id, recipient=row["name"], street=row["street"],
        postal_code=row["postal_code"], city=row["city"], country=row["country"],
    )  # fmt: skip
    parties.save_party(actor=None, party=party, addresses=[address])


def _load_products() -> None:
    unit = products.save_unit(
        actor=None,
        document=Unit(
            code="PCE", name="pièce", name_i18n={"en": "piece", "ar": "قطعة"}, dimension="count"
        ),
    )
    sale_tax = Tax.objects.filter(use="sale", rate=20).order_by("code").first()
    purchase_tax = Tax.objects.filter(use="purchase", rate=20).order_by("code").first()
    categories = {
        row["name_fr"]: products.save_category(
            actor=None,
            document=Category(
                name=row["name_fr"],
                name_i18n={"en": row["name_en"], "ar": row["name_ar"]},
                costing_method=row["costing_method"],
            ),
        )
        for row in rows("categories")
    }
    suppliers = {party.code: party for party in Party.objects.filter(is_supplier=True)}
    for row in rows("products"):
        cost = Decimal(row["purchase_price"])
        product = Product(
            sku=row["sku"], name=row["name_fr"], name_i18n={"en": row["name_en"], "ar": row["name_ar"]}, unit=unit,
            category=categories[row["category"]], sale_price=Decimal(row["sale_price"]), purchase_price=cost,
            standard_cost=cost, sale_tax=sale_tax, purchase_tax=purchase_tax,
        )  # fmt: skip
        price = SupplierPrice(
            supplier=suppliers[SUPPLIER_OF[row["category"]]],
            currency_id="MAD",
            price=cost,
            is_preferred=True,
        )
        products.save_product(actor=None, document=product, lines=[price])


def play(company: Company, today: Date, progress: Callable[[Date], None]) -> None:
    """Play twelve weeks of trade that end today; a week that was played is left alone."""
    done = played("week")
    for week in range(WEEKS):
        if week in done:
            continue
        monday = today - timedelta(days=today.weekday(), weeks=WEEKS - 1 - week)
        with transaction.atomic():
            if week % 4 == 0:
                _buy(monday, week)
            for number, party in enumerate(Party.objects.filter(is_customer=True).order_by("code")):
                if (week + number) % 3 == 0:
                    _sell(
                        party,
                        monday + timedelta(days=min(number % 5, today.weekday())),
                        week,
                        number,
                        today,
                    )
            events.publish(DAY_LOADED, company, week=week)
        progress(monday)


def _buy(day: Date, week: int) -> None:
    warehouse = Warehouse.objects.get(code="CAS")
    for supplier in Party.objects.filter(is_supplier=True).order_by("code"):
        prices = SupplierPrice.objects.filter(supplier=supplier).select_related(
            "product__unit", "product__purchase_tax"
        )
        order = purchasing.draft_order(
            actor=None,
            document=PurchaseOrder(
                party=supplier, date=day, expected_date=day, currency_id="MAD", warehouse=warehouse,
                term=supplier.supplier_term,
            ),
            lines=[
                purchasing.OrderLineDraft(
                    product=price.product, quantity=Decimal(60), unit=price.product.unit,
                    unit_price=price.price + week // 4, tax=price.product.purchase_tax,
                )
                for price in prices
            ],
        )  # fmt: skip
        purchasing.confirm_order(actor=None, pk=order.pk)
        receipt = purchasing.receive_order(actor=None, pk=order.pk, on=day)
        stock.post_receipt(actor=None, pk=receipt.pk)
        bill = purchasing.bill_order(
            actor=None, pk=order.pk, on=day, reference=f"F-{supplier.code}-{week:02d}"
        )
        invoices.post_invoice(actor=None, pk=bill.pk)


def _sell(party: Party, day: Date, week: int, number: int, today: Date) -> None:
    chosen = list(Product.objects.select_related("unit", "sale_tax").order_by("sku"))[
        (week + number) % 4 :: 5
    ]
    order = sales.draft_order(
        actor=None,
        document=SalesOrder(
            party=party, date=day, currency_id="MAD", warehouse=Warehouse.objects.get(code="CAS"),
            term=party.customer_term,
        ),
        lines=[
            sales.OrderLineDraft(
                product=product, quantity=Decimal(3 + (week + number + position) % 7), unit=product.unit,
                unit_price=product.sale_price, discount=Decimal(5 if number % 4 == 0 else 0), tax=product.sale_tax,
            )
            for position, product in enumerate(chosen)
        ],
    )  # fmt: skip
    sales.confirm_order(actor=None, pk=order.pk)
    if week == WEEKS - 1:
        return
    shipment = sales.ship_order(actor=None, pk=order.pk, on=day + timedelta(days=1))
    stock.post_shipment(actor=None, pk=shipment.pk)
    invoice = sales.invoice_order(actor=None, pk=order.pk, on=day + timedelta(days=1))
    invoice = invoices.post_invoice(actor=None, pk=invoice.pk)
    if day + timedelta(days=40) < today:
        _collect(invoice, day + timedelta(days=40))


def _collect(invoice: Invoice, day: Date) -> None:
    payments.register_payment(
        actor=None, direction="receipt", party=invoice.party, journal=Journal.objects.get(type="bank"), date=day,
        amount=invoice.total, currency="MAD", allocations={invoice.pk: invoice.total}, reference=invoice.number,
    )  # fmt: skip
