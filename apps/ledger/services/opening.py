"""Taking over opening balances from a file: checked row by row, proved against a control total, posted as one entry."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.companies.models import Currency
from apps.companies.selectors import company_in_force
from apps.core import events
from apps.core.attachments import store_attachment
from apps.core.context import company_id
from apps.core.exceptions import BusinessError
from apps.core.formatting import format_money
from apps.core.ids import uuid7
from apps.core.money import ZERO, NotANumber, parse_decimal, round_money
from apps.ledger import selectors
from apps.ledger.choices import Control, JournalType, Purpose
from apps.ledger.models import Account, OpeningImport
from apps.ledger.opening_files import FileRow, read_file
from apps.ledger.services.drafts import EntryDraft, Posting, require_balance
from apps.ledger.services.posting import post_entry
from apps.parties.models import Party

SOURCE = "ledger.openingimport"
PARTY_KEPT = (Control.RECEIVABLE, Control.PAYABLE)
ELSEWHERE = (Control.STOCK, Control.UNBILLED)
RATE = Decimal("0.000000000001")


class RowsRefused(BusinessError):
    """Rows of the file have errors, or its totals are not what they should be."""


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with a row; ``number`` counts the rows of the file from its head, 1."""

    number: int
    message: str


@dataclass(frozen=True, slots=True)
class OpeningPlan:
    """What importing a file would post, and what stands in the way.

    Attributes:
        control_total: what the debits should come to, company currency.
        difference: debit less credit of the rows; booked to opening balances when ``is_balanced``.
        faults: what is wrong with the file as a whole.
        existing: the import of the same balances, when they were posted before.
    """

    filename: str
    on: date
    control_total: Decimal
    is_balanced: bool
    rows: list[Posting]
    errors: list[RowError]
    debit: Decimal
    credit: Decimal
    sha256: str
    faults: list[str] = field(default_factory=list)
    existing: OpeningImport | None = None

    @property
    def difference(self) -> Decimal:
        """Return debit less credit."""
        return self.debit - self.credit

    @property
    def off_control(self) -> Decimal:
        """Return by how much the debits miss the control total."""
        return self.debit - self.control_total

    @property
    def is_ready(self) -> bool:
        """Return whether it can be posted."""
        return not self.errors and not self.faults and self.existing is None


@dataclass(frozen=True, slots=True)
class _Books:
    accounts: dict[str, Account]
    parties: dict[str, Party]
    currencies: frozenset[str]
    own: str


def plan_opening(
    *, content: bytes, filename: str, on: date, control_total: Decimal, balance: bool = False
) -> OpeningPlan:
    """Return what importing a file would post; changes nothing.

    Args:
        on: the day of the entry.
        control_total: sum of the debits as the program before shows it, company currency.
        balance: book what debit and credit differ by to the account of opening balances.

    Raises:
        FileUnreadable: the file is no table of opening balances.
    """
    found = read_file(content, filename)
    books = _books(found)
    postings, errors = [], []
    for row in found:
        try:
            postings.append(_posting(row, books))
        except RowsRefused as error:
            errors.append(RowError(row.number, str(error)))
    debit = sum((line.amount for line in postings if line.amount > 0), ZERO)
    credit = -sum((line.amount for line in postings if line.amount < 0), ZERO)
    digest = _digest(on, found)
    existing = OpeningImport.objects.filter(company_id=company_id(), sha256=digest).first()
    plan = OpeningPlan(
        filename, on, control_total, balance, postings, errors, debit, credit, digest, [], existing
    )
    if existing is None and not errors:
        plan.faults.extend(_faults(plan, books.own))
    return plan


@transaction.atomic
def post_opening(
    *,
    actor: Any,
    content: bytes,
    filename: str,
    on: date,
    control_total: Decimal,
    balance: bool = False,
) -> OpeningImport:
    """Post a file of opening balances as one entry, with an open item per row that is matched.

    The same balances on the same day again change nothing and return the first import.

    Args: see ``plan_opening``.

    Raises:
        FileUnreadable: the file is no table of opening balances.
        RowsRefused: a row has an error, or the totals are not what they should be.
        PeriodClosed, NoPeriod, AreaLocked: the day takes no entry.
    """
    plan = plan_opening(
        content=content, filename=filename, on=on, control_total=control_total, balance=balance
    )
    if plan.existing:
        return plan.existing
    _require_ready(plan)
    draft = _draft(plan, uuid7())
    entry = post_entry(
        actor=actor,
        journal=draft.journal,
        on=on,
        postings=draft.lines,
        source_type=SOURCE,
        source_id=draft.source_id,
        reference=draft.reference,
        memo=draft.memo,
    )
    done = OpeningImport.objects.create(
        id=draft.source_id,
        company_id=company_id(),
        filename=filename[:200],
        sha256=plan.sha256,
        date=on,
        rows=len(plan.rows),
        control_total=control_total,
        difference=plan.difference,
        entry=entry,
        actor=actor,
    )
    store_attachment(
        target=done, filename=filename, content=content, content_type="application/octet-stream",
        kind="opening", actor=actor,
    )  # fmt: skip
    events.publish("ledger.opening_posted", done, rows=done.rows)
    return done


def _draft(plan: OpeningPlan, source_id: UUID) -> EntryDraft:
    lines = list(plan.rows)
    if plan.difference:
        lines.append(Posting(selectors.default_account(Purpose.OPENING), -plan.difference))
    return EntryDraft(
        selectors.journal_of(JournalType.OPENING),
        plan.on,
        lines,
        SOURCE,
        source_id,
        reference=plan.filename,
        memo=_("Opening balances"),
    )


