"""``replenish`` and the beat job: exit codes, a dry run that changes nothing, one warehouse or all."""

import json

import pytest
from django.core.management import CommandError, call_command

from apps.replenishment.models import Proposal
from apps.replenishment.tasks import propose_all
from apps.replenishment.tests.factories import make_goods, make_rule
from apps.warehouses.tests.factories import make_warehouse

pytestmark = pytest.mark.django_db


def replenish(company, capsys, *arguments):
    call_command("replenish", "--company", company.code, *arguments)
    return capsys.readouterr().out


def test_the_command_says_what_to_order_and_keeps_it(company, capsys):
    make_rule(make_goods())

    told = replenish(company, capsys)

    assert "TEA" in told
    assert "1 to order." in told
    assert Proposal.objects.get().quantity == 10


def test_a_dry_run_says_the_same_and_changes_nothing(company, capsys):
    make_rule(make_goods())

    answer = json.loads(replenish(company, capsys, "--dry-run", "--json"))

    [main] = answer["warehouses"]
    assert (answer["needed"], main["new"]) == (1, 1)
    assert main["proposals"][0] | {"arrives": ""} == {
        "sku": "TEA", "quantity": "10", "unit": "pc", "from": "Comptoir du Thé", "would_be_left": "0", "arrives": "",
    }  # fmt: skip
    assert not Proposal.objects.exists()


def test_one_warehouse_is_asked_alone_and_an_unknown_one_is_a_wrong_argument(company, capsys):
    tea = make_goods()
    make_rule(tea)
    make_rule(tea, warehouse=make_warehouse("SHOP"))

    answer = json.loads(replenish(company, capsys, "--warehouse", "SHOP", "--json"))

    assert [house["warehouse"] for house in answer["warehouses"]] == ["SHOP"]
    assert Proposal.objects.get().warehouse.code == "SHOP"
    with pytest.raises(CommandError) as refused:
        replenish(company, capsys, "--warehouse", "NOWHERE")
    assert refused.value.returncode == 2


def test_nothing_missing_is_said(company, capsys):
    make_rule(make_goods(on_hand="7"))

    assert "Nothing is to be ordered." in replenish(company, capsys)


def test_the_beat_job_asks_every_company(company, other_company):
    make_rule(make_goods())

    assert propose_all() >= 1
    assert Proposal.objects.get().status == "open"
