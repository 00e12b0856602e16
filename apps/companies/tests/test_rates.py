"""Exchange rates from files and sources: what is read, what is refused, and that nothing is half applied."""

import logging
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from apps.companies import tasks
from apps.companies.ecb import DayOfRates, MalformedRates, read_rates
from apps.companies.models import Company, ExchangeRate
from apps.companies.rate_sources import SourceFailed, configured
from apps.companies.selectors import MissingRate, rate_on
from apps.companies.services import RatesRefused, import_rates_file
from apps.companies.tests.factories import make_rate
from apps.core.models import Attachment, Event

DAY = date(2026, 1, 30)
DAILY_XML = b"""<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
<gesmes:subject>Reference rates</gesmes:subject>
<gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>
<Cube>
<Cube time='2026-01-30'>
<Cube currency='USD' rate='1.25'/>
<Cube currency='JPY' rate='160.00'/>
</Cube></Cube></gesmes:Envelope>
"""
HISTORY_XML = DAILY_XML.replace(
    b"</Cube></Cube>",
    b"</Cube><Cube time='2026-01-29'><Cube currency='USD' rate='1.28'/></Cube></Cube>",
)
HISTORY_CSV = b"Date,USD,JPY,ROL,\n2026-01-30,1.25,160.00,N/A,\n2026-01-29,1.28,N/A,N/A,\n"
DAILY_CSV = b"Date, USD, JPY, \n30 January 2026, 1.25, 160.00, \n"