def _faults(plan: OpeningPlan, own: str) -> list[str]:
    """Return what the totals say against posting."""
    faults = []
    if not plan.rows:
        return [_("The file has no row.")]
    if plan.off_control:
        faults.append(
            _("The debits come to %(debit)s, not to the control total of %(control)s; they differ by %(difference)s.")
            % {
                "debit": format_money(plan.debit, own),
                "control": format_money(plan.control_total, own),
                "difference": format_money(plan.off_control, own),
            }
        )  # fmt: skip
    if plan.difference and not plan.is_balanced:
        faults.append(
            _("Debit and credit differ by %(difference)s; complete the file, or book it to opening balances.")
            % {"difference": format_money(plan.difference, own)}
        )  # fmt: skip
    if not faults:
        try:
            require_balance(_draft(plan, uuid7()), own)
        except BusinessError as error:
            faults.append(str(error))
    return faults


def _require_ready(plan: OpeningPlan) -> None:
    if plan.errors:
        first = plan.errors[0]
        raise RowsRefused(
            _("To post %(file)s, mend %(count)d rows; row %(row)d: %(error)s")
            % {
                "file": plan.filename,
                "count": len(plan.errors),
                "row": first.number,
                "error": first.message,
            },
            field="file",
        )
    if plan.faults:
        raise RowsRefused(plan.faults[0], field="control_total")


def _books(found: Sequence[FileRow]) -> _Books:
    """Return what the rows may name, in three statements."""
    codes = {row.cells["account"] for row in found}
    parties = {row.cells["party"] for row in found}
    company = company_id()
    accounts = Account.objects.filter(company_id=company, code__in=codes, is_active=True)
    known = Party.objects.filter(company_id=company, code__in=parties)
    return _Books(
        {account.code: account for account in accounts},
        {party.code: party for party in known},
        frozenset(Currency.objects.values_list("pk", flat=True)),
        company_in_force().currency_id,
    )


def _posting(row: FileRow, books: _Books) -> Posting:
    cells = row.cells
    account = books.accounts.get(cells["account"])
    if account is None:
        raise RowsRefused(
            _("There is no account %(code)s in use.") % {"code": cells["account"] or "–"}
        )
    if account.control in ELSEWHERE:
        raise RowsRefused(
            _("Account %(account)s is kept by %(control)s; bring in its goods with an adjustment.")
            % {"account": account.code, "control": account.get_control_display()}
        )
    party = _party(cells, account, books)
    amount = _signed(cells, books.own)
    due = _day(cells["due_date"])
    memo = " ".join(filter(None, (cells["document"], cells["memo"])))
    foreign = _foreign(cells, amount, account, books)
    return Posting(account, amount, party=party, due_date=due, memo=memo[:250], **foreign)


def _party(cells: dict[str, str], account: Account, books: _Books) -> Party | None:
    code = cells["party"]
    if code and code not in books.parties:
        raise RowsRefused(_("There is no party %(code)s.") % {"code": code})
    if account.control in PARTY_KEPT and not (code and cells["document"]):
        raise RowsRefused(
            _("On account %(account)s, name the party and its document; each is an open item.")
            % {"account": account.code}
        )
    return books.parties.get(code)


def _signed(cells: dict[str, str], own: str) -> Decimal:
    debit, credit = (_number(cells[name]) for name in ("debit", "credit"))
    if bool(debit) == bool(credit) or debit < 0 or credit < 0:
        raise RowsRefused(_("Write a debit or a credit above zero, one of them."))
    amount = debit - credit
    if amount != round_money(amount, own):
        raise RowsRefused(_("Write amounts that %(currency)s has coins for.") % {"currency": own})
    return amount


def _foreign(cells: dict[str, str], amount: Decimal, account: Account, books: _Books) -> dict[str, Any]:  # fmt: skip
    currency = cells["currency"].upper() or books.own
    if currency not in books.currencies:
        raise RowsRefused(_("There is no currency %(code)s.") % {"code": cells["currency"]})
    if account.currency_id and account.currency_id != currency:
        raise RowsRefused(
            _("Account %(account)s is kept in %(currency)s; write the amount in it.")
            % {"account": account.code, "currency": account.currency_id}
        )
    if currency == books.own:
        return {}
    given = abs(_number(cells["amount_currency"]))
    if not given or given != round_money(given, currency):
        raise RowsRefused(
            _("Write the amount in %(currency)s beside the one in %(own)s.")
            % {"currency": currency, "own": books.own}
        )
    rate = (abs(amount) / given).quantize(RATE)
    return {
        "currency": currency,
        "amount_currency": given if amount > 0 else -given,
        "rate": rate,
    }


def _number(text: str) -> Decimal:
    try:
        return parse_decimal(text) if text else ZERO
    except NotANumber as error:
        raise RowsRefused(
            _("Write %(text)s as a number like 1234.50.") % {"text": text[:40]}
        ) from error


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RowsRefused(
            _("Write the day %(text)s like 2026-01-31.") % {"text": text[:40]}
        ) from error


def _digest(on: date, found: Sequence[FileRow]) -> str:
    """Return the SHA-256 of the day and of what the rows say, in any order."""
    rows = sorted(json.dumps(row.cells, sort_keys=True, ensure_ascii=False) for row in found)
    return hashlib.sha256("\n".join([on.isoformat(), *rows]).encode()).hexdigest()
