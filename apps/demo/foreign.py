"""What Northwind does abroad in its last year: services bought and sold in euros and pounds, an account in euros.

Goods are all in dollars, as in the data: these documents touch none of its orders. The rates are real ones of the
European Central Bank, of days so many years ago.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from decimal import Decimal
from functools import partial

from dateutil.relativedelta import relativedelta
from django.conf import settings

from apps.companies import services as companies
from apps.companies.ecb import DayOfRates, read_rates
from apps.companies.models import ExchangeRate
from apps.core.money import round_half_up
from apps.demo.playing import Planned, Step
from apps.invoices import services as invoices
from apps.invoices.choices import InvoiceKind
from apps.invoices.models import Invoice
from apps.ledger import services as ledger
from apps.ledger.choices import AccountType, JournalType
from apps.ledger.models import Account, Journal
from apps.parties import services as parties
from apps.parties.models import Address, Party, PaymentTerm
from apps.payments import services as payments

EUROS = "BEU"
"""The code of the journal of the account in euros."""
MONTHS = 12
TABLE = settings.BASE_DIR / "apps/companies/data/eurofxref-2023-2024.csv"


@dataclass(frozen=True, slots=True)
class Deal:
    """Something bought or sold abroad again and again.

    Attributes:
        party: the code of whom.
        account: what it is booked on, by the beginning of its code.
        day: of the month, on which its invoice is dated; ``months``: in which, from the first on.
        amounts: of ``currency``, taken in turn.
        pays_after: days until it is paid, in parts of the whole.
    """

    kind: InvoiceKind
    party: str
    currency: str
    what: str
    account: str
    day: int
    months: range
    amounts: tuple[str, ...]
    pays_after: tuple[int, ...]


DEALS = (
    Deal(
        InvoiceKind.CUSTOMER_INVOICE, "ERNSH", "EUR", "Storage and labelling in Hamburg, a quarter", "7083", 3,
        range(0, MONTHS + 1, 3), ("8400.00", "8650.00"), (24, 52),
    ),
    Deal(
        InvoiceKind.CUSTOMER_INVOICE, "AROUT", "GBP", "Tastings at the trade fair", "7083", 9,
        range(0, MONTHS + 1, 3), ("1150.00", "1320.00", "980.00"), (38,),
    ),
    Deal(
        InvoiceKind.SUPPLIER_BILL, "FWD01", "EUR", "Forwarding, Hamburg to Seattle", "6241", 6,
        range(MONTHS + 1), ("1840.00", "1925.50", "1760.25", "2010.00"), (27,),
    ),
    Deal(
        InvoiceKind.SUPPLIER_BILL, "INS01", "GBP", "Cargo insurance, a quarter", "6163", 12,
        range(0, MONTHS + 1, 3), ("640.00",), (41,),
    ),
)  # fmt: skip
SUPPLIERS = (
    ("FWD01", "Hanse Spedition GmbH", "EUR", "Am Sandtorkai 36", "20457", "Hamburg", "DE"),
    ("INS01", "Thames Cargo Insurance Ltd", "GBP", "12 Leadenhall Street", "EC3V 1LP", "London", "GB"),
)  # fmt: skip


def home_bank() -> Journal:
    """Return the bank journal in the company's own currency."""
    return Journal.objects.select_related("account").get(
        type=JournalType.BANK, account__currency__isnull=True
    )


def is_abroad() -> bool:
    """Return whether the company in force has what these documents refer to: one loaded before them has not."""
    return Journal.objects.filter(code=EUROS).exists()


