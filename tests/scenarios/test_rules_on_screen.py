"""The rules of the books with their figures, through the forms a user would use."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Sum
from django.utils import timezone

from apps.invoices.models import Invoice
from apps.invoices.tests.factories import line, make_rate, make_sales_books, posted
from apps.ledger.models import Entry, EntryLine, ManualEntry, OpenItem
from apps.ledger.tests.factories import account, make_party
from apps.payments.tests.factories import bank
from apps.purchasing.models import PurchaseOrder
from apps.purchasing.tests.factories import supplier
from apps.sales.tests.factories import make_shop
from apps.stock.models import StockDocument
from apps.stock.tests.factories import ship
from apps.warehouses.tests.factories import make_warehouse
from tests.scenarios.desk import Desk, address

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(user_in: Callable[..., Any]) -> Desk:
    return Desk(user_in("owner"))


def balance(code: str, **which: Any) -> Decimal:
    sums = EntryLine.objects.filter(account__code=code, **which).aggregate(
        d=Sum("debit"), c=Sum("credit")
    )
    return (sums["d"] or Decimal(0)) - (sums["c"] or Decimal(0))


def paid(desk: Desk, invoice: Invoice, amount: str, on: str) -> None:
    desk.press(
        "payments:invoice_pay",
        invoice.pk,
        on=on,
        journal=bank().pk,
        amount=amount,
        reference="Wire",
    )


def open_of(paper: Any) -> tuple[Decimal, Decimal]:
    item = OpenItem.objects.get(entry_id=paper.entry_id)
    return item.open_amount, item.open_currency


def test_rule_23_parts_of_a_foreign_payment_sum_to_the_whole(company: Any, desk: Desk) -> None:
    make_sales_books()
    make_rate("USD", "0.833333333333", date(2026, 1, 1))
    invoice = posted(line("1", "100"), currency="USD", on=date(2026, 1, 10))

    for amount in ("33.33", "33.33", "33.34"):
        paid(desk, invoice, amount, "2026-01-20")

    assert open_of(invoice) == (0, 0)
    assert balance("4110") == 0
    assert not Entry.objects.filter(company_id=company.pk, kind="exchange").exists()
    assert "Paid" in desk.page("invoices:invoice_detail", invoice.pk)


def test_rule_27_ten_at_100_billed_at_120_with_four_left(company: Any, desk: Desk) -> None:
    [tea] = make_shop("TEA", stock="0")
    desk.write(
        "purchasing:purchaseorder_create", party=supplier().pk, date="2026-01-15", currency="EUR",
        warehouse=make_warehouse().pk, lines__0__product=tea.pk, lines__0__quantity="10",
        lines__0__unit=tea.unit_id, lines__0__unit_price="100", lines__0__discount="0",
    )  # fmt: skip
    order = PurchaseOrder.objects.get()
    desk.press("purchasing:purchaseorder_confirm", order.pk)
    desk.press("purchasing:purchaseorder_receive", order.pk, on="2026-01-15")
    desk.press("stock:receipt_post", StockDocument.objects.get(kind="receipt").pk)
    ship(tea, "6")
    desk.press("purchasing:purchaseorder_bill", order.pk, on="2026-01-15", reference="B-1")
    bill = Invoice.objects.get(kind="supplier_bill")

    desk.write("invoices:bill_edit", bill.pk, lines__0__unit_price="120")
    desk.press("invoices:bill_post", bill.pk)

    assert balance("4080") == 0
    assert balance("4010") == -1200
    assert (balance("3700"), balance("6030")) == (400 + 80, 600 + 120)


def test_rule_28_paid_and_overdue_are_derived(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    make_sales_books()
    invoice = posted(line("1", "100"), on=date(2026, 1, 10))
    [stored] = Invoice.objects.filter(pk=invoice.pk).values()

    def shown(on: date) -> str:
        clock = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
        monkeypatch.setattr(timezone, "now", lambda: clock)
        return desk.page("invoices:invoice_list")

    assert "Overdue" not in shown(date(2026, 1, 10)).split("<tbody")[-1]
    assert "Overdue" in shown(date(2026, 1, 11)).split("<tbody")[-1]
    paid(desk, invoice, "100", "2026-01-11")
    assert "Paid" in shown(date(2026, 1, 11)).split("<tbody")[-1]
    assert list(Invoice.objects.filter(pk=invoice.pk).values()) == [stored]


def test_rule_30_an_accrual_of_500_leaves_20_of_a_bill_of_520(desk: Desk) -> None:
    make_sales_books()
    desk.write(
        "ledger:manualentry_create", date="2026-01-31", reverse_on="2026-02-01", memo="Rent to come",
        lines__0__account=account("6070").pk, lines__0__debit="500",
        lines__1__account=account("4700").pk, lines__1__credit="500",
    )  # fmt: skip
    desk.press("ledger:manualentry_post", ManualEntry.objects.get().pk)
    desk.write(
        "invoices:bill_create", party=make_party("LANDLORD").pk, date="2026-02-10", currency="EUR", reference="R-2",
        lines__0__description="Rent of January", lines__0__quantity="1", lines__0__unit_price="520",
        lines__0__account=account("6070").pk, lines__0__discount="0",
    )  # fmt: skip
    desk.press("invoices:bill_post", Invoice.objects.get().pk)

    assert balance("6070", date__month=1) == 500
    assert balance("6070", date__month=2) == 20
    assert balance("4700") == 0


@pytest.mark.parametrize(("zone", "day"), [("Europe/Berlin", "2027-01-01"), ("UTC", "2026-12-31")])
def test_rule_32_the_last_half_hour_of_december_is_january_in_berlin(
    company: Any, user_in: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, zone: str, day: str
) -> None:
    make_sales_books()
    company.time_zone = zone
    company.save(update_fields=["time_zone"])
    clock = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: clock)
    desk = Desk(user_in("owner"))

    for form in ("invoices:invoice_create", "ledger:manualentry_create", "payments:payment_create"):
        answer = desk.client.get(address(form))
        assert answer.status_code == 200, answer.headers
        assert str(answer.context["form"]["date"].value()) == day
