"""Statements over columns: the same figures whatever is closed, both sides equal, cash proved, drilled into."""

from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from apps.core.context import company_id
from apps.core.exceptions import InvalidInput
from apps.core.ids import uuid7
from apps.ledger import cashflow, reports, services, statements
from apps.ledger.balances import YEAR_SOURCE
from apps.ledger.cashflow import cash_flow
from apps.ledger.choices import AccountType
from apps.ledger.cumulative import balances_at, net
from apps.ledger.models import Account, DimensionValue, EntryLine
from apps.ledger.questions import Question
from apps.ledger.spans import Columns, Cut, Span, spans_of
from apps.ledger.statement_sheets import make_sheet
from apps.ledger.tests.factories import (
    account,
    by,
    dimension,
    make_books,
    make_foreign_item,
    period,
    post,
    reopen,
    value_of,
)

D = Decimal
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
APRIL = date(2026, 4, 10)
JANUARY, FEBRUARY, MARCH = date(2026, 1, 15), date(2026, 2, 15), date(2026, 3, 15)
YEAR = Cut(Span(FIRST, LAST))
MONTHS = [Cut(span) for span in spans_of(Columns.MONTHS, FIRST, LAST)]


@pytest.fixture(autouse=True)
def books(company):
    make_books()
    for code, name, kind in (
        ("6810", "Depreciation", AccountType.EXPENSE_DEPRECIATION),
        ("1640", "Loan", AccountType.LIABILITY_NON_CURRENT),
    ):
        Account.objects.create(company_id=company.pk, code=code, name=name, type=kind)
    post(("5120", "1000"), ("1010", "-1000"), on=JANUARY)
    post(("2100", "400"), ("5120", "-400"), on=JANUARY)
    post(("4110", "240"), ("7070", "-200"), ("4457", "-40"), on=FEBRUARY)
    post(("6030", "90"), ("3700", "-90"), on=FEBRUARY)
    post(("5120", "500"), ("1640", "-500"), on=FEBRUARY)
    post(("6070", "30.50"), ("4010", "-30.50"), on=MARCH)
    post(("5120", "240"), ("4110", "-240"), on=MARCH)
    post(("6810", "25"), ("2100", "-25"), on=MARCH)


@pytest.fixture
def accountant(user_in):
    return user_in("accountant")