@pytest.mark.parametrize(
    ("content", "days"),
    [(DAILY_XML, 1), (HISTORY_XML, 2), (HISTORY_CSV, 2), (DAILY_CSV, 1), (b"\xef\xbb\xbf" + DAILY_CSV, 1)],
    ids=["daily xml", "history xml", "history csv", "daily csv", "with a mark"],
)  # fmt: skip
def test_every_table_of_the_bank_is_read(content: bytes, days: int):
    read = read_rates(content)

    assert len(read) == days
    assert read[0] == DayOfRates(DAY, {"USD": Decimal("1.25"), "JPY": Decimal("160.00")})


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
OUTSIDE = b"""<?xml version="1.0"?>\n<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>"""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Line 1: the head"),
        (b"Date,USD\n", "holds no day"),
        (b"Day,USD\n2026-01-30,1\n", "Line 1: the head"),
        (b"Date,USD\n2026-01-30,1.1\n30/01/2026,1.1\n", 'Line 3: "30/01/2026" is not a date'),
        (b"Date,USD\n2026-01-30,0\n", "Line 2: the rate of USD"),
        (b"Date,USD\n2026-01-30,1e5\n", "Line 2: the rate of USD"),
        (b"Date,USD\n2026-01-30,1.1,1.2\n", "Line 2: it has more cells"),
        (b"Date,USD\n2026-01-30,1.1\n2026-01-30,1.2\n", "Line 3: 2026-01-30 comes twice, first on line 2"),
        (b"Date,USD\n2026-01-30,1.1\xff\n", "not text in UTF-8"),
        (DAILY_XML.replace(b"1.25", b"NaN"), "Line 7: the rate of USD"),
        (DAILY_XML.replace(b"2026-01-30", b"tomorrow"), 'Line 6: "tomorrow" is not a date'),
        (DAILY_XML.replace(b"JPY", b"USD"), "Line 8: USD comes twice"),
        (DAILY_XML[:-20], "this is no XML"),
        (b"<html><body>404</body></html>", "holds no table"),
        (BOMB, "a document type or entity"),
        (OUTSIDE, "Line 2: a document type or entity"),
        (b" " * (20 * 2**20 + 1), "larger than 20 MB"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table_is_refused_with_its_line_and_the_reason(content: bytes, said: str):
    with pytest.raises(MalformedRates) as error:
        read_rates(content)

    assert said in str(error.value)


def test_a_file_is_imported_once_and_kept_with_the_company(company: Company):
    first = import_rates_file(actor=None, content=DAILY_XML, filename="daily.xml")
    again = import_rates_file(actor=None, content=DAILY_XML, filename="daily.xml")

    assert (first.added, again.added, again.unchanged) == (2, 0, 2)
    assert rate_on("USD", DAY) == Decimal("0.8")
    assert Attachment.objects.filter(target_id=company.pk, filename="daily.xml").count() == 1


def test_days_before_the_first_one_wanted_are_left_out(company: Company):
    import_rates_file(actor=None, content=HISTORY_CSV, filename="hist.csv", since=DAY)

    assert set(ExchangeRate.objects.values_list("date", flat=True)) == {DAY}
    with pytest.raises(RatesRefused, match="earlier first day"):
        import_rates_file(
            actor=None, content=HISTORY_CSV, filename="hist.csv", since=date(2026, 2, 1)
        )


def test_a_missing_rate_is_one_clear_sentence(company: Company):
    make_rate("USD", DAY)

    with pytest.raises(MissingRate) as error:
        rate_on("USD", date(2026, 1, 29))

    assert str(error.value) == (
        "To use USD on 29 Jan 2026, add an exchange rate; none is known on or before that day."
    )


@pytest.fixture
def accountant(company: Company, user_in) -> Client:
    client = Client()
    user = user_in("accountant")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def send(client: Client, content: bytes, **fields: str):
    file = SimpleUploadedFile("rates.csv", content)
    return client.post(reverse("companies:rates_import"), {"file": file, **fields})


def test_a_file_is_imported_on_the_screen(company: Company, accountant: Client):
    page = accountant.get(reverse("companies:exchangerate_list"))
    assert reverse("companies:rates_import") in page.content.decode()

    answer = send(accountant, HISTORY_CSV, since="2026-01-01")

    assert answer.status_code == 302
    assert ExchangeRate.objects.filter(company=company).count() == 3


def test_a_refused_file_changes_nothing_and_is_kept(company: Company, accountant: Client):
    page = send(accountant, b"Date,USD\n2026-01-30,1.1\n2026-01-29,zero\n")

    assert page.status_code == 422
    assert "Line 3: the rate of USD" in page.context["form"].errors["file"][0]
    assert not ExchangeRate.objects.filter(company=company).exists()
    assert Attachment.objects.filter(target_id=company.pk, filename="rates.csv").exists()
    assert Event.objects.filter(name="companies.rates_refused").count() == 1


def test_who_may_not_add_rates_may_not_import_them(company: Company, user_in):
    client = Client()
    client.force_login(user_in("buyer"), backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(reverse("companies:rates_import")).status_code == 403
    assert send(client, HISTORY_CSV).status_code == 403


def two_days() -> Sequence[DayOfRates]:
    return [DayOfRates(DAY, {"USD": Decimal("1.25")})]


def broken() -> None:
    raise SourceFailed("The bank is closed.")


def test_the_job_takes_rates_from_the_source_in_the_settings(company: Company, settings):
    settings.EXCHANGE_RATE_SOURCE = f"{__name__}.two_days"

    assert tasks.import_rates() >= 1
    tasks.import_rates()

    assert rate_on("USD", DAY) == Decimal("0.8")
    assert ExchangeRate.objects.filter(company=company).count() == 1


def test_a_source_that_fails_is_a_line_in_the_log(company: Company, settings, caplog):
    settings.EXCHANGE_RATE_SOURCE = f"{__name__}.broken"

    with caplog.at_level(logging.WARNING):
        assert tasks.import_rates() == 0

    assert "The bank is closed." in caplog.text


def test_nothing_is_asked_unless_a_file_or_address_is_configured(settings, tmp_path: Path):
    assert configured() is None

    path = tmp_path / "daily.xml"
    path.write_bytes(DAILY_XML)
    settings.EXCHANGE_RATES_FROM = str(path)
    days = configured()
    assert days is not None
    assert days[0].date == DAY


@pytest.mark.parametrize("place", ["/nowhere/rates.xml", "http://localhost/rates.xml", "ftp://x/y"])
def test_a_place_that_cannot_be_read_says_so(settings, place: str):
    settings.EXCHANGE_RATES_FROM = place

    with pytest.raises(SourceFailed, match="Exchange rates from"):
        configured()
