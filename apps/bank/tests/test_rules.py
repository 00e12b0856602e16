"""The database refuses what would bend a statement, whoever asks."""

import pytest
from django.db import DatabaseError, connection, transaction

from apps.bank.models import BankStatement, BankStatementLine
from apps.bank.tests.factories import bring, make_bank_account, mt940
from apps.invoices.tests.factories import make_sales_books


@pytest.fixture
def statement(company):
    make_sales_books()
    account = make_bank_account(number="1234567")
    return bring(
        account, mt940("C0,00", "C90,00", "C100,00 Customer", "D10,00 Fee")
    ).statements.get()


def refused(sql, *values):
    with pytest.raises(DatabaseError), transaction.atomic():
        execute(sql, *values)


def execute(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def follow_with(statement, opening, closing, lines):
    BankStatement.objects.create(
        company_id=statement.company_id,
        bank_account=statement.bank_account,
        file=statement.file,
        sequence=2,
        date=statement.date,
        opening_balance=opening,
        closing_balance=closing,
        line_count=lines,
    )
    execute("SELECT 1")


@pytest.mark.parametrize(
    "table", ["bank_statementfile", "bank_bankstatement", "bank_bankstatementline"]
)
def test_what_the_bank_told_us_is_neither_changed_nor_deleted(statement, table):
    refused(f"UPDATE {table} SET id = id")
    refused(f"DELETE FROM {table}")


def test_a_whole_statement_takes_no_further_line(statement):
    line = statement.lines.first()
    line.pk, line.line_no, line.fingerprint = BankStatementLine().pk, 3, "x"

    with pytest.raises(DatabaseError, match="takes no further line"), transaction.atomic():
        line.save(force_insert=True)


def test_a_statement_must_add_up_and_follow(statement):
    for opening, closing, lines in ((90, 91, 1), (80, 80, 0)):
        with pytest.raises(DatabaseError), transaction.atomic():
            follow_with(statement, opening, closing, lines)


def test_a_line_comes_in_once(statement):
    line = statement.lines.first()
    line.pk = BankStatementLine().pk

    with (
        pytest.raises(DatabaseError, match=r"statement_line_once|number_once"),
        transaction.atomic(),
    ):
        line.save(force_insert=True)
