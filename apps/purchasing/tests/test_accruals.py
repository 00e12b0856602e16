"""Services received and not invoiced: booked by the closing, reversed on day one. Goods are booked on receipt."""

import json
from datetime import date

import pytest
from django.db import transaction

from apps.ledger import services
from apps.ledger.models import Entry
from apps.ledger.tests.factories import check_deferred_rules, journal, period
from apps.ledger.tests.test_commands import run
from apps.products.tests.factories import make_product
from apps.purchasing.tests.factories import bill, confirmed, line, make_trade, receive

WARNING = "goods_received_not_invoiced"


def accrued() -> list[Entry]:
    return list(Entry.objects.filter(source_type="purchasing.services").order_by("pk"))


def test_a_service_ordered_and_not_billed_costs_its_month(company):
    make_trade()
    advice = make_product("ADVICE", kind="service")
    order = confirmed(line(advice, "2", "50"))
    confirmed(line(advice, "2", "50"), expected_date=date(2026, 2, 3))

    services.close_period(actor=None, pk=period("2026-01").pk, accept=[WARNING])

    check_deferred_rules()
    posted, mirror = accrued()
    assert journal(posted) == "6070        100.00\n4085                    100.00"
    assert (mirror.date, mirror.reverses) == (date(2026, 2, 1), posted)
    assert {row.memo for row in posted.lines.all()} == {order.number}


def test_goods_are_booked_when_they_come_in_and_not_again(company):
    (tea,) = make_trade()
    receive(confirmed(line(tea, "10")))

    assert services.plan_closing(pk=period("2026-01").pk).drafts == []


def test_a_service_billed_in_its_month_is_not_accrued(company):
    make_trade()
    advice = make_product("ADVICE", kind="service")
    bill(confirmed(line(advice, "2", "50")))

    assert services.plan_closing(pk=period("2026-01").pk).drafts == []


@pytest.mark.django_db(transaction=True)
def test_the_dry_run_prints_the_very_entry_and_its_reversal(company):
    with transaction.atomic():
        make_trade()
        confirmed(line(make_product("ADVICE", kind="service"), "2", "50"))
    arguments = ("--period", "2026-01", "--accept", WARNING, "--json")

    dry = json.loads(run("close_period", company, *arguments, "--dry-run")[1])
    done = json.loads(run("close_period", company, *arguments, "--yes")[1])

    assert [(entry["date"], len(entry["lines"])) for entry in dry["entries"]] == [
        ("2026-01-31", 2),
        ("2026-02-01", 2),
    ]
    assert dry["entries"] == done["entries"]
    assert (dry["entries_sha256"], dry["balances_sha256"]) == (
        done["entries_sha256"],
        done["balances_sha256"],
    )
