"""Opening balances: every wrong row is named, totals are proved, one entry with an open item a document, once."""

import json
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from apps.core.attachments import attachments_of
from apps.ledger import services
from apps.ledger.models import Account, Entry, OpeningImport, OpenItem
from apps.ledger.opening_files import FileUnreadable
from apps.ledger.services.opening import RowsRefused, plan_opening
from apps.ledger.tests.factories import make_books, period
from apps.parties.models import Party

D = Decimal
ON = date(2026, 1, 1)
HEAD = "account,party,document,due_date,debit,credit,currency,amount_currency,memo"
GOOD = f"""{HEAD}
5120,,,,1000.50,,,,Bank
4110,ACME,INV-1,2026-01-20,240,,,,
4110,ACME,INV-2,2026-02-20,110,,USD,100,
4010,BOLT,B-9,2026-01-31,,90.50,,,
1010,,,,,1260,,,
"""
TOTAL = D("1350.50")


@pytest.fixture(autouse=True)
def books(company):
    make_books()
    for code, kind in (("ACME", "is_customer"), ("BOLT", "is_supplier")):
        Party.objects.create(
            company_id=company.pk, code=code, name=code.title(), currency_id="EUR", **{kind: True}
        )


def plan(text: str, **more):
    asked = {"on": ON, "control_total": TOTAL, "filename": "opening.csv", **more}
    return plan_opening(content=text.encode(), **asked)


def take_over(text: str, **more) -> OpeningImport:
    asked = {"on": ON, "control_total": TOTAL, "filename": "opening.csv", **more}
    return services.post_opening(actor=None, content=text.encode(), **asked)


def client_of(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_file_becomes_one_entry_with_an_open_item_a_document():
    done = take_over(GOOD)

    lines = done.entry.lines.order_by("line_no").select_related("account")
    assert [(line.account.code, line.debit - line.credit) for line in lines] == [
        ("5120", D("1000.50")), ("4110", 240), ("4110", 110), ("4010", D("-90.50")), ("1010", -1260),
    ]  # fmt: skip
    items = OpenItem.objects.order_by("due_date").select_related("party", "currency")
    assert [
        (row.party.code, row.due_date, row.open_amount, row.currency_id, row.open_currency)
        for row in items
    ] == [
        ("ACME", date(2026, 1, 20), 240, "EUR", 240),
        ("BOLT", date(2026, 1, 31), D("90.50"), "EUR", D("90.50")),
        ("ACME", date(2026, 2, 20), 110, "USD", 100),
    ]
    assert [line.memo for line in lines][1] == "INV-1"
    assert attachments_of(done).get().filename == "opening.csv"


def test_the_same_balances_again_add_nothing_in_whatever_order_or_file():
    done = take_over(GOOD)
    head, *rows = GOOD.splitlines()
    book = Workbook()
    for row in (head, *reversed(rows)):
        book.active.append(row.split(","))
    file = BytesIO()
    book.save(file)

    again = services.post_opening(
        actor=None, content=file.getvalue(), filename="again.xlsx", on=ON, control_total=TOTAL
    )

    assert again == done
    assert Entry.objects.count() == OpeningImport.objects.count() == 1


def test_a_spreadsheet_with_numbers_and_days_is_read():
    book = Workbook()
    book.active.append(["Account", "Party", "Document", "Due date", "Debit", "Credit"])
    book.active.append([4110, "ACME", "INV-1", date(2026, 1, 20), 240.1, None])
    book.active.append([1010, None, None, None, None, 240.1])
    file = BytesIO()
    book.save(file)

    found = plan_opening(
        content=file.getvalue(), filename="o.xlsx", on=ON, control_total=D("240.10")
    )

    assert found.is_ready
    assert [line.amount for line in found.rows] == [D("240.1"), D("-240.1")]
    assert found.rows[0].due_date == date(2026, 1, 20)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("9999,,,,1,,,,", "There is no account 9999 in use."),
        ("3700,,,,1,,,,", "kept by Stock"),
        ("4110,,INV,,1,,,,", "name the party and its document"),
        ("4110,ACME,,,1,,,,", "name the party and its document"),
        ("4110,NOBODY,INV,,1,,,,", "There is no party NOBODY."),
        ("5120,,,,1,1,,,", "one of them"),
        ("5120,,,,,,,,", "one of them"),
        ("5120,,,,-1,,,,", "one of them"),
        ("5120,,,,1.005,,,,", "has coins for"),
        ("5120,,,,1e5,,,,", "Write 1e5 as a number"),
        ("5120,,,,NaN,,,,", "Write NaN as a number"),
        ('5120,,,,"1,000.00",,,,', "Write 1,000.00 as a number"),
        ("5120,,,31/01/2026,1,,,,", "Write the day 31/01/2026"),
        ("5120,,,,1,,XXQ,1,", "There is no currency XXQ."),
        ("5120,,,,1,,USD,,", "Write the amount in USD"),
    ],
)
def test_what_is_wrong_is_said_at_its_row_and_nothing_is_posted(row, says):
    text = GOOD + row + "\n"

    found = plan(text)

    assert [error.number for error in found.errors] == [7]
    assert says in found.errors[0].message
    with pytest.raises(RowsRefused, match="row 7"):
        take_over(text)
    assert not Entry.objects.exists()


