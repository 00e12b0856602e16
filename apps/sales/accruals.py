"""Revenue of what was delivered and not invoiced at the end of a period."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from apps.companies.selectors import currency_in_force, rate_on
from apps.core.money import round_money
from apps.ledger.accruing import AccrualSource, Accrued
from apps.ledger.choices import Purpose
from apps.ledger.selectors import account_for, default_accounts
from apps.sales.models import SalesOrder
from apps.sales.selectors import delivered_not_invoiced


def deliveries(until: date) -> Iterator[Accrued]:
    """Yield what each order would still be invoiced for, at the rate of ``until``; freight with its first invoice."""
    accounts = default_accounts()
    rates: dict[str, Decimal] = {}
    freight: set[UUID] = set()

    def accrued(
        order: SalesOrder, account: UUID, net: Decimal, dimensions: Mapping[str, str]
    ) -> Accrued:
        currency = order.currency_id
        if currency not in rates:
            rates[currency] = rate_on(currency, until)
        booked = round_money(net * rates[currency], currency_in_force())
        return Accrued(
            account,
            order.party_id,
            order.number,
            -booked,
            currency,
            -net,
            rates[currency],
            dimensions,
        )

    for line in delivered_not_invoiced(until):
        order = line.order
        share = min(line.shipped, line.stock_quantity) / line.stock_quantity
        net = round_money(line.net * (share - line.invoiced / line.quantity), order.currency_id)
        own = line.product.category.revenue_account_id
        yield accrued(order, own or account_for(Purpose.REVENUE, accounts).pk, net, line.dimensions)
        if order.freight and not line.has_invoice and order.pk not in freight:
            freight.add(order.pk)
            account = account_for(Purpose.FREIGHT_OUT, accounts).pk
            yield accrued(order, account, order.freight, {})


DELIVERIES = AccrualSource(
    "sales.deliveries",
    _("Delivered and not invoiced"),
    Purpose.ACCRUED_REVENUE,
    deliveries,
)
