"""Only the outermost transaction is run again, and only when PostgreSQL asks for it."""

from threading import Barrier

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from apps.companies.models import Branch
from apps.companies.tests.factories import make_branch, make_company
from apps.core.context import company_context
from apps.core.retry import in_tx, retry_tx, run_tx
from apps.core.testing import in_threads


def fail_with(sqlstate):
    with connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{sqlstate}'; END $$")


@pytest.mark.django_db(transaction=True)
def test_a_real_deadlock_is_won_by_both():
    company = make_company()
    with company_context(company.pk):
        with transaction.atomic():
            keys = [make_branch(code, name="0").pk for code in ("A", "B")]
        both_hold_one, tries = Barrier(2), []

        def add(first, second):
            def work():
                tries.append(first)
                Branch.objects.filter(pk=first).update(name="1")
                if tries.count(first) == 1:
                    both_hold_one.wait(5)
                Branch.objects.filter(pk=second).update(name="2")
                return "done"

            return lambda: run_tx(work)

        assert in_threads([add(*keys), add(*reversed(keys))]) == ["done", "done"]
        assert len(tries) == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("sqlstate", ["40001", "40P01"])
def test_the_fifth_failure_comes_out(sqlstate):
    tries: list[str] = []

    @retry_tx
    def work(name):
        tries.append(name)
        fail_with(sqlstate)

    with pytest.raises(OperationalError):
        work("a")
    assert tries == ["a"] * 5


@pytest.mark.django_db(transaction=True)
def test_another_error_is_not_tried_again():
    tries: list[int] = []

    def work():
        tries.append(1)
        fail_with("check_violation")

    with pytest.raises(IntegrityError):
        run_tx(work)
    assert tries == [1]


@pytest.mark.django_db(transaction=True)
def test_inside_another_transaction_it_refuses_to_run():
    with pytest.raises(RuntimeError), transaction.atomic():
        run_tx(lambda: pytest.fail("ran"))


@pytest.mark.django_db(transaction=True)
def test_what_a_failed_try_wrote_is_undone():
    company = make_company()
    tries: list[int] = []

    def work():
        make_branch(f"T{len(tries)}")
        tries.append(1)
        if len(tries) == 1:
            fail_with("40001")

    with company_context(company.pk):
        run_tx(work)
        with transaction.atomic():
            assert [branch.code for branch in Branch.objects.all()] == ["T1"]


@pytest.mark.django_db(transaction=True)
def test_a_joined_service_has_a_transaction_of_its_own_or_the_one_that_is_open():
    company = make_company()

    @in_tx
    def work(code):
        make_branch(code)
        raise LookupError(code)

    with company_context(company.pk):
        with pytest.raises(LookupError):
            work("J1")
        with pytest.raises(LookupError), transaction.atomic():
            work("J2")
        with transaction.atomic():
            assert not Branch.objects.filter(code__startswith="J").exists()


def test_a_joined_service_costs_no_savepoint(db, django_assert_num_queries):
    joined = in_tx(lambda: connection.in_atomic_block)

    with django_assert_num_queries(0):
        assert joined()