def open_abroad(today: Date) -> None:
    """Make the account in euros, its journal, two suppliers abroad and the rates of the year up to ``today``."""
    account = ledger.save_account(
        actor=None,
        document=Account(
            code="512401", name="Bank in Hamburg, euros", type=AccountType.ASSET_CASH, currency_id="EUR",
            name_i18n={"fr": "Banque à Hambourg, euros", "ar": "بنك هامبورغ، يورو"},
        ),
    )  # fmt: skip
    ledger.save_journal(
        actor=None,
        document=Journal(code=EUROS, name="Bank, euros", type=JournalType.BANK, account=account,
                         name_i18n={"fr": "Banque, euros", "ar": "البنك، يورو"}),
    )  # fmt: skip
    term = PaymentTerm.objects.get(code="NET30")
    for code, name, currency, street, postal_code, city, country in SUPPLIERS:
        party = Party(
            code=code, name=name, currency_id=currency, is_supplier=True, supplier_term=term,
            email=f"{code.lower()}@supplier.example",
        )  # fmt: skip
        address = Address(
            company_id=account.company_id, party=party, recipient=name, street=street,
            postal_code=postal_code, city=city, country=country,
        )  # fmt: skip
        parties.save_party(actor=None, party=party, addresses=[address])
    for rate in _rates(today):
        companies.save_rate(actor=None, rate=rate)


def _first(today: Date) -> Date:
    return today.replace(day=1) - relativedelta(months=MONTHS)


def _rates(today: Date) -> Iterator[ExchangeRate]:
    """Yield rates in dollars twice a month: those of the bank's table, moved as the orders were moved."""
    table = sorted(read_rates(TABLE.read_bytes()), key=lambda day: day.date)
    first = _first(today)
    moved = relativedelta(years=first.year - table[0].date.year)
    for month in range(MONTHS + 1):
        for day in (1, 16):
            on = first + relativedelta(months=month, day=day)
            known = [row for row in table if row.date <= on - moved] or table[:1]
            for currency in ("EUR", "GBP"):
                yield ExchangeRate(
                    currency_id=currency, date=on, rate=_dollars(known[-1], currency)
                )


def _dollars(day: DayOfRates, currency: str) -> Decimal:
    """Return what one unit of ``currency`` is worth in dollars on a day of the table."""
    per_euro = Decimal(1) if currency == "EUR" else day.per_euro[currency]
    return round_half_up(day.per_euro["USD"] / per_euro, 6)


def abroad(today: Date, named: Callable[[Step], Step]) -> Iterator[Planned]:
    """Yield the steps of the office: each document on its day, and its payments.

    Args:
        named: says in whose name a step is done.
    """
    for deal in DEALS:
        for number, month in enumerate(deal.months):
            day = _first(today) + relativedelta(months=month, day=deal.day)
            if day > today:
                continue
            amount = Decimal(deal.amounts[number % len(deal.amounts)])
            yield day, 4, named(partial(_write, deal, day, amount))
            for part, after in enumerate(deal.pays_after):
                paid_on = day + timedelta(days=after)
                if paid_on <= today:
                    yield paid_on, 5, named(partial(_pay, deal, day, part, paid_on))


def _reference(deal: Deal, day: Date) -> str:
    return f"{deal.party}-{day:%y%m}"


def _write(deal: Deal, day: Date, amount: Decimal) -> None:
    accounts = Account.objects.filter(code__startswith=deal.account, is_active=True, control="")
    document = invoices.draft_invoice(
        actor=None,
        kind=deal.kind,
        party=Party.objects.get(code=deal.party),
        date=day,
        currency=deal.currency,
        reference=_reference(deal, day),
        lines=[
            invoices.InvoiceLineDraft(
                deal.what, Decimal(1), amount, account=accounts.order_by("code").first()
            )
        ],
    )
    invoices.post_invoice(actor=None, pk=document.pk)


def _pay(deal: Deal, day: Date, part: int, on: Date) -> None:
    """Pay one of the equal parts of a document: euros from their own account, pounds from that at home."""
    document = Invoice.objects.get(kind=deal.kind, reference=_reference(deal, day))
    last = part == len(deal.pays_after) - 1
    share = round_half_up(document.total / len(deal.pays_after), 2)
    amount = document.total - share * part if last else share
    payments.pay_invoice(
        actor=None,
        pk=document.pk,
        journal=Journal.objects.get(code=EUROS) if deal.currency == "EUR" else home_bank(),
        on=on,
        amount=amount,
        reference=document.number,
    )
