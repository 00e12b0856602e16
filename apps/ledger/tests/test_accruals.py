"""Entries that reverse themselves, copies of entries, and dimensions chosen in the form of a manual entry."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from apps.core.exceptions import InvalidInput
from apps.ledger import services
from apps.ledger.models import DimensionRule, DimensionValue, EntryLine, ManualEntry
from apps.ledger.tests.factories import (
    account,
    by,
    check_deferred_rules,
    dimension,
    draft,
    journal,
    make_books,
    period,
    post,
    rule,
    value_of,
)

JANUARY_31, FEBRUARY_1 = date(2026, 1, 31), date(2026, 2, 1)


@pytest.fixture(autouse=True)
def books(company):
    return make_books()


def accrual(on=JANUARY_31, reverse_on=FEBRUARY_1) -> ManualEntry:
    document = draft(("6070", "500.00"), ("4700", "-500.00"), on=on)
    document.reverse_on = reverse_on
    return services.save_manual_entry(
        actor=None, document=document, lines=list(document.lines.all())
    )


def cost_of(month: int) -> Decimal:
    lines = EntryLine.objects.filter(account__code="6070", date__month=month)
    return sum((line.debit - line.credit for line in lines), Decimal(0))


def test_an_accrual_of_500_reversed_on_1_february_leaves_20_of_a_bill_of_520(company):
    document = services.post_manual_entry(actor=None, pk=accrual().pk)

    post(("6070", "520"), ("5120", "-520"), on=date(2026, 2, 10))

    check_deferred_rules()
    assert document.status == "reversed"
    assert document.entry.reversal.date == FEBRUARY_1
    assert journal(document.entry.reversal) == (
        "6070                    500.00\n4700        500.00"
    )
    assert (cost_of(1), cost_of(2)) == (500, 20)


def test_a_reversal_waits_for_its_period_and_comes_once(company):
    document = accrual(on=date(2026, 12, 31), reverse_on=date(2027, 1, 1))

    document = services.post_manual_entry(actor=None, pk=document.pk)

    assert document.status == "posted"
    assert services.reverse_due_entries(actor=None) == []
    services.open_fiscal_year(actor=None, start=date(2027, 1, 1))
    [reversed_now] = services.reverse_due_entries(actor=None)
    assert (reversed_now.pk, reversed_now.status) == (document.pk, "reversed")
    assert reversed_now.entry.reversal.date == date(2027, 1, 1)
    assert services.reverse_due_entries(actor=None) == []


def test_a_draft_is_not_reversed(company):
    accrual()

    assert services.reverse_due_entries(actor=None) == []


def test_an_entry_does_not_reverse_itself_before_it_is(company):
    with pytest.raises(InvalidInput, match="after the entry's"):
        accrual(reverse_on=JANUARY_31)
    with pytest.raises(IntegrityError, match="manual_entry_reverses_later"), transaction.atomic():
        ManualEntry.objects.update(reverse_on=JANUARY_31)


def test_a_period_with_a_reversal_still_to_come_is_not_closed(company):
    services.post_manual_entry(
        actor=None, pk=accrual(on=date(2026, 12, 31), reverse_on=date(2027, 1, 1)).pk
    )
    services.open_fiscal_year(actor=None, start=date(2027, 1, 1))

    def waiting():
        findings = services.plan_closing(pk=period("2027-01").pk).findings
        return [len(found.items) for found in findings if found.check.name == "waiting_reversals"]

    assert waiting() == [1]
    services.reverse_due_entries(actor=None)
    assert waiting() in ([], [0])


def test_a_copy_is_a_new_draft_of_today_with_the_same_lines(company):
    dimension("CC", "SHOP")
    source = draft(("6070", "30"), ("5120", "-30"), memo="Rent")
    source.lines.filter(account__code="6070").update(dimensions=by("SHOP"))
    services.post_manual_entry(actor=None, pk=source.pk)

    copy = services.copy_manual_entry(actor=None, pk=source.pk)

    assert (copy.status, copy.memo, copy.date, copy.reverse_on) == (
        "draft", "Rent", company.today(), None,
    )  # fmt: skip
    assert [
        (row.account.code, row.debit - row.credit, row.dimensions) for row in copy.lines.all()
    ] == [
        ("6070", 30, by("SHOP")),
        ("5120", -30, {}),
    ]


def test_saving_a_value_keeps_the_tree(company):
    row = dimension("CC", "SHOP", "WORKS")
    shop, works = value_of("SHOP"), value_of("WORKS")
    works.parent = shop
    services.save_dimension_value(actor=None, document=works)

    shop.parent = works
    with pytest.raises(InvalidInput, match="not stand below SHOP"):
        services.save_dimension_value(actor=None, document=shop)
    with pytest.raises(InvalidInput, match="SHOP is taken"):
        services.save_dimension_value(
            actor=None, document=DimensionValue(dimension=row, code="SHOP", name="Again")
        )


def test_a_rule_is_made_once_and_for_one_subject(company):
    row = dimension("CC", "SHOP")
    rule(row, "required", "6070")
    for wrong, words in (
        ({"account": account("6070")}, "There is a rule"),
        ({}, "one of them"),
        ({"account": account("6070"), "account_type": "expense"}, "one of them"),
        ({"account": account("6580"), "policy": "forbidden", "default": value_of("SHOP")}, "empty"),
    ):
        document = DimensionRule(**{"dimension": row, "policy": "required", **wrong})
        with pytest.raises(InvalidInput, match=words):
            services.save_dimension_rule(actor=None, document=document)
