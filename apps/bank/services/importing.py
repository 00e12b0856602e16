"""Bringing statements in: whole, once, and in an unbroken row; a file that is refused is kept too."""

import hashlib
import itertools
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.bank import formats
from apps.bank.choices import FileStatus, StatementFormat
from apps.bank.fingerprints import fingerprints, repeated, tokens
from apps.bank.formats import Mapping, ReadLine, ReadStatement, StatementRefused
from apps.bank.identity import same_account
from apps.bank.models import BankAccount, BankStatement, BankStatementLine, StatementFile
from apps.bank.services.rules import book_by_rules
from apps.core import events
from apps.core.attachments import LARGEST, safe_filename, store_attachment
from apps.core.context import company_id
from apps.core.formatting import format_date, format_money
from apps.core.money import round_money

KIND: Final = "statement"
READABLE: Final = 10 * 2**20
TYPES: Final = {
    StatementFormat.CAMT053: "application/xml",
    StatementFormat.OFX: "application/x-ofx",
    StatementFormat.CSV: "text/csv",
}


@dataclass(frozen=True, slots=True)
class _Row:
    """A line about to be stored, with what tells it from others."""

    line: ReadLine
    fingerprint: str


@transaction.atomic
def import_statements(
    *, actor: Any, pk: UUID, name: str, content: bytes, closing: Decimal | None = None
) -> StatementFile:
    """Take the statements of a file for the bank account ``pk``: all of it, or nothing of it.

    Lines that are known are left out, so the same file twice, or files that overlap, add nothing twice. The
    account's row is held meanwhile. What is refused is not raised: the file is kept, its ``message`` says why.

    Args:
        closing: for CSV without a balance, what the account stood at afterwards.

    Returns:
        The file; for bytes that were ``taken_before``, the file of then.
    """
    account = (
        BankAccount.objects.select_for_update(of=("self",))
        .select_related("currency")
        .get(company_id=company_id(), pk=pk)
    )
    digest = hashlib.sha256(content).hexdigest()
    known = StatementFile.objects.filter(
        company_id=company_id(), bank_account=account, sha256=digest, status=FileStatus.IMPORTED
    ).first()
    if known is not None:
        known.taken_before = True
        return known
    file = StatementFile(
        company_id=company_id(),
        bank_account=account,
        name=safe_filename(name),
        format=formats.detect(content) if content else StatementFormat.UNKNOWN,
        size=len(content),
        sha256=digest,
        status=FileStatus.IMPORTED,
        actor=actor,
    )
    try:
        with transaction.atomic():
            _take(file, content, closing)
    except StatementRefused as refusal:
        file.status, file.message = FileStatus.REFUSED, refusal.message
        file.line_count = file.known_count = 0
        file.save(force_insert=True)
    _keep(file, content, actor)
    name = "bank.refused" if file.status == FileStatus.REFUSED else "bank.taken"
    events.publish(name, file, lines=file.line_count)
    if file.line_count:
        book_by_rules(actor=actor, account=account)
    return file


def _keep(file: StatementFile, content: bytes, actor: Any) -> None:
    """Archive the bytes; those no archive row takes are packed first, and if that is not enough only hashed."""
    kept, name = content, file.name
    if len(content) > LARGEST:
        kept, name = zlib.compress(content, wbits=31), f"{file.name}.gz"
    if 0 < len(kept) <= LARGEST:
        kind = TYPES.get(StatementFormat(file.format), "text/plain")
        store_attachment(
            target=file,
            filename=name,
            content=kept,
            content_type=kind if kept is content else "application/gzip",
            kind=KIND,
            actor=actor,
        )


def _take(file: StatementFile, content: bytes, closing: Decimal | None) -> None:
    account = file.bank_account
    if not content:
        raise StatementRefused(_("To import, choose a file that is not empty."))
    if len(content) > READABLE:
        raise StatementRefused(
            _(
                "To import, ask the bank for shorter periods; a statement file may have 10 MB at most."
            )
        )
    found = formats.read(content, file.format, Mapping.of(account.csv_columns), closing)
    own = _of_account(account, found)
    for statement in own:
        _check(account, statement)
    rows = _unknown(account, own)
    count = sum(len(statement.lines) for statement in own)
    file.line_count = sum(len(fresh) for fresh in rows)
    file.known_count = count - file.line_count
    file.save(force_insert=True)
    _store(file, own, rows)


def _of_account(account: BankAccount, found: Sequence[ReadStatement]) -> list[ReadStatement]:
    """Return the statements of this account; those of others in the same file wait for theirs.

    Raises:
        StatementRefused: none is of this account, or it is in another currency.
    """
    own = [s for s in found if not s.account or same_account(account, s.account)]
    if not own:
        raise StatementRefused(
            _("To import, choose the account %(theirs)s; this file is not of %(ours)s.")
            % {"theirs": found[0].account, "ours": account}
        )
    for statement in own:
        if statement.currency and statement.currency != account.currency_id:
            raise StatementRefused(
                _("To import, choose an account in %(theirs)s; %(ours)s is kept in %(currency)s.")
                % {
                    "theirs": statement.currency,
                    "ours": account,
                    "currency": account.currency_id,
                }
            )
    own.sort(key=lambda statement: statement.date)
    return own[::-1] if len(own) > 1 and not _follow(own) and _follow(own[::-1]) else own


def _follow(statements: Sequence[ReadStatement]) -> bool:
    pairs = itertools.pairwise(statements)
    return all(after.opening in (None, before.closing) for before, after in pairs)


