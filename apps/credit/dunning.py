"""Who is to be reminded of what today, at which level, and why; and who is not, and why not.

An item begins at the first level, however late it is, and goes up one level at a time: when it is late enough for the
next one, and its last reminder is as old as the days between the two levels.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from apps.companies.selectors import company_in_force
from apps.core.context import company_id
from apps.core.formatting import format_date
from apps.core.money import ZERO
from apps.credit.ageing import OPEN_ON, Question, values_of
from apps.credit.choices import DunningStatus, Means, Side
from apps.credit.models import Dispute, DunningLevel, DunningLine
from apps.parties.models import Party

FEE_SOURCE: Final = "credit.dunningletter"
_OPEN: Final = """
WITH open_then AS ({open_on})
SELECT o.item_id, o.party_id, o.side, i.date, o.due_date, o.currency_id, o.open_amount, o.open_currency,
       coalesce(nullif(l.memo, ''), nullif(e.reference, ''), e.memo), e.source_type = %(fees)s
FROM open_then o JOIN ledger_openitem i ON i.id = o.item_id JOIN ledger_entry e ON e.id = i.entry_id
JOIN ledger_entryline l ON l.id = i.id
WHERE o.party_id IS NOT NULL AND (o.side = 'credit' OR o.due_date < %(on)s)
ORDER BY o.party_id, o.due_date, o.item_id
"""


@dataclass(frozen=True, slots=True)
class Debt:
    """An item open on the day, overdue if it is a debit."""

    item: UUID
    party: UUID
    side: str
    day: date
    due: date
    currency: str
    amount: Decimal
    amount_currency: Decimal
    reference: str
    is_fee: bool


@dataclass(frozen=True, slots=True)
class Reminded:
    """When an item was last reminded of, and at which level; ``is_draft`` is proposed and not sent."""

    level: DunningLevel
    on: date
    is_draft: bool


@dataclass(frozen=True, slots=True)
class ProposedItem:
    """An item to remind of; without a level it only goes along."""

    debt: Debt
    level: DunningLevel | None
    days: int
    why: str


@dataclass(slots=True)
class Proposal:
    """The letter of one party."""

    party: Party
    items: list[ProposedItem]

    @property
    def level(self) -> DunningLevel:
        """Return the highest level of its items."""
        levels = [item.level for item in self.items if item.level]
        return max(levels, key=lambda level: level.position)

    @property
    def means(self) -> str:
        """Return how it goes out: a letter where the party has no e-mail address."""
        return self.level.means if self.party.email else Means.LETTER

    @property
    def total(self) -> Decimal:
        """Return what it asks for, company currency, without its fee."""
        return sum((item.debt.amount for item in self.items), ZERO)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A party with overdue items nobody is reminded of now."""

    party: Party
    amount: Decimal
    why: str


@dataclass(slots=True)
class Proposals:
    """What a run of the day would send."""

    on: date
    letters: list[Proposal] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def propose(on: date, *, besides: UUID | None = None) -> Proposals:
    """Return the reminders of a day, in a fixed number of statements.

    Args:
        besides: a draft run that counts as not there.
    """
    levels = list(DunningLevel.objects.filter(company_id=company_id(), is_active=True))
    found = Proposals(on)
    if not levels:
        return found
    debts = _debts(on)
    reminded = _reminded(besides)
    disputes = _disputes()
    ids = {debt.party for group in debts.values() for debt in group if debt.side == "debit"}
    parties = Party.objects.filter(company_id=company_id()).in_bulk(list(ids))
    for pk in sorted(ids, key=lambda pk: (parties[pk].name, pk)):
        _decide(found, parties[pk], debts[pk], levels, reminded, disputes)
    return found


