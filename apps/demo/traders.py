"""Northwind's master data, through the services: parties, products, warehouses."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from apps.access.models import User
from apps.companies.models import Company
from apps.core.context import company_id
from apps.core.custom_fields import save_definition
from apps.core.models import FieldDefinition
from apps.core.money import round_half_up
from apps.demo.northwind import COUNTRIES, Northwind
from apps.demo.people import LOGINS
from apps.ledger.models import Tax
from apps.parties import services as parties
from apps.parties.models import Address, Contact, Party, PaymentTerm
from apps.products import services as products
from apps.products.models import Category, Product, SupplierPrice, Unit
from apps.warehouses import services as warehouses
from apps.warehouses.models import Warehouse

FRENCH = {"FR", "BE", "CH"}
COST_SHARE = Decimal("0.6")
"""What goods cost, as a share of their list price: our assumption, the data has no costs."""

CATEGORY_NAMES = {
    "Beverages": {"fr": "Boissons", "ar": "مشروبات"},
    "Condiments": {"fr": "Condiments", "ar": "توابل وصلصات"},
    "Confections": {"fr": "Confiseries", "ar": "حلويات"},
    "Dairy Products": {"fr": "Produits laitiers", "ar": "ألبان"},
    "Grains/Cereals": {"fr": "Céréales", "ar": "حبوب"},
    "Meat/Poultry": {"fr": "Viandes et volailles", "ar": "لحوم ودواجن"},
    "Produce": {"fr": "Fruits et légumes", "ar": "خضر وفواكه"},
    "Seafood": {"fr": "Produits de la mer", "ar": "مأكولات بحرية"},
}


COLD = {"4", "6", "8"}
CUSTOM_FIELDS: tuple[tuple[str, str, dict[str, str], str, list[str]], ...] = (
    ("packing", "Packing", {"fr": "Conditionnement", "ar": "التعبئة"}, "text", []),
    ("storage", "Storage", {"fr": "Stockage", "ar": "التخزين"}, "choice", ["Dry", "Cold"]),
)


@dataclass
class Masters:
    """What documents refer to, by the ids of the data; users by e-mail."""

    customers: dict[str, Party] = field(default_factory=dict)
    suppliers: dict[str, Party] = field(default_factory=dict)
    carriers: dict[str, Party] = field(default_factory=dict)
    products: dict[str, Product] = field(default_factory=dict)
    supplier_of: dict[str, str] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    employees: dict[str, User] = field(default_factory=dict)
    warehouse: Warehouse | None = None


def cost_of(list_price: Decimal) -> Decimal:
    """Return the purchase price of a product, two decimals."""
    return round_half_up(list_price * COST_SHARE, 2)


def load_masters(company: Company, northwind: Northwind) -> None:
    """Make terms, units, categories, parties, products and warehouses of an empty company."""
    term = parties.save_term(
        actor=None,
        term=PaymentTerm(
            code="NET30",
            name="30 days net",
            name_i18n={"fr": "30 jours nets", "ar": "30 يوما"},
            days=30,
        ),
    )
    _load_parties(northwind, term)
    _define_fields()
    _load_products(northwind)
    warehouses.create_warehouse(
        actor=None,
        code="SEA",
        name="Seattle",
        street="507 20th Ave. E.",
        postal_code="98122",
        city="Seattle",
        country="US",
    )
    warehouses.create_warehouse(
        actor=None,
        code="TAC",
        name="Tacoma",
        street="908 W. Capital Way",
        postal_code="98401",
        city="Tacoma",
        country="US",
    )


def read_masters(users: dict[str, User]) -> Masters:
    """Return what ``load_masters`` made, found again by code."""
    masters = Masters(
        users=users,
        employees={row.employee_id: users[row.email] for row in LOGINS if row.employee_id},
        warehouse=Warehouse.objects.get(code="SEA"),
    )
    for party in Party.objects.select_related("customer_term", "supplier_term"):
        if party.is_customer:
            masters.customers[party.code] = party
        elif party.code.startswith("SUP"):
            masters.suppliers[str(int(party.code[3:]))] = party
        elif party.code.startswith("CAR"):
            masters.carriers[str(int(party.code[3:]))] = party
    for product in Product.objects.select_related("unit", "category", "sale_tax", "purchase_tax"):
        masters.products[str(int(product.sku[2:]))] = product
    for price in SupplierPrice.objects.select_related("supplier", "product"):
        masters.supplier_of[str(int(price.product.sku[2:]))] = str(int(price.supplier.code[3:]))
    return masters


def _define_fields() -> None:
    """Define a few custom fields, as an owner would in the browser."""
    for position, (code, label, translations, kind, choices) in enumerate(CUSTOM_FIELDS):
        definition = FieldDefinition(
            target_type="products.product",
            code=code,
            label=label,
            label_i18n=translations,
            kind=kind,
            choices=choices,
            position=position,
        )
        save_definition(actor=None, definition=definition)


def _metadata(row: dict[str, str]) -> dict[str, Any]:
    """Return the custom fields of a product: how it is packed, and how it is kept."""
    is_cold = row["category_id"] in COLD
    return {"packing": row["quantity_per_unit"], "storage": "Cold" if is_cold else "Dry"}


def _load_parties(northwind: Northwind, term: PaymentTerm) -> None:
    for row in northwind.rows("customers"):
        _party(row, row["customer_id"], term, is_customer=True)
    for row in northwind.rows("suppliers"):
        _party(row, f"SUP{int(row['supplier_id']):02d}", term, is_supplier=True)
    for row in northwind.rows("shippers"):
        carrier = Party(
            code=f"CAR{int(row['shipper_id']):02d}", name=row["company_name"], phone=row["phone"], is_supplier=True,
            currency_id="USD", supplier_term=term,
        )  # fmt: skip
        parties.save_party(actor=None, party=carrier)


def _party(row: dict[str, str], code: str, term: PaymentTerm, **roles: bool) -> None:
    country = COUNTRIES[row["country"]]
    domain = "customer.example" if roles.get("is_customer") else "supplier.example"
    party = Party(
        code=code, name=row["company_name"], phone=row["phone"], currency_id="USD",
        language="fr" if country in FRENCH else "en", customer_term=term if roles.get("is_customer") else None,
        supplier_term=term if roles.get("is_supplier") else None, email=f"{code.lower()}@{domain}",
        **roles,
    )  # fmt: skip
    company = company_id()
    address = Address(
        company_id=company, party=party, recipient=row["company_name"], street=row["address"], city=row["city"],
        postal_code=row["postal_code"], region=row["region"], country=country,
    )  # fmt: skip
    contact = Contact(
        company_id=company, party=party, name=row["contact_name"], title=row["contact_title"]
    )
    parties.save_party(actor=None, party=party, addresses=[address], contacts=[contact])


def _load_products(northwind: Northwind) -> None:
    unit = products.save_unit(
        actor=None,
        document=Unit(
            code="PCE", name="piece", name_i18n={"fr": "pièce", "ar": "قطعة"}, dimension="count"
        ),
    )
    zero = {tax.use: tax for tax in Tax.objects.filter(code__in=("S0", "P0"))}
    categories = {
        row["category_id"]: products.save_category(
            actor=None,
            document=Category(
                name=row["category_name"],
                name_i18n=CATEGORY_NAMES[row["category_name"]],
                description=row["description"],
            ),
        )
        for row in northwind.rows("categories")
    }
    supplier_ids = {
        party.code: party
        for party in Party.objects.filter(code__startswith="SUP", is_supplier=True)
    }
    names = {row["product_id"]: row for row in northwind.rows("product_names")}
    for row in northwind.rows("products"):
        price = Decimal(row["unit_price"])
        supplier = supplier_ids[f"SUP{int(row['supplier_id']):02d}"]
        name = names[row["product_id"]]
        product = Product(
            sku=f"NW{int(row['product_id']):03d}", name=row["product_name"], description=row["quantity_per_unit"],
            name_i18n={"fr": name["fr"], "ar": name["ar"]}, metadata=_metadata(row),
            category=categories[row["category_id"]], unit=unit, sale_price=price, purchase_price=cost_of(price),
            sale_tax=zero.get("sale"), purchase_tax=zero.get("purchase"), reorder_level=Decimal(row["reorder_level"]),
        )  # fmt: skip
        products.save_product(
            actor=None,
            document=product,
            lines=[
                SupplierPrice(
                    supplier=supplier,
                    currency_id="USD",
                    price=cost_of(price),
                    is_preferred=True,
                    lead_days=7,
                )
            ],
        )
