"""What foreign currency is worth on a day: open items and balances at the closing rate. Reads only.

Open on a day is what no match up to and with that day had settled, whenever the match was made.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from apps.companies.models import Company
from apps.companies.selectors import last_rate
from apps.core.context import company_id
from apps.core.exceptions import InvalidInput
from apps.core.formatting import format_date
from apps.core.money import ZERO, round_money
from apps.ledger.choices import AccountType
from apps.ledger.models import Account, EntryLine, OpenItem, Period, RevaluationLine
from apps.parties.models import Party

SOURCE = "ledger.revaluation"
ITEM_TYPES = (AccountType.ASSET_RECEIVABLE, AccountType.LIABILITY_PAYABLE)
BALANCE_TYPES = (
    AccountType.ASSET_CASH,
    AccountType.ASSET_CURRENT,
    AccountType.ASSET_NON_CURRENT,
    AccountType.LIABILITY_CURRENT,
    AccountType.LIABILITY_NON_CURRENT,
)
Key = tuple[UUID | None, UUID, str]  # item, account, currency


@dataclass(frozen=True, slots=True)
class Holding:
    """What is held or owed in a foreign currency, debit less credit, and what it is booked at.

    Attributes:
        item_id: the open item; None for the balance of an account.
        booked: company currency, without what was booked for the same day before.
    """

    account: Account
    currency: str
    amount_currency: Decimal
    booked: Decimal
    item_id: UUID | None = None
    party: Party | None = None
    text: str = ""

    @property
    def key(self) -> Key:
        """Return what tells it apart on a day."""
        return (self.item_id, self.account.pk, self.currency)


@dataclass(frozen=True, slots=True)
class Revalued:
    """A holding at the closing rate; ``posted`` is what is still to be booked, > 0 a gain."""

    holding: Holding
    rate: Decimal
    rate_date: date
    revalued: Decimal
    earlier: Decimal

    @property
    def account(self) -> Account:
        """Return the account of the holding, as a line of a document has it; likewise those that follow."""
        return self.holding.account

    @property
    def party(self) -> Party | None:
        """Return whose item it is."""
        return self.holding.party

    @property
    def text(self) -> str:
        """Return what it is called."""
        return self.holding.text

    @property
    def currency_id(self) -> str:
        """Return its currency."""
        return self.holding.currency

    @property
    def amount_currency(self) -> Decimal:
        """Return what is held in that currency."""
        return self.holding.amount_currency

    @property
    def booked(self) -> Decimal:
        """Return what it is booked at."""
        return self.holding.booked

    @property
    def difference(self) -> Decimal:
        """Return what the closing rate makes of it beyond what is booked, > 0 in our favour."""
        return self.revalued - self.holding.booked

    @property
    def posted(self) -> Decimal:
        """Return the difference less what was booked for it before."""
        return self.difference - self.earlier

    @property
    def gain(self) -> Decimal:
        """Return what is added to gains; negative when a gain booked before was too much."""
        return max(self.difference, ZERO) - max(self.earlier, ZERO)

    @property
    def loss(self) -> Decimal:
        """Return what is added to losses; negative when a loss booked before was too much."""
        return max(-self.difference, ZERO) - max(-self.earlier, ZERO)


def at_closing_rate(on: date, company: Company) -> list[Revalued]:
    """Return every holding in a foreign currency on ``on`` at the closing rate, items first."""
    own = company.currency_id
    earlier = _booked_before(on)
    held = {holding.key: holding for holding in (*_items(on, own), *_balances(on, own))}
    for key in (
        earlier.keys() - held.keys()
    ):  # settled meanwhile, with a match of that day or before
        held[key] = Holding(_account(key[1]), key[2], ZERO, ZERO, item_id=key[0], text=_("settled"))
    currencies = sorted({holding.currency for holding in held.values() if holding.amount_currency})
    rates = {currency: last_rate(currency, on) for currency in currencies}
    return [
        _revalued(holding, rates.get(holding.currency, (Decimal(1), on)), own, earlier.get(key, ZERO))
        for key, holding in held.items()
    ]  # fmt: skip


def _revalued(holding: Holding, rate: tuple[Decimal, date], own: str, earlier: Decimal) -> Revalued:
    revalued = round_money(holding.amount_currency * rate[0], own)
    return Revalued(holding, rate[0], rate[1], revalued, earlier)


def require_period_end(on: date) -> None:
    """Refuse a day on which no period ends.

    Raises:
        InvalidInput: the sentence names the day that would do.
    """
    if Period.objects.filter(company_id=company_id(), end=on).exists():
        return
    period = Period.objects.filter(company_id=company_id(), start__lte=on, end__gte=on).first()
    if period is None:
        raise InvalidInput(
            _("To revalue, choose the last day of a period; no period holds %(day)s.")
            % {"day": format_date(on)},
            field="on",
        )
    raise InvalidInput(
        _("To revalue, choose the last day of a period, such as %(end)s.")
        % {"end": format_date(period.end)},
        field="on",
    )


def open_on(on: date, own: str) -> QuerySet[OpenItem]:
    """Return the foreign receivables and payables open on ``on`` with ``was_open`` and ``was_open_currency``.

    An item has matches on its own side alone, so the two joins do not multiply.
    """
    by_debit, by_credit = Q(debit_matches__date__gt=on), Q(credit_matches__date__gt=on)

    def since(amount: str) -> Any:
        taken = Sum(f"debit_matches__{amount}", filter=by_debit, default=ZERO)
        return taken + Sum(f"credit_matches__{amount}", filter=by_credit, default=ZERO)

    items = OpenItem.objects.filter(
        Q(open_amount__gt=0) | Q(open_currency__gt=0) | by_debit | by_credit,
        company_id=company_id(),
        date__lte=on,
        account__type__in=ITEM_TYPES,
    ).exclude(currency_id=own)
    items = items.annotate(
        was_open=F("open_amount") + since("amount"),
        was_open_currency=F("open_currency") + since("amount_currency"),
    )
    return items.exclude(was_open=0, was_open_currency=0).order_by("date", "pk")


def _items(on: date, own: str) -> Iterable[Holding]:
    for item in open_on(on, own).select_related("account", "party", "entry"):
        sign = 1 if item.side == "debit" else -1
        yield Holding(
            item.account,
            item.currency_id,
            sign * item.was_open_currency,  # type: ignore[attr-defined]
            sign * item.was_open,  # type: ignore[attr-defined]
            item_id=item.pk,
            party=item.party,
            text=str(item.entry),
        )


def _balances(on: date, own: str) -> Iterable[Holding]:
    """Yield the balances of the accounts kept in a foreign currency, such as a bank account in dollars."""
    accounts = Account.objects.filter(
        company_id=company_id(), currency__isnull=False, type__in=BALANCE_TYPES
    ).exclude(currency_id=own)
    kept = {account.pk: account for account in accounts.order_by("code")}
    if not kept:
        return
    lines = EntryLine.objects.filter(
        company_id=company_id(), account__in=kept, date__lte=on, currency=F("account__currency")
    ).exclude(date=on, entry__source_type=SOURCE)
    sums = lines.values("account").annotate(
        held=Sum("amount_currency"), booked=Sum(F("debit") - F("credit"))
    )
    for row in sums.order_by("account__code"):
        account = kept[row["account"]]
        yield Holding(account, account.currency_id, row["held"], row["booked"], text=str(account))  # type: ignore[arg-type]


def _booked_before(on: date) -> dict[Key, Decimal]:
    """Return what revaluations of ``on`` have booked, per holding."""
    lines = RevaluationLine.objects.filter(company_id=company_id(), revaluation__date=on)
    sums: dict[Key, Decimal] = defaultdict(Decimal)
    for item, account, currency, posted in lines.values_list(
        "item_id", "account_id", "currency_id", "posted"
    ):
        sums[item, account, currency] += posted
    return dict(sums)


def _account(pk: UUID) -> Account:
    return Account.objects.get(company_id=company_id(), pk=pk)
