"""What movements may be, read for all of them at once: open items, what is booked, parties, rules.

The number of statements does not grow with the movements.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import connection

from apps.bank.fingerprints import plain
from apps.bank.identity import bare
from apps.bank.models import BankAccount, BankRule, BankStatementLine, PartyAccount
from apps.bank.parts import Suggestion
from apps.bank.run_suggesting import from_runs
from apps.companies.selectors import company_in_force
from apps.core.context import company_id
from apps.core.money import ZERO
from apps.parties.models import Party
from apps.payments.services import offered

PER_AMOUNT: Final = 4
PER_PARTY: Final = 40
SHORTEST_REFERENCE: Final = 4
_KEY: Final = "upper(regexp_replace({0}, '[^[:alnum:]]', '', 'g'))"
_PAPERS: Final = f"""
WITH open AS (
    SELECT i.id, i.party_id, i.side, i.currency_id, i.open_currency, i.due_date,
           coalesce(nullif(l.memo, ''), e.reference) AS number, {_KEY.format("e.reference")} AS own_key,
           {_KEY.format("coalesce(v.reference, split_part(l.memo, ' ', 1), '')")} AS their_key,
           row_number() OVER (PARTITION BY i.side, i.currency_id, i.open_currency
                              ORDER BY i.due_date, i.id) AS of_amount,
           row_number() OVER (PARTITION BY i.party_id, i.side ORDER BY i.due_date, i.id) AS of_party,
           v.discount_percent > 0 AND v.date + v.discount_days >= %(first)s
               AND i.amount_currency = v.total AS is_granted
    FROM ledger_openitem i
    JOIN ledger_account a ON a.id = i.account_id AND a.control IN ('receivable', 'payable')
    JOIN ledger_entry e ON e.id = i.entry_id
    LEFT JOIN invoices_invoice v ON v.entry_id = i.entry_id
    LEFT JOIN ledger_entryline l ON l.company_id = i.company_id AND l.id = i.id AND v.id IS NULL
    WHERE i.company_id = %(company)s AND i.open_amount > 0 AND i.party_id IS NOT NULL
      AND e.source_type <> 'payments.payment'
)
SELECT id, party_id, side, currency_id, open_currency, due_date, number, is_granted, own_key, their_key
FROM open
WHERE own_key = ANY(%(words)s) OR their_key = ANY(%(words)s)
   OR (party_id = ANY(%(parties)s) AND of_party <= {PER_PARTY})
   OR (open_currency = ANY(%(amounts)s) AND currency_id = %(currency)s AND of_amount <= {PER_AMOUNT})
   OR is_granted
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
    discount: Decimal
    until: date | None
    keys: tuple[str, ...]

    def asked(self, on: date) -> Decimal:
        """Return what a payment of a day settles it with: what is open, less its discount within its days."""
        return self.open - (self.discount if self.until and on <= self.until else ZERO)


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
class Candidates:
    """What was read for all movements at once."""

    parties: dict[UUID, UUID]
    names: dict[UUID, str]
    by_key: dict[str, list[Paper]] = field(default_factory=lambda: defaultdict(list))
    by_party: dict[tuple[UUID, str], list[Paper]] = field(default_factory=lambda: defaultdict(list))
    by_amount: dict[tuple[Decimal, str], list[Paper]] = field(
        default_factory=lambda: defaultdict(list)
    )
    less_discount: dict[tuple[Decimal, str], list[Paper]] = field(
        default_factory=lambda: defaultdict(list)
    )
    booked: dict[Decimal, list[Booked]] = field(default_factory=lambda: defaultdict(list))
    rules: list[BankRule] = field(default_factory=list)
    sure_parties: set[UUID] = field(default_factory=set)
    runs: dict[UUID, list[Suggestion]] = field(default_factory=dict)


def candidates(account: BankAccount, lines: Sequence[BankStatementLine]) -> Candidates:
    """Return what the movements of ``account`` may be."""
    names, by_key = _party_names()
    by_iban = {
        bare(iban): party
        for iban, party in PartyAccount.objects.filter(company_id=company_id()).values_list(
            "iban", "party_id"
        )
    }
    found = Candidates({}, names)
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
    account: BankAccount, lines: Sequence[BankStatementLine], found: Candidates
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
                "first": min((line.date for line in lines), default=None),
            },
        )
        rows = cursor.fetchall()
    offers = offered([row[0] for row in rows if row[-3]])
    for row in rows:
        own_key, their_key = row[-2:]
        off, until = offers.get(row[0], (ZERO, None))
        paper = Paper(*row[:-3], discount=off, until=until, keys=(own_key, their_key))  # type: ignore[misc]
        if off:
            found.less_discount[paper.open - off, paper.side].append(paper)
        for key in {own_key, their_key}:
            if len(key) >= SHORTEST_REFERENCE:
                found.by_key[key].append(paper)
        found.by_party[paper.party_id, paper.side].append(paper)
        found.by_amount[paper.open, paper.side].append(paper)


def _read_booked(
    account: BankAccount, lines: Sequence[BankStatementLine], found: Candidates
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
