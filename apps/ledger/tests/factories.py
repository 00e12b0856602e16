"""Books for tests: a small chart, a year of periods, entries; and books shown as text."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from apps.access.tests.factories import make_user
from apps.companies.models import Company
from apps.companies.selectors import company_in_force
from apps.companies.tests.factories import make_rate
from apps.core.context import company_id
from apps.core.ids import uuid7
from apps.ledger import services
from apps.ledger.choices import AccountType, Control, JournalType, Purpose
from apps.ledger.models import (
    Account,
    AreaLock,
    ClosingTask,
    DefaultAccount,
    Deferral,
    Dimension,
    DimensionRule,
    DimensionValue,
    Entry,
    EntryLine,
    EntryTemplate,
    FiscalYear,
    Journal,
    ManualEntry,
    ManualEntryLine,
    OpeningImport,
    Period,
    Reopening,
    ReportRun,
    Revaluation,
    Seal,
    Tax,
    TaxBox,
)
from apps.ledger.services import Posting
from apps.parties.models import Party

YEAR = 2026
ACCOUNTS: tuple[tuple[str, str, str, str, str], ...] = (
    ("1010", "Capital", AccountType.EQUITY, "", ""),
    ("1100", "Retained earnings", AccountType.EQUITY, "", Purpose.RETAINED_EARNINGS),
    ("1900", "Opening balances", AccountType.EQUITY, "", Purpose.OPENING),
    ("2100", "Machines", AccountType.ASSET_FIXED, "", ""),
    ("3700", "Stock", AccountType.ASSET_CURRENT, Control.STOCK, Purpose.STOCK),
    ("4010", "Suppliers", AccountType.LIABILITY_PAYABLE, Control.PAYABLE, Purpose.PAYABLE),
    (
        "4080",
        "Goods received, not invoiced",
        AccountType.LIABILITY_CURRENT,
        Control.UNBILLED,
        Purpose.UNBILLED,
    ),
    ("4110", "Customers", AccountType.ASSET_RECEIVABLE, Control.RECEIVABLE, Purpose.RECEIVABLE),
    (
        "4091",
        "Deposits with suppliers",
        AccountType.ASSET_PREPAYMENTS,
        Control.PAYABLE,
        Purpose.SUPPLIER_DEPOSITS,
    ),
    (
        "4191",
        "Deposits of customers",
        AccountType.LIABILITY_CURRENT,
        Control.RECEIVABLE,
        Purpose.CUSTOMER_DEPOSITS,
    ),
    ("4197", "Down payments invoiced", AccountType.LIABILITY_CURRENT, "", Purpose.DOWN_PAYMENTS),
    (
        "4097",
        "Down payments to suppliers",
        AccountType.ASSET_PREPAYMENTS,
        "",
        Purpose.SUPPLIER_DOWN_PAYMENTS,
    ),
    ("4455", "Tax to pay", AccountType.LIABILITY_CURRENT, "", Purpose.TAX_PAYABLE),
    ("4456", "Input tax", AccountType.ASSET_CURRENT, "", ""),
    ("4457", "Output tax", AccountType.LIABILITY_CURRENT, "", ""),
    ("4700", "Suspense, matched", AccountType.ASSET_CURRENT, "", ""),
    ("5120", "Bank", AccountType.ASSET_CASH, "", Purpose.BANK),
    ("5300", "Cash", AccountType.ASSET_CASH, "", ""),
    ("6030", "Cost of goods sold", AccountType.EXPENSE_DIRECT_COST, "", Purpose.COST_OF_SALES),
    ("6031", "Price variance", AccountType.EXPENSE_DIRECT_COST, "", Purpose.PRICE_VARIANCE),
    ("6080", "Freight and duty", AccountType.EXPENSE_DIRECT_COST, "", Purpose.LANDED_COSTS),
    ("6032", "Stock adjustments", AccountType.EXPENSE_DIRECT_COST, "", Purpose.STOCK_ADJUSTMENT),
    ("6033", "Scrap", AccountType.EXPENSE_DIRECT_COST, "", Purpose.SCRAP),
    ("6070", "Purchases", AccountType.EXPENSE, "", Purpose.EXPENSE),
    ("6580", "Rounding", AccountType.EXPENSE, "", Purpose.ROUNDING),
    ("6650", "Discounts granted", AccountType.EXPENSE, "", Purpose.DISCOUNT_GIVEN),
    ("6660", "Exchange losses", AccountType.EXPENSE, "", Purpose.EXCHANGE_LOSS),
    ("7070", "Sales", AccountType.INCOME, "", Purpose.REVENUE),
    ("7085", "Freight charged", AccountType.INCOME, "", Purpose.FREIGHT_OUT),
    ("7650", "Discounts taken", AccountType.INCOME_OTHER, "", Purpose.DISCOUNT_TAKEN),
    (
        "4198",
        "Exchange differences on receivables",
        AccountType.ASSET_CURRENT,
        "",
        Purpose.REVALUED_RECEIVABLES,
    ),
    (
        "4098",
        "Exchange differences on payables",
        AccountType.LIABILITY_CURRENT,
        "",
        Purpose.REVALUED_PAYABLES,
    ),
    ("7660", "Exchange gains", AccountType.INCOME_OTHER, "", Purpose.EXCHANGE_GAIN),
    ("4180", "Delivered, not invoiced", AccountType.ASSET_CURRENT, "", Purpose.ACCRUED_REVENUE),
    ("4085", "Services not invoiced", AccountType.LIABILITY_CURRENT, "", Purpose.ACCRUED_EXPENSES),
)
_MATCHED = {"4010", "4091", "4110", "4191", "4700"}
_JOURNALS = {
    "SAL": JournalType.SALES,
    "PUR": JournalType.PURCHASES,
    "BNK": JournalType.BANK,
    "CSH": JournalType.CASH,
    "STK": JournalType.STOCK,
    "GEN": JournalType.GENERAL,
    "OPN": JournalType.OPENING,
    "CLO": JournalType.CLOSING,
}


def make_books(*, year: int = YEAR) -> dict[str, Account]:
    """Give the company in force a small chart, journals, taxes and one open year; return accounts by code."""
    company = company_id()
    accounts = Account.objects.bulk_create(
        Account(
            company_id=company,
            code=code,
            name=name,
            type=kind,
            control=control,
            reconcile=code in _MATCHED,
        )
        for code, name, kind, control, _purpose in ACCOUNTS
    )
    by_code = {account.code: account for account in accounts}
    DefaultAccount.objects.bulk_create(
        DefaultAccount(company_id=company, purpose=purpose, account=by_code[code])
        for code, _name, _kind, _control, purpose in ACCOUNTS
        if purpose
    )
    money = {"BNK": by_code["5120"], "CSH": by_code["5300"]}
    Journal.objects.bulk_create(
        Journal(company_id=company, code=code, name=kind.label, type=kind, account=money.get(code))
        for code, kind in _JOURNALS.items()
    )
    Tax.objects.bulk_create(
        Tax(
            company_id=company,
            code=code,
            name=code,
            use=use,
            rate=Decimal(rate),
            account=by_code[account],
        )
        for code, use, rate, account in (
            ("S20", "sale", "20", "4457"),
            ("S0", "sale", "0", "4457"),
            ("P20", "purchase", "20", "4456"),
            ("P0", "purchase", "0", "4456"),
        )
    )
    services.open_fiscal_year(actor=None, start=date(year, 1, 1))
    return by_code


def account(code: str) -> Account:
    """Return the account of the company in force with this code."""
    return Account.objects.get(company_id=company_id(), code=code)


def make_party(code: str = "ALFKI", **fields: Any) -> Party:
    """Return a new party of the company in force, customer and supplier."""
    currency = Company.objects.get(pk=company_id()).currency_id
    values = {
        "name": code.title(),
        "is_customer": True,
        "is_supplier": True,
        "currency_id": currency,
        **fields,
    }
    return Party.objects.create(company_id=company_id(), code=code, **values)


def post(*lines: tuple[str, str], on: date = date(YEAR, 1, 15), **fields: Any) -> Entry:
    """Post an entry of (account code, signed amount) lines: ``post(("5120", "10"), ("7070", "-10"))``."""
    by_code = {row.code: row for row in Account.objects.filter(company_id=company_id())}
    values: dict[str, Any] = {
        "actor": None,
        "journal": services.journal_of(JournalType.GENERAL),
        "source_type": "tests.source",
        "source_id": uuid7(),
        **fields,
    }
    return services.post_entry(
        on=on,
        postings=[Posting(by_code[code], Decimal(amount)) for code, amount in lines],
        **values,
    )


def make_foreign_item(
    foreign: str = "1000",
    *,
    rate: str = "0.90",
    closing: str = "0.95",
    on: date = date(YEAR, 3, 10),
    currency: str = "USD",
) -> Entry:
    """Post a receivable in a foreign currency at ``rate``; the month of ``on`` closes at ``closing``."""
    make_rate(currency, on, rate)
    last = Period.objects.get(company_id=company_id(), start__lte=on, end__gte=on).end
    make_rate(currency, last, closing)
    booked = Decimal(foreign) * Decimal(rate)
    party = Party.objects.filter(company_id=company_id()).first() or make_party()
    amounts = {"currency": currency, "rate": Decimal(rate)}
    return services.post_entry(
        actor=None,
        journal=services.journal_of(JournalType.GENERAL),
        on=on,
        postings=[
            Posting(
                account("4110"), booked, party=party, amount_currency=Decimal(foreign), **amounts
            ),
            Posting(account("7070"), -booked, amount_currency=-Decimal(foreign), **amounts),
        ],
        source_type="tests.source",
        source_id=uuid7(),
        reference="INV-FOREIGN",
    )


def manual_line(code: str, amount: str, **fields: Any) -> ManualEntryLine:
    """Return an unsaved line of a manual entry; a positive ``amount`` is a debit."""
    value = Decimal(amount)
    return ManualEntryLine(
        account=account(code),
        debit=max(value, Decimal(0)),
        credit=max(-value, Decimal(0)),
        **fields,
    )


def draft(
    *lines: tuple[str, str], on: date = date(YEAR, 1, 15), memo: str = "By hand"
) -> ManualEntry:
    """Return a draft manual entry of (account code, signed amount) lines."""
    return services.save_manual_entry(
        actor=None,
        document=ManualEntry(
            company_id=company_id(), journal=services.journal_of("general"), date=on, memo=memo
        ),
        lines=[manual_line(code, amount) for code, amount in lines],
    )


def make_revaluation() -> Revaluation:
    """Return the revaluation of a foreign receivable at the end of March."""
    foreign = "USD" if company_in_force().currency_id != "USD" else "GBP"
    make_foreign_item(currency=foreign)
    made = services.revalue(actor=None, on=date(YEAR, 3, 31))
    assert made is not None
    return made


def period(code: str) -> Period:
    """Return the period of the company in force with this code."""
    return Period.objects.get(company_id=company_id(), code=code)


def reopen(code: str, reason: str = "A bill came late") -> Period:
    """Return the period of this code, reopened: one user asked, another one approved."""
    asking, approving = (make_user("owner", companies=(company_in_force(),)) for _ in range(2))
    services.reopen_period(actor=asking, pk=period(code).pk, reason=reason)
    services.approve_period(actor=approving, pk=period(code).pk)
    return period(code)


def lock(area: str, *, soft: str | None = None, hard: str | None = None) -> AreaLock:
    """Return the lock of an area, set to these days (ISO)."""
    row = AreaLock.objects.filter(company_id=company_id(), area=area).first()
    row = row or AreaLock(company_id=company_id(), area=area)
    row.soft_until = date.fromisoformat(soft) if soft else row.soft_until
    row.hard_until = date.fromisoformat(hard) if hard else row.hard_until
    return services.save_area_lock(actor=None, document=row)


def task(name: str, **fields: Any) -> ClosingTask:
    """Return a new task of the closing checklist."""
    return services.save_closing_task(actor=None, document=ClosingTask(name=name, **fields))


def asked_for() -> Reopening:
    """Return a request to reopen a closed period of an earlier year."""
    services.open_fiscal_year(actor=None, start=date(YEAR - 1, 1, 1))
    first = period(f"{YEAR - 1}-01")
    services.close_period(actor=None, pk=first.pk)
    asking = make_user("owner", companies=(company_in_force(),))
    return services.reopen_period(actor=asking, pk=first.pk, reason="A bill came late")


def sample_objects() -> dict[str, Any]:
    """Return one object of each kind that has screens, for the access sweep."""
    return {
        "account": account("5120"),
        "journal": services.journal_of("general"),
        "defaultaccount": DefaultAccount.objects.get(company_id=company_id(), purpose="bank"),
        "tax": Tax.objects.get(company_id=company_id(), code="S20"),
        "entry": post(("5120", "10"), ("7070", "-10")),
        "manualentry": draft(("6070", "10"), ("5120", "-10")),
        "period": period(f"{YEAR}-01"),
        "fiscalyear": FiscalYear.objects.get(company_id=company_id(), code=str(YEAR)),
        "reopening": asked_for(),
        "arealock": lock("sales", hard="2020-01-31"),
        "closingtask": task("Count the cash"),
        **sample_analysis(),
        "revaluation": make_revaluation(),
        "taxbox": TaxBox.objects.filter(company_id=company_id()).first()
        or services.install_tax_boxes(actor=None, template="")[0],
        "taxreturn": services.file_tax_return(
            actor=None, first=date(2020, 1, 1), last=date(2020, 1, 31)
        ),
        "reportrun": make_report_run(),
        "openingimport": make_opening_import(),
    }


def make_report_run() -> ReportRun:
    """Return a pinned trial balance without its files."""
    services.seal_entries(full=True)
    seal = Seal.objects.filter(company_id=company_id()).latest("number")
    asked = {"report": "trial_balance", "first": f"{YEAR}-01-01", "last": f"{YEAR}-12-31"}
    return ReportRun.objects.create(
        company_id=company_id(),
        title="Trial balance",
        question=asked,
        language="en",
        number=seal.number,
        seal_hash=seal.hash,
        pdf_sha256="0" * 64,
        xlsx_sha256="0" * 64,
    )


def make_opening_import() -> OpeningImport:
    """Return opening balances of a bank and a loan."""
    return services.post_opening(
        actor=None,
        content=b"account,debit,credit\n5120,10,\n1010,,10\n",
        filename="opening.csv",
        on=date(YEAR, 1, 1),
        control_total=Decimal(10),
    )


def sample_analysis() -> dict[str, Any]:
    """Return a dimension, a value and a rule, for the access sweep."""
    row = dimension("SAMPLE", "SAMPLE1")
    return {
        "dimension": row,
        "dimensionvalue": value_of("SAMPLE1"),
        "dimensionrule": rule(row, "optional", "6070"),
        "party": make_party("ANALYSED"),
        "entrytemplate": EntryTemplate.objects.create(
            company_id=company_id(), name="Sample", journal=services.journal_of("general")
        ),
        "deferral": Deferral.objects.create(
            company_id=company_id(),
            kind="expense",
            memo="Sample",
            journal=services.journal_of("general"),
            result_account=account("6070"),
            deferred_account=account("4700"),
            amount=12,
            date=date(YEAR, 1, 1),
            start=date(YEAR, 1, 1),
            end=date(YEAR, 12, 31),
            method="months",
        ),
    }


def journal(entry: Entry | None) -> str:
    """Return an entry as text, a line each: account, debit in the first column, credit in the second."""
    assert entry is not None
    return lines_as_text(entry.lines.select_related("account").order_by("line_no"))


def lines_as_text(lines: Sequence[EntryLine] | Any) -> str:
    """Return entry lines as text; see ``journal``."""
    rows = []
    for line in lines:
        amount = f"{line.debit or line.credit:.2f}"
        column = 12 if line.debit else 24
        rows.append(f"{line.account.code:<6}{amount:>{column}}")
    return "\n".join(rows)


def check_deferred_rules() -> None:
    """Check now what the database would check at commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def dimension(code: str = "CC", *values: str, **fields: Any) -> Dimension:
    """Return a new dimension with values of these codes; ``value_of`` finds them."""
    company = company_id()
    row = Dimension.objects.create(company_id=company, code=code, name=code.title(), **fields)
    for value in values:
        DimensionValue.objects.create(company_id=company, dimension=row, code=value, name=value)
    return row


def value_of(code: str) -> DimensionValue:
    """Return the dimension value of the company in force with this code."""
    return DimensionValue.objects.get(company_id=company_id(), code=code)


def by(*codes: str) -> dict[str, str]:
    """Return dimensions as a line carries them: ``by("SHOP", "NORTH")``."""
    rows = DimensionValue.objects.filter(company_id=company_id(), code__in=codes)
    return {str(row.dimension_id): str(row.pk) for row in rows}


def rule(dimension: Dimension, policy: str, account_code: str = "", **fields: Any) -> DimensionRule:
    """Return a new rule for an account, or for the ``account_type`` among ``fields``."""
    return DimensionRule.objects.create(
        company_id=company_id(),
        dimension=dimension,
        policy=policy,
        account=account(account_code) if account_code else None,
        **fields,
    )
