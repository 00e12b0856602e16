"""Classes by value shipped, what is due, and the sheets of it: made once."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from apps.companies.selectors import company_in_force
from apps.counts import services as counts
from apps.counts.abc import classify
from apps.counts.models import CountSheet
from apps.counts.tasks import plan_all
from apps.counts.tests.factories import count, goods, make_sheet, post, tolerate
from apps.stock.tests.factories import ship
from apps.warehouses.tests.factories import make_warehouse

database = pytest.mark.django_db


def test_a_makes_80_percent_of_the_value_b_up_to_95_and_c_the_rest():
    shipped = {"a": 60, "b": 25, "c": 10, "d": 4, "e": 1, "f": 0, "g": -5}

    classes = classify({key: Decimal(value) for key, value in shipped.items()})

    assert classes == {"a": "A", "b": "A", "c": "B", "d": "C", "e": "C", "f": "C", "g": "C"}


def test_where_nothing_was_shipped_all_is_c():
    assert classify({"a": Decimal(0), "b": Decimal(0)}) == {"a": "C", "b": "C"}


@given(st.dictionaries(st.integers(), st.decimals(0, 10**6, places=2), max_size=30))
def test_a_class_is_never_worth_less_than_the_one_after_it(shipped):
    classes = classify(shipped)

    ordered = sorted(shipped, key=lambda key: (-shipped[key], str(key)))
    assert [classes[key] for key in ordered] == sorted(classes[key] for key in ordered)
    total = sum(shipped.values())
    if total:
        assert sum(shipped[key] for key in ordered if classes[key] != "C") * 100 >= total * 95


def plan(house=None, **fields):
    return counts.plan_counts(actor=None, warehouse=house or make_warehouse(), **fields)


@database
def test_what_was_never_counted_is_due_and_is_planned_once(company):
    tolerate("5")
    tea, _jam = goods("TEA"), goods("JAM")
    ship(tea, "5")

    first, second = plan(), plan()

    assert [(sheet.abc_class, sheet.lines.count()) for sheet in first.sheets] == [
        ("A", 1),
        ("C", 1),
    ]
    assert (second.due, second.sheets) == (0, ())


@database
def test_a_sheet_takes_few_lines_and_few_sheets_are_open(company):
    tolerate("5", lines_per_sheet=2, open_sheets=2)
    for number in range(7):
        goods(f"P{number}")

    first, second = plan(), plan()

    assert [sheet.lines.count() for sheet in first.sheets] == [2, 2]
    assert second.sheets == ()
    counts.cancel_sheet(actor=None, pk=first.sheets[0].pk)
    assert len(plan().sheets) == 1


@database
def test_a_class_is_due_again_when_its_time_is_over(company):
    tolerate(times_a=12, times_c=1)
    tea, jam = goods("TEA"), goods("JAM")
    ship(tea, "5")
    for sheet in plan().sheets:
        for product in (tea, jam):
            if sheet.lines.filter(product=product).exists():
                count(sheet, product, "5" if product == tea else "10")
        post(sheet)
    today = company_in_force().today()

    assert plan(on=today + timedelta(days=30)).due == 0
    assert [sheet.abc_class for sheet in plan(on=today + timedelta(days=31)).sheets] == ["A"]
    assert [sheet.abc_class for sheet in plan(on=today + timedelta(days=365)).sheets] == ["C"]


@database
def test_a_class_that_is_never_counted_is_never_due(company):
    tolerate(times_c=0)
    goods()

    assert plan().due == 0


def run(company, capsys, *arguments):
    call_command("plan_counts", "--company", company.code, *arguments)
    return capsys.readouterr().out


@database
def test_the_command_plans_and_a_dry_run_changes_nothing(company, capsys):
    goods()

    dry = json.loads(run(company, capsys, "--dry-run", "--json"))
    assert not CountSheet.objects.exists()
    told = run(company, capsys)

    assert (dry["new"], dry["warehouses"][0]["sheets"][0]["lines"]) == (1, 1)
    assert "1 new sheets." in told
    assert "No new sheet." in run(company, capsys)
    with pytest.raises(CommandError) as refused:
        run(company, capsys, "--warehouse", "NOWHERE")
    assert refused.value.returncode == 2


@pytest.mark.django_db(transaction=True)
def test_the_job_plans_for_companies_that_say_how_they_count(company):
    with transaction.atomic():
        goods()
    plan_all()
    with transaction.atomic():
        assert not CountSheet.objects.exists()
        tolerate("5")

    plan_all()

    with transaction.atomic():
        assert CountSheet.objects.filter(is_planned=True).count() == 1


@database
def test_a_sheet_of_class_a_holds_what_makes_most_of_the_shipments(company):
    tolerate("5", share_a=50, share_b=90)
    tea, jam, mint = goods("TEA"), goods("JAM"), goods("MINT")
    ship(tea, "6")
    ship(jam, "4")
    ship(mint, "1")

    def skus(name):
        return list(make_sheet(abc_class=name).lines.values_list("product__sku", flat=True))

    assert (skus("A"), skus("B"), skus("C")) == (["TEA"], ["JAM"], ["MINT"])
