"""Statements of a party's account: the figures, the screen, the paper, the e-mail."""

from datetime import date
from io import BytesIO
from uuid import uuid4

import pypdf
import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from apps.core.models import Attachment, Event
from apps.credit import mailing, printing, services
from apps.credit.choices import Side, StatementKind
from apps.credit.statements import StatementQuestion, account_of
from apps.credit.tests.factories import owed
from apps.invoices.tests.factories import line, make_rate, make_sales_books, posted
from apps.ledger.tests.factories import make_party
from apps.parties.models import Party
from apps.payments.tests.factories import pay

APRIL_30, MAY_31, JUNE_30 = date(2026, 4, 30), date(2026, 5, 31), date(2026, 6, 30)


@pytest.fixture(autouse=True)
def books(company):
    make_sales_books()


@pytest.fixture
def party() -> Party:
    return Party.objects.get(code="ALFKI", name="Alfki")


@pytest.fixture
def client(user_in):
    client = Client()
    client.force_login(user_in("accountant"))
    return client


def told(party, kind, first, last) -> list[str]:
    found = account_of(party, StatementQuestion(Side.RECEIVABLE, kind, first, last))
    return [
        text
        for section in found.sections
        for text in [
            f"{section.currency} {section.opening:.2f}",
            *(
                f"{row.day} {row.debit:.2f} {row.credit:.2f} {row.balance:.2f}"
                for row in section.lines
            ),
        ]
    ]


def test_the_activity_begins_with_what_was_owed_and_runs_the_balance(party):
    invoice = owed("100", APRIL_30)
    pay("30", (invoice, "30"), on=MAY_31)
    owed("50", JUNE_30)

    assert told(party, StatementKind.ACTIVITY, date(2026, 5, 1), JUNE_30) == [
        "EUR 100.00",
        "2026-05-31 0.00 30.00 70.00",
        "2026-06-30 50.00 0.00 120.00",
    ]


def test_open_items_are_those_of_the_day_with_their_age(party):
    invoice = owed("100", APRIL_30)
    pay("130", (invoice, "100"), on=JUNE_30)

    assert told(party, StatementKind.OPEN, APRIL_30, MAY_31) == [
        "EUR 0.00",
        "2026-04-30 100.00 0.00 100.00",
    ]
    assert told(party, StatementKind.OPEN, APRIL_30, JUNE_30) == [
        "EUR 0.00",
        "2026-06-30 0.00 30.00 -30.00",
    ]


def test_each_currency_has_its_section_and_exchange_differences_are_not_told(party):
    make_rate("USD", "0.80")
    make_rate("USD", "0.90", JUNE_30)
    invoice = posted(line("1", "100"), currency="USD", on=APRIL_30)
    owed("50", APRIL_30)
    pay("100", (invoice, "100"), currency="USD", on=JUNE_30)

    assert told(party, StatementKind.ACTIVITY, APRIL_30, JUNE_30) == [
        "EUR 0.00", "2026-04-30 50.00 0.00 50.00",
        "USD 0.00", "2026-04-30 100.00 0.00 100.00", "2026-06-30 0.00 100.00 0.00",
    ]  # fmt: skip


def test_the_screen_tells_both_kinds(client, party):
    invoice = owed("100", APRIL_30)
    url = reverse("credit:statement", args=[party.pk])

    page = client.get(
        url, {"kind": "activity", "first": "2026-05-01", "last": "2026-06-30"}
    ).content.decode()
    assert "Opening balance" in page
    page = client.get(
        url, {"kind": "open", "first": "2026-05-01", "last": "2026-05-31"}
    ).content.decode()
    assert invoice.number in page
    assert client.get(url, {"first": "2026-06-30", "last": "2026-05-31"}).status_code == 422


@pytest.mark.parametrize(
    ("language", "title"),
    [("en", "Statement of account"), ("fr", "Relevé de compte"), ("ar", "كشف حساب")],
)
def test_the_paper_speaks_the_partys_language(company, language, title):
    party = make_party("LANG", language=language, email="a@lang.example")
    invoice = owed("1234.50", APRIL_30, party=party)
    question = StatementQuestion(Side.RECEIVABLE, StatementKind.OPEN, APRIL_30, MAY_31)

    _name, content = printing.print_statement(account_of(party, question))

    reader = pypdf.PdfReader(BytesIO(content))
    assert reader.metadata.title == title
    assert invoice.number in reader.pages[0].extract_text()


def test_a_statement_is_sent_once_with_its_pdf_archived(client, company, party, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    owed("100", APRIL_30)
    data = {
        "to": "boss@alfki.example", "kind": "open", "first": "2026-01-01", "last": "2026-05-31",
        "idempotency_key": str(uuid4()),
    }  # fmt: skip

    client.post(reverse("credit:statement_send", args=[party.pk]), data)
    client.post(reverse("credit:statement_send", args=[party.pk]), data)

    [event] = Event.objects.filter(name=mailing.STATEMENT_WANTED, aggregate_id=party.pk)
    mailing.mail_statement(event)
    [message] = mail.outbox
    _name, content, kind = message.attachments[0]
    assert (message.to, kind) == (["boss@alfki.example"], "application/pdf")
    assert content == bytes(Attachment.objects.get(target_id=event.pk).content)
    assert Event.objects.filter(name="credit.statement_sent", aggregate_id=party.pk).count() == 1


def test_all_with_open_items_get_theirs_and_who_has_no_address_is_named(client, user_in):
    for code, email in (("A", "a@a.example"), ("B", ""), ("C", "c@c.example")):
        owed("10", APRIL_30, party=make_party(code, email=email))
    make_party("D", email="d@d.example")

    page = client.post(
        reverse("credit:statements_send"),
        {"side": "receivable", "idempotency_key": str(uuid4())},
        follow=True,
    ).content.decode()

    sent = Event.objects.filter(name=mailing.STATEMENT_WANTED).values_list("payload__to", flat=True)
    assert set(sent) >= {"a@a.example", "c@c.example"}
    assert "d@d.example" not in sent
    assert "Statements on their way: 2." in page
    assert "Without an e-mail address: 1 (B)." in page


def test_without_an_address_nothing_is_sent(company):
    party = make_party("NOMAIL")
    owed("10", APRIL_30, party=party)

    with pytest.raises(services.NoAddress):
        services.send_statement(actor=None, pk=party.pk)
    assert not Event.objects.filter(name=mailing.STATEMENT_WANTED, aggregate_id=party.pk).exists()