def client_of(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def totals(sections: list[statements.Section]) -> dict[str, list[Decimal]]:
    return {str(section.type): list(section.total) for section in sections}


def test_balances_on_many_days_are_those_of_each_day_whatever_is_closed_or_opened_again():
    days = [
        date(2025, 12, 31),
        JANUARY,
        date(2026, 1, 31),
        FEBRUARY,
        date(2026, 2, 28),
        MARCH,
        LAST,
    ]
    accounts = list(Account.objects.values_list("pk", flat=True))

    def shown() -> list[list[Decimal]]:
        found = balances_at(days)
        return [[net(found[day].get("", {}), pk) for pk in accounts] for day in days]

    def added_up() -> list[list[Decimal]]:
        lines = list(EntryLine.objects.values_list("account_id", "date", "debit", "credit"))
        return [
            [
                sum((d - c for a, on, d, c in lines if a == pk and on <= day), D(0))
                for pk in accounts
            ]
            for day in days
        ]

    assert shown() == added_up()
    for code in ("2026-01", "2026-02", "2026-03"):
        services.close_period(actor=None, pk=period(code).pk)
        assert shown() == added_up()
    for code in ("2026-03", "2026-02"):
        reopen(code)
    post(("6070", "7"), ("5120", "-7"), on=FEBRUARY)
    assert shown() == added_up()


def test_balances_take_as_many_statements_for_one_day_as_for_thirteen(count_sql):
    services.close_period(actor=None, pk=period("2026-01").pk)
    days = [date(2026, 1, 31), *(cut.span.last for cut in MONTHS)]

    assert count_sql(lambda: balances_at(days[-1:])) == count_sql(lambda: balances_at(days)) == 3


def test_profit_and_loss_by_month_adds_up_to_that_of_the_year(accountant):
    months = statements.profit_and_loss(accountant, MONTHS)
    year = statements.profit_and_loss(accountant, [YEAR])

    assert totals(year.revenue) == {"income": [200]}
    assert totals(year.costs) == {"expense": [D("30.50")], "expense_depreciation": [25]}
    assert (year.gross[0], year.operating[0], year.result[0]) == (110, D("54.50"), D("54.50"))
    assert months.result[:3] == (0, 110, D("-55.50"))
    assert sum(months.result) == year.result[0]


def test_the_year_before_stands_beside_the_year(accountant):
    services.open_fiscal_year(actor=None, start=date(2025, 1, 1))
    post(("5120", "80"), ("7070", "-80"), on=date(2025, 2, 1))

    sheet = make_sheet(
        Question("profit_and_loss", date(2026, 2, 1), date(2026, 2, 28), Columns.PREVIOUS_YEAR),
        accountant,
    )

    revenue = next(row for row in sheet.rows if row.cells[0] == "7070")
    assert revenue.cells[2:] == [200, 80, 120, D("1.5")]
    assert [column.label for column in sheet.columns[2:4]] == ["Feb 2026", "Feb 2025"]
    assert "first=2026-02-01&last=2026-02-28" in revenue.urls[2]
    assert "first=2025-02-01&last=2025-02-28" in revenue.urls[3]


def test_year_end_entries_leave_profit_and_loss_and_cash_flow_as_they_were(accountant):
    before = statements.profit_and_loss(accountant, MONTHS).result
    cash_before = cash_flow(accountant, [YEAR])
    post(
        ("7070", "200"), ("6030", "-90"), ("6070", "-30.50"), ("6810", "-25"), ("1100", "-54.50"),
        on=LAST, source_type=YEAR_SOURCE, source_id=uuid7(), kind="close",
    )  # fmt: skip

    assert statements.profit_and_loss(accountant, MONTHS).result == before
    cash = cash_flow(accountant, [YEAR])
    assert (cash.result, cash.change) == (cash_before.result, cash_before.change)
    sheet = statements.balance_sheet(accountant, [YEAR])
    assert (sheet.result, sheet.earlier) == ((0,), (0,))
    assert totals(sheet.equity) == {"equity": [D("1054.50")]}


def test_the_balance_sheet_balances_in_every_column_and_shows_the_result(accountant):
    services.close_period(actor=None, pk=period("2026-01").pk)
    sheet = statements.balance_sheet(accountant, MONTHS)

    assert sheet.total_assets == sheet.total_claims
    assert sheet.result[:3] == (0, 110, D("54.50"))
    assert sheet.earlier == (0,) * 12
    assert totals(sheet.assets)["asset_cash"][:3] == [600, 1100, 1340]
    assert totals(sheet.liabilities)["liability_non_current"][:3] == [0, 500, 500]


def test_the_result_of_a_year_not_carried_stands_by_itself_in_the_next(accountant):
    services.open_fiscal_year(actor=None, start=date(2027, 1, 1))
    post(("5120", "10"), ("7070", "-10"), on=date(2027, 1, 5))

    sheet = statements.balance_sheet(accountant, [Cut(Span(date(2027, 1, 1), date(2027, 1, 31)))])

    assert (sheet.earlier, sheet.result) == ((D("54.50"),), (10,))
    assert sheet.total_assets == sheet.total_claims


def test_the_cash_flow_proves_to_the_change_of_bank_and_cash(accountant):
    flow = cash_flow(accountant, [YEAR])

    assert (flow.result[0], flow.depreciation[0]) == (D("54.50"), 25)
    assert totals(flow.operating) == {
        "asset_current": [90],
        "liability_payable": [D("30.50")],
        "liability_current": [40],
    }
    assert flow.from_operating[0] == 240
    assert flow.from_investing[0] == -400
    assert flow.from_financing[0] == 1500
    assert (flow.opening[0], flow.change[0], flow.closing[0]) == (0, 1340, 1340)


@pytest.mark.parametrize("kind", Columns.values)
def test_the_cash_flow_proves_in_every_column(accountant, kind):
    make_foreign_item()
    services.revalue(actor=None, on=date(2026, 3, 31))
    flow = cash_flow(accountant, Question("cash_flow", FIRST, LAST, kind).cuts)

    changes = tuple(b - a for a, b in zip(flow.opening, flow.closing, strict=True))
    assert flow.change == changes


def test_a_revalued_bank_account_is_an_effect_of_rates_and_no_money(accountant, company):
    bank = Account.objects.create(
        company_id=company.pk, code="5121", name="Bank USD", type=AccountType.ASSET_CASH,
        currency_id="USD",
    )  # fmt: skip
    make_foreign_item(rate="0.90", closing="0.95")
    services.post_entry(
        actor=None, journal=services.journal_of("general"), on=MARCH,
        postings=[
            services.Posting(bank, D(90), currency="USD", amount_currency=D(100), rate=D("0.9")),
            services.Posting(account("5120"), D(-90)),
        ],
        source_type="tests.source", source_id=uuid7(),
    )  # fmt: skip
    services.revalue(actor=None, on=date(2026, 3, 31))

    flow = cash_flow(accountant, [Cut(Span(date(2026, 3, 1), date(2026, 3, 31)))])

    assert (flow.exchange, flow.unrealised) == ((5,), (-5,))
    assert flow.closing[0] - flow.opening[0] == flow.change[0] == 245


def test_columns_are_split_and_compared():
    assert [span.label for span in spans_of("quarters", FIRST, LAST)] == [
        "Jan – Mar 2026", "Apr – Jun 2026", "Jul – Sep 2026", "Oct – Dec 2026",
    ]  # fmt: skip
    clipped = spans_of("months", date(2026, 1, 20), date(2026, 2, 10))
    assert [(span.first.day, span.last.day) for span in clipped] == [(20, 31), (1, 10)]
    leap = spans_of("previous_year", date(2024, 2, 1), date(2024, 2, 29))[1]
    assert (leap.first, leap.last) == (date(2023, 2, 1), date(2023, 2, 28))
    back = spans_of("previous_year", date(2025, 2, 1), date(2025, 2, 28))[1]
    assert (back.first, back.last) == (date(2024, 2, 1), date(2024, 2, 29))
    before = spans_of("previous_period", date(2026, 4, 1), date(2026, 6, 30))[1]
    assert (before.first, before.last) == (date(2026, 1, 1), date(2026, 3, 31))
    days = spans_of("previous_period", date(2026, 4, 10), date(2026, 4, 19))[1]
    assert (days.first, days.last) == (date(2026, 3, 31), date(2026, 4, 9))
    with pytest.raises(InvalidInput, match="at most 24 columns"):
        spans_of("months", date(2020, 1, 1), LAST)


NAMES = ["trial_balance", "profit_and_loss", "balance_sheet", "cash_flow"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", Columns.values)
def test_every_statement_is_shown_with_every_kind_of_columns(accountant, name, kind):
    page = client_of(accountant).get(
        reverse(f"ledger:{name}"), {"first": "2026-01-01", "last": "2026-12-31", "columns": kind}
    )

    assert page.status_code == 200
    sheet = page.context["sheet"]
    assert {len(row.cells) for row in sheet.rows} == {len(sheet.columns)}


@pytest.mark.parametrize("name", NAMES)
def test_a_statement_takes_as_many_statements_for_twelve_months_as_for_one(accountant, name, count_sql):  # fmt: skip
    make_sheet(Question(name, FIRST, LAST, Columns.QUARTERS), accountant)  # reads the user's rights
    counts = [
        count_sql(lambda kind=kind: make_sheet(Question(name, FIRST, LAST, kind), accountant))
        for kind in (Columns.QUARTERS, Columns.MONTHS)
    ]

    assert counts[0] == counts[1] <= 9


@pytest.mark.parametrize("name", NAMES)
def test_who_may_not_see_the_books_gets_no_columns(user_in, name):
    with pytest.raises(PermissionDenied):
        make_sheet(Question(name, FIRST, LAST, Columns.MONTHS), user_in("salesperson"))


def test_a_figure_leads_to_its_lines_their_entry_and_its_document(accountant):
    client = client_of(accountant)
    page = client.get(
        reverse("ledger:profit_and_loss"),
        {"first": "2026-01-01", "last": "2026-12-31", "columns": "months"},
    )
    revenue = next(row for row in page.context["sheet"].rows if row.cells[0] == "7070")
    url = revenue.urls[3]  # February
    assert url.replace("&", "&amp;") in page.content.decode()

    lines = client.get(url)
    [line] = [row for row in lines.context["sheet"].rows if row.kind == "line"]
    assert line.cells[-2] == 200

    entry = client.get(line.url)
    assert entry.status_code == 200


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"columns": "decades"}, "columns"),
        ({"number": "999"}, "number"),
        ({"number": "-1"}, "number"),
        ({"first": "2020-01-01", "columns": "months"}, "last"),
    ],
)
def test_what_cannot_be_shown_is_refused_at_its_field(accountant, query, field):
    span = {"first": "2026-01-01", "last": "2026-12-31"}
    page = client_of(accountant).get(reverse("ledger:balance_sheet"), span | query)

    assert page.status_code == 422
    assert field in page.context["form"].errors


