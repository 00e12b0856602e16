"""Northwind's two years, day by day: purchases come in, orders are reserved, shipped, invoiced and paid."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date as Date
from datetime import timedelta
from decimal import Decimal
from functools import cached_property, partial
from zlib import crc32

from apps.companies.models import Company
from apps.core.context import company_context
from apps.core.models import Event
from apps.core.money import ZERO
from apps.demo.foreign import abroad, home_bank, is_abroad
from apps.demo.fresh import Desk, leave_work
from apps.demo.northwind import Northwind, Order
from apps.demo.people import ACCOUNTANT, BUYER, KEEPER
from apps.demo.planning import Purchase, plan_purchases
from apps.demo.playing import Planned, Step, play_side_by_side
from apps.demo.traders import Masters
from apps.invoices import services as invoices
from apps.invoices.models import Invoice
from apps.payments import services as payments
from apps.purchasing import services as purchasing
from apps.purchasing.models import PurchaseOrder
from apps.sales import services as sales
from apps.sales.models import SalesOrder
from apps.stock import services as stock

STARTED = "demo.load_started"
ORDER_LEAD = timedelta(days=7)


def last_day() -> Date:
    """Return the day the story of the company in force ends, as its first load fixed it."""
    return Date.fromisoformat(
        Event.objects.filter(name=STARTED).values_list("payload__ends", flat=True)[0]
    )


class Story:
    """Plays the data through the services."""

    def __init__(
        self, company: Company, northwind: Northwind, masters: Masters, today: Date
    ) -> None:
        self.company = company
        self.northwind = northwind
        self.masters = masters
        self.today = today
        self.bank = home_bank()
        self.is_abroad = is_abroad()

    def play(self, progress: Callable[[Date], None]) -> None:
        """Play every day that has not been played; ``progress`` hears of each."""
        play_side_by_side(self.company, self._warehouse(), self._office(), progress)

    def _warehouse(self) -> Iterator[Planned]:
        for purchase in self._purchases:
            yield purchase.arrives, 0, self._as(BUYER, partial(self._receive, purchase))
        for order in self.northwind.orders:
            seller = self.masters.employees[order.employee_id].email
            yield order.date, 1, self._as(seller, partial(self._order, order))
            if order.shipped:
                yield order.shipped, 2, self._as(KEEPER, partial(self._ship, order))
        yield self.today, 3, self._as(BUYER, self._order_what_is_on_order)

    def _office(self) -> Iterator[Planned]:
        for purchase in self._purchases:
            yield purchase.arrives, 0, self._as(BUYER, partial(self._bill, purchase))
            yield from self._paying(
                purchase.arrives + timedelta(days=30), partial(self._pay_bill, purchase)
            )
        for order in self.northwind.orders:
            if order.shipped:
                yield order.shipped, 1, self._as(KEEPER, partial(self._invoice, order))
                yield from self._paying(
                    order.shipped + self._days_to_pay(order), partial(self._collect, order)
                )
        if self.is_abroad:
            yield from abroad(self.today, partial(self._as, ACCOUNTANT))
        desk = Desk(self.company, self.masters, self.masters.users, self.today)
        yield self.today, 3, partial(leave_work, desk)

    @cached_property
    def _rows(self) -> dict[str, dict[str, str]]:
        return {row["product_id"]: row for row in self.northwind.rows("products")}

    @cached_property
    def _purchases(self) -> list[Purchase]:
        return plan_purchases(
            self.northwind.orders,
            supplier_of={key: row["supplier_id"] for key, row in self._rows.items()},
            reserve={key: Decimal(row["units_in_stock"]) for key, row in self._rows.items()},
        )

    def _as(self, email: str, step: Step) -> Step:
        """Return ``step`` done in the name of a demonstration user: the timeline says who."""
        user = self.masters.users[email].pk

        def named() -> None:
            with company_context(self.company.pk, user_id=user):
                step()

        return named

    def _paying(self, day: Date, step: Callable[[Date], None]) -> Iterator[Planned]:
        if day <= self.today:
            yield day, 2, self._as(ACCOUNTANT, partial(step, day))

    def _days_to_pay(self, order: Order) -> timedelta:
        """Return how long a customer takes: 18 to 47 days, always the same for one order."""
        return timedelta(days=18 + crc32(order.id.encode()) % 30)

    def _receive(self, purchase: Purchase) -> None:
        supplier = self.masters.suppliers[purchase.supplier_id]
        reference = self._reference(purchase)
        order = purchasing.draft_order(
            actor=None,
            document=PurchaseOrder(
                party=supplier, date=purchase.arrives - ORDER_LEAD, expected_date=purchase.arrives, currency_id="USD",
                warehouse=self.masters.warehouse, term=supplier.supplier_term, reference=reference,
            ),
            lines=[self._purchase_line(product, quantity) for product, quantity in purchase.quantities.items()],
        )  # fmt: skip
        purchasing.confirm_order(actor=None, pk=order.pk)
        receipt = purchasing.receive_order(actor=None, pk=order.pk, on=purchase.arrives)
        stock.post_receipt(actor=None, pk=receipt.pk)

    def _bill(self, purchase: Purchase) -> None:
        reference = self._reference(purchase)
        order = PurchaseOrder.objects.only("pk").get(reference=reference)
        bill = purchasing.bill_order(
            actor=None, pk=order.pk, on=purchase.arrives, reference=reference
        )
        invoices.post_invoice(actor=None, pk=bill.pk)

    def _reference(self, purchase: Purchase) -> str:
        """Return the number a supplier gives its bill; with dates as they were, two arrive in one month."""
        return f"{self.masters.suppliers[purchase.supplier_id].code}-{purchase.arrives:%y%m%d}"

    def _purchase_line(self, product_id: str, quantity: Decimal) -> purchasing.OrderLineDraft:
        product = self.masters.products[product_id]
        return purchasing.OrderLineDraft(
            product=product,
            quantity=quantity,
            unit=product.unit,
            unit_price=product.purchase_price,
            tax=product.purchase_tax,
        )

    def _pay_bill(self, purchase: Purchase, day: Date) -> None:
        bill = Invoice.objects.get(kind="supplier_bill", reference=self._reference(purchase))
        self._pay("disbursement", bill, day)

    def _order(self, order: Order) -> None:
        customer = self.masters.customers[order.customer_id]
        employee = self.masters.employees[order.employee_id]
        made = sales.draft_order(
            actor=None,
            document=SalesOrder(
                party=customer, date=order.date, requested_date=order.required, reference=order.id, currency_id="USD",
                warehouse=self.masters.warehouse, term=customer.customer_term, freight=order.freight,
                salesperson=employee, carrier=self.masters.carriers[order.shipper_id],
                delivery_address=order.address,
            ),
            lines=[
                sales.OrderLineDraft(
                    product=self.masters.products[line.product_id], quantity=line.quantity,
                    unit=self.masters.products[line.product_id].unit, unit_price=line.unit_price,
                    discount=line.discount,
                    tax=self.masters.products[line.product_id].sale_tax,
                )
                for line in order.lines
            ],
        )  # fmt: skip
        sales.confirm_order(actor=None, pk=made.pk)

    def _ship(self, order: Order) -> None:
        made = SalesOrder.objects.only("pk").get(reference=order.id)
        shipment = sales.ship_order(actor=None, pk=made.pk, on=order.shipped)
        stock.post_shipment(actor=None, pk=shipment.pk)

    def _invoice(self, order: Order) -> None:
        made = SalesOrder.objects.only("pk").get(reference=order.id)
        invoice = sales.invoice_order(actor=None, pk=made.pk, on=order.shipped)
        invoices.post_invoice(actor=None, pk=invoice.pk)

    def _collect(self, order: Order, day: Date) -> None:
        self._pay("receipt", Invoice.objects.get(kind="customer_invoice", reference=order.id), day)

    def _pay(self, direction: str, invoice: Invoice, day: Date) -> None:
        payments.register_payment(
            actor=None, direction=direction, party=invoice.party, journal=self.bank, date=day, amount=invoice.total,
            currency="USD", allocations={invoice.pk: invoice.total}, reference=invoice.number,
        )  # fmt: skip

    def _order_what_is_on_order(self) -> None:
        """Order what the data calls on order; it is expected and has not come in."""
        by_supplier: dict[str, dict[str, Decimal]] = defaultdict(dict)
        for product_id, row in self._rows.items():
            if Decimal(row["units_on_order"]) > ZERO:
                by_supplier[row["supplier_id"]][product_id] = Decimal(row["units_on_order"])
        for supplier_id, quantities in sorted(by_supplier.items()):
            supplier = self.masters.suppliers[supplier_id]
            order = purchasing.draft_order(
                actor=None,
                document=PurchaseOrder(
                    party=supplier, date=self.today, expected_date=self.today + ORDER_LEAD, currency_id="USD",
                    warehouse=self.masters.warehouse, term=supplier.supplier_term,
                ),
                lines=[self._purchase_line(product, quantity) for product, quantity in quantities.items()],
            )  # fmt: skip
            purchasing.confirm_order(actor=None, pk=order.pk)
