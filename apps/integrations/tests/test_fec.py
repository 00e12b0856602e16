"""The audit file follows the published rules, holds the books, and is refused with a sentence where it cannot."""

from datetime import date
from decimal import Decimal

import pytest

from apps.companies.models import Company
from apps.core.exceptions import InvalidInput
from apps.core.ids import uuid7
from apps.integrations import services
from apps.integrations.formats.fec import NotAFec, siren_of
from apps.integrations.formats.fec_rules import COLUMNS, check_file
from apps.integrations.lettering import Letters, Pair, code_at
from apps.integrations.tests.factories import content, export, make_rich_books
from apps.invoices.tests.factories import line, posted
from apps.ledger import services as ledger
from apps.ledger.models import Account, Seal
from apps.ledger.reports import trial_balance
from apps.ledger.tests.factories import YEAR, make_books, make_party, post
from apps.payments.tests.factories import pay

FIRST, LAST = date(YEAR, 1, 1), date(YEAR, 12, 31)
SIREN, VAT = "404833048", "FR83404833048"


@pytest.fixture
def books(company):
    Company.objects.filter(pk=company.pk).update(tax_number=VAT)
    make_rich_books()
    Account.objects.filter(code="x1").update(code="7091")
    for code, plain in (("70-90", "7092"), ("70.90", "7093")):
        Account.objects.filter(code=code).update(code=plain)
    return company


def rows(result):
    head, *lines = content(result).decode("iso8859-15").split("\r\n")[:-1]
    assert tuple(head.split("\t")) == COLUMNS
    return [dict(zip(COLUMNS, line.split("\t"), strict=True)) for line in lines]


def amount(text):
    return Decimal(text.replace(",", "."))


def sums(found):
    totals: dict[str, Decimal] = {}
    for row in found:
        code = row["CompteNum"]
        totals[code] = totals.get(code, Decimal(0)) + amount(row["Debit"]) - amount(row["Credit"])
    return {code: total for code, total in totals.items() if total}


def test_the_file_keeps_the_rules_and_is_named_by_them(books):
    result = export("fec")

    assert result.filename == f"{SIREN}FEC{YEAR}1231.txt"
    lines = content(result).decode("iso8859-15").splitlines()
    assert check_file(lines, FIRST, LAST) == []


def test_the_file_holds_the_trial_balance(books, user_in):
    found = rows(export("fec"))

    expected = trial_balance(user_in("accountant"), FIRST, LAST).rows
    assert sums(found) == {row.account.code: row.closing for row in expected if row.closing}


def test_entries_stand_in_the_order_and_under_the_number_of_their_seals(books):
    numbers = [int(row["EcritureNum"]) for row in rows(export("fec"))]

    assert numbers == sorted(numbers)
    assert set(numbers) == set(Seal.objects.values_list("number", flat=True))


def test_a_line_in_another_currency_says_so(books):
    foreign = [row for row in rows(export("fec")) if row["Idevise"]]

    assert {row["Idevise"] for row in foreign} == {"USD", "JPY"}
    assert [row["Montantdevise"] for row in foreign if row["Idevise"] == "JPY"] == ["10000,00"]


def test_what_is_matched_has_a_letter_and_what_is_half_paid_a_small_one(company):
    Company.objects.filter(pk=company.pk).update(tax_number=SIREN)
    make_books()
    make_party()
    paid, half = posted(line("1", "100")), posted(line("1", "60"))
    pay("100", (paid, "100"), on=date(YEAR, 2, 1))
    pay("20", (half, "20"), on=date(YEAR, 2, 2))

    found = [row for row in rows(export("fec")) if row["CompteNum"] == "4110"]

    letters = {
        (row["PieceRef"].split("-")[0], row["Debit"]): (row["EcritureLet"], row["DateLet"])
        for row in found
    }
    assert letters == {
        ("INV", "100,00"): ("AAA", f"{YEAR}0201"),
        ("INV", "60,00"): ("aab", f"{YEAR}0202"),
        ("PAY", "0,00"): ("aab", f"{YEAR}0202"),
    }
    assert [row["EcritureLet"] for row in found if row["Credit"] == "100,00"] == ["AAA"]
    assert {row["CompAuxNum"] for row in found} == {"ALFKI"}


def test_the_next_year_begins_with_the_balances_carried_over(books, user_in):
    ledger.open_fiscal_year(actor=None, start=date(YEAR + 1, 1, 1))
    post(("5120", "5"), ("7070", "-5"), on=date(YEAR + 1, 1, 5))

    found = rows(export("fec", date(YEAR + 1, 1, 1), date(YEAR + 1, 12, 31)))

    opening = [row for row in found if row["EcritureNum"] == f"AN{YEAR + 1}"]
    assert found[: len(opening)] == opening
    before = trial_balance(user_in("accountant"), FIRST, LAST).rows
    carried = {row.account.code: row.closing for row in before if row.account.code < "6"}
    result = sum(row.closing for row in before if row.account.code >= "6")
    carried["1100"] = carried.get("1100", 0) + result
    assert sums(opening) == {code: total for code, total in carried.items() if total}
    assert {row["CompAuxNum"] for row in opening if row["CompteNum"] == "4110"} == {"ALFKI"}