def _check(account: BankAccount, statement: ReadStatement) -> None:
    """Refuse a statement that contradicts itself.

    Raises:
        StatementRefused: see the texts.
    """
    currency = account.currency_id
    amounts = [statement.closing, *(line.amount for line in statement.lines)]
    if any(amount != round_money(amount, currency) for amount in amounts):
        raise StatementRefused(
            _("To import, correct the amounts; one is finer than %(currency)s allows.")
            % {"currency": currency}
        )
    twice = repeated(statement.lines)
    if twice is not None:
        raise StatementRefused(
            _(
                "To import, remove the line that stands there twice: %(date)s, %(amount)s, %(reference)s."
            )
            % {
                "date": format_date(twice.date),
                "amount": format_money(twice.amount, currency),
                "reference": twice.reference,
            }
        )
    if statement.opening is None:
        return
    wanted = statement.opening + statement.movement
    if wanted != statement.closing:
        raise StatementRefused(
            _(
                "To import, fetch the whole statement %(statement)s: it opens with %(opening)s and moves by "
                "%(movement)s, but closes with %(closing)s."
            )
            % {
                "statement": statement.reference or format_date(statement.date),
                "opening": format_money(statement.opening, currency),
                "movement": format_money(statement.movement, currency),
                "closing": format_money(statement.closing, currency),
            }
        )


def _unknown(account: BankAccount, statements: Sequence[ReadStatement]) -> list[list[_Row]]:
    """Return, per statement, the lines that are not there yet."""
    lines = [line for statement in statements for line in statement.lines]
    hashes = fingerprints(lines)
    there = set(
        BankStatementLine.objects.filter(
            company_id=company_id(), bank_account=account, fingerprint__in=hashes
        ).values_list("fingerprint", flat=True)
    )
    pairs = iter(zip(lines, hashes, strict=True))
    return [
        [_Row(*pair) for _line in statement.lines if (pair := next(pairs))[1] not in there]
        for statement in statements
    ]


def _store(
    file: StatementFile, statements: Sequence[ReadStatement], rows: Sequence[Sequence[_Row]]
) -> None:
    """Append the statements to the account's row, or put them before it when they are older."""
    account = file.bank_account
    stored = BankStatement.objects.filter(company_id=company_id(), bank_account=account)
    first = stored.order_by("sequence").first()
    last = stored.order_by("-sequence").first()
    fresh = [(s, lines) for s, lines in zip(statements, rows, strict=True) if lines]
    older = [pair for pair in fresh if first is not None and pair[0].date < first.date]
    for statement, lines in reversed(older):
        assert first is not None
        first = _before(file, first, statement, lines)
    for statement, lines in fresh[len(older) :]:
        last = _after(file, last, statement, lines)


def _after(
    file: StatementFile,
    last: BankStatement | None,
    statement: ReadStatement,
    rows: Sequence[_Row],
) -> BankStatement:
    movement = sum((row.line.amount for row in rows), Decimal(0))
    opening = statement.closing - movement
    if last is not None and opening != last.closing_balance:
        currency = file.bank_account.currency_id
        raise StatementRefused(
            _(
                "To import, bring first what lies between: the last statement closes with %(closing)s on "
                "%(date)s, this one goes on from %(opening)s."
            )
            % {
                "closing": format_money(last.closing_balance, currency),
                "date": format_date(last.date),
                "opening": format_money(opening, currency),
            }
        )
    sequence = last.sequence + 1 if last is not None else 1
    return _insert(file, replace(statement, opening=opening), sequence, rows)


def _before(
    file: StatementFile, first: BankStatement, statement: ReadStatement, rows: Sequence[_Row]
) -> BankStatement:
    movement = sum((row.line.amount for row in rows), Decimal(0))
    opening = (
        statement.closing - statement.movement if statement.opening is None else statement.opening
    )
    if opening + movement != first.opening_balance:
        currency = file.bank_account.currency_id
        raise StatementRefused(
            _(
                "To import, bring first what lies between: this statement closes with %(closing)s, the first "
                "one there opens with %(opening)s on %(date)s."
            )
            % {
                "closing": format_money(opening + movement, currency),
                "date": format_date(first.date),
                "opening": format_money(first.opening_balance, currency),
            }
        )
    changed = replace(statement, opening=opening, closing=opening + movement)
    return _insert(file, changed, first.sequence - 1, rows)


def _insert(
    file: StatementFile, statement: ReadStatement, sequence: int, rows: Sequence[_Row]
) -> BankStatement:
    assert statement.opening is not None
    stored = BankStatement.objects.create(
        company_id=file.company_id,
        bank_account=file.bank_account,
        file=file,
        sequence=sequence,
        reference=statement.reference,
        date=statement.date,
        opening_balance=statement.opening,
        closing_balance=statement.closing,
        line_count=len(rows),
    )
    BankStatementLine.objects.bulk_create(
        [_line(stored, number, row) for number, row in enumerate(rows, 1)], batch_size=1000
    )
    return stored


def _line(statement: BankStatement, number: int, row: _Row) -> BankStatementLine:
    line = row.line
    return BankStatementLine(
        company_id=statement.company_id,
        statement=statement,
        bank_account=statement.bank_account,
        line_no=number,
        date=line.date,
        value_date=line.value_date,
        amount=line.amount,
        name=line.name,
        iban=line.iban,
        text=line.text,
        reference=line.reference,
        end_to_end=line.end_to_end,
        kind=line.kind,
        original_amount=line.original_amount,
        original_currency=line.original_currency,
        fingerprint=row.fingerprint,
        tokens=tokens(line.text, line.name, line.end_to_end, line.reference),
    )
