"""What the database keeps of replenishment, also from who bypasses the services; many at once; planted violations."""

import re
from decimal import Decimal
from functools import partial

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from apps.core.prove import registered
from apps.core.testing import in_threads, plant
from apps.purchasing.models import PurchaseOrder
from apps.replenishment import services as replenishment
from apps.replenishment.choices import PROPOSAL_LIFECYCLE
from apps.replenishment.models import Proposal, ProposalDemand, Rule
from apps.replenishment.services import RunGoing
from apps.replenishment.services.proposing import LOCK_KEY
from apps.replenishment.tests.factories import (
    ask_for,
    bought,
    make_goods,
    make_rule,
    open_proposal,
)

OFF = "ALTER TABLE replenishment_proposal DISABLE TRIGGER USER"
CRIMES = {
    "replenishment.proposals_follow_from_their_figures": [
        ["UPDATE replenishment_proposal SET quantity = quantity + 1 WHERE status = 'open'"],
        [
            "UPDATE replenishment_proposal SET on_hand = 99, projected = projected + 99 WHERE status = 'open'"
        ],
        ["UPDATE replenishment_proposal SET order_multiple = 7 WHERE status = 'open'"],
        [OFF, "UPDATE replenishment_proposal SET target = target + 5 WHERE status = 'accepted'"],
        [OFF, "UPDATE replenishment_proposal SET due_date = due_date + 1"],
    ],
    "replenishment.proposals_are_of_their_rule": [
        [
            "UPDATE replenishment_proposal SET product_id = (SELECT id FROM products_product WHERE sku = 'SAGE')"
            " WHERE status = 'open'"
        ],
    ],
    "replenishment.proposals_are_in_their_order": [
        [OFF, "UPDATE replenishment_proposal SET source = 'transfer' WHERE status = 'accepted'"],
    ],
}


@pytest.fixture
def decided(company):
    """Return a company with one open and one accepted proposal."""
    with transaction.atomic():
        tea, mint = make_goods("TEA"), make_goods("MINT")
        make_goods("SAGE")
        make_rule(tea)
        make_rule(mint)
        ask_for(mint, "3")
        bought(tea)
        open_proposal(mint)
    return company


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("check", "crime"), [(check, crime) for check, crimes in CRIMES.items() for crime in crimes]
)
def test_a_planted_violation_is_found(decided, owner_sql, check, crime):
    assert plant(owner_sql, check, company=decided.pk) == []

    assert plant(owner_sql, check, *crime, company=decided.pk)


def test_every_check_of_replenishment_has_a_planted_violation():
    own = {check.name for check in registered() if check.name.startswith("replenishment.")}

    assert own == set(CRIMES)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE replenishment_proposal SET quantity = quantity + 1 WHERE status = 'accepted'",
        "UPDATE replenishment_proposal SET status = 'open' WHERE status = 'accepted'",
        "DELETE FROM replenishment_proposal",
        "DELETE FROM replenishment_rule",
        "UPDATE replenishment_proposal SET projected = projected + 1 WHERE status = 'open'",
        "UPDATE replenishment_proposal SET status = 'accepted' WHERE status = 'open'",
        "UPDATE replenishment_proposal SET status = 'dismissed' WHERE status = 'open'",
        "INSERT INTO replenishment_proposal"
        " SELECT (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid()))).*"
        " FROM replenishment_proposal p WHERE status = 'open'",
        "UPDATE replenishment_rule SET target = minimum - 1",
        "UPDATE replenishment_rule SET order_multiple = 0",
        "UPDATE replenishment_rule SET from_warehouse_id = warehouse_id, source = 'transfer'",
        "UPDATE products_supplierprice SET order_multiple = 0",
        "UPDATE products_supplierprice SET minimum_quantity = -1",
    ],
)
def test_the_database_refuses_the_same(decided, statement):
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.django_db
def test_who_waits_for_a_decided_proposal_stands_as_it_was(company):
    tea = make_goods()
    make_rule(tea)
    ask_for(tea, "3")
    bought(tea)

    with pytest.raises(IntegrityError), transaction.atomic():
        ProposalDemand.objects.update(quantity=Decimal(1))


@pytest.mark.django_db
def test_the_trigger_allows_exactly_the_lifecycle(company):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = 'lifecycle_move'"
            " AND tgrelid = 'replenishment_proposal'::regclass"
        )
        [definition] = cursor.fetchone()

    told = re.sub(r"::(text|character varying)|[()]", "", definition)
    allowed = set(re.findall(r"old\.status = '(\w+)' AND new\.status = '(\w+)'", told))

    assert allowed == PROPOSAL_LIFECYCLE.pairs()


@pytest.mark.django_db(transaction=True)
def test_runs_at_once_leave_one_open_proposal_for_each_product(company):
    with transaction.atomic():
        for number in range(8):
            make_rule(make_goods(f"T{number}"))

    answers = in_threads([partial(replenishment.propose, actor=None)] * 8, at_once=8)

    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert sum(answer.made for answer in answers) == 8
    with transaction.atomic():
        assert Proposal.objects.filter(status="open").count() == 8


@pytest.mark.django_db(transaction=True)
def test_a_proposal_accepted_by_many_at_once_while_runs_go_is_ordered_once(company):
    with transaction.atomic():
        tea = make_goods()
        make_rule(tea)
        pk = open_proposal(tea).pk
    calls = [partial(replenishment.accept_proposal, actor=None, pk=pk)] * 6
    calls += [partial(replenishment.propose, actor=None)] * 4

    answers = in_threads(calls, at_once=10)

    if all(isinstance(answer, RunGoing) for answer in answers[:6]):
        replenishment.accept_proposal(actor=None, pk=pk)
    replenishment.propose(actor=None)
    with transaction.atomic():
        assert PurchaseOrder.objects.count() == 1
        assert not Proposal.objects.filter(status="open").exists()


@pytest.mark.django_db(transaction=True)
def test_nobody_decides_while_a_run_reads(company, app_sql):
    with transaction.atomic():
        tea = make_goods()
        make_rule(tea)
        pk = open_proposal(tea).pk
    app_sql.execute(f"SELECT pg_advisory_xact_lock({LOCK_KEY})", {"company": company.pk})

    with pytest.raises(RunGoing):
        replenishment.accept_proposal(actor=None, pk=pk)
    app_sql.rollback()

    assert replenishment.accept_proposal(actor=None, pk=pk).status == "draft"


@pytest.mark.django_db
def test_a_run_takes_the_same_statements_for_2_and_20_rules(company, django_assert_num_queries):
    for first, last in ((0, 2), (2, 20)):
        for number in range(first, last):
            make_rule(make_goods(f"T{number}"))
        # the company's day, the lock, what is missing, who waits, the event; and the savepoints of two transactions
        with django_assert_num_queries(5 + 4), transaction.atomic():
            replenishment.propose(actor=None)

    assert Rule.objects.count() == Proposal.objects.count() == 20
