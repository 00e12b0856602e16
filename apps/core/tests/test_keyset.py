"""Pages by key lose no row and show none twice, in any allowed order, forwards and backwards."""

import random
from uuid import UUID

import pytest

from apps.core.keyset import counts, estimate, page_of
from apps.core.models import Event

ORDERS = (
    ["-id"],
    ["version"],
    ["-version", "name"],
    ["actor_id"],
    ["-actor_id"],
    ["name", "-actor_id", "version"],
    ["-name", "actor_id", "-id"],
    ["at", "-version"],
)


@pytest.fixture
def events(company):
    """60 events full of ties, a third of them without an actor."""
    dice = random.Random(7)  # noqa: S311
    return Event.objects.bulk_create(
        Event(
            company_id=company.pk,
            name=dice.choice(["a.a", "b.b", "Ç.c", "b.B"]),
            version=dice.choice([1, 2, 3]),
            aggregate_type="core.event",
            aggregate_id=company.pk,
            actor_id=dice.choice([None, UUID(int=1), UUID(int=2)]),
        )
        for _number in range(60)
    )


def rows(company):
    return Event.objects.filter(company_id=company.pk)


@pytest.mark.parametrize("order", ORDERS, ids=",".join)
@pytest.mark.parametrize("size", [1, 7, 20, 60, 100])
def test_paging_forwards_and_back_shows_every_row_once_in_order(company, events, order, size):
    unique = order if "id" in order[-1] and order[-1].lstrip("-") == "id" else None
    direction = "-id" if order[-1].startswith("-") else "id"
    expected = [row.pk for row in rows(company).order_by(*(unique or [*order, direction]))]

    forwards, page = [], page_of(rows(company), order, size=size)
    assert page.previous is None
    forwards.append([row.pk for row in page.rows])
    while page.next:
        page = page_of(rows(company), order, size=size, after=page.next)
        forwards.append([row.pk for row in page.rows])
    backwards = [forwards[-1]]
    while page.previous:
        page = page_of(rows(company), order, size=size, before=page.previous)
        backwards.insert(0, [row.pk for row in page.rows])

    assert [pk for part in forwards for pk in part] == expected
    assert [pk for part in backwards for pk in part] == expected
    assert all(len(part) == size for part in forwards[:-1])


def test_a_row_that_arrives_while_paging_neither_hides_nor_repeats_another(company, events):
    first = page_of(rows(company), ["version"], size=20)
    Event.objects.create(
        company_id=company.pk,
        name="a.a",
        version=1,
        aggregate_type="core.event",
        aggregate_id=company.pk,
    )

    second = page_of(rows(company), ["version"], size=20, after=first.next)

    shown = [row.pk for row in (*first.rows, *second.rows)]
    assert len(set(shown)) == 40


@pytest.mark.parametrize(
    "key", ["", "x", "ÿ", "W10", "bnVsbA", "eyJhIjoxfQ", "WyJ2ZXJzaW9uLGlkIiwieCIsInkiXQ"]
)
def test_a_key_that_is_none_of_ours_is_the_first_page(company, events, key):
    page = page_of(rows(company), ["version"], size=5, after=key)

    assert page.rows == page_of(rows(company), ["version"], size=5).rows


def test_a_key_of_another_order_is_the_first_page(company, events):
    other = page_of(rows(company), ["-version"], size=5).next

    page = page_of(rows(company), ["version"], size=5, after=other)

    assert page.previous is None


def test_counting_is_one_statement_and_stops_past_its_limit(
    company, events, django_assert_num_queries
):
    none = rows(company).none()

    with django_assert_num_queries(1):
        found = counts([rows(company), rows(company).filter(version=1), none], limit=[10, 99, 99])

    assert found == [11, rows(company).filter(version=1).count(), 0]


def test_the_estimate_reads_no_row(company, events):
    assert estimate(rows(company)) >= 0
