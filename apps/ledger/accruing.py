"""What is delivered and not invoiced at the end of a period: entries its closing posts and reverses on day one.

An upper app says what it finds, in ``AppConfig.ready()``::

    closing.entries.append(accruals_of(AccrualSource("sales.deliveries", _("…"), Purpose.ACCRUED_REVENUE, find)))

A company takes part by choosing an account for the purpose. What is booked for the period already is left out, so
closing again after a reopening posts the difference.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import F, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from apps.core.context import company_id
from apps.core.formatting import format_date
from apps.core.money import ZERO
from apps.ledger.choices import JournalType, Purpose
from apps.ledger.closing import ClosingEntries
from apps.ledger.models import Account, Entry, EntryLine, Period
from apps.ledger.selectors import default_accounts, journal_of
from apps.ledger.services.dimensions import DimensionFacts, DimensionRequired, Take, rules_of
from apps.ledger.services.drafts import EntryDraft, Posting

KIND = "accrual"


@dataclass(frozen=True, slots=True)
class Accrued:
    """What one order is short of an invoice, of one account of the result.

    Attributes:
        amount: company currency, as it would be booked: a cost > 0, revenue < 0.
        amount_currency: of ``currency``, same sign.
        text: what it is known by, such as the order's number; told apart by it.
        dimensions: value id by dimension id, as its invoice would carry them.
    """

    account: UUID
    party: UUID
    text: str
    amount: Decimal
    currency: str
    amount_currency: Decimal
    rate: Decimal
    dimensions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AccrualSource:
    """Where accruals come from.

    Attributes:
        name: source of the entries, ``app.model``.
        label: what the entries are called.
        purpose: whose account takes the other side.
        find: what is delivered and not invoiced at the end of a day.
    """

    name: str
    label: str | Promise
    purpose: Purpose
    find: Callable[[date], Iterable[Accrued]]


Key = tuple[UUID, UUID | None, str, str, tuple[tuple[str, str], ...]]
"""Account, party, text, currency, dimensions."""


def accruals_of(source: AccrualSource) -> ClosingEntries:
    """Return what a closing posts of ``source``."""
    return ClosingEntries(source.name, source.label, partial(accrual_drafts, source))


def accrual_drafts(source: AccrualSource, period: Period) -> Sequence[EntryDraft]:
    """Return the entry that brings what is booked for ``period`` to what is delivered and not invoiced; or none."""
    contra = default_accounts().get(source.purpose)
    if contra is None:
        return []
    postings = list(_postings(source, period, contra))
    if not postings:
        return []
    earlier = Entry.objects.filter(
        company_id=company_id(), source_type=source.name, source_id=period.pk, reverses=None
    ).count()
    return [
        EntryDraft(
            journal_of(JournalType.GENERAL),
            period.end,
            postings,
            source.name,
            period.pk,
            kind=f"{KIND}:{earlier + 1}" if earlier else KIND,
            memo=_("%(what)s on %(day)s") % {"what": source.label, "day": format_date(period.end)},
            reverse_on=period.end + timedelta(days=1),
        )
    ]


def _postings(source: AccrualSource, period: Period, contra: Account) -> Iterable[Posting]:
    """Yield two lines for each order, account and analysis that differs from what is booked for it."""
    wanted, rates = _wanted(source.find(period.end), period.end)
    booked = _booked(source, period, contra)
    for key in sorted(wanted.keys() | booked.keys(), key=lambda key: (key[2], str(key))):
        account, party, text, currency, analysis = key
        amount, foreign = (
            wanted.get(key, (ZERO, ZERO))[n] - booked.get(key, (ZERO, ZERO))[n] for n in (0, 1)
        )
        if not amount:
            continue
        foreign = foreign if foreign * amount > 0 else ZERO
        line = Posting(
            account, amount, party=party, currency=currency, amount_currency=foreign,
            rate=rates.get(currency, Decimal(1)), memo=text, dimensions=dict(analysis), takes=Take.UNLESS_FORBIDDEN,
        )  # fmt: skip
        yield line
        yield Posting(
            contra.pk, -amount, party=party, currency=currency, amount_currency=-foreign,
            rate=line.rate, memo=text, dimensions=dict(analysis), takes=Take.IF_REQUIRED,
        )  # fmt: skip


def _wanted(
    found: Iterable[Accrued], on: date
) -> tuple[dict[Key, tuple[Decimal, Decimal]], dict[str, Decimal]]:
    """Return what should be booked on ``on``, with the dimensions that posting would leave a line."""
    sums: dict[Key, tuple[Decimal, Decimal]] = {}
    rates, rows = {}, list(found)
    facts = rules_of(
        {one.account for one in rows}, {v for one in rows for v in one.dimensions.values()}
    )
    for one in rows:
        key = (one.account, one.party, one.text, one.currency, _analysis(one, facts, on))
        amount, foreign = sums.get(key, (ZERO, ZERO))
        sums[key] = (amount + one.amount, foreign + one.amount_currency)
        rates[one.currency] = one.rate
    return sums, rates


def _analysis(one: Accrued, facts: DimensionFacts, on: date) -> tuple[tuple[str, str], ...]:
    taken = facts.take(Take.UNLESS_FORBIDDEN, one.account, one.dimensions, on)
    with suppress(DimensionRequired):  # posting says so
        taken = facts.obey(one.account, taken)
    return tuple(sorted(taken.items()))


def _booked(
    source: AccrualSource, period: Period, contra: Account
) -> dict[Key, tuple[Decimal, Decimal]]:
    """Return what the closings of ``period`` before this one booked."""
    lines = EntryLine.objects.filter(
        company_id=company_id(),
        entry__source_type=source.name,
        entry__source_id=period.pk,
        entry__reverses=None,
        date=period.end,
    ).exclude(account=contra)
    rows: Any = lines.order_by().values_list("account", "party", "memo", "currency", "dimensions")
    return {
        (*head, tuple(sorted(dimensions.items()))): (amount, foreign)
        for *head, dimensions, amount, foreign in rows.annotate(
            amount=Sum(F("debit") - F("credit")), foreign=Sum("amount_currency")
        )
    }
