"""Statements come in whole, once, in an unbroken row; what is refused is kept and says why."""

import gzip
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from apps.bank import services
from apps.bank.formats import Mapping
from apps.bank.models import BankStatement, BankStatementLine
from apps.bank.tests.factories import CAMT_IBAN, SAMPLES, bring, make_bank_account, mt940
from apps.core.models import Attachment
from apps.invoices.tests.factories import make_sales_books


@pytest.fixture(autouse=True)
def books(company):
    make_sales_books()


@pytest.fixture
def account(books):
    return make_bank_account(number="1234567")


def rows(account):
    found = BankStatement.objects.filter(bank_account=account).order_by("sequence")
    return [(str(s.opening_balance), str(s.closing_balance), s.line_count) for s in found]


def amounts(account):
    found = BankStatementLine.objects.filter(bank_account=account).order_by("pk")
    return [str(line.amount.normalize() + 0) for line in found]


def test_camt053_of_two_statements_comes_in():
    account = make_bank_account(iban=CAMT_IBAN)

    file = bring(account, "camt053.v2.multi.statement.xml")

    assert (file.status, file.message, file.line_count) == ("imported", "", 2)
    assert rows(account) == [("18.1500", "27.0000", 1), ("27.0000", "20.0000", 1)]
    line = BankStatementLine.objects.filter(bank_account=account).order_by("pk").first()
    assert (line.name, line.iban, line.text) == (
        "Company Name 1", "NL56AGDH9619008421", "Transaction Description 1",
    )  # fmt: skip


def test_mt940_brings_the_statements_of_its_account_only():
    account = make_bank_account(number="10020030/1234567")

    file = bring(account, "cmxl__mt940.sta")

    assert (file.status, file.line_count) == ("imported", 2)
    assert rows(account) == [("2187.9500", "4387.9500", 2)]
    assert amounts(account) == ["-800", "3000"]


def test_ofx_opens_with_what_its_movements_leave(company):
    account = make_bank_account("USD", number="1452687~7")

    file = bring(account, "checking.ofx")

    assert (file.status, file.line_count) == ("imported", 3)
    assert rows(account) == [("160.4900", "100.9900", 3)]


CSV = "Date;Name;Text;Amount;Balance\n05.01.2026;Alfki;INV-1;1.100,50;1.100,50\n04.01.2026;;Fee;-0,50;0,00\n"
COLUMNS = {"date": "Date", "name": "Name", "text": "Text", "amount": "Amount", "balance": "Balance"}


def map_columns(account, **changes):
    mapping = Mapping(
        **{
            "delimiter": ";",
            "decimal": ",",
            "date_format": "%d.%m.%Y",
            "columns": COLUMNS,
            **changes,
        }
    )
    services.save_columns(actor=None, pk=account.pk, mapping=mapping)


def test_csv_comes_in_by_the_stored_columns_and_turns_round_what_is_newest_first(account):
    map_columns(account)

    file = bring(account, CSV)

    assert (file.status, file.message) == ("imported", "")
    assert rows(account) == [("0.5000", "1100.5000", 2)]
    assert amounts(account) == ["-0.5", "1100.5"]


def test_csv_without_columns_says_where_to_name_them(account):
    file = bring(account, CSV)

    assert file.status == "refused"
    assert "under “CSV columns”" in file.message


def test_csv_without_a_balance_asks_for_one(account):
    map_columns(account, columns={k: v for k, v in COLUMNS.items() if k != "balance"})

    assert "write the closing balance" in bring(account, CSV).message
    assert bring(account, CSV, closing=Decimal(1100)).status == "imported"
    assert rows(account) == [("0.0000", "1100.0000", 2)]


def test_the_same_file_again_adds_nothing(account):
    text = mt940("C0,00", "C90,00", "C100,00 Customer", "D10,00 Fee")
    first = bring(account, text)

    again = bring(account, text)

    assert again.pk == first.pk
    assert amounts(account) == ["100", "-10"]


def test_a_file_that_overlaps_adds_only_what_is_new(account):
    bring(account, mt940("C0,00", "C90,00", "C100,00 Customer", "D10,00 Fee"))

    more = bring(account, mt940("C0,00", "C95,00", "C100,00 Customer", "D10,00 Fee", "C5,00 More"))

    assert (more.line_count, more.known_count) == (1, 2)
    assert rows(account) == [("0.0000", "90.0000", 2), ("90.0000", "95.0000", 1)]