@pytest.mark.parametrize("kind", Columns.values)
@pytest.mark.parametrize("name", NAMES)
def test_as_of_a_number_of_the_chain_a_statement_stays_whatever_is_posted_since(accountant, name, kind):  # fmt: skip
    services.close_period(actor=None, pk=period("2026-01").pk)
    services.seal_entries(full=True)
    head = reports.head_of_chain()
    assert head is not None
    now = make_sheet(Question(name, FIRST, LAST, kind), accountant)
    then = Question(name, FIRST, LAST, kind, number=head.number)
    before = [list(row.cells) for row in make_sheet(then, accountant).rows]
    assert before == [list(row.cells) for row in now.rows]

    reopen("2026-01")
    post(("6070", "7"), ("5120", "-7"), on=JANUARY)
    post(("6070", "8"), ("5120", "-8"), on=date(2026, 5, 1))
    services.seal_entries(full=True)
    for code in ("2026-01", "2026-02"):
        services.close_period(actor=None, pk=period(code).pk)
    post(("6070", "9"), ("5120", "-9"), on=date(2026, 6, 1))

    assert [list(row.cells) for row in make_sheet(then, accountant).rows] == before
    later = Question(name, FIRST, LAST, kind, number=head.number + 2)
    assert [list(row.cells) for row in make_sheet(later, accountant).rows] != before


