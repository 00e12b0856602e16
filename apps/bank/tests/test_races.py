"""Many at once: a statement comes in once."""

import pytest
from django.db import transaction

from apps.bank.models import BankStatementLine, StatementFile
from apps.bank.tests.factories import bring, make_bank_account, mt940
from apps.core.testing import in_threads
from apps.invoices.tests.factories import make_sales_books

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def account(company):
    with transaction.atomic():
        make_sales_books()
        return make_bank_account(number="1234567")


def amounts(account):
    with transaction.atomic():
        found = BankStatementLine.objects.filter(bank_account=account)
        return sorted(int(line.amount) for line in found)


def test_two_imports_of_one_file_at_once_add_it_once(account):
    text = mt940("C0,00", "C90,00", "C100,00 Customer", "D10,00 Fee")

    answers = in_threads([lambda: bring(account, text)] * 6)

    with transaction.atomic():
        kept = StatementFile.objects.get(bank_account=account)
    assert {answer.pk for answer in answers} == {kept.pk}
    assert amounts(account) == [-10, 100]


def test_two_overlapping_files_at_once_add_each_line_once(account):
    short = mt940("C0,00", "C90,00", "C100,00 Customer", "D10,00 Fee")
    long = mt940("C0,00", "C95,00", "C100,00 Customer", "D10,00 Fee", "C5,00 More")

    in_threads([lambda: bring(account, short), lambda: bring(account, long)] * 3)

    assert amounts(account) == [-10, 5, 100]
