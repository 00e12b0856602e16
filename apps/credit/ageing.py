"""What was open on any day, by the dates of the matches, and how long it was overdue then.

What is open since an item's last match stands on the item; what was open before stands in ``OpenSpan``. So the cost
grows with what was open on that day, not with what was settled before or since.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection

from apps.core.context import company_id
from apps.core.money import ZERO
from apps.core.permissions import may
from apps.credit.choices import Side
from apps.ledger.models import Account, OpenItem
from apps.parties.models import Party

RIGHT: Final = "credit.view_openspan"
USUAL_LIMITS: Final = (30, 60, 90)
OWN_SIDE: Final = {Side.RECEIVABLE: "debit", Side.PAYABLE: "credit"}

OPEN_ON: Final = """
    SELECT s.item_id, s.account_id, s.party_id, s.side, s.due_date, s.currency_id, s.open_amount, s.open_currency,
           s."end" AS until
    FROM credit_openspan s
    WHERE s.company_id = %(company)s AND s."end" > %(on)s AND s.start <= %(on)s AND s.account_id = ANY (%(accounts)s)
    UNION ALL
    SELECT i.id, i.account_id, i.party_id, i.side, i.due_date, i.currency_id, i.open_amount, i.open_currency, NULL
    FROM ledger_openitem i
    WHERE i.company_id = %(company)s AND i.open_amount > 0 AND i.date <= %(on)s AND i.account_id = ANY (%(accounts)s)
      AND (i.open_amount = i.amount AND i.open_currency = i.amount_currency
           OR NOT EXISTS (SELECT FROM credit_openspan s WHERE s.company_id = %(company)s AND s.item_id = i.id
                          AND s."end" > %(on)s AND s.start <= %(on)s))
"""
"""The items open at the end of a day; ``until`` is the day a later match took from it."""

_BY_PARTY = """
WITH open_then AS ({open_on}), by_age AS (
    SELECT party_id, {currency} AS currency, {bucket} AS bucket, sum({amount}) AS amount
    FROM open_then GROUP BY 1, 2, 3
), aged AS MATERIALIZED (
    SELECT party_id, currency, {buckets}, coalesce(sum(-amount) FILTER (WHERE bucket = -1), 0) AS on_account,
           sum(CASE bucket WHEN -1 THEN -amount ELSE amount END) AS total
    FROM by_age GROUP BY 1, 2
), found AS (
    SELECT a.*, coalesce(p.code, '') AS code, coalesce(p.name, '') AS name, p.name_i18n
    FROM aged a LEFT JOIN parties_party p ON p.id = a.party_id AND p.company_id = %(company)s
    WHERE %(q)s = '' OR p.name ILIKE %(like)s OR p.code ILIKE %(like)s
)
SELECT 0 AS kind, count(*) AS place, NULL::uuid, '', '', NULL::text, currency, {sums}, sum(on_account), sum(total)
FROM found GROUP BY currency
UNION ALL
(SELECT 1, row_number() OVER (ORDER BY {order}), party_id, code, name, name_i18n::text, currency, {columns},
        on_account, total
 FROM found ORDER BY 2 LIMIT %(size)s OFFSET %(skip)s)
ORDER BY 1, 2, 7
"""
_ITEMS = """
WITH open_then AS ({open_on})
SELECT item_id, open_amount, open_currency, until, count(*) OVER (),
       sum(CASE WHEN side = %(own)s THEN open_amount ELSE -open_amount END) OVER ()