def test_a_year_a_column_compares_whole_years(accountant):
    services.open_fiscal_year(actor=None, start=date(2025, 1, 1))
    post(("5120", "80"), ("7070", "-80"), on=date(2025, 2, 1))
    asked = Question("profit_and_loss", date(2025, 1, 1), LAST, Columns.YEARS)

    sheet = make_sheet(asked, accountant)

    assert [str(column.label) for column in sheet.columns[2:]] == [
        "Jan – Dec 2025", "Jan – Dec 2026", "Total",
    ]  # fmt: skip
    assert next(row for row in sheet.rows if row.cells[0] == "7070").cells[2:] == [80, 200, 280]


def test_an_account_that_no_section_of_the_cash_flow_holds_shows_in_its_control(
    accountant, monkeypatch
):
    assert cash_flow(accountant, MONTHS).control == (0,) * 12
    kept = tuple(kind for kind in cashflow.FINANCING if kind != AccountType.LIABILITY_NON_CURRENT)
    monkeypatch.setattr(cashflow, "FINANCING", kept)

    flow = cash_flow(accountant, MONTHS)
    sheet = make_sheet(Question("cash_flow", FIRST, LAST), accountant)
    page = client_of(accountant).get(reverse("ledger:cash_flow"))

    assert flow.control[:3] == (0, -500, 0)
    assert [row.cells[-1] for row in sheet.rows if row.kind == "control"] == [-500]
    assert "500.00" in sheet.warning
    assert sheet.warning in unescape(page.content.decode())


@pytest.fixture
def centres():
    """Cost centres North, with its shop, and South; revenue and costs posted to them in April."""
    key = str(dimension("CC", "North", "South").pk)
    DimensionValue.objects.create(
        company_id=company_id(),
        dimension_id=key,
        code="Shop",
        name="Shop",
        parent=value_of("North"),
    )
    for code, revenue, cost in (("North", 100, 30), ("Shop", 40, 10), ("South", 60, 50)):
        post_with(APRIL, ("5120", revenue, {}), ("7070", -revenue, by(code)))
        post_with(APRIL, ("6070", cost, by(code)), ("5120", -cost, {}))
    return {"key": key, "north": str(value_of("North").pk)}


