"""Each check of the bank finds what was planted, and nothing else."""

import pytest
from django.db import transaction

from apps.access.tests.factories import make_user
from apps.bank import services
from apps.bank.parts import AccountPart, Parts
from apps.bank.selectors import open_lines
from apps.bank.tests.factories import bring, draft_run, make_bank_account, mt940, owed_to, pay_to
from apps.core.prove import registered
from apps.core.testing import plant
from apps.invoices.tests.factories import make_sales_books
from apps.ledger.models import Account
from apps.ledger.tests.factories import make_party

pytestmark = pytest.mark.django_db(transaction=True)

OFF = "ALTER TABLE {0} DISABLE TRIGGER USER"
FREE = [
    OFF.format(f"bank_{table}")
    for table in (
        "statementfile",
        "bankstatement",
        "bankstatementline",
        "bankaccount",
        "reconciliation",
        "reconciledline",
        "reconciledposting",
        "paymentrun",
        "paymenttransfer",
        "paymentrunline",
    )
]
CRIMES = {
    "bank.statements_add_up": [
        ["UPDATE bank_bankstatementline SET amount = amount + 1"],
        ["UPDATE bank_bankstatement SET line_count = line_count + 1"],
    ],
    "bank.statements_follow": [
        ["UPDATE bank_bankstatement SET (opening_balance, closing_balance) = (opening_balance + 1, closing_balance + 1)"
         " WHERE sequence = 2"],
        ["UPDATE bank_bankstatement SET sequence = 9 WHERE sequence = 2"],
    ],
    "bank.files_say_what_came": [
        ["UPDATE bank_statementfile SET line_count = line_count + 1"],
    ],
    "bank.files_are_kept": [
        [OFF.format("core_attachment"), "UPDATE core_attachment SET content = 'other'"],
        [OFF.format("core_attachment"), "DELETE FROM core_attachment"],
    ],
    "bank.reconciliations_balance": [
        ["UPDATE bank_reconciliation SET opening_amount = opening_amount + 1 WHERE status = 'done'"],
        ["UPDATE bank_reconciledposting SET active = false"],
        ["DELETE FROM bank_reconciledline"],
    ],
    "bank.balance_proves_against_ledger": [
        ["UPDATE bank_bankstatementline SET amount = amount + 1"],
        ["DELETE FROM bank_reconciledline"],
        [
            OFF.format("ledger_entryline"),
            "UPDATE ledger_entryline SET debit = debit + 1, amount_currency = amount_currency + 1 WHERE debit > 0",
        ],
    ],
    "bank.account_is_the_journals": [
        [OFF.format("ledger_journal"), "UPDATE ledger_journal SET account_id = NULL WHERE code = 'BNK'"],
    ],
    "bank.runs_add_up": [
        ["UPDATE bank_paymentrun SET total = total + 1"],
        ["UPDATE bank_paymentrun SET transfer_count = 0"],
        ["UPDATE bank_paymentrunline SET amount = amount + 1"],
        ["UPDATE bank_paymenttransfer SET amount = amount + 1", "UPDATE bank_paymentrun SET total = total + 1"],
    ],
    "bank.runs_decided_by_two": [
        ["UPDATE bank_paymentrun SET approved_by_id = submitted_by_id"],
        ["UPDATE bank_paymentrun SET written_by_id = approved_by_id"],
    ],
    "bank.runs_hold_their_items": [
        ["UPDATE bank_paymentrunline SET active = true"],
        ["UPDATE bank_paymentrun SET status = 'approved'"],
    ],
    "bank.runs_paid_once": [
        ["UPDATE bank_paymenttransfer SET payment_id = NULL"],
        ["UPDATE bank_paymentrun SET date = date + 1"],
        [OFF.format("payments_payment"), "UPDATE payments_payment SET amount = amount + 1"],
    ],
}  # fmt: skip


@pytest.fixture
def some_of_everything(company):
    with transaction.atomic():
        make_sales_books()
        account = make_bank_account(number="1234567")
        bring(account, mt940("C0,00", "C90,00", "C100,00 Customer", "D10,00 Fee"))
        bring(account, mt940("C90,00", "C95,00", "C5,00 More", number="2", day="260228"))
        income = Account.objects.get(company_id=company.pk, code="7660").pk
        for line in open_lines(account.pk)[:2]:
            parts = Parts(accounts=(AccountPart(income, line.amount),))
            done = services.reconcile(actor=None, pk=account.pk, line_ids=[line.pk], parts=parts)
        services.undo_reconciliation(actor=None, pk=done.pk)
        party = make_party("ACME")
        pay_to(party, "FR1420041010050500013M02606")
        writer, checker = make_user("accountant"), make_user("accountant")
        run = draft_run(account, owed_to(party, "100"), actor=writer)
        services.submit_run(actor=writer, pk=run.pk)
        services.approve_run(actor=checker, pk=run.pk)
        services.post_run(actor=writer, pk=run.pk)
    return company


@pytest.mark.parametrize(
    ("check", "crime"), [(check, crime) for check, crimes in CRIMES.items() for crime in crimes]
)
def test_a_planted_violation_is_found(some_of_everything, owner_sql, check, crime):
    assert plant(owner_sql, check, company=some_of_everything.pk) == []

    assert plant(owner_sql, check, *FREE, *crime, company=some_of_everything.pk)


def test_every_check_of_the_bank_has_a_planted_violation():
    own = {check.name for check in registered() if check.name.startswith("bank.")}

    assert own == set(CRIMES)
