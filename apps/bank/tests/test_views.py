"""The screens of the bank: bring a file in, name the columns, see what was refused."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.bank.models import BankAccount, BankStatementLine, StatementFile
from apps.bank.tests.factories import make_bank_account, mt940
from apps.invoices.tests.factories import make_sales_books
from apps.ledger.models import Journal


@pytest.fixture
def account(company):
    make_sales_books()
    return make_bank_account(number="1234567")


@pytest.fixture
def page(client, user_in):
    client.force_login(user_in("accountant"))
    return client


def upload(page, account, content, **fields):
    file = SimpleUploadedFile("january.sta", content.encode())
    data = {"bank_account": account.pk, "file": file, "idempotency_key": "k1", **fields}
    return page.post(reverse("bank:import_file"), data, follow=True)


def test_a_statement_is_imported_and_shown(page, account):
    answer = upload(page, account, mt940("C0,00", "C90,00", "C100,00 Customer", "D10,00 Fee"))

    assert "2 new lines." in answer.content.decode()
    assert BankStatementLine.objects.filter(bank_account=account).count() == 2


def test_a_refused_file_says_why_and_can_be_fetched_again(page, account):
    text = mt940("C0,00", "C91,00", "C100,00 Customer", "D10,00 Fee")

    answer = upload(page, account, text)

    assert "but closes with" in answer.content.decode()
    file = StatementFile.objects.get(bank_account=account)
    link = answer.context["files"][0]["url"]
    assert b"".join(page.get(link)).decode() == text
    assert file.status == "refused"


def test_the_columns_of_a_csv_file_are_guessed_previewed_and_stored(page, account):
    url = reverse("bank:bankaccount_columns", args=[account.pk])
    csv = (
        "Buchungstag;Name;Verwendungszweck;Betrag;Saldo\n05.01.2026;Alfki;INV-1;1.100,50;1.100,50\n"
    )

    shown = page.post(url, {"file": SimpleUploadedFile("x.csv", csv.encode()), "preview": "1"})

    form = shown.context["form"]
    assert [str(line.amount) for line in shown.context["lines"]] == ["1100.50"]
    stored = page.post(url, {**form.data, "header": "on", "save": "1"}, follow=True)
    assert stored.status_code == 200
    account.refresh_from_db()
    assert account.csv_columns["columns"] == {
        "date": "Buchungstag", "name": "Name", "text": "Verwendungszweck", "amount": "Betrag", "balance": "Saldo",
    }  # fmt: skip
    assert "1 new line." in upload(page, account, csv).content.decode()


def test_a_bank_account_is_made_in_the_browser(page, company):
    make_sales_books()
    journal = Journal.objects.get(company_id=company.pk, code="BNK")
    fields = {
        "name": "Main",
        "journal": journal.pk,
        "currency": company.currency_id,
        "is_active": "on",
    }
    url = reverse("bank:bankaccount_create")

    wrong = page.post(url, {**fields, "iban": "NL27VAYB8060476890"})
    assert "its check digits do not fit" in wrong.content.decode()
    page.post(url, {**fields, "iban": "nl26 VAYB 8060 4768 90"})

    assert BankAccount.objects.get(name="Main").iban == "NL26VAYB8060476890"


def test_a_salesperson_may_not_import(client, user_in, account):
    client.force_login(user_in("salesperson"))

    assert client.get(reverse("bank:import_file")).status_code == 403
