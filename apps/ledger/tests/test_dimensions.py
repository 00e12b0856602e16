"""Dimensions of lines: what an account demands, fills in and refuses, and what a reversal carries."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from apps.core.context import company_id
from apps.core.ids import uuid7
from apps.ledger import services
from apps.ledger.models import DimensionValue, Entry, EntryLine
from apps.ledger.selectors import lines_with, values_below
from apps.ledger.services import Posting
from apps.ledger.tests.factories import (
    account,
    by,
    check_deferred_rules,
    dimension,
    draft,
    make_books,
    rule,
    value_of,
)

JANUARY, FEBRUARY = date(2026, 1, 15), date(2026, 2, 3)


@pytest.fixture(autouse=True)
def books(company):
    return make_books()


@pytest.fixture
def centres(books):
    return dimension("CC", "SHOP", "WORKS")


def post_with(given, code="6070", on=JANUARY, **fields) -> Entry:
    lines = [
        Posting(account(code), Decimal(10), dimensions=given),
        Posting(account("5120"), Decimal(-10)),
    ]
    return services.post_entry(
        actor=None,
        journal=fields.pop("journal", None) or services.journal_of("general"),
        on=on,
        postings=lines,
        source_type="tests.dimensions",
        source_id=uuid7(),
        **fields,
    )


def carried(entry) -> list[dict[str, str]]:
    return [line.dimensions for line in EntryLine.objects.filter(entry=entry).order_by("line_no")]


def test_a_line_carries_its_dimensions_and_its_reversal_too(centres):
    entry = post_with(by("SHOP"))

    mirror = services.reverse_entry(actor=None, pk=entry.pk, on=FEBRUARY)

    check_deferred_rules()
    assert carried(entry) == [by("SHOP"), {}]
    assert carried(mirror) == [by("SHOP"), {}]


def test_a_reversal_is_posted_although_the_value_went_out_of_use(centres):
    entry = post_with(by("SHOP"))
    DimensionValue.objects.filter(code="SHOP").update(is_active=False)
    rule(centres, "forbidden", "6070")

    services.reverse_entry(actor=None, pk=entry.pk, on=FEBRUARY)

    check_deferred_rules()


def test_an_account_that_needs_a_dimension_says_so(centres):
    rule(centres, "required", "6070")

    with pytest.raises(services.DimensionRequired, match="On account 6070, choose a value for Cc"):
        post_with({})

    assert not Entry.objects.filter(source_type="tests.dimensions").exists()
    assert carried(post_with(by("WORKS"))) == [by("WORKS"), {}]


def test_an_account_that_takes_none_says_so(centres):
    rule(centres, "forbidden", account_type="expense")

    with pytest.raises(services.DimensionForbidden, match="leave Cc empty"):
        post_with(by("SHOP"))

    assert carried(post_with({})) == [{}, {}]


def test_the_rule_of_an_account_comes_before_the_rule_of_its_type(centres):
    rule(centres, "required", account_type="expense")
    rule(centres, "optional", "6070")

    assert carried(post_with({})) == [{}, {}]
    with pytest.raises(services.DimensionRequired, match="6580"):
        post_with({}, code="6580")


def test_a_default_fills_what_is_left_open_and_nothing_else(centres):
    rule(centres, "required", "6070", default=value_of("WORKS"))

    assert carried(post_with(None)) == [by("WORKS"), {}]
    assert carried(post_with(by("SHOP"))) == [by("SHOP"), {}]


def test_rules_do_not_ask_the_closing_journal(centres):
    rule(centres, "required", "6070")

    entry = post_with({}, journal=services.journal_of("closing"))

    assert carried(entry) == [{}, {}]


@pytest.mark.parametrize(
    "change",
    [
        {"is_active": False},
        {"valid_from": date(2026, 1, 16)},
        {"valid_to": date(2026, 1, 14)},
    ],
)
def test_a_value_is_taken_only_while_it_is_in_use(centres, change):
    DimensionValue.objects.filter(code="SHOP").update(**change)

    with pytest.raises(services.DimensionNotInUse, match="another value than SHOP"):
        post_with(by("SHOP"))


def test_a_value_is_taken_on_its_first_and_last_day(centres):
    DimensionValue.objects.filter(code="SHOP").update(valid_from=JANUARY, valid_to=JANUARY)

    assert carried(post_with(by("SHOP")))[0] == by("SHOP")


def test_a_value_stands_under_its_own_dimension_only(centres):
    other = dimension("PRJ", "HOUSE")

    with pytest.raises(services.DimensionNotInUse):
        post_with({str(other.pk): str(value_of("SHOP").pk)})


def test_posting_takes_as_many_statements_with_dimensions_as_without(
    centres, django_assert_num_queries
):
    rule(centres, "required", "6070", default=value_of("WORKS"))
    bank, purchases = account("5120"), account("6070")
    general = services.journal_of("general")
    marks = [None, by("SHOP")]
    for mark in marks:
        with django_assert_num_queries(2):  # calendar and rules; entry and lines
            services.post_entry(
                actor=None,
                journal=general,
                on=JANUARY,
                postings=[
                    Posting(purchases, Decimal(1), dimensions=mark),
                    Posting(bank, Decimal(-1)),
                ],
                source_type="tests.count",
                source_id=company_id(),
                kind=str(bool(mark)),
            )


def test_a_manual_entry_posts_the_dimensions_of_its_lines(centres):
    document = draft(("6070", "30"), ("5120", "-30"))
    document.lines.filter(account__code="6070").update(dimensions=by("SHOP"))

    document = services.post_manual_entry(actor=None, pk=document.pk)

    assert carried(document.entry) == [by("SHOP"), {}]


def test_lines_are_found_by_a_value_and_by_those_above_it(centres):
    north = value_of("SHOP")
    child = DimensionValue.objects.create(
        company_id=company_id(), dimension=centres, code="SHOP1", name="Shop 1", parent=north
    )
    post_with(by("SHOP1"))
    post_with(by("WORKS"))

    assert values_below(north) == [north.pk, child.pk]
    assert [line.debit for line in lines_with(north, EntryLine.objects.all())] == [10]


def move(shop, _works, house):
    DimensionValue.objects.filter(pk=shop.pk).update(dimension=house.dimension)


def loop(shop, works, _house):
    DimensionValue.objects.filter(pk=shop.pk).update(parent=works)


def foreign_parent(shop, _works, house):
    DimensionValue.objects.filter(pk=shop.pk).update(parent=house)


def foreign_default(shop, _works, house):
    rule(shop.dimension, "optional", "6070", default=house)


@pytest.mark.parametrize("crime", [move, loop, foreign_parent, foreign_default])
def test_the_tree_of_values_stays_a_tree_of_one_dimension(centres, crime):
    dimension("PRJ", "HOUSE")
    shop, works, house = value_of("SHOP"), value_of("WORKS"), value_of("HOUSE")
    works.parent = shop
    works.save()

    with pytest.raises(IntegrityError), transaction.atomic():
        crime(shop, works, house)
