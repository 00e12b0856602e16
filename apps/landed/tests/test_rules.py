"""What the database keeps of landed costs, also from who bypasses the services; two at once; planted violations."""

from functools import partial
from itertools import permutations

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from apps.core.exceptions import BusinessError
from apps.core.prove import registered
from apps.core.testing import in_threads, plant
from apps.landed import services as landed
from apps.landed.choices import LANDED_COST_LIFECYCLE, LandedCostStatus
from apps.landed.models import LandedCost
from apps.landed.tests.factories import DAY, charge, draft, freight_line, posted
from apps.products.tests.factories import make_product
from apps.stock.tests.factories import make_place, receive

OFF = "ALTER TABLE landed_landedcost DISABLE TRIGGER USER"
SHARES = "ALTER TABLE landed_landedshare DISABLE TRIGGER USER"
CHARGES = "ALTER TABLE landed_landedcharge DISABLE TRIGGER USER"
CRIMES = {
    "landed.shares_are_costs": [
        [CHARGES, "UPDATE landed_landedcharge SET amount = amount + 1"],
        [SHARES, "DELETE FROM landed_landedshare"],
        [OFF, "UPDATE landed_landedcost SET status = 'draft', number = '', entry_id = NULL, undo_entry_id = NULL"],
    ],
    "landed.stock_took_what_was_kept": [
        [SHARES, "UPDATE landed_landedshare SET kept = kept - 1, sold = sold + 1"],
    ],
    "landed.bill_lines_are_spread_once": [
        [CHARGES, "UPDATE landed_landedcharge SET bill_line_id = (SELECT id FROM invoices_invoiceline LIMIT 1)"
                  " WHERE bill_line_id IS NULL"],
        [CHARGES, "UPDATE landed_landedcharge SET amount = 500 WHERE bill_line_id IS NOT NULL"],
    ],
    "landed.reversed_leaves_nothing": [
        [OFF, "UPDATE landed_landedcost SET undo_entry_id = entry_id WHERE status = 'reversed'"],
    ],
    "landed.numbers_gapless": [
        ["UPDATE core_numberseries SET next_number = 9 WHERE code = 'landed_cost'"],
    ],
}  # fmt: skip


@pytest.fixture
def tea(company):
    make_place()
    return make_product("TEA")


def sql(statement: str, *values) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE landed_landedcost SET memo = 'other' WHERE id = %s",
        "UPDATE landed_landedcharge SET amount = amount + 1 WHERE landed_cost_id = %s",
        "DELETE FROM landed_landedcharge WHERE landed_cost_id = %s",
        "DELETE FROM landed_landedreceipt WHERE landed_cost_id = %s",
    ],
)
def test_posted_landed_costs_stand_still(tea, statement):
    document = posted(receive(tea, "2", "5"))

    with pytest.raises(IntegrityError), transaction.atomic():
        sql(statement, document.pk)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE landed_landedshare SET kept = 0, sold = amount", "DELETE FROM landed_landedshare"],
)
def test_shares_are_only_added(tea, statement):
    posted(receive(tea, "2", "5"))

    with pytest.raises(DatabaseError), transaction.atomic():
        sql(statement)


@pytest.mark.parametrize(("old", "new"), list(permutations(LandedCostStatus.values, 2)))
def test_the_trigger_allows_exactly_the_life_cycle(tea, old, new):
    receipt = receive(tea, "2", "5")
    document = draft(receipt)
    steps = {
        "cancelled": [landed.cancel_landed_cost],
        "posted": [landed.post_landed_cost],
        "reversed": [landed.post_landed_cost, partial(landed.reverse_landed_cost, on=DAY)],
    }
    for step in steps.get(old, []):
        step(actor=None, pk=document.pk)

    said = ""
    try:
        with transaction.atomic():
            sql("UPDATE landed_landedcost SET status = %s WHERE id = %s", new, document.pk)
    except IntegrityError as error:
        said = str(error)
    assert ("cannot go from" in said) == ((old, new) not in LANDED_COST_LIFECYCLE.pairs())


def post_in_sql(document: LandedCost, **fields: object) -> None:
    """Say that a draft is posted, with the number and entry of another document's making."""
    sql(
        "UPDATE landed_landedcost SET status = 'posted', number = 'LC-X', entry_id = %s WHERE id = %s",
        fields["entry"],
        document.pk,
    )


def test_a_landed_cost_is_not_posted_without_its_shares(tea):
    receipt = receive(tea, "2", "5")
    document = draft(receipt)

    with pytest.raises(IntegrityError, match="add up to its costs"), transaction.atomic():
        post_in_sql(document, entry=receipt.entry_id)


def test_a_line_of_a_bill_is_not_spread_twice_by_bare_sql(tea):
    receipt, line = receive(tea, "2", "5"), freight_line()
    other = draft(receipt, charges=[charge("1.00", bill_line=line)])
    posted(receipt, charges=[charge("5.00", bill_line=line)])

    with pytest.raises(IntegrityError, match="is spread by LC"), transaction.atomic():
        post_in_sql(other, entry=receipt.entry_id)


def test_a_line_of_a_bill_is_not_spread_beyond_what_it_costs_by_bare_sql(tea):
    receipt, line = receive(tea, "2", "5"), freight_line("10.00")
    document = draft(receipt, charges=[charge("10.00", bill_line=line)])
    sql("UPDATE landed_landedcharge SET amount = 10.01 WHERE landed_cost_id = %s", document.pk)

    with pytest.raises(IntegrityError, match="costs less than"), transaction.atomic():
        post_in_sql(document, entry=receipt.entry_id)


@pytest.mark.django_db(transaction=True)
def test_two_who_spread_one_line_of_a_bill_at_once_spread_it_once(company):
    with transaction.atomic():
        make_place()
        receipt, line = receive(make_product("TEA"), "2", "5"), freight_line()
        documents = [draft(receipt, charges=[charge("5.00", bill_line=line)]) for _ in range(2)]

    def post(number: int) -> str:
        try:
            return landed.post_landed_cost(actor=None, pk=documents[number].pk).status
        except (BusinessError, IntegrityError) as error:
            return type(error).__name__

    found = in_threads([partial(post, number) for number in range(2)])

    assert sorted(found).count("posted") == 1


@pytest.fixture
def spread(company):
    with transaction.atomic():
        make_place()
        receipt = receive(make_product("TEA"), "4", "5")
        posted(receipt)
        posted(receipt, charges=[charge("20.00", bill_line=freight_line())])
        back = posted(receipt, charges=[charge("3.00")])
        landed.reverse_landed_cost(actor=None, pk=back.pk, on=DAY)
    return company


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("check", "crime"), [(check, crime) for check, crimes in CRIMES.items() for crime in crimes]
)
def test_a_planted_violation_is_found(spread, owner_sql, check, crime):
    assert plant(owner_sql, check, company=spread.pk) == []

    assert plant(owner_sql, check, *crime, company=spread.pk)


def test_every_check_has_a_crime():
    assert {check.name for check in registered() if check.name.startswith("landed.")} == set(CRIMES)