FROM open_then WHERE party_id = %(party)s ORDER BY due_date, item_id LIMIT %(size)s OFFSET %(skip)s
"""


@dataclass(frozen=True, slots=True)
class Question:
    """Whose debts, on which day, in which buckets.

    Attributes:
        limits: upper ends of the buckets in days overdue, rising; the last bucket has none.
        original: amounts in the currency of the documents, a row per party and currency.
    """

    side: Side
    on: date
    limits: tuple[int, ...] = USUAL_LIMITS
    original: bool = False
    q: str = ""
    sort: str = "name"

    def bucket_of(self, due: date) -> int:
        """Return the bucket of something due on ``due``: 0 is not due yet."""
        late = (self.on - due).days
        return 0 if late <= 0 else 1 + sum(late > limit for limit in self.limits)


@dataclass(frozen=True, slots=True)
class AgedRow:
    """What one party owes by age; ``on_account`` is what it has paid beyond, negative."""

    party: Party | None
    currency: str
    buckets: tuple[Decimal, ...]
    on_account: Decimal
    total: Decimal

    @property
    def overdue(self) -> Decimal:
        """Return what should have been paid before that day."""
        return sum(self.buckets[1:], ZERO)


@dataclass(frozen=True, slots=True)
class Aged:
    """A page of the report: its rows, the totals of all pages by currency, and how many rows there are in all."""

    question: Question
    rows: list[AgedRow]
    totals: list[AgedRow]
    count: int


@dataclass(frozen=True, slots=True)
class AgedItem:
    """An item as it was open on the day; ``amount`` is positive when it is owed, negative on account.

    Attributes:
        settled: the day something more was taken from it, None when that is still to come.
    """

    item: OpenItem
    amount: Decimal
    amount_currency: Decimal
    days: int
    bucket: int
    settled: date | None

    @property
    def paper(self) -> Any:
        """Return what the item is known by: invoice, payment, else its own memo or the entry."""
        return self.item.paper


@dataclass(frozen=True, slots=True)
class AgedItems:
    """A page of the items of a party; total in company currency and count are those of all pages."""

    items: list[AgedItem]
    total: Decimal
    count: int


def aged(user: Any, question: Question, *, size: int | None = None, page: int = 1) -> Aged:
    """Return what parties owed on a day by age, in two statements.

    Args:
        size: rows of a page; None is all.

    Raises:
        PermissionDenied: ``user`` may not see it.
    """
    require_right(user)
    values = values_of(question) | {"size": size, "skip": (page - 1) * (size or 0)}
    amount = "open_currency" if question.original else "open_amount"
    names = [f"b{n}" for n in range(len(question.limits) + 2)]
    sql = _BY_PARTY.format(
        open_on=OPEN_ON,
        amount=amount,
        currency="currency_id" if question.original else "''::text",
        bucket=_bucket(len(question.limits)),
        buckets=", ".join(
            f"coalesce(sum(amount) FILTER (WHERE bucket = {n}), 0) AS {name}"
            for n, name in enumerate(names)
        ),
        sums=", ".join(f"sum({name})" for name in names),
        columns=", ".join(names),
        order=_order(question.sort, names[1:]),
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found = cursor.fetchall()
    totals = [_row(row) for row in found if row[0] == 0]
    return Aged(
        question,
        [_row(row) for row in found if row[0] == 1],
        totals,
        sum(row[1] for row in found if row[0] == 0),
    )


def items_of(
    user: Any, question: Question, party: UUID, *, size: int | None = None, page: int = 1
) -> AgedItems:
    """Return the items of a party open on the day, the oldest due first, in three statements.

    Args:
        size: items of a page; None is all.

    Raises:
        PermissionDenied: ``user`` may not see it.
    """
    require_right(user)
    return open_items_of(question, party, size=size, page=page)


def open_items_of(
    question: Question, party: UUID, *, size: int | None = None, page: int = 1
) -> AgedItems:
    """Return what ``items_of`` does, for letters and workers that act for who was asked already."""
    values = values_of(question) | {"party": party, "size": size, "skip": (page - 1) * (size or 0)}
    with connection.cursor() as cursor:
        cursor.execute(_ITEMS.format(open_on=OPEN_ON), values)
        found = cursor.fetchall()
    related = ("account", "entry__invoice", "entry__payment")
    rows = OpenItem.objects.filter(company_id=company_id(), pk__in=[row[0] for row in found])
    items = {item.pk: item for item in rows.with_memo().select_related(*related)}
    count, total = found[0][4:] if found else (0, ZERO)
    return AgedItems([_item(question, items[row[0]], *row[1:4]) for row in found], total, count)


def control_accounts(side: Side) -> list[Account]:
    """Return the accounts of customers or of suppliers."""
    return list(Account.objects.filter(company_id=company_id(), control=side).order_by("code"))


def require_right(user: Any) -> None:
    """Refuse who may not see what parties owe."""
    if not may(user, RIGHT):
        raise PermissionDenied(RIGHT)


def values_of(question: Question) -> dict[str, Any]:
    """Return the values of the statements for ``question``."""
    cuts = [question.on, *(question.on - timedelta(days=limit) for limit in question.limits)]
    like = question.q.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return {
        "company": company_id(),
        "on": question.on,
        "own": OWN_SIDE[question.side],
        "accounts": [account.pk for account in control_accounts(question.side)],
        "q": question.q,
        "like": f"%{like}%",
        **{f"cut{n}": cut for n, cut in enumerate(cuts)},
    }


def _bucket(limits: int) -> str:
    """Return the SQL of the bucket of an item: -1 on account, 0 not due yet, the last has no end."""
    cuts = " ".join(
        f"WHEN due_date >= %(cut{number})s THEN {number}" for number in range(limits + 1)
    )
    return f"CASE WHEN side <> %(own)s THEN -1 {cuts} ELSE {limits + 1} END"


def _order(sort: str, late: Sequence[str]) -> str:
    bare = sort.lstrip("-")
    way = "DESC" if sort.startswith("-") else "ASC"
    column = {"total": "total", "on_account": "on_account", "overdue": " + ".join(late)}.get(bare)
    if column is None and bare[:1] == "b" and bare[1:].isdigit() and int(bare[1:]) <= len(late):
        column = bare
    return f"{column or 'name'} {way}, name, party_id, currency"


def _row(row: Sequence[Any]) -> AgedRow:
    _kind, _place, pk, code, name, i18n, currency, *buckets, on_account, total = row
    party = Party(pk=pk, code=code, name=name, name_i18n=json.loads(i18n or "{}")) if pk else None
    return AgedRow(party, currency, tuple(buckets), on_account, total)


def _item(
    question: Question, item: OpenItem, amount: Decimal, in_currency: Decimal, until: date | None
) -> AgedItem:
    sign = 1 if item.side == OWN_SIDE[question.side] else -1
    return AgedItem(
        item=item,
        amount=sign * amount,
        amount_currency=sign * in_currency,
        days=(question.on - item.due_date).days,
        bucket=question.bucket_of(item.due_date),
        settled=until,
    )
