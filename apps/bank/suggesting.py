"""What movements probably are: by references in their texts, by party, by amount, by what is booked, by rules.

The number of statements does not grow with the movements: candidates of all are read at once, then weighed.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from apps.bank.fingerprints import plain
from apps.bank.identity import bare
from apps.bank.models import BankAccount, BankRule, BankStatementLine, PartyAccount
from apps.bank.parts import AccountPart, ItemPart, Parts, Suggestion
from apps.bank.rules import fits
from apps.bank.run_suggesting import from_runs
from apps.companies.selectors import company_in_force
from apps.core.context import company_id
from apps.core.money import ZERO
from apps.parties.models import Party

SHOWN: Final = 5
PER_AMOUNT: Final = 4
PER_PARTY: Final = 40
NEAR_DAYS: Final = 7
SHORTEST_REFERENCE: Final = 4
_KEY: Final = "upper(regexp_replace({0}, '[^[:alnum:]]', '', 'g'))"
_PAPERS: Final = f"""
WITH open AS (
    SELECT i.id, i.party_id, i.side, i.currency_id, i.open_currency, i.due_date, e.reference AS number,
           {_KEY.format("e.reference")} AS own_key, {_KEY.format("coalesce(v.reference, '')")} AS their_key,
           row_number() OVER (PARTITION BY i.side, i.currency_id, i.open_currency
                              ORDER BY i.due_date, i.id) AS of_amount,
           row_number() OVER (PARTITION BY i.party_id, i.side ORDER BY i.due_date, i.id) AS of_party
    FROM ledger_openitem i
    JOIN ledger_account a ON a.id = i.account_id AND a.control IN ('receivable', 'payable')
    JOIN ledger_entry e ON e.id = i.entry_id
    LEFT JOIN invoices_invoice v ON v.entry_id = i.entry_id
    WHERE i.company_id = %(company)s AND i.open_amount > 0 AND i.party_id IS NOT NULL
      AND e.source_type <> 'payments.payment'
)
SELECT id, party_id, side, currency_id, open_currency, due_date, number, own_key, their_key
FROM open
WHERE own_key = ANY(%(words)s) OR their_key = ANY(%(words)s)
   OR (party_id = ANY(%(parties)s) AND of_party <= {PER_PARTY})
   OR (open_currency = ANY(%(amounts)s) AND currency_id = %(currency)s AND of_amount <= {PER_AMOUNT})
ORDER BY due_date, id
"""  # noqa: S608 - names stand above
_BOOKED: Final = f"""
SELECT l.id, l.party_id, l.date, CASE WHEN %(is_own)s THEN l.debit - l.credit ELSE l.amount_currency END AS amount,
       coalesce(nullif(e.reference, ''), e.memo), {_KEY.format("e.reference")}
FROM ledger_entryline l JOIN ledger_entry e ON e.id = l.entry_id
WHERE l.company_id = %(company)s AND l.account_id = %(account)s
  AND (CASE WHEN %(is_own)s THEN l.debit - l.credit ELSE l.amount_currency END) = ANY(%(signed)s)
  AND NOT EXISTS (SELECT FROM bank_reconciledposting c WHERE c.posting_id = l.id AND c.active)
ORDER BY l.date, l.id LIMIT 5000
"""  # noqa: S608 - names stand above


@dataclass(frozen=True, slots=True)
class Paper:
    """An open item a movement may settle."""

    pk: UUID
    party_id: UUID
    side: str
    currency: str
    open: Decimal
    due: date
    number: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Booked:
    """A line of the bank's ledger account that no movement accounts for."""

    pk: UUID
    party_id: UUID | None
    date: date
    amount: Decimal
    title: str
    key: str


@dataclass(slots=True)
class _Candidates:
    """What was read for all movements at once."""

    parties: dict[UUID, UUID]
    names: dict[UUID, str]
    by_key: dict[str, list[Paper]] = field(default_factory=lambda: defaultdict(list))
    by_party: dict[tuple[UUID, str], list[Paper]] = field(default_factory=lambda: defaultdict(list))
    by_amount: dict[tuple[Decimal, str], list[Paper]] = field(
        default_factory=lambda: defaultdict(list)
    )
    booked: dict[Decimal, list[Booked]] = field(default_factory=lambda: defaultdict(list))
    rules: list[BankRule] = field(default_factory=list)
    sure_parties: set[UUID] = field(default_factory=set)
    runs: dict[UUID, list[Suggestion]] = field(default_factory=dict)


def suggest(
    account: BankAccount, lines: Sequence[BankStatementLine]
) -> dict[UUID, list[Suggestion]]:
    """Return, per movement of ``account``, what it probably is, the most probable first."""
    found = _candidates(account, lines)
    return {line.pk: _ranked(account, line, found) for line in lines}


def _ranked(account: BankAccount, line: BankStatementLine, found: _Candidates) -> list[Suggestion]:
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


def _candidates(account: BankAccount, lines: Sequence[BankStatementLine]) -> _Candidates:
    names, by_key = _party_names()
    by_iban = {
        bare(iban): party
        for iban, party in PartyAccount.objects.filter(company_id=company_id()).values_list(
            "iban", "party_id"
        )
    }
    found = _Candidates({}, names)
    for line in lines:
        known = by_iban.get(bare(line.iban)) if line.iban else None
        if known is not None:
            found.sure_parties.add(line.pk)
        party = known or _party_in(line, by_key)
        if party is not None:
            found.parties[line.pk] = party
    _read_papers(account, lines, found)
    _read_booked(account, lines, found)
    found.runs = from_runs(account, lines)
    rules = BankRule.objects.filter(company_id=company_id(), is_active=True)
    found.rules = list(rules.select_related("account", "party").order_by("position", "pk"))
    return found


