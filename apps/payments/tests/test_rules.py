"""What the database refuses of matches, whoever asks, and in any race."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, connections, transaction

from apps.core.context import company_context
from apps.core.exceptions import BusinessError
from apps.core.ids import uuid7
from apps.core.retry import run_tx
from apps.invoices.choices import InvoiceKind
from apps.invoices.tests.factories import DAY, line, make_sales_books, posted
from apps.ledger.models import OpenItem
from apps.ledger.tests.factories import make_party
from apps.payments import services
from apps.payments.models import Match
from apps.payments.selectors import matches_of
from apps.payments.tests.factories import pay


@pytest.fixture
def pair(company):
    """Return an open debit of 100 and an open credit of 60 of one customer."""
    make_sales_books()
    invoice = posted(line("1", "100"))
    return OpenItem.objects.get(entry=invoice.entry), OpenItem.objects.get(entry=pay("60").entry)


def match(debit: OpenItem, credit: OpenItem, amount: str, **fields: object) -> Match:
    """Write a match past the services."""
    values = {"date": DAY, "amount": Decimal(amount), "amount_currency": Decimal(amount), **fields}
    with transaction.atomic():
        row = Match(company_id=debit.company_id, debit_item=debit, credit_item=credit, **values)
        row.save(force_insert=True)
    return row


def test_a_match_takes_its_amount_off_both_items(pair):
    debit, credit = pair

    match(debit, credit, "60")

    debit.refresh_from_db()
    credit.refresh_from_db()
    assert (debit.open_amount, credit.open_amount) == (40, 0)


def test_more_than_is_open_is_refused(pair):
    with pytest.raises(IntegrityError, match="within_amount"):
        match(*pair, "60.01")


def test_two_matches_in_one_statement_count_together(pair):
    debit, credit = pair
    rows = [
        Match(
            company_id=debit.company_id,
            debit_item=debit,
            credit_item=credit,
            date=DAY,
            amount=40,
            amount_currency=40,
        )
        for _number in range(2)
    ]

    with pytest.raises(IntegrityError, match="within_amount"), transaction.atomic():
        Match.objects.bulk_create(rows)


def test_sides_may_not_be_swapped(pair):
    debit, credit = pair

    with pytest.raises(IntegrityError, match="choose a debit and a credit"):
        match(credit, debit, "10")


def test_two_parties_do_not_settle_each_other(pair):
    debit, _credit = pair
    other = pay_of_another_party()

    with pytest.raises(IntegrityError, match="two items of one party"):
        match(debit, other, "10")


def pay_of_another_party() -> OpenItem:
    """Return an open credit of somebody else."""
    invoice = posted(line("1", "10"), party=make_party("BONAP"), kind=InvoiceKind.CUSTOMER_CREDIT)
    return OpenItem.objects.get(entry=invoice.entry)


def test_two_accounts_do_not_settle_each_other(pair):
    debit, _credit = pair
    bill = posted(line("1", "50"), kind=InvoiceKind.SUPPLIER_BILL)

    with pytest.raises(IntegrityError, match="two items of one account"):
        match(debit, OpenItem.objects.get(entry=bill.entry), "10")


def test_a_match_is_not_before_its_items(pair):
    with pytest.raises(IntegrityError, match="a date on which both exist"):
        match(*pair, "10", date=DAY - timedelta(days=1))


def test_a_match_takes_the_same_in_both_currencies(pair):
    with pytest.raises(IntegrityError, match="the same amount in both currencies"):
        match(*pair, "10", amount_currency=Decimal(9))


@pytest.mark.parametrize("amount", ["0", "-5", "NaN", "1e15"])
def test_a_match_of_nothing_is_refused(pair, amount):
    debit, credit = pair
    statement = """
        INSERT INTO payments_match
            (id, company_id, debit_item_id, credit_item_id, date, amount, amount_currency, created_at)
        VALUES (gen_random_uuid(), %s, %s, %s, %s, %s::numeric, %s::numeric, now())
    """
    values = [debit.company_id, debit.pk, credit.pk, DAY, amount, amount]

    with (
        pytest.raises(IntegrityError, match="match_"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, values)


def test_matches_are_never_changed_or_removed(pair):
    row = match(*pair, "10")

    for statement in (
        "UPDATE payments_match SET amount = 1 WHERE id = %s",
        "DELETE FROM payments_match WHERE id = %s",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [row.pk])


def test_open_items_are_not_written_by_hand(pair):
    debit, _credit = pair

    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        OpenItem.objects.filter(pk=debit.pk).update(open_amount=0)


@pytest.mark.parametrize("amount", ["-9", "-11"])
def test_a_match_is_undone_whole_or_not_at_all(pair, amount):
    row = match(*pair, "10")

    with pytest.raises(IntegrityError, match="undo all of one match"):
        match(*pair, amount, reverses=row)


def test_a_match_is_undone_once(pair):
    row = match(*pair, "10")
    match(*pair, "-10", reverses=row)

    with pytest.raises(IntegrityError):
        match(*pair, "-10", reverses=row)


def test_another_company_s_items_are_not_matched(pair, other_company):
    debit, credit = pair
    with company_context(other_company.pk), pytest.raises(DatabaseError), transaction.atomic():
        Match(
            id=uuid7(),
            company_id=other_company.pk,
            debit_item_id=debit.pk,
            credit_item_id=credit.pk,
            date=DAY,
            amount=1,
            amount_currency=1,
        ).save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_fifty_matches_of_one_credit_never_take_more_than_it_has(company):
    with transaction.atomic():
        make_sales_books()
        invoices = [posted(line("1", "10")) for _number in range(50)]
        credit = OpenItem.objects.get(entry=pay("100").entry)
        debits = [OpenItem.objects.get(entry=invoice.entry).pk for invoice in invoices]

    def settle(debit) -> bool:
        try:
            with company_context(company.pk):
                run_tx(
                    lambda: services.match_items(
                        actor=None,
                        allocations=[
                            services.Allocation(debit),
                            services.Allocation(credit.pk, Decimal(10)),
                        ],
                    )
                )
        except BusinessError:
            return False
        else:
            return True
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        settled = list(pool.map(settle, debits))

    with transaction.atomic():
        credit.refresh_from_db()
        assert (sum(settled), credit.open_amount) == (10, 0)
        assert OpenItem.objects.filter(pk__in=debits, open_amount=0).count() == 10


def test_matches_of_an_entry_leave_out_what_was_undone(pair):
    debit, credit = pair
    row = match(debit, credit, "10")
    match(debit, credit, "20")
    match(debit, credit, "-10", reverses=row, date=date(2026, 2, 1))

    assert [found.amount for found in matches_of(debit.entry_id)] == [20]