def post_with(on: date, *lines: tuple[str, int, dict[str, str]]) -> None:
    services.post_entry(
        actor=None,
        journal=services.journal_of("general"),
        on=on,
        postings=[
            services.Posting(account(code), D(amount), dimensions=found)
            for code, amount, found in lines
        ],
        source_type="tests.source",
        source_id=uuid7(),
    )


def test_profit_and_loss_by_value_has_a_column_each_one_for_none_and_their_sum(accountant, centres):
    asked = Question("profit_and_loss", FIRST, LAST, f"by:{centres['key']}")

    sheet = make_sheet(asked, accountant)

    assert [str(column.label) for column in sheet.columns[2:]] == [
        "North North", "South South", "Without", "Total",
    ]  # fmt: skip
    figures = {row.cells[0] or row.cells[1]: row.cells[2:] for row in sheet.rows}
    assert figures["7070"] == [140, 60, 200, 400]
    assert figures["6070"] == [40, 50, D("30.50"), D("120.50")]
    whole = make_sheet(Question("profit_and_loss", FIRST, LAST), accountant)
    assert figures["Result"][-1] == whole.rows[-1].cells[-1]


@pytest.mark.parametrize("name", NAMES)
def test_every_statement_by_value_adds_up_to_the_whole_whatever_is_closed(accountant, centres, name):  # fmt: skip
    by_value = Question(name, FIRST, LAST, f"by:{centres['key']}")
    whole = make_sheet(Question(name, FIRST, LAST), accountant)
    services.close_period(actor=None, pk=period("2026-01").pk)

    sheet = make_sheet(by_value, accountant)

    sums = {row.cells[1]: row.cells[-1] for row in sheet.rows if row.cells[-1]}
    assert sums == {row.cells[1]: row.cells[-1] for row in whole.rows if row.cells[-1]}


def test_a_statement_of_one_value_counts_what_is_below_it_and_leads_to_those_lines(accountant, centres):  # fmt: skip
    client = client_of(accountant)
    span = {"first": "2026-01-01", "last": "2026-12-31"}
    page = client.get(
        reverse("ledger:profit_and_loss"), span | {"only": centres["north"], "columns": "months"}
    )
    revenue = next(row for row in page.context["sheet"].rows if row.cells[0] == "7070")
    assert revenue.cells[-1] == 140
    assert "Cc: North North" in page.content.decode()

    lines = client.get(revenue.urls[5]).context["sheet"]

    assert [row.cells[-2] for row in lines.rows if row.kind == "line"] == [100, 40]
    assert [row.cells[-1] for row in lines.rows if row.kind != "line"] == [0, -140]
    without = client.get(
        reverse("ledger:trial_balance"), span | {"only": f"without:{centres['key']}"}
    )
    rows = {row.cells[0]: row.cells[-1] for row in without.context["sheet"].rows}
    assert (rows["7070"], rows["6070"]) == (-200, D("30.50"))


def test_a_value_that_there_is_not_is_refused_at_its_field(accountant, centres):
    client, url = client_of(accountant), reverse("ledger:profit_and_loss")
    both = {"columns": f"by:{centres['key']}", "only": centres["north"]}

    assert "only" in client.get(url, {"only": str(uuid7())}).context["form"].errors
    assert "columns" in client.get(url, {"columns": f"by:{uuid7()}"}).context["form"].errors
    answer = client.get(url, both)
    assert answer.status_code == 422
    assert "only" in answer.context["form"].errors


def test_the_chart_says_kept_by_only_of_accounts_that_something_keeps(accountant):
    page = client_of(accountant).get(reverse("ledger:account_list"), {"q": "5120"})

    assert "5120" in page.content.decode()
    assert "<td>None</td>" not in page.content.decode().replace("\n", "")
    [row] = page.context["table"].rows
    assert row.get_cell("control") in ("", "—")
