"""The reconciliation report: as of any day, proved, on screen and as files."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from apps.bank import printing, services
from apps.bank.parts import AccountPart, Parts
from apps.bank.reporting import report_of
from apps.bank.selectors import open_lines
from apps.bank.tests.factories import bring, make_bank_account, mt940
from apps.core.models import Event
from apps.invoices.tests.factories import make_rate, make_sales_books
from apps.ledger.models import Account, EntryLine
from apps.ledger.tests.factories import post

JANUARY, FEBRUARY = date(2026, 1, 31), date(2026, 2, 28)


@pytest.fixture
def account(company):
    make_sales_books()
    return make_bank_account(number="1234567")


def figures(report) -> str:
    return " ".join(
        f"{name} {getattr(report, name):.2f}"
        for name in ("ledger", "unseen", "waiting", "opening", "bank", "difference")
    )


def cheque(account) -> EntryLine:
    """Book a cheque of 100 on 30 January; the bank shows it in February, and it is reconciled."""
    entry = post(("6580", "100"), (account.account.code, "-100"), on=date(2026, 1, 30))
    bring(account, mt940("C0,00", "C40,00", "C50,00 In", "D10,00 Fee"))
    bring(account, mt940("C40,00", "D60,00", "D100,00 Cheque", number="2", day="260228"))
    line = EntryLine.objects.get(entry=entry, account=account.account)
    movement = open_lines(account.pk).get(amount=-100)
    parts = Parts(postings=(line.pk,))
    services.reconcile(actor=None, pk=account.pk, line_ids=[movement.pk], parts=parts)
    return line


def test_a_cheque_cashed_in_february_was_outstanding_in_january(account):
    cheque(account)

    january, february = report_of(account, JANUARY), report_of(account, FEBRUARY)

    assert (
        figures(january)
        == "ledger -100.00 unseen -100.00 waiting 40.00 opening 0.00 bank 40.00 difference 0.00"
    )
    assert [(row.date, row.amount) for row in january.unseen_rows] == [(date(2026, 1, 30), -100)]
    assert (
        figures(february)
        == "ledger -100.00 unseen 0.00 waiting 40.00 opening 0.00 bank -60.00 difference 0.00"
    )
    assert february.unseen_rows == ()
    assert february.statement.closing_balance == -60


def test_undoing_and_the_opening_balance_keep_it_proved(account):
    bring(account, mt940("C25,00", "C15,00", "D10,00 Fee"))
    income = Account.objects.get(company_id=account.company_id, code="7660").pk
    parts = Parts(accounts=(AccountPart(income, Decimal(-10)),))
    done = services.reconcile(
        actor=None, pk=account.pk, line_ids=[open_lines(account.pk).get().pk], parts=parts
    )
    assert figures(report_of(account, JANUARY)) == (
        "ledger -10.00 unseen 0.00 waiting 0.00 opening 25.00 bank 15.00 difference 0.00"
    )

    services.undo_reconciliation(actor=None, pk=done.pk, on=date(2026, 2, 2))

    for day in (date(2026, 1, 1), JANUARY, FEBRUARY):
        assert report_of(account, day).difference == 0
    assert report_of(account, FEBRUARY).waiting == -10


def test_an_account_in_another_currency_is_proved_in_it(company):
    make_sales_books()
    make_rate("USD", "0.50")
    account = make_bank_account("USD", number="1234567")
    bring(account, mt940("C0,00", "C100,00", "C100,00 In", currency="USD"))
    income = Account.objects.get(company_id=company.pk, code="7660").pk
    parts = Parts(accounts=(AccountPart(income, Decimal(100)),))
    services.reconcile(
        actor=None, pk=account.pk, line_ids=[open_lines(account.pk).get().pk], parts=parts
    )

    assert figures(report_of(account, JANUARY)) == (
        "ledger 100.00 unseen 0.00 waiting 0.00 opening 0.00 bank 100.00 difference 0.00"
    )


def test_the_screen_shows_it_and_hands_it_out_as_xlsx_and_pdf(client, user_in, account):
    client.force_login(user_in("accountant"))
    cheque(account)
    url = reverse("bank:report", args=[account.pk])

    page = client.get(url, {"on": "2026-01-31"}).content.decode()
    sheet = client.get(url, {"on": "2026-01-31", "export": "xlsx"})
    client.post(reverse("bank:report_ask", args=[account.pk]), {"on": "2026-01-31"})
    event = Event.objects.get(name=printing.ASKED)
    waiting = client.get(reverse("bank:report_pdf"), {"asked": event.pk}).content.decode()
    printing.render_report(event)
    pdf = client.get(reverse("bank:report_pdf"), {"asked": event.pk, "file": "1"})

    assert "Proved" in page
    cells = list(openpyxl.load_workbook(BytesIO(b"".join(sheet))).active.values)
    assert ("Ledger balance", "", "", -100) in cells
    assert "A worker is writing the report." in waiting
    assert pdf.content.startswith(b"%PDF-")


def test_a_day_that_is_none_is_said_at_the_field(client, user_in, account):
    client.force_login(user_in("accountant"))

    answer = client.get(reverse("bank:report", args=[account.pk]), {"on": "soon"})

    assert answer.status_code == 422