def test_entries_that_carry_the_result_to_equity_stay_out(company):
    Company.objects.filter(pk=company.pk).update(tax_number=SIREN)
    make_books()
    post(("5120", "50"), ("7070", "-50"))
    closing = ledger.journal_of("closing")
    post(("7070", "50"), ("1100", "-50"), on=LAST, journal=closing)
    post(("6070", "9"), ("4456", "-9"), on=LAST, journal=closing)

    found = rows(export("fec"))

    assert sums(found) == {"5120": 50, "7070": -50, "6070": 9, "4456": -9}


@pytest.mark.parametrize(
    "text", ["404833048", "404 833 048", "40483304800022", VAT, "FR 83 404 833 048"]
)
def test_the_siren_is_found_in_what_companies_write(text):
    assert siren_of(text) == SIREN


@pytest.mark.parametrize("text", ["", "404833049", "DE136695976"])
def test_a_company_without_siren_gets_a_sentence(books, text):
    Company.objects.filter(pk=books.pk).update(tax_number=text)

    with pytest.raises(NotAFec, match="SIREN or French VAT number"):
        export("fec")


def test_days_of_two_years_are_refused(books):
    ledger.open_fiscal_year(actor=None, start=date(YEAR + 1, 1, 1))

    with pytest.raises(InvalidInput, match="one fiscal year"):
        export("fec", date(YEAR, 6, 1), date(YEAR + 1, 1, 31))


def test_an_account_outside_the_chart_is_named(books):
    Account.objects.filter(code="7091").update(code="X91")

    with pytest.raises(NotAFec, match="account X91 does not begin with three digits"):
        export("fec")


GOOD = [
    "\t".join(COLUMNS),
    "GEN\tGeneral\t1\t20260105\t512000\tBank\t\t\tA-1\t20260105\tText\t10,00\t0,00\t\t\t20260106\t\t",
    "GEN\tGeneral\t1\t20260105\t707000\tSales\t\t\tA-1\t20260105\tText\t0,00\t10,00\t\t\t20260106\t\t",
]


def test_a_file_by_the_rules_has_no_fault():
    assert check_file(GOOD, FIRST, LAST) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("JournalCode", "Code", "18 columns"),
        ("\t20260106\t\t", "\t20260106\t", "17 columns"),
        ("\tText\t", "\t\t", "EcritureLib is empty"),
        ("20260105", "2026-1-5", "is not YYYYMMDD"),
        ("20260105", "20260230", "is not YYYYMMDD"),
        ("20260105", "20250105", "outside the fiscal year"),
        ("512000", "BANK", "three digits"),
        ("10,00", "10.00", "decimal comma"),
        ("10,00", "1 000,00", "decimal comma"),
        ("10,00\t0,00", "11,00\t0,00", "does not balance"),
        ("10,00\t0,00", "10,00\t10,00", "not both"),
        ("\t\t\t20260106", "\tAAA\t\t20260106", "EcritureLet and DateLet"),
        ("20260106\t\t", "20260106\t\tUSD", "Montantdevise and Idevise"),
        ("Bank", "بنك", "ISO 8859-15"),
        ("Bank\t\t", "Bank\tA\t", "CompAuxNum and CompAuxLib"),
    ],
)
def test_each_rule_finds_what_breaks_it(old, new, fault):
    broken = [line.replace(old, new, 1) for line in GOOD]

    assert any(fault in found for found in check_file(broken, FIRST, LAST))


def test_entries_out_of_order_are_found():
    twice = [*GOOD, *(line.replace("\t1\t", "\t1\t", 1) for line in GOOD[1:])]
    back = [*(line.replace("\t1\t", "\t2\t", 1) for line in GOOD), *GOOD[1:]]

    assert check_file(twice, FIRST, LAST) == []
    assert any("stands behind" in found for found in check_file(back, FIRST, LAST))


def test_items_settled_through_others_share_a_letter():
    a, b, c, d, e = (uuid7() for _ in range(5))
    day = date(YEAR, 1, 1)

    letters = Letters(
        [Pair(d, e, day, False), Pair(a, b, day, True), Pair(c, b, date(YEAR, 1, 9), True)]
    )

    assert [letters.get(item.int).code for item in (a, b, c, d, e)] == ["AAA"] * 3 + ["aab"] * 2
    assert letters.get(a.int).on == date(YEAR, 1, 9)
    assert letters.get(uuid7().int) is None


@pytest.mark.parametrize(
    ("position", "code"), [(0, "AAA"), (27, "ABB"), (26**3 - 1, "ZZZ"), (26**3, "AAAA")]
)
def test_codes_count_in_letters(position, code):
    assert code_at(position) == code


def test_it_can_be_asked_for_and_is_kept_as_refused(books):
    from apps.integrations.models import JournalExport  # noqa: PLC0415

    asked = services.save_export(
        actor=None, document=JournalExport(format="fec"), lines=[], removed=[]
    )
    Account.objects.filter(code="7091").update(code="X91")

    assert "X91" in services.make_export(pk=asked.pk).refusal
