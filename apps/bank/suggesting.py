"""What movements probably are: by references in their texts, by party, by amount, by what is booked, by rules."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from apps.bank.candidates import (
    PER_AMOUNT,
    SHORTEST_REFERENCE,
    Candidates,
    Paper,
    candidates,
)
from apps.bank.models import BankAccount, BankStatementLine
from apps.bank.parts import AccountPart, ItemPart, Parts, Suggestion
from apps.bank.rules import fits
from apps.core.formatting import format_money
from apps.core.money import ZERO

SHOWN: Final = 5
NEAR_DAYS: Final = 7


def suggest(
    account: BankAccount, lines: Sequence[BankStatementLine]
) -> dict[UUID, list[Suggestion]]:
    """Return, per movement of ``account``, what it probably is, the most probable first."""
    found = candidates(account, lines)
    return {line.pk: _ranked(account, line, found) for line in lines}


def _ranked(account: BankAccount, line: BankStatementLine, found: Candidates) -> list[Suggestion]:
    every = [
        *found.runs.get(line.pk, ()),
        *_from_rules(line, found),
        *_from_booked(line, found),
        *_from_references(account, line, found),
        *_from_party(account, line, found),
        *_from_amount(account, line, found),
    ]
    best: dict[Parts, Suggestion] = {}
    for suggestion in sorted(every, key=lambda s: -s.score):
        best.setdefault(suggestion.parts, suggestion)
    return list(best.values())[:SHOWN]


def _side(line: BankStatementLine) -> str:
    return "debit" if line.amount > 0 else "credit"


def _from_rules(line: BankStatementLine, found: Candidates) -> Iterable[Suggestion]:
    rule = next((rule for rule in found.rules if fits(rule, line)), None)
    if rule is None:
        return
    if rule.party_id:
        parts = Parts(party_id=rule.party_id, on_account=line.amount)
        title = _("On account: %(party)s") % {"party": rule.party}
    else:
        assert rule.account_id is not None
        parts = Parts(accounts=(AccountPart(rule.account_id, line.amount, rule.tax_id),))
        title = str(rule.account)
    score = 95 if rule.mode == "auto" else 72
    why = (_("rule “%(rule)s”") % {"rule": rule},)
    yield Suggestion(f"r{rule.pk.hex}", score, title, why, parts, rule.pk)


def _from_booked(line: BankStatementLine, found: Candidates) -> Iterable[Suggestion]:
    rows = found.booked.get(line.amount, [])
    words, party = set(line.tokens), found.parties.get(line.pk)
    near = [row for row in rows if abs((row.date - line.date).days) <= NEAR_DAYS]
    for row in rows[:20]:
        why = [_("booked with this amount")]
        score = 55 + 15 * (row in near)
        if row.key in words and len(row.key) >= SHORTEST_REFERENCE:
            score, why = 100, [*why, _("its number stands in the text")]
        elif party is not None and row.party_id == party and row in near:
            alone = sum(other.party_id == party for other in near) == 1
            score, why = 92 if alone else 78, [*why, _("same party")]
        yield Suggestion(f"b{row.pk.hex}", score, row.title, tuple(why), Parts(postings=(row.pk,)))


def _from_references(
    account: BankAccount, line: BankStatementLine, found: Candidates
) -> Iterable[Suggestion]:
    side = _side(line)
    papers = {
        paper.pk: paper
        for word in line.tokens
        for paper in found.by_key.get(word, ())
        if paper.side == side and paper.currency == account.currency_id
    }
    if papers:
        yield _of_papers(
            line, list(papers.values()), 100, 76, _("its number stands in the text"), found
        )
    foreign = [
        paper
        for word in line.tokens
        for paper in found.by_key.get(word, ())
        if paper.side == side and paper.currency != account.currency_id
    ]
    if foreign and not papers:
        parts = Parts(items=tuple(ItemPart(p.pk) for p in dict.fromkeys(foreign)), exchange=True)
        why = (_("its number stands in the text"), _("in another currency"))
        yield Suggestion(_key(parts), 70, _title(foreign, found), why, parts)


def _of_papers(
    line: BankStatementLine,
    papers: list[Paper],
    exact: int,
    inexact: int,
    why: str,
    found: Candidates,
) -> Suggestion:
    """Return the papers settled in order as far as the movement goes: 180 on 100 and 150 pays 100 and 80."""
    left, items = abs(line.amount), []
    papers.sort(key=lambda paper: (paper.due, paper.pk))
    if left == sum((paper.asked(line.date) for paper in papers), ZERO) != _open(papers):
        return _less_discounts(line, papers, exact, why, found)
    for paper in papers:
        part = min(left, paper.open)
        if part > 0:
            items.append(ItemPart(paper.pk, None if part == paper.open else part))
            left -= part
    reasons = [why]
    score = inexact
    if not left and all(item.amount is None for item in items) and len(items) == len(papers):
        score, reasons = exact, [why, _("same amount")]
    one_party = len({paper.party_id for paper in papers}) == 1
    sign = 1 if line.amount > 0 else -1
    if left and one_party:
        reasons.append(_("the rest goes on account"))
    parts = Parts(
        items=tuple(items),
        party_id=papers[0].party_id if left and one_party else None,
        on_account=sign * left if left and one_party else ZERO,
    )
    return Suggestion(
        _key(parts), score, _title(papers[: len(items)], found), tuple(reasons), parts
    )


def _open(papers: Sequence[Paper]) -> Decimal:
    return sum((paper.open for paper in papers), ZERO)


def _less_discounts(
    line: BankStatementLine, papers: Sequence[Paper], score: int, why: str, found: Candidates
) -> Suggestion:
    """Return the papers settled whole, each less the discount that is still offered on the day of the movement."""
    items = tuple(
        ItemPart(paper.pk, discount=paper.asked(line.date) < paper.open) for paper in papers
    )
    off = _open(papers) - abs(line.amount)
    less = _("same amount less a discount of %(off)s") % {
        "off": format_money(off, papers[0].currency)
    }
    parts = Parts(items=items)
    return Suggestion(_key(parts), score, _title(papers, found), (why, less), parts)


def _from_party(
    account: BankAccount, line: BankStatementLine, found: Candidates
) -> Iterable[Suggestion]:
    party = found.parties.get(line.pk)
    if party is None:
        return
    papers = [
        paper
        for paper in found.by_party.get((party, _side(line)), ())
        if paper.currency == account.currency_id
    ]
    by_iban = line.pk in found.sure_parties
    why = _("known by its account") if by_iban else _("known by its name")
    wanted = abs(line.amount)
    chosen = _that_make(wanted, papers) or _that_make(wanted, papers, line.date)
    if chosen:
        same = [paper for paper in papers if wanted in (paper.open, paper.asked(line.date))]
        sure = by_iban and len(chosen) == 1 and len(same) == 1
        yield _of_papers(line, chosen, 91 if sure else 84, 60, why, found)
    elif papers:
        yield _of_papers(line, papers[:12], 66, 62, why, found)
    else:
        parts = Parts(party_id=party, on_account=line.amount)
        title = _("On account: %(party)s") % {"party": found.names.get(party, "")}
        yield Suggestion(_key(parts), 45, title, (why, _("nothing of it is open")), parts)


def _that_make(
    wanted: Decimal, papers: Sequence[Paper], paid_on: date | None = None
) -> list[Paper]:
    """Return papers that come to ``wanted``: one, all, the oldest, or two or three of the oldest.

    Args:
        paid_on: what a payment of that day settles them with counts, less their discounts; None is what is open.
    """
    worth = {paper.pk: paper.asked(paid_on) if paid_on else paper.open for paper in papers}
    for paper in papers:
        if worth[paper.pk] == wanted:
            return [paper]
    total = ZERO
    for place, paper in enumerate(papers, 1):
        total += worth[paper.pk]
        if total == wanted:
            return list(papers[:place])
    for size in (2, 3):
        for some in combinations(papers[:12], size):
            if sum((worth[paper.pk] for paper in some), ZERO) == wanted:
                return list(some)
    return []


def _from_amount(
    account: BankAccount, line: BankStatementLine, found: Candidates
) -> Iterable[Suggestion]:
    papers = [
        paper
        for paper in found.by_amount.get((abs(line.amount), _side(line)), ())
        if paper.currency == account.currency_id
    ]
    for paper in papers[:PER_AMOUNT]:
        score = 58 if len(papers) == 1 else 40
        yield _of_papers(line, [paper], score, score, _("the only one, or one of few"), found)
    cut = [
        paper
        for paper in found.less_discount.get((abs(line.amount), _side(line)), ())
        if paper.currency == account.currency_id and paper.asked(line.date) == abs(line.amount)
    ]
    for paper in cut[:PER_AMOUNT]:
        score = 59 if len(cut) == 1 else 41
        yield _of_papers(line, [paper], score, score, _("the only one, or one of few"), found)


def _title(papers: Sequence[Paper], found: Candidates) -> str:
    numbers = ", ".join(paper.number for paper in papers[:3])
    more = f" +{len(papers) - 3}" if len(papers) > 3 else ""
    parties = {found.names.get(paper.party_id, "") for paper in papers}
    return f"{numbers}{more} · {', '.join(sorted(parties))}"


def _key(parts: Parts) -> str:
    """Return a short name that the same parts have again in the next request."""
    first: Any = parts.items[0].item_id if parts.items else parts.party_id
    off = "-d" if any(item.discount for item in parts.items) else ""
    return f"i{first.hex}-{len(parts.items)}-{parts.on_account.normalize():f}{off}"
