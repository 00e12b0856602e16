"""Commands of companies: rates by hand and from the bank, logos, stale settings."""

from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from apps.companies.ecb import DayOfRates, MalformedRates, company_rates, read_ecb
from apps.companies.models import Company, ExchangeRate
from apps.companies.selectors import MissingRate, currency_name, rate_on
from apps.companies.services import OwnCurrency, import_rates, logo_type, save_company, save_rate
from apps.companies.tests.factories import make_company
from apps.core.context import company_context
from apps.core.exceptions import BusinessError, InvalidInput, StaleVersion
from apps.core.models import Event

NEW_YEAR = date(2025, 1, 1)


def rate(currency: str, value: str, on: date = NEW_YEAR) -> ExchangeRate:
    return save_rate(
        actor=None, rate=ExchangeRate(currency_id=currency, date=on, rate=Decimal(value))
    )


def test_the_rate_of_a_day_is_the_last_one_on_or_before_it(company: Company):
    rate("USD", "0.90", date(2025, 1, 1))
    rate("USD", "0.95", date(2025, 1, 10))

    assert rate_on("USD", date(2025, 1, 1)) == Decimal("0.90")
    assert rate_on("USD", date(2025, 1, 9)) == Decimal("0.90")
    assert rate_on("USD", date(2025, 1, 10)) == Decimal("0.95")
    assert rate_on("USD", date(2026, 1, 1)) == Decimal("0.95")


def test_the_company_s_own_currency_is_worth_one(company: Company):
    assert rate_on("EUR", NEW_YEAR) == 1


def test_a_day_before_the_first_rate_says_that_one_is_missing(company: Company):
    rate("USD", "0.90", date(2025, 1, 1))

    with pytest.raises(MissingRate, match="To use USD on 31 Dec 2024, add an exchange rate"):
        rate_on("USD", date(2024, 12, 31))


def test_rates_of_another_company_do_not_count(company: Company, other_company: Company):
    with company_context(other_company.pk):
        rate("GBP", "1.25")

    with pytest.raises(MissingRate):
        rate_on("GBP", NEW_YEAR)


def test_typing_the_rate_of_a_day_again_corrects_it(company: Company):
    rate("USD", "0.90")
    rate("USD", "0.91")

    assert [str(row.rate.normalize()) for row in ExchangeRate.objects.filter(company=company)] == [
        "0.91"
    ]
    assert Event.objects.filter(company_id=company.pk, name="companies.rate_saved").count() == 2


def test_a_rate_for_the_company_s_own_currency_is_refused(company: Company):
    with pytest.raises(OwnCurrency, match="choose a foreign currency"):
        rate("EUR", "1")

    assert not ExchangeRate.objects.filter(company=company).exists()


@pytest.mark.parametrize("value", ["0", "-1", "NaN", "Infinity", "10000000000"])
def test_a_rate_that_is_no_rate_is_refused(company: Company, value: str):
    with pytest.raises(InvalidInput, match="above zero"):
        rate("USD", value)

    assert not ExchangeRate.objects.filter(company=company).exists()


def test_an_edited_rate_cannot_move_onto_a_day_that_has_one(company: Company):
    rate("USD", "0.90", date(2025, 1, 1))
    later = rate("USD", "0.95", date(2025, 1, 2))

    later.date = date(2025, 1, 1)
    with pytest.raises(InvalidInput, match="edit that rate"):
        save_rate(actor=None, rate=later)


def test_the_bank_s_table_is_read_and_crossed():
    days = list(read_ecb(["Date,USD,JPY,MAD,", "2024-12-31,1.25,160,N/A,", ""]))

    assert days == [DayOfRates(date(2024, 12, 31), {"USD": Decimal("1.25"), "JPY": Decimal(160)})]
    assert company_rates(days[0], "EUR") == {"USD": Decimal("0.8"), "JPY": Decimal("0.00625")}
    assert company_rates(days[0], "USD") == {"EUR": Decimal("1.25"), "JPY": Decimal("0.0078125")}
    assert company_rates(days[0], "MAD") == {}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("31/12/2024,1.25", 'Line 2: "31/12/2024" is not a date'),
        ("2024-12-31,NaN", 'Line 2: the rate of USD, "NaN"'),
        ("2024-12-31,1e5", 'Line 2: the rate of USD, "1e5"'),
        ("2024-12-31,0", 'Line 2: the rate of USD, "0"'),
        ("2024-12-31,١٫٢", "Line 2: the rate of USD"),
    ],
)
def test_a_line_that_is_no_rate_is_named(line: str, said: str):
    with pytest.raises(MalformedRates) as error:
        list(read_ecb(["Date,USD", line]))

    assert said in str(error.value)