def next_level(
    debt: Debt, on: date, levels: Sequence[DunningLevel], last: Reminded | None
) -> tuple[DunningLevel | None, str]:
    """Return the level an item has come to, and why; or None, and why not."""
    days = (on - debt.due).days
    reached = last.level.position if last else 0
    level = next((level for level in levels if level.position > reached), None)
    if last and last.is_draft:
        return None, _("in a draft run already")
    if level is None:
        return None, _("the last level was sent on %(day)s") % {
            "day": format_date(last.on) if last else ""
        }
    if days < level.days:
        return None, _("%(level)s begins at %(days)s days overdue") % {
            "level": level,
            "days": level.days,
        }
    late = _("%(days)s days overdue") % {"days": days}
    if last is None:
        return level, late
    pause = level.days - last.level.days
    told = _("%(level)s was sent on %(day)s") % {"level": last.level, "day": format_date(last.on)}
    if (on - last.on).days < pause:
        return None, _("%(told)s, less than %(pause)s days ago") % {"told": told, "pause": pause}
    return level, f"{late}; {told}"


def _decide(
    found: Proposals,
    party: Party,
    debts: Sequence[Debt],
    levels: Sequence[DunningLevel],
    reminded: dict[UUID, Reminded],
    disputes: dict[UUID, Dispute],
) -> None:
    """Put one party into the letters, or among those left out."""
    overdue = [debt for debt in debts if debt.side == "debit"]
    amount = sum((debt.amount for debt in overdue), ZERO)
    if dispute := disputes.get(party.pk):
        found.left_out.append(LeftOut(party, amount, _disputed(dispute)))
        return
    items, reasons = _items(found.on, overdue, levels, reminded, disputes)
    paid = sum((debt.amount for debt in debts if debt.side == "credit"), ZERO)
    asked = sum((item.debt.amount for item in items if item.level), ZERO)
    if any(item.level for item in items) and asked > paid:
        found.letters.append(Proposal(party, items))
        return
    if any(item.level for item in items):
        reasons = [_("money on account covers it; match it")]
    found.left_out.append(LeftOut(party, amount, "; ".join(dict.fromkeys(reasons))))


def _items(
    on: date,
    overdue: Iterable[Debt],
    levels: Sequence[DunningLevel],
    reminded: dict[UUID, Reminded],
    disputes: dict[UUID, Dispute],
) -> tuple[list[ProposedItem], list[str]]:
    items, reasons = [], []
    for debt in overdue:
        if dispute := disputes.get(debt.item):
            reasons.append(f"{debt.reference}: {_disputed(dispute)}")
            continue
        days = (on - debt.due).days
        if debt.is_fee:
            items.append(ProposedItem(debt, None, days, _("fee of an earlier reminder")))
            continue
        level, why = next_level(debt, on, levels, reminded.get(debt.item))
        if level:
            items.append(ProposedItem(debt, level, days, why))
        else:
            reasons.append(f"{debt.reference}: {why}")
    return items, reasons or [_("only fees are open")]


def _disputed(dispute: Dispute) -> str:
    return _("in dispute since %(day)s: %(reason)s") % {
        "day": format_date(dispute.since),
        "reason": dispute.reason,
    }


def _debts(on: date) -> dict[UUID, list[Debt]]:
    """Return, per party, the overdue debits and all credits of the receivable accounts."""
    values = values_of(Question(Side.RECEIVABLE, on)) | {"fees": FEE_SOURCE}
    by_party: dict[UUID, list[Debt]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_OPEN.format(open_on=OPEN_ON), values)
        for row in cursor.fetchall():
            by_party[row[1]].append(Debt(*row))
    return by_party


def _reminded(besides: UUID | None) -> dict[UUID, Reminded]:
    """Return, per item, the highest level it stands in, sent or proposed."""
    lines: Any = DunningLine.objects.filter(company_id=company_id(), level__isnull=False)
    lines = lines.exclude(run__status=DunningStatus.CANCELLED).select_related("level", "run")
    if besides:
        lines = lines.exclude(run_id=besides)
    return {
        line.item_id: Reminded(line.level, line.run.date, line.run.status == DunningStatus.DRAFT)
        for line in lines.order_by("level__position", "pk")
    }


def _disputes() -> dict[UUID, Dispute]:
    """Return what is in dispute, by item, or by party where it is all of it."""
    rows = Dispute.objects.filter(company_id=company_id(), ended_on__isnull=True)
    return {dispute.item_id or dispute.party_id: dispute for dispute in rows}


def today() -> date:
    """Return the company's business date."""
    return company_in_force().today()
