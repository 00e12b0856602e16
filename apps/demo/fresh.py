"""What lies on the desks of the demonstration company on its last day: drafts, a transfer, a credit note, entries."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from apps.access.models import User
from apps.companies.models import Company
from apps.core.context import company_context
from apps.core.money import ZERO
from apps.demo.banking import leave_bank_work
from apps.demo.foreign import home_bank
from apps.demo.people import ACCOUNTANT, BUYER, KEEPER
from apps.demo.traders import Masters
from apps.invoices import services as invoices
from apps.invoices.choices import InvoiceKind, InvoiceStatus
from apps.invoices.models import Invoice
from apps.ledger import services as ledger
from apps.ledger.models import Account, Journal, ManualEntry, ManualEntryLine
from apps.products.order_lines import OrderLineDraft
from apps.purchasing import services as purchasing
from apps.purchasing.models import PurchaseOrder
from apps.sales import services as sales
from apps.sales.models import SalesOrder
from apps.stock import services as stock
from apps.stock.choices import DocumentKind
from apps.stock.models import StockDocument, StockDocumentLine
from apps.stock.selectors import available_by_product
from apps.warehouses.choices import Steps
from apps.warehouses.models import Location, Warehouse
from apps.warehouses.services import save_location, save_warehouse

DRAFT_ORDERS = (
    ("ALFKI", "nancy.davolio@demo.example", {"1": 20, "35": 12}),
    ("BONAP", "margaret.peacock@demo.example", {"11": 10, "59": 6, "72": 15}),
    ("VINET", "janet.leverling@demo.example", {"57": 8}),
)
DRAFT_PURCHASE = {"1": 60, "2": 40, "3": 30}
TRANSFER = {"6": 10, "8": 6, "20": 8}
DRAFT_TRANSFER = {"4": 5, "65": 12}
SENT = {"24": 12, "60": 6}
CONSIGNED = {"1": 24, "2": 12, "3": 18}
RENT, ENERGY, ACCRUED = "6132", "6061", "468"


@dataclass(frozen=True, slots=True)
class Desk:
    """Who works on what, and when."""

    company: Company
    masters: Masters
    people: Mapping[str, User]
    today: date

    def of(self, email: str) -> AbstractContextManager[Any]:
        """Act in the name of one of the demonstration users."""
        return company_context(self.company.pk, user_id=self.people[email].pk)

    def lines(self, quantities: Mapping[str, int], *, side: str) -> list[OrderLineDraft]:
        """Return order lines at the products' own prices."""
        chosen = [
            (self.masters.products[key], Decimal(quantity)) for key, quantity in quantities.items()
        ]
        return [
            OrderLineDraft(
                product=product,
                quantity=quantity,
                unit=product.unit,
                unit_price=getattr(product, f"{side}_price"),
                tax=getattr(product, f"{side}_tax"),
            )
            for product, quantity in chosen
        ]


def leave_work(desk: Desk) -> None:
    """Leave what a morning finds: each piece of work in the name of the one whose it is."""
    _draft_orders(desk)
    with desk.of(BUYER):
        _draft_purchase(desk)
    with desk.of(KEEPER):
        _transfer(desk, TRANSFER, then=stock.post_transfer)
        _transfer(desk, DRAFT_TRANSFER)
        _let_tacoma_receive()
        _transfer(desk, SENT, then=stock.send_transfer)
        _leave_on_consignment(desk)
    with desk.of(ACCOUNTANT):
        _credit_freight(desk)
        _entries(desk)
        leave_bank_work(desk.people[ACCOUNTANT], desk.today)


def _draft_orders(desk: Desk) -> None:
    for code, email, quantities in DRAFT_ORDERS:
        with desk.of(email):
            customer = desk.masters.customers[code]
            sales.draft_order(
                actor=None,
                document=SalesOrder(
                    party=customer, date=desk.today, requested_date=desk.today + timedelta(days=14), currency_id="USD",
                    warehouse=desk.masters.warehouse, term=customer.customer_term, salesperson=desk.people[email],
                ),
                lines=desk.lines(quantities, side="sale"),
            )  # fmt: skip


def _draft_purchase(desk: Desk) -> None:
    supplier = desk.masters.suppliers["1"]
    purchasing.draft_order(
        actor=None,
        document=PurchaseOrder(
            party=supplier, date=desk.today, expected_date=desk.today + timedelta(days=7), currency_id="USD",
            warehouse=desk.masters.warehouse, term=supplier.supplier_term, buyer=desk.people[BUYER],
        ),
        lines=desk.lines(DRAFT_PURCHASE, side="purchase"),
    )  # fmt: skip


