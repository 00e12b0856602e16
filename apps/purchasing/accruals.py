"""Cost of services that were received and not invoiced at the end of a period.

Goods need none: their receipt has booked them against goods received and not invoiced.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from apps.companies.selectors import currency_in_force, rate_on
from apps.core.money import round_money
from apps.ledger.accruing import AccrualSource, Accrued
from apps.ledger.choices import Purpose
from apps.ledger.selectors import account_for, default_accounts
from apps.purchasing.selectors import services_not_billed


def services(until: date) -> Iterator[Accrued]:
    """Yield what each order of a service would still be billed for, at the rate of ``until``."""
    accounts = default_accounts()
    rates: dict[str, Decimal] = {}
    for line in services_not_billed(until):
        currency = line.order.currency_id
        if currency not in rates:
            rates[currency] = rate_on(currency, until)
        net = round_money(line.net * (line.quantity - line.billed) / line.quantity, currency)
        own = line.product.category.expense_account_id
        yield Accrued(
            own or account_for(Purpose.EXPENSE, accounts).pk,
            line.order.party_id,
            line.order.number,
            round_money(net * rates[currency], currency_in_force()),
            currency,
            net,
            rates[currency],
            line.dimensions,
        )


SERVICES = AccrualSource(
    "purchasing.services",
    _("Services received and not invoiced"),
    Purpose.ACCRUED_EXPENSES,
    services,
)