def table(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "rates.csv"
    path.write_text(text)
    return path


def test_importing_twice_adds_nothing_and_keeps_what_was_typed(company: Company, tmp_path: Path):
    rate("GBP", "1.21", date(2024, 12, 31))
    path = table(
        tmp_path,
        "Date,USD,GBP,BGN,\n2024-12-31,1.0389,0.82918,1.9558,\n2024-12-30,1.0444,N/A,1.9558,\n",
    )
    said = StringIO()

    call_command("import_rates", "--company", company.code, "--file", path, stdout=said)
    call_command("import_rates", "--company", company.code, "--file", path, stdout=said)

    assert said.getvalue().splitlines() == [
        f"{company.code}: 2 rates added, 0 corrected, 0 already there, 1 typed by hand and kept.",
        f"{company.code}: 0 rates added, 0 corrected, 2 already there, 1 typed by hand and kept.",
    ]
    assert rate_on("USD", date(2024, 12, 31)) == Decimal("0.962556550197")
    assert rate_on("GBP", date(2024, 12, 31)) == Decimal("1.21")


def test_a_corrected_table_corrects_what_was_imported(company: Company):
    import_rates(company=company, days=[DayOfRates(NEW_YEAR, {"USD": Decimal(2)})])
    done = import_rates(company=company, days=[DayOfRates(NEW_YEAR, {"USD": Decimal(4)})])

    assert (done.added, done.changed) == (0, 1)
    assert rate_on("USD", NEW_YEAR) == Decimal("0.25")


def test_the_bundled_table_gives_a_dollar_company_its_rates(other_company: Company):
    call_command("import_rates", "--company", other_company.code, stdout=StringIO())

    with company_context(other_company.pk):
        assert rate_on("EUR", date(2024, 12, 31)) == Decimal("1.0389")
        assert rate_on("GBP", date(2024, 12, 31)) == Decimal("1.252924576087")
        assert (
            ExchangeRate.objects.filter(company=other_company, date=date(2024, 12, 31)).count()
            == 29
        )


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--company", "NOBODY"], 2, "There is no company NOBODY."),
        (["--file", "/nowhere/rates.csv"], 2, "cannot be read"),
        (["--file", "HEADLESS"], 2, "Line 1"),
        (["--file", "WITHOUT_EURO_OR_DIRHAM"], 1, "To keep rates for"),
    ],
)
def test_what_cannot_be_imported_is_one_sentence_and_a_code(
    db, tmp_path: Path, arguments: list[str], code: int, said: str
):
    dirham = make_company(currency="MAD")
    files = {"HEADLESS": "USD,GBP\n", "WITHOUT_EURO_OR_DIRHAM": "Date,USD\n2024-12-31,1.03\n"}
    arguments = [str(table(tmp_path, files[part])) if part in files else part for part in arguments]

    with pytest.raises(CommandError) as error:
        call_command(
            "import_rates",
            *(["--company", dirham.code] if "--company" not in arguments else []),
            *arguments,
        )

    assert error.value.returncode == code
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_settings_read_before_somebody_else_saved_them_are_refused(company: Company):
    mine, theirs = Company.objects.get(pk=company.pk), Company.objects.get(pk=company.pk)
    theirs.city = "Lyon"
    save_company(actor=None, company=theirs)

    mine.city = "Paris"
    with pytest.raises(StaleVersion):
        save_company(actor=None, company=mine)

    assert Company.objects.get(pk=company.pk).city == "Lyon"


def test_the_currency_of_the_books_never_changes(company: Company):
    company.currency_id = "USD"

    with pytest.raises(BusinessError, match="make another company"):
        save_company(actor=None, company=company)


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg onload=alert(1)>", b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"0" * (512 * 1024)],
)
def test_a_logo_that_is_no_small_picture_is_refused(content: bytes):
    with pytest.raises(InvalidInput, match="logo"):
        logo_type(content)


def test_a_logo_is_known_by_its_content():
    assert logo_type(b"\x89PNG\r\n\x1a\nIHDR") == "image/png"
    assert logo_type(b"\xff\xd8\xff\xe0JFIF") == "image/jpeg"


def test_currencies_are_called_as_the_reader_calls_them():
    assert currency_name("MAD", "en") == "Moroccan Dirham"
    assert currency_name("MAD", "fr") == "dirham marocain"
    assert currency_name("MAD", "ar") == "درهم مغربي"