def test_the_debits_prove_against_the_control_total():
    found = plan(GOOD, control_total=D("1350"))

    assert not found.is_ready
    assert found.off_control == D("0.50")
    assert "differ by" in found.faults[0]
    with pytest.raises(RowsRefused, match="control total"):
        take_over(GOOD, control_total=D("1350"))


def test_a_part_of_the_books_is_balanced_by_opening_balances_when_asked():
    part = "\n".join(GOOD.splitlines()[:4])
    assert "complete the file" in plan(part).faults[0]

    done = take_over(part, balance=True)

    last = done.entry.lines.order_by("-line_no").select_related("account").first()
    assert (last.account.code, last.credit) == ("1900", TOTAL)


def test_a_closed_day_takes_no_opening_balances():
    services.close_period(actor=None, pk=period("2026-01").pk)

    with pytest.raises(services.PeriodClosed):
        take_over(GOOD)
    assert not OpeningImport.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"account,debit\n1,2\n",
        b"\xff\xfe\x00a",
        b"PK\x03\x04broken",
        b'account,debit,credit\n"x',
        HEAD.encode("utf-16"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_one_sentence(content):
    with pytest.raises(FileUnreadable, match="To import"):
        plan_opening(content=content, filename="f.csv", on=ON, control_total=TOTAL)


def upload(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("opening.csv", text.encode())


def test_the_screen_checks_and_then_posts(user_in):
    client, url = client_of(user_in("accountant")), reverse("ledger:openingimport_create")
    asked = {"on": "2026-01-01", "control_total": "1350.50"}

    checking = asked | {"file": upload(GOOD), "verb": "check"}
    checked = client.post(url, checking, headers={"HX-Request": "true"})
    wrong = client.post(url, asked | {"file": upload(GOOD + "9999,,,,1,,,,\n"), "verb": "post"})
    assert not OpeningImport.objects.exists()
    posted = client.post(url, asked | {"file": upload(GOOD), "verb": "post"})

    assert "nothing stands in the way" in checked.content.decode()
    assert "<html" not in checked.content.decode()
    assert wrong.status_code == 422
    assert "There is no account 9999" in wrong.content.decode()
    done = OpeningImport.objects.get()
    assert posted["Location"] == reverse("ledger:openingimport_detail", args=[done.pk])
    assert client.get(posted["Location"]).status_code == 200


def test_the_command_says_what_is_wrong_posts_and_posts_once(company, tmp_path):
    file = tmp_path / "opening.csv"
    file.write_text(GOOD)

    def run(*more: str, total: str = "1350.50") -> dict:
        out = StringIO()
        call_command(
            "import_opening_balances", str(file), "--date=2026-01-01", f"--total={total}",
            f"--company={company.code}", "--json", *more, stdout=out,
        )  # fmt: skip
        return json.loads(out.getvalue())

    dry = run("--dry-run")
    assert (dry["posted"], dry["debit"], dry["errors"]) == (False, "1350.50", [])
    assert not OpeningImport.objects.exists()
    with pytest.raises(SystemExit) as ended:
        run("--yes", total="1")
    assert ended.value.code == 1
    assert run("--yes")["posted"] is True
    assert run("--yes")["posted"] is False
    assert OpeningImport.objects.count() == 1
    with pytest.raises(CommandError, match="cannot be read"):
        call_command(
            "import_opening_balances", str(tmp_path / "none"), "--date=2026-01-01", "--total=1",
            f"--company={company.code}",
        )  # fmt: skip


def test_who_may_not_keep_the_books_imports_nothing(user_in):
    url = reverse("ledger:openingimport_create")

    assert client_of(user_in("auditor")).get(url).status_code == 403
    assert client_of(user_in("salesperson")).post(url, {}).status_code == 403
    assert Account.objects.exists()