def _party_names() -> tuple[dict[UUID, str], dict[str, UUID | None]]:
    """Return names by party, and parties by name without signs; None where two share it."""
    names: dict[UUID, str] = {}
    by_key: dict[str, UUID | None] = {}
    rows = Party.objects.filter(company_id=company_id(), is_active=True)
    for pk, name, legal, translated in rows.values_list("pk", "name", "legal_name", "name_i18n"):
        names[pk] = name
        for key in {plain(text) for text in (name, legal, *translated.values()) if text}:
            if len(key) >= SHORTEST_REFERENCE:
                by_key[key] = pk if by_key.get(key, pk) == pk else None
    return names, by_key


def _party_in(line: BankStatementLine, by_key: dict[str, UUID | None]) -> UUID | None:
    for word in (plain(line.name), *sorted(line.tokens, key=len, reverse=True)):
        party = by_key.get(word)
        if party is not None:
            return party
    return None


def _read_papers(
    account: BankAccount, lines: Sequence[BankStatementLine], found: _Candidates
) -> None:
    words = {word for line in lines for word in line.tokens if len(word) >= SHORTEST_REFERENCE}
    with connection.cursor() as cursor:
        cursor.execute(
            _PAPERS,
            {
                "company": company_id(),
                "currency": account.currency_id,
                "words": list(words),
                "parties": list(set(found.parties.values())),
                "amounts": list({abs(line.amount) for line in lines}),
            },
        )
        rows = cursor.fetchall()
    for row in rows:
        own_key, their_key = row[-2:]
        paper = Paper(*row[:-2], keys=(own_key, their_key))  # type: ignore[misc]
        for key in {own_key, their_key}:
            if len(key) >= SHORTEST_REFERENCE:
                found.by_key[key].append(paper)
        found.by_party[paper.party_id, paper.side].append(paper)
        found.by_amount[paper.open, paper.side].append(paper)


def _read_booked(
    account: BankAccount, lines: Sequence[BankStatementLine], found: _Candidates
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            _BOOKED,
            {
                "company": company_id(),
                "account": account.account_id,
                "is_own": account.currency_id == company_in_force().currency_id,
                "signed": list({line.amount for line in lines}),
            },
        )
        for row in cursor.fetchall():
            booked = Booked(*row)
            found.booked[booked.amount].append(booked)


def _side(line: BankStatementLine) -> str:
    return "debit" if line.amount > 0 else "credit"


def _from_rules(line: BankStatementLine, found: _Candidates) -> Iterable[Suggestion]:
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


def _from_booked(line: BankStatementLine, found: _Candidates) -> Iterable[Suggestion]:
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
    account: BankAccount, line: BankStatementLine, found: _Candidates
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
    found: _Candidates,
) -> Suggestion:
    """Return the papers settled in order as far as the movement goes: 180 on 100 and 150 pays 100 and 80."""
    left, items = abs(line.amount), []
    papers.sort(key=lambda paper: (paper.due, paper.pk))
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


def _from_party(
    account: BankAccount, line: BankStatementLine, found: _Candidates
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
    chosen = _that_make(abs(line.amount), papers)
    if chosen:
        same = [paper for paper in papers if paper.open == abs(line.amount)]
        sure = by_iban and len(chosen) == 1 and len(same) == 1
        yield _of_papers(line, chosen, 91 if sure else 84, 60, why, found)
    elif papers:
        yield _of_papers(line, papers[:12], 66, 62, why, found)
    else:
        parts = Parts(party_id=party, on_account=line.amount)
        title = _("On account: %(party)s") % {"party": found.names.get(party, "")}
        yield Suggestion(_key(parts), 45, title, (why, _("nothing of it is open")), parts)


def _that_make(wanted: Decimal, papers: Sequence[Paper]) -> list[Paper]:
    """Return papers that come to ``wanted``: one, all, the oldest, or two or three of the oldest."""
    for paper in papers:
        if paper.open == wanted:
            return [paper]
    total = ZERO
    for place, paper in enumerate(papers, 1):
        total += paper.open
        if total == wanted:
            return list(papers[:place])
    for size in (2, 3):
        for some in combinations(papers[:12], size):
            if sum((paper.open for paper in some), ZERO) == wanted:
                return list(some)
    return []


def _from_amount(
    account: BankAccount, line: BankStatementLine, found: _Candidates
) -> Iterable[Suggestion]:
    papers = [
        paper
        for paper in found.by_amount.get((abs(line.amount), _side(line)), ())
        if paper.currency == account.currency_id
    ]
    for paper in papers[:PER_AMOUNT]:
        score = 58 if len(papers) == 1 else 40
        yield _of_papers(line, [paper], score, score, _("the only one, or one of few"), found)


def _title(papers: Sequence[Paper], found: _Candidates) -> str:
    numbers = ", ".join(paper.number for paper in papers[:3])
    more = f" +{len(papers) - 3}" if len(papers) > 3 else ""
    parties = {found.names.get(paper.party_id, "") for paper in papers}
    return f"{numbers}{more} · {', '.join(sorted(parties))}"


def _key(parts: Parts) -> str:
    """Return a short name that the same parts have again in the next request."""
    first: Any = parts.items[0].item_id if parts.items else parts.party_id
    return f"i{first.hex}-{len(parts.items)}-{parts.on_account.normalize():f}"
