"""What the database keeps of the past and lets nobody else write; and that ``prove`` finds what is planted."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from apps.core.prove import registered
from apps.core.testing import in_threads, plant
from apps.credit import services
from apps.credit.ageing import Question, aged
from apps.credit.choices import Side
from apps.credit.models import OpenSpan
from apps.credit.tests.factories import make_levels, owed
from apps.invoices.tests.factories import make_sales_books
from apps.payments.services import Pair, match_pairs
from apps.payments.tests.factories import pay

APRIL_30, MAY_31, JUNE_30 = date(2026, 4, 30), date(2026, 5, 31), date(2026, 6, 30)
CRIMES = {
    "credit.spans_follow_matches": [
        ["UPDATE credit_openspan SET open_amount = open_amount - 1"],
        ['UPDATE credit_openspan SET "end" = "end" + 1'],
        ["DELETE FROM credit_openspan"],
        ["UPDATE credit_openspan SET due_date = due_date + 1"],
        [
            "ALTER TABLE payments_match DISABLE TRIGGER USER",
            "UPDATE payments_match SET date = date + 1",
        ],
    ],
    "credit.aged_total_is_ledger_balance": [
        ["UPDATE credit_openspan SET open_amount = open_amount - 1"],
        ["DELETE FROM credit_openspan WHERE side = 'debit'"],
        ['UPDATE credit_openspan SET start = start + 1 WHERE "end" - start > 1'],
        ["UPDATE ledger_openitem SET open_amount = open_amount - 1 WHERE open_amount > 0"],
        [
            "ALTER TABLE ledger_entryline DISABLE TRIGGER USER",
            "UPDATE ledger_entryline SET debit = debit + 1, amount_currency = amount_currency + 1 WHERE debit > 0",
        ],
    ],
}
OFF = "ALTER TABLE credit_dunningrun DISABLE TRIGGER USER"
LETTER_OFF = "ALTER TABLE credit_dunningletter DISABLE TRIGGER USER"
CRIMES_OF_REMINDING = {
    "credit.dunning_numbers_gapless": [
        [OFF, "UPDATE credit_dunningrun SET number = number || '9'"],
        [OFF, "UPDATE credit_dunningrun SET number = '', status = 'draft'"],
        ["UPDATE core_numberseries SET next_number = next_number + 1 WHERE code = 'dunning_run'"],
    ],
    "credit.fees_are_booked": [
        [LETTER_OFF, "UPDATE credit_dunningletter SET fee = fee + 1"],
        [LETTER_OFF, "UPDATE credit_dunningletter SET fee_entry_id = NULL"],
        [
            "ALTER TABLE ledger_entryline DISABLE TRIGGER USER",
            "UPDATE ledger_entryline SET debit = debit + 1, amount_currency = amount_currency + 1 WHERE debit = 15",
        ],
    ],
}  # fmt: skip


@pytest.fixture
def settled_later(company):
    with transaction.atomic():
        make_sales_books()
        invoice = owed("100", APRIL_30)
        pay("30", (invoice, "30"), on=MAY_31)
        pay("50", (invoice, "50"), on=JUNE_30)
    return company


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("check", "crime"), [(check, crime) for check, crimes in CRIMES.items() for crime in crimes]
)
def test_a_planted_violation_is_found(settled_later, owner_sql, check, crime):
    assert plant(owner_sql, check, company=settled_later.pk) == []

    assert plant(owner_sql, check, *crime, company=settled_later.pk)


@pytest.fixture
def reminded_twice(company):
    with transaction.atomic():
        make_sales_books()
        make_levels(fee="15")
        owed("100", APRIL_30)
        for days in (10, 40):
            run = services.draft_run(actor=None, on=APRIL_30 + timedelta(days=days))
            services.send_run(actor=None, pk=run.pk)
    return company


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("check", "crime"),
    [(check, crime) for check, crimes in CRIMES_OF_REMINDING.items() for crime in crimes],
)
def test_a_planted_violation_of_reminding_is_found(reminded_twice, owner_sql, check, crime):
    assert plant(owner_sql, check, company=reminded_twice.pk) == []

    assert plant(owner_sql, check, *crime, company=reminded_twice.pk)


def test_every_check_of_credit_has_a_planted_violation():
    own = {check.name for check in registered() if check.name.startswith("credit.")}

    assert own == set(CRIMES) | set(CRIMES_OF_REMINDING)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE credit_openspan SET open_amount = 0",
        "DELETE FROM credit_openspan",
        "INSERT INTO credit_openspan SELECT * FROM credit_openspan",
    ],
)
def test_the_application_cannot_write_the_past(settled_later, statement):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.django_db(transaction=True)
def test_many_matchers_of_one_credit_leave_one_past(company, owner_sql, user_in):
    with transaction.atomic():
        make_sales_books()
        payment = pay("100", on=APRIL_30)
        invoices = [owed("10", APRIL_30 + timedelta(days=n)) for n in range(1, 11)]
        credit = payment.entry.open_items.get(account__control="receivable")
        debits = [row.entry.open_items.get(account__control="receivable") for row in invoices]

    answers = in_threads(
        (lambda debit=debit: match_pairs(
            actor=None, pairs=[Pair(debit.pk, credit.pk, Decimal(10))]
        ))
        for debit in debits
    )  # fmt: skip

    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    for check in CRIMES:
        assert plant(owner_sql, check, company=company.pk) == []
    with transaction.atomic():
        assert OpenSpan.objects.filter(item=credit).count() == 10
        rows = aged(user_in("accountant"), Question(Side.RECEIVABLE, date(2026, 5, 3))).rows
        assert [(row.buckets[0], row.on_account) for row in rows] == [(Decimal(0), Decimal(-70))]
