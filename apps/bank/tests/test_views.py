"""The screens of the bank: bring a file in, name the columns, see what was refused."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.bank.formats import Mapping
from apps.bank.models import BankAccount, BankStatementLine, Reconciliation, StatementFile
from apps.bank.reporting import proof_of
from apps.bank.selectors import open_lines
from apps.bank.services import save_columns
from apps.bank.tests.factories import SAMPLES, make_bank_account, mt940
from apps.invoices.tests.factories import line, make_rate, make_sales_books, posted
from apps.ledger.models import Account, Journal, OpenItem
from apps.ledger.tests.factories import make_books, make_party


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


def desk_of(page, account, **query):
    return page.get(reverse("bank:desk", args=[account.pk]), query)


FORMATS = {
    "camt053.v2.multi.statement.xml": {"year": 2014, "iban": "NL26VAYB8060476890"},
    "cmxl__mt940.sta": {"year": 2002, "number": "10020030/1234567"},
    "checking.ofx": {"year": 2011, "number": "1452687~7", "currency": "USD"},
    "bank.csv": {"year": 2026, "number": "1"},
}
CSV = (
    b"Date,Description,Amount,Balance\n2026-01-05,Alfki,100.00,100.00\n2026-01-06,Fee,-2.00,98.00\n"
)


@pytest.mark.parametrize("sample", FORMATS)
def test_a_real_file_of_each_format_is_imported_and_reconciled_on_the_screen(page, company, sample):
    values = dict(FORMATS[sample])
    year = values.pop("year")
    make_books(year=year)
    make_party()
    make_rate("USD", "0.90", on=date(year, 1, 1))
    account = make_bank_account(**values)
    if sample == "bank.csv":
        columns = {"date": "Date", "text": "Description", "amount": "Amount", "balance": "Balance"}
        save_columns(actor=None, pk=account.pk, mapping=Mapping(columns=columns))
    content = CSV if sample == "bank.csv" else (SAMPLES / sample).read_bytes()
    file = SimpleUploadedFile(sample, content)
    fields = {"bank_account": account.pk, "file": file, "idempotency_key": "k"}
    page.post(reverse("bank:import_file"), fields)
    waiting = list(open_lines(account.pk))
    assert waiting
    other = Account.objects.get(company_id=company.pk, code="6070").pk

    for row in waiting:
        assert desk_of(page, account, line=row.pk).status_code == 200
        fields = {"line": row.pk, "difference": "account", "other_account": other}
        page.post(reverse("bank:desk", args=[account.pk]), {**fields, "idempotency_key": row.pk})

    assert not open_lines(account.pk).exists()
    proof = proof_of(account)
    assert (proof.difference, proof.waiting, proof.unseen) == (0, 0, 0)


def test_a_suggestion_is_accepted_and_undone_on_the_screen(page, account):
    invoice = posted(line("1", "100"))
    upload(page, account, mt940("C0,00", "C100,00", "C100,00 INV-2026-00001"))
    shown = desk_of(page, account, line=open_lines(account.pk).get().pk)
    suggestion = shown.context["suggestions"][0]

    page.post(
        reverse("bank:accept", args=[account.pk]),
        {"line": open_lines(account.pk).get().pk, "key": suggestion.key, "idempotency_key": "a"},
    )

    assert OpenItem.objects.get(entry=invoice.entry).open_amount == 0
    done = Reconciliation.objects.get(bank_account=account, status="done")
    page.post(reverse("bank:reconciliation_undo", args=[done.pk]), {"on": "2026-02-01"})
    assert OpenItem.objects.get(entry=invoice.entry).open_amount == 100
    assert open_lines(account.pk).count() == 1


def test_sure_ones_are_accepted_together_and_nothing_else(page, account):
    for amount in ("100", "70"):
        posted(line("1", amount))
    texts = ("C100,00 INV-2026-00001", "C70,00 INV-2026-00002", "D3,00 unknown")
    upload(page, account, mt940("C0,00", "C167,00", *texts))

    page.post(reverse("bank:accept", args=[account.pk]), {"sure": "1", "idempotency_key": "a"})

    assert [row.amount for row in open_lines(account.pk)] == [-3]


def test_many_to_many_with_a_fee_by_the_form(page, account):
    first, second = posted(line("1", "100")), posted(line("1", "50"))
    upload(page, account, mt940("C0,00", "C147,00", "C90,00 Cards 1", "C57,00 Cards 2"))
    items = [OpenItem.objects.get(entry=paper.entry).pk for paper in (first, second)]
    fee = Account.objects.get(company_id=first.company_id, code="6070").pk

    page.post(
        reverse("bank:desk", args=[account.pk]),
        {
            "line": [row.pk for row in open_lines(account.pk)],
            "item": items,
            "fee": "3",
            "fee_account": fee,
            "idempotency_key": "a",
        },
    )

    assert not open_lines(account.pk).exists()
    assert not OpenItem.objects.filter(pk__in=items, open_amount__gt=0).exists()


def test_the_same_file_again_says_that_nothing_is_new(page, account):
    content = mt940("C0,00", "C100,00", "C100,00 INV-2026-00001")
    upload(page, account, content)

    fields = {"bank_account": account.pk, "file": SimpleUploadedFile("a.sta", content.encode())}
    answer = page.post(
        reverse("bank:import_file"), {**fields, "idempotency_key": "again"}, follow=True
    )

    assert "Nothing new" in answer.content.decode()
    assert open_lines(account.pk).count() == 1


def test_lists_say_what_is_still_to_reconcile(page, account):
    upload(page, account, mt940("C0,00", "C100,00", "C100,00 INV-2026-00001"))
    movements = reverse("bank:bankstatementline_list")
    waiting = open_lines(account.pk).get()

    accounts = page.get(reverse("bank:bankaccount_list"))
    assert [row.waiting for row in accounts.context["filter"].qs] == [1]
    assert f"?line={waiting.pk}" in page.get(movements, {"reconciled": "false"}).content.decode()
    fields = {"line": waiting.pk, "difference": "account", "idempotency_key": "x"}
    other = Account.objects.get(company_id=account.company_id, code="6070").pk
    page.post(reverse("bank:desk", args=[account.pk]), {**fields, "other_account": other})

    done = Reconciliation.objects.get(bank_account=account, status="done")
    accounts = page.get(reverse("bank:bankaccount_list"))
    assert [row.waiting for row in accounts.context["filter"].qs] == [0]
    assert not page.get(movements, {"reconciled": "false"}).context["filter"].qs.exists()
    assert done.get_absolute_url() in page.get(movements, {"reconciled": "true"}).content.decode()


def test_what_is_left_over_is_said_while_choosing_and_nothing_is_stored(page, account):
    invoice = posted(line("1", "80"))
    upload(page, account, mt940("C0,00", "C100,00", "C100,00 INV-2026-00001"))
    item = OpenItem.objects.get(entry=invoice.entry)
    url = reverse("bank:desk", args=[account.pk])
    chosen = {"line": open_lines(account.pk).get().pk, "item": item.pk}

    def left(**fields):
        answer = page.post(f"{url}?left", {**chosen, **fields})
        return re.findall(r"[\d.]+(?=</bdi>)", answer.content.decode())

    assert left() == ["100.00", "20.00"]
    assert left(**{f"amount-{item.pk}": "30", "fee": "1.50"}) == ["100.00", "71.50"]
    assert left(fee="a lot") == []
    assert not Reconciliation.objects.exists()
    assert OpenItem.objects.get(pk=item.pk).open_amount == 80


def test_the_balance_before_the_first_statement_is_accounted_for_on_the_desk(page, account):
    upload(page, account, mt940("C160,00", "C150,00", "D10,00 Account fee"))
    other = Account.objects.get(company_id=account.company_id, code="6070").pk
    assert desk_of(page, account, opening=1).context["total"] == 160
    fields = {"opening": "1", "difference": "account", "other_account": other}

    page.post(reverse("bank:desk", args=[account.pk]), {**fields, "idempotency_key": "o"})

    proof = proof_of(account)
    assert (proof.opening, proof.ledger, proof.waiting, proof.difference) == (0, 160, -10, 0)
    assert desk_of(page, account).context["opening"] == 0