def _let_tacoma_receive() -> None:
    """From its last day on Tacoma receives what Seattle sends in a step of its own."""
    tacoma = Warehouse.objects.get(code="TAC")
    tacoma.transfer_steps = Steps.TWO
    save_warehouse(actor=None, document=tacoma)


def _transfer(
    desk: Desk, quantities: Mapping[str, int], *, then: Callable[..., StockDocument] | None = None
) -> None:
    """Draft a transfer from Seattle to Tacoma of what nobody has reserved; ``then`` takes its next step."""
    seattle, tacoma = desk.masters.warehouse, Warehouse.objects.get(code="TAC")
    assert seattle is not None
    wanted = [
        (desk.masters.products[key], Decimal(quantity)) for key, quantity in quantities.items()
    ]
    free = available_by_product([product.pk for product, _ in wanted], seattle.pk)
    lines = [
        StockDocumentLine(
            product=product, quantity=min(quantity, free[product.pk]), unit=product.unit
        )
        for product, quantity in wanted
        if free.get(product.pk, 0) > 0
    ]
    if not lines:
        return
    made = stock.save_transfer(
        actor=None,
        document=StockDocument(
            kind=DocumentKind.TRANSFER, warehouse=seattle, to_warehouse=tacoma, date=desk.today,
            expected_date=desk.today + timedelta(days=2),
        ),
        lines=lines,
    )  # fmt: skip
    if then is not None:
        then(actor=None, pk=made.pk)


def _leave_on_consignment(desk: Desk) -> None:
    """Let a supplier leave some goods in Seattle that are its own until they are taken over."""
    owner, seattle = desk.masters.suppliers["1"], desk.masters.warehouse
    assert seattle is not None
    place = save_location(
        actor=None,
        document=Location(warehouse=seattle, code="CONSIGNMENT", name=owner.name, owner=owner),
    )
    lines = [
        stock.LineDraft(product, Decimal(quantity), product.unit, to_location=place)
        for key, quantity in CONSIGNED.items()
        for product in [desk.masters.products[key]]
    ]
    left = stock.create_receipt(
        actor=None, warehouse=seattle, date=desk.today, party=owner, lines=lines
    )
    stock.post_receipt(actor=None, pk=left.pk)


def _credit_freight(desk: Desk) -> None:
    """Give back the freight of the last invoice that charged one: it came late."""
    posted = Invoice.objects.filter(
        kind=InvoiceKind.CUSTOMER_INVOICE,
        status=InvoiceStatus.POSTED,
        date__lte=desk.today,
        origin_id__isnull=False,
    )
    charged = posted.filter(lines__product=None).order_by("-date", "-number").first()
    if charged is not None:
        line = charged.lines.get(product=None)
        invoices.credit_invoice(
            actor=None, pk=charged.pk, on=desk.today, lines={line.pk: line.quantity},
            reason="Delivered late", post=True,
        )  # fmt: skip


def _entries(desk: Desk) -> None:
    """Book the month's rent, and leave the accrual of its electricity to be checked."""
    bank = home_bank().account
    assert bank is not None
    rent = _entry(desk, "Office rent", _account(RENT), bank, Decimal("2450.00"))
    ledger.post_manual_entry(actor=None, pk=rent.pk)
    _entry(
        desk, "Electricity of this month, as read on the meter", _account(ENERGY), _account(ACCRUED),
        Decimal("318.40"),
    )  # fmt: skip


def _entry(desk: Desk, memo: str, debit: Account, credit: Account, amount: Decimal) -> ManualEntry:
    return ledger.save_manual_entry(
        actor=None,
        document=ManualEntry(
            journal=Journal.objects.filter(type="general").first(), date=desk.today, memo=memo
        ),
        lines=[
            ManualEntryLine(account=debit, memo=memo, debit=amount, credit=ZERO),
            ManualEntryLine(account=credit, memo=memo, debit=ZERO, credit=amount),
        ],
    )


def _account(prefix: str) -> Account:
    """Return the first account of the chart below ``prefix`` that people may post to by hand."""
    accounts = Account.objects.filter(code__startswith=prefix, is_active=True, control="")
    found = accounts.order_by("code").first()
    assert found is not None, prefix
    return found
