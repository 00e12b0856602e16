"""Names and amounts as plain-text accounting writes them; beancount and hledger share the account names."""

import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from apps.core.money import ZERO, minor_units
from apps.ledger.choices import AccountType
from apps.ledger.models import Account

ROOTS: dict[str, str] = {
    AccountType.ASSET_RECEIVABLE: "Assets:Receivable",
    AccountType.ASSET_CASH: "Assets:Cash",
    AccountType.ASSET_CURRENT: "Assets:Current",
    AccountType.ASSET_FIXED: "Assets:Fixed",
    AccountType.ASSET_NON_CURRENT: "Assets:Non-Current",
    AccountType.ASSET_PREPAYMENTS: "Assets:Prepayments",
    AccountType.LIABILITY_PAYABLE: "Liabilities:Payable",
    AccountType.LIABILITY_CURRENT: "Liabilities:Current",
    AccountType.LIABILITY_NON_CURRENT: "Liabilities:Non-Current",
    AccountType.EQUITY: "Equity:Capital",
    AccountType.EQUITY_UNAFFECTED: "Equity:Result",
    AccountType.INCOME: "Income:Revenue",
    AccountType.INCOME_OTHER: "Income:Other",
    AccountType.EXPENSE: "Expenses:Operating",
    AccountType.EXPENSE_DEPRECIATION: "Expenses:Depreciation",
    AccountType.EXPENSE_DIRECT_COST: "Expenses:Cost-Of-Sales",
    AccountType.OFF_BALANCE: "Equity:Off-Balance",
}


def account_names(accounts: Iterable[Account]) -> dict[UUID, str]:
    """Return a name per account, such as ``Assets:Cash:5120-Bank``; no two accounts share one."""
    names: dict[UUID, str] = {}
    taken: set[str] = set()
    for account in accounts:
        wanted = f"{ROOTS[account.type]}:{component(f'{account.code} {account.name}')}"
        name, again = wanted, 1
        while name in taken:
            again += 1
            name = f"{wanted}-{again}"
        taken.add(name)
        names[account.pk] = name
    return names


def component(text: str) -> str:
    """Return ``text`` as a part of an account name: letters, digits and dashes, beginning with a capital or digit."""
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(character if _may_stand(character) else " " for character in composed)
    name = "-".join(kept.replace("-", " ").split())
    name = name[:1].upper() + name[1:]
    fine = name and (name[0].isdigit() or unicodedata.category(name[0]) == "Lu")
    return name if fine else f"A-{name}".rstrip("-")


def _may_stand(character: str) -> bool:
    return (
        character == "-" or character in "0123456789" or unicodedata.category(character)[0] == "L"
    )


def number(amount: Decimal, currency: str) -> str:
    """Return ``amount`` with the decimals of ``currency``, and more only where it has more."""
    decimals = max(minor_units(currency), -int(amount.normalize().as_tuple().exponent))
    return f"{amount:.{decimals}f}"


def one_line(text: str) -> str:
    """Return ``text`` without line breaks and other control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def legs(
    amount: Decimal, currency: str, units: Decimal, own: str
) -> list[tuple[Decimal, str, Decimal]]:
    """Return what to write for a balance: (units, currency, cost in ``own``), the cost on the side of the units.

    An amount without foreign units, or against their sign, stands by itself in the company's currency.
    """
    if currency == own or not units:
        return [(amount, own, amount)] if amount else []
    if (units > 0) == (amount > 0) and amount:
        return [(units, currency, amount)]
    return [(units, currency, ZERO), *([(amount, own, amount)] if amount else [])]