def test_an_older_statement_goes_before_the_first(account):
    bring(account, mt940("C90,00", "C95,00", "C5,00 Later", number="2", day="260228"))

    bring(account, mt940("C0,00", "C90,00", "C90,00 Before", number="1", day="260131"))

    assert rows(account) == [("0.0000", "90.0000", 1), ("90.0000", "95.0000", 1)]


def test_equal_movements_without_a_name_of_the_bank_are_two_when_the_balances_say_so(account):
    map_columns(account)
    coffee = "05.01.2026;Café;Card;-2,00;{}\n"

    bring(
        account,
        CSV.split("\n", maxsplit=1)[0] + "\n" + coffee.format("8,00") + coffee.format("6,00"),
    )

    assert amounts(account) == ["-2", "-2"]


BOMB = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Document>&b;</Document>'
BAD = {
    "balance chain": (mt940("C0,00", "C91,00", "C100,00 A", "D10,00 B"), "but closes with"),
    "another account": (mt940("C0,00", "C1,00", "C1,00 A", account="9999999"), "not of Bank BNK"),
    "another currency": (mt940("C0,00", "C1,00", "C1,00 A").replace("EUR", "USD"), "kept in EUR"),
    "the same line twice": (
        mt940("C0,00", "C20,00", "C10,00 A", "C10,00 A").replace("R1-2", "R1-1"),
        "stands there twice",
    ),
    "entities": (BOMB, "without DTD and entities"),
    "entities in OFX": ("OFXHEADER:100\n" + BOMB, "without DTD and entities"),
    "half an XML file": ("<?xml version='1.0'?><Document xmlns='urn:iso", "no whole XML file"),
    "another XML file": ("<a/>", "another XML file"),
    "a word for an amount": (mt940("C0,00", "C1,00", "C1,00 A").replace(":61:260131", ":61:2601XX"), "no whole MT940"),
    "nothing": (b"", "not empty"),
    "UTF-16 in an MT940": (mt940("C0,00", "C1,00", "C1,00 A").encode("utf-16"), "save the file as UTF-8"),
    "100 MB": (b"<" + b"a" * 100 * 2**20, "10 MB at most"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "why"), BAD.values(), ids=BAD)
def test_a_bad_file_is_refused_in_one_sentence_and_kept(account, content, why):
    file = bring(account, content)

    assert file.status == "refused"
    assert why in file.message
    assert not BankStatement.objects.filter(bank_account=account).exists()
    raw = content.encode() if isinstance(content, str) else content
    kept = Attachment.objects.filter(target_id=file.pk).first()
    if raw:
        assert bytes(kept.content) == raw or gzip.decompress(kept.content) == raw
    else:
        assert kept is None


def test_a_gap_to_the_statement_before_is_refused(account):
    bring(account, mt940("C0,00", "C90,00", "C90,00 A"))

    file = bring(account, mt940("C95,00", "C96,00", "C1,00 B", number="3", day="260301"))

    assert "bring first what lies between" in file.message
    assert rows(account) == [("0.0000", "90.0000", 1)]


def test_a_bad_second_statement_leaves_nothing_of_the_first(account):
    file = bring(
        account, mt940("C0,00", "C1,00", "C1,00 A") + mt940("C1,00", "C3,00", "C1,00 B", number="2")
    )

    assert file.status == "refused"
    assert rows(account) == []


def test_the_command_says_what_came(company, account, tmp_path, capsys):
    path = tmp_path / "january.sta"
    path.write_text(mt940("C0,00", "C90,00", "C90,00 A"))

    call_command("import_statement", str(path), company=company.code, account="BNK", json=True)
    assert '"new": 1' in capsys.readouterr().out

    path.write_text(mt940("C0,00", "C91,00", "C90,00 A"))
    with pytest.raises(CommandError, match="but closes with") as refused:
        call_command("import_statement", str(path), company=company.code, account="1234567")
    assert refused.value.returncode == 1
    with pytest.raises(CommandError, match="There is no one bank account NOPE") as unknown:
        call_command("import_statement", str(path), company=company.code, account="NOPE")
    assert unknown.value.returncode == 2


def test_the_samples_are_the_real_ones():
    assert {path.suffix for path in SAMPLES.iterdir()} == {".xml", ".sta", ".ofx"}
