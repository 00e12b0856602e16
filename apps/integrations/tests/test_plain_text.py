"""Beancount and hledger take the export as it is, and both hold the balances of the ledger to the cent."""

import subprocess
import sys
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from beancount import loader
from beancount.core.data import Transaction

from apps.integrations.formats.names import account_names, component, legs
from apps.integrations.tests.factories import content, export, make_rich_books
from apps.integrations.tests.hledger_text import Journal
from apps.ledger.models import Account, EntryLine
from apps.ledger.reports import trial_balance
from apps.ledger.tests.factories import YEAR

FIRST, MIDDLE, LAST = date(YEAR, 1, 1), date(YEAR, 2, 1), date(YEAR, 12, 31)
BEAN_CHECK = Path(sys.executable).with_name("bean-check")


@pytest.fixture
def books(company):
    make_rich_books()
    return company


def expected_units(last=LAST):
    """Return what the ledger's lines sum to per account and currency; no foreign amount is company currency."""
    sums = defaultdict(Decimal)
    for line in EntryLine.objects.filter(date__lte=last).select_related("account"):
        amount = line.debit - line.credit
        foreign = line.currency_id != "EUR" and line.amount_currency != 0
        sums[line.account_id, line.currency_id if foreign else "EUR"] += (
            line.amount_currency if foreign else amount
        )
    return {key: value for key, value in sums.items() if value}


def expected_balances(user, last=LAST):
    """Return the trial balance, per account."""
    rows = trial_balance(user, FIRST, last).rows
    return {row.account.pk: row.closing for row in rows if row.closing}


def of_beancount(text):
    """Return units per account and currency, and cost per account, as beancount itself adds them up."""
    entries, errors, _options = loader.load_string(text)
    assert errors == []
    units, cost = defaultdict(Decimal), defaultdict(Decimal)
    for entry in entries:
        for posting in entry.postings if isinstance(entry, Transaction) else ():
            number, currency = posting.units
            units[posting.account, currency] += number
            cost[posting.account] += number * (posting.cost.number if posting.cost else 1)
    return units, {name: round(value, 2) for name, value in cost.items()}


def by_name(found, names):
    """Return sums that are not zero, by the accounts' names in the file."""
    return {
        (names[key[0]], key[1]) if isinstance(key, tuple) else names[key]: value
        for key, value in found.items()
    }


def without_zeros(found):
    return {key: value for key, value in found.items() if value}


def names_of_accounts():
    return account_names(Account.objects.order_by("code"))


@pytest.mark.parametrize("days", [(None, None), (MIDDLE, None), (FIRST, MIDDLE)])
def test_bean_check_finds_nothing_wrong(books, tmp_path, days):
    file = tmp_path / "books.beancount"
    file.write_bytes(content(export("beancount", *days)))

    done = subprocess.run([BEAN_CHECK, file], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_bean_check_would_find_a_cent(books, tmp_path):
    file = tmp_path / "books.beancount"
    text = content(export("beancount")).decode()
    file.write_text(text.replace("-12.34 EUR", "-12.35 EUR", 1))

    done = subprocess.run([BEAN_CHECK, file], capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "Transaction does not balance" in done.stderr
    assert "Balance failed" in done.stderr


@pytest.mark.parametrize(("first", "last"), [(None, LAST), (MIDDLE, LAST), (None, MIDDLE)])
def test_beancount_holds_the_trial_balance_per_account_and_currency(books, user_in, first, last):
    units, cost = of_beancount(content(export("beancount", first, last)).decode())

    names = names_of_accounts()
    assert without_zeros(units) == by_name(expected_units(last), names)
    assert without_zeros(cost) == by_name(expected_balances(user_in("accountant"), last), names)
    assert ("JPY" in {currency for _account, currency in units}) == (last == LAST)


@pytest.mark.parametrize(("first", "last"), [(None, LAST), (MIDDLE, LAST), (None, MIDDLE)])
def test_hledger_holds_the_trial_balance_per_account_and_currency(books, user_in, first, last):
    journal = Journal(content(export("hledger", first, last)).decode(), "EUR")

    names = names_of_accounts()
    assert without_zeros(journal.units) == by_name(expected_units(last), names)
    assert without_zeros(journal.cost) == by_name(
        expected_balances(user_in("accountant"), last), names
    )


def test_each_entry_stands_under_its_sealed_number_with_its_document(books):
    result = export("beancount")
    entries, _errors, _options = loader.load_string(content(result).decode())

    booked = [entry for entry in entries if isinstance(entry, Transaction)]
    numbers = sorted(int(entry.meta["number"]) for entry in booked)
    assert numbers == list(range(1, result.seal_number + 1))
    assert result.entry_count == len(numbers)
    assert [entry.meta["journal"] for entry in booked if entry.meta.get("document") == "M,1"] == [
        "GEN",
        "GEN",
    ]
    assert Journal(content(export("hledger")).decode(), "EUR").codes.sort() == numbers.sort()


def test_what_is_posted_later_is_in_the_next_export_only(books):
    before = export("hledger", last=LAST)
    text = content(before)
    from apps.ledger.tests.factories import post  # noqa: PLC0415 - after the first export

    post(("5120", "77"), ("7070", "-77"))

    again = export("hledger", last=LAST)
    assert again.entry_count == before.entry_count + 1
    assert content(before) == text


def test_no_two_accounts_share_a_name():
    accounts = [
        Account(code=code, name="Twin", type="income") for code in ("70-9", "70.9", "70 9", "709")
    ]

    names = list(account_names(accounts).values())

    assert names == [
        "Income:Revenue:70-9-Twin",
        "Income:Revenue:70-9-Twin-2",
        "Income:Revenue:70-9-Twin-3",
        "Income:Revenue:709-Twin",
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('5120 Bank: "main" (€)', "5120-Bank-main"),
        ("x1 small code", "X1-small-code"),
        ("مبيعات", "A-مبيعات"),
        ("€", "A"),
        ("é1", "É1"),
        ("a\u0301b", "Áb"),
    ],
)
def test_an_account_is_called_what_both_tools_can_read(text, name):
    assert component(text) == name
    _entries, errors, _options = loader.load_string(f"{YEAR}-01-01 open Assets:{name}")
    assert errors == []


D = Decimal


@pytest.mark.parametrize(
    ("amount", "units", "written"),
    [
        ("92", "100", [(D(100), "USD", D(92))]),
        ("-92", "-100", [(D(-100), "USD", D(-92))]),
        ("5", "0", [(D(5), "EUR", D(5))]),
        ("0", "7", [(D(7), "USD", D(0))]),
        ("-3", "7", [(D(7), "USD", D(0)), (D(-3), "EUR", D(-3))]),
        ("0", "0", []),
    ],
)
def test_a_balance_keeps_its_value_whatever_the_sign_of_its_units(amount, units, written):
    assert legs(D(amount), "USD", D(units), "EUR") == written


def test_the_day_after_holds_the_assertions(books):
    text = content(export("beancount", None, MIDDLE)).decode()

    assert f"{MIDDLE + timedelta(days=1)} balance Assets:Cash:5120-Bank-main" in text
