"""QuickBooks and Xero: sums per day, journal and account, each marked with the export, its seals and their hash.

Receivables and payables go over as plain current accounts: who owes what stays here, and neither program takes a
journal of many customers on its own control accounts.

Sources: Intuit, IIF import kit (transactions, accounts); Intuit, JournalEntry of the Accounting API; Xero, Manual
journals import template and ManualJournals of the Accounting API.
"""

import csv
import json
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO
from typing import Any

from apps.core.exports import neutral
from apps.integrations.books import Books, DaySums
from apps.integrations.formats.names import number, one_line
from apps.ledger.choices import AccountType
from apps.ledger.models import Account

IIF_TYPES: dict[str, str] = {
    AccountType.ASSET_RECEIVABLE: "OCASSET",
    AccountType.ASSET_CASH: "BANK",
    AccountType.ASSET_CURRENT: "OCASSET",
    AccountType.ASSET_FIXED: "FIXASSET",
    AccountType.ASSET_NON_CURRENT: "OASSET",
    AccountType.ASSET_PREPAYMENTS: "OCASSET",
    AccountType.LIABILITY_PAYABLE: "OCLIAB",
    AccountType.LIABILITY_CURRENT: "OCLIAB",
    AccountType.LIABILITY_NON_CURRENT: "LTLIAB",
    AccountType.EQUITY: "EQUITY",
    AccountType.EQUITY_UNAFFECTED: "EQUITY",
    AccountType.INCOME: "INC",
    AccountType.INCOME_OTHER: "EXINC",
    AccountType.EXPENSE: "EXP",
    AccountType.EXPENSE_DEPRECIATION: "EXP",
    AccountType.EXPENSE_DIRECT_COST: "COGS",
    AccountType.OFF_BALANCE: "NONPOSTING",
}
XERO_HEAD = (
    "*Narration",
    "*Date",
    "Description",
    "*AccountCode",
    "*TaxRate",
    "*Amount",
    "TrackingName1",
    "TrackingOption1",
    "TrackingName2",
    "TrackingOption2",
)
NO_TAX = "Tax Exempt"


def write_iif(books: Books) -> Iterator[str]:
    """Yield the accounts and one GENERAL JOURNAL per day and journal, debits positive, tab separated."""
    yield "!ACCNT\tNAME\tACCNTTYPE\tDESC\tACCNUM\r\n"
    for account in books.accounts.values():
        kind = IIF_TYPES[account.type]
        yield _tabs("ACCNT", _called(account), kind, account.name, account.code)
    columns = "TRNSTYPE\tDATE\tACCNT\tAMOUNT\tDOCNUM\tMEMO"
    yield f"!TRNS\tTRNSID\t{columns}\r\n!SPL\tSPLID\t{columns}\r\n!ENDTRNS\r\n"
    for position, sums in enumerate(books.day_sums(), 1):
        word = "TRNS"
        for account, amount in sides(sums):
            yield _tabs(
                word,
                "",
                "GENERAL JOURNAL",
                f"{sums.date:%m/%d/%Y}",
                _called(account),
                number(amount, books.currency),
                f"{books.number}-{position}",
                _mark(books, sums),
            )
            word = "SPL"
        yield "ENDTRNS\r\n"


def write_quickbooks(books: Books) -> Iterator[str]:
    """Yield one JSON object: the batch, and a JournalEntry of the Accounting API per day and journal."""
    yield f'{{"batch": {json.dumps(_batch(books), ensure_ascii=False)},\n"JournalEntry": ['
    for position, sums in enumerate(books.day_sums(), 1):
        lines = ",\n  ".join(
            _quickbooks_line(account, amount, books.currency) for account, amount in sides(sums)
        )
        head = _fields(
            DocNumber=f"{books.number}-{position}",
            TxnDate=sums.date.isoformat(),
            PrivateNote=_mark(books, sums),
            CurrencyRef={"value": books.currency},
        )
        yield f'{"," if position > 1 else ""}\n{{{head}, "Line": [\n  {lines}]}}'
    yield "\n]}\n"


def write_xero_csv(books: Books) -> Iterator[str]:
    """Yield the template for manual journals: rows of one narration and day are one journal, debits positive."""
    yield _csv(XERO_HEAD)
    for position, sums in enumerate(books.day_sums(), 1):
        narration = f"{books.number}-{position} {_mark(books, sums)}"
        for account, amount in sides(sums):
            rounded = Decimal(number(amount, books.currency))
            day = f"{sums.date:%d/%m/%Y}"
            row = (narration, day, account.name, account.code, NO_TAX, rounded, "", "", "", "")
            yield _csv(row)


def write_xero_json(books: Books) -> Iterator[str]:
    """Yield one JSON object: the batch, and a draft of ManualJournals per day and journal."""
    yield f'{{"batch": {json.dumps(_batch(books), ensure_ascii=False)},\n"ManualJournals": ['
    for position, sums in enumerate(books.day_sums(), 1):
        lines = ",\n  ".join(
            f'{{"LineAmount": {number(amount, books.currency)}, '
            f"{_fields(AccountCode=account.code, Description=one_line(account.name), TaxType='NONE')}}}"
            for account, amount in sides(sums)
        )
        head = _fields(
            Narration=f"{books.number}-{position} {_mark(books, sums)}",
            Date=sums.date.isoformat(),
            Status="DRAFT",
            LineAmountTypes="NoTax",
        )
        yield f'{"," if position > 1 else ""}\n{{{head}, "JournalLines": [\n  {lines}]}}'
    yield "\n]}\n"


def sides(sums: DaySums) -> Iterator[tuple[Account, Decimal]]:
    """Yield what was debited (positive) and what was credited (negative) to each account, apart."""
    for account, debit, credit in sums.rows:
        if debit:
            yield account, debit
        if credit:
            yield account, -credit


def _quickbooks_line(account: Account, amount: Decimal, currency: str) -> str:
    detail = {
        "PostingType": "Debit" if amount > 0 else "Credit",
        "AccountRef": {"value": account.code, "name": one_line(account.name)},
    }
    rest = _fields(DetailType="JournalEntryLineDetail", JournalEntryLineDetail=detail)
    return f'{{"Amount": {number(abs(amount), currency)}, {rest}}}'


def _batch(books: Books) -> dict[str, Any]:
    return {
        "number": books.number,
        "company": books.company.code,
        "currency": books.currency,
        "sealed_up_to": books.head,
        "seal": books.head_hash,
        "spans": [
            {
                "first_seal": span.low,
                "last_seal": span.high,
                "from": span.first.isoformat(),
                "to": span.last.isoformat(),
            }
            for span in books.spans
        ],
    }


def _mark(books: Books, sums: DaySums) -> str:
    """Return what tells whoever reads the other books where this came from."""
    seals = f"{sums.low}-{sums.high}"
    return f"{sums.journal.code} {sums.date} seals {seals} of {books.head_hash[:16]}"


def _fields(**values: Any) -> str:
    return json.dumps(values, ensure_ascii=False)[1:-1]


def _called(account: Account) -> str:
    """Return the account's name over there: no colon, which would make it a part of another."""
    return f"{account.code} {account.name}".replace(":", " ")[:31].rstrip()


def _tabs(*fields: str) -> str:
    return "\t".join(one_line(field).replace('"', "'") for field in fields) + "\r\n"


def _csv(row: tuple[Any, ...]) -> str:
    text = StringIO()
    csv.writer(text).writerow([neutral(cell) for cell in row])
    return text.getvalue()
