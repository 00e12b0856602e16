"""Screens of replenishment: the worklist, a proposal's why, deciding on many, rules, and the parts of other pages."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.core.context import company_context
from apps.core.models import Event
from apps.purchasing.models import PurchaseOrder
from apps.replenishment import services as replenishment
from apps.replenishment.models import Proposal, Rule
from apps.replenishment.services import proposing
from apps.replenishment.subscribers import work_out
from apps.replenishment.tests.factories import (
    ask_for,
    make_goods,
    make_rule,
    open_proposal,
    proposed,
    today,
)
from apps.stock.tests.factories import ship
from apps.warehouses.tests.factories import make_warehouse

pytestmark = pytest.mark.django_db
LIST = "replenishment:proposal_list"


@pytest.fixture
def buyer(company, user_in):
    client = Client()
    client.force_login(user_in("buyer"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_worklist_shows_what_is_open_and_says_all_of_it_in_a_file(buyer):
    tea, mint = make_goods("TEA"), make_goods("MINT")
    make_rule(tea)
    make_rule(mint, "3", "8")
    replenishment.accept_proposal(actor=None, pk=open_proposal(mint).pk)

    page = buyer.get(reverse(LIST)).content.decode()
    everything = buyer.get(reverse(LIST), {"status": "all"}).content.decode()
    file = buyer.get(reverse(LIST), {"export": "csv"})

    assert "TEA" in page
    assert "MINT" not in page
    assert "MINT" in everything
    assert b"TEA" in b"".join(file.streaming_content if file.streaming else [file.content])


def test_the_worklist_takes_the_same_statements_for_2_and_20_proposals(buyer):
    counted = []
    for first, last in ((0, 2), (2, 20)):
        for number in range(first, last):
            make_rule(make_goods(f"T{number}"))
        replenishment.propose(actor=None)
        with CaptureQueriesContext(connection) as captured:
            assert buyer.get(reverse(LIST)).status_code == 200
        counted.append(len(captured))

    assert counted[0] == counted[1]


def test_working_out_now_fills_the_list_and_says_how_many(buyer):
    make_rule(make_goods())

    answer = buyer.post(reverse("replenishment:run"), follow=True)

    assert "To order: 1, new: 1" in answer.content.decode()
    assert Proposal.objects.get().status == "open"


def test_many_rules_are_left_to_a_worker(buyer, monkeypatch, user_in):
    monkeypatch.setattr(proposing, "AT_ONCE", 0)
    make_rule(make_goods())

    answer = buyer.post(reverse("replenishment:run"), follow=True)

    assert "look again" in answer.content.decode()
    assert not Proposal.objects.exists()
    work_out(Event.objects.get(name="replenishment.run_asked"))
    assert Proposal.objects.get().status == "open"


def test_a_proposal_tells_in_plain_words_why(buyer):
    tea = make_goods(on_hand="3", minimum_quantity=Decimal(12), order_multiple=Decimal(5))
    make_rule(tea)
    order = ask_for(tea, "5")
    pk = open_proposal(tea).pk

    page = buyer.get(reverse("replenishment:proposal_detail", args=[pk])).content.decode()

    assert "-2" in page or "−2" in page
    told = page.replace("\xa0", " ")
    assert "below 5 pc; to come up to 10 pc, 12 pc are missing" in told
    assert "multiples of 5 pc: 15 pc" in told
    assert order.number in page


@pytest.mark.parametrize(
    ("method", "words"),
    [("demand", "left per day"), ("order", "Orders ask for 2")],
)
def test_each_method_has_its_own_sentence(buyer, method, words):
    tea = make_goods()
    make_rule(tea, "0", "0", method=method, safety_stock="3" if method == "demand" else "0")
    ask_for(tea, "2")
    pk = open_proposal(tea).pk

    page = buyer.get(reverse("replenishment:proposal_detail", args=[pk])).content.decode()

    assert words in page.replace("\xa0", " ")


def test_chosen_proposals_become_one_order_and_its_page_shows_them(buyer):
    for sku in ("TEA", "MINT"):
        make_rule(make_goods(sku))
    replenishment.propose(actor=None)
    pks = [str(pk) for pk in Proposal.objects.values_list("pk", flat=True)]

    answer = buyer.post(reverse("replenishment:proposal_accept_many"), {"pk": pks})

    order = PurchaseOrder.objects.get()
    url = reverse("purchasing:purchaseorder_detail", args=[order.pk])
    assert (answer.status_code, answer["Location"]) == (302, url)
    assert order.lines.count() == 2
    panel = reverse("replenishment:order_panel", args=[order.pk])
    assert panel in buyer.get(url).content.decode()
    part = buyer.get(panel, headers={"hx-request": "true"}).content.decode()
    assert "MINT" in part
    assert "<html" not in part


def test_one_proposal_is_accepted_with_another_quantity(buyer):
    tea = make_goods()
    make_rule(tea)
    url = reverse("replenishment:proposal_accept", args=[open_proposal(tea).pk])

    assert buyer.post(url, {"quantity": "-3"}).status_code == 422
    assert buyer.post(url, {"quantity": "0"}).status_code == 422
    answer = buyer.post(url, {"quantity": "25"})

    assert answer.status_code == 302
    assert PurchaseOrder.objects.get().lines.get().quantity == 25
    assert proposed(tea) == 0


def test_dismissing_asks_why_and_until_when(buyer):
    tea = make_goods()
    make_rule(tea)
    pk = open_proposal(tea).pk
    url = reverse("replenishment:proposal_dismiss", args=[pk])
    day = today() + timedelta(days=3)

    assert buyer.post(url, {"reason": "", "until": day.isoformat()}).status_code == 422
    assert buyer.post(url, {"reason": "No", "until": today().isoformat()}).status_code == 422
    buyer.post(url, {"reason": "Season is over", "until": day.isoformat()})

    assert Proposal.objects.get(pk=pk).status == "dismissed"


def test_a_rule_is_written_and_a_wrong_figure_is_told_at_its_field(buyer):
    tea, main = make_goods(), make_warehouse()
    form = {
        "product": str(tea.pk), "warehouse": str(main.pk), "method": "minimum", "source": "buy",
        "minimum": "10", "target": "5", "is_active": "on",
    }  # fmt: skip
    url = reverse("replenishment:rule_create")

    refused = buyer.post(url, form)
    assert refused.status_code == 422
    assert "at least the minimum" in refused.content.decode()
    assert buyer.post(url, form | {"target": "20", "order_multiple": "0"}).status_code == 422
    answer = buyer.post(url, form | {"target": "20"})

    rule = Rule.objects.get()
    assert answer["Location"] == reverse("replenishment:rule_detail", args=[rule.pk])
    assert (rule.target, rule.demand_days) == (20, 90)


def test_a_rule_takes_nothing_of_another_company(buyer, other_company):
    tea, main = make_goods(), make_warehouse()
    with company_context(other_company.pk):
        theirs, house = make_goods("THEIRS"), make_warehouse()
    form = {"method": "minimum", "source": "buy", "minimum": "1", "target": "5", "is_active": "on"}
    url = reverse("replenishment:rule_create")

    for product, warehouse in ((theirs, main), (tea, house)):
        answer = buyer.post(
            url, form | {"product": str(product.pk), "warehouse": str(warehouse.pk)}
        )
        assert answer.status_code == 422
    assert not Rule.objects.exists()


def test_the_products_page_shows_how_it_stands_and_leads_to_a_rule(buyer):
    tea = make_goods(on_hand="3")
    page = buyer.get(reverse("products:product_detail", args=[tea.pk])).content.decode()
    panel = reverse("replenishment:product_panel", args=[tea.pk])
    assert panel in page
    assert f"?product={tea.pk}" in buyer.get(panel).content.decode()
    rule = make_rule(tea)
    ask_for(tea, "4")
    pk = open_proposal(tea).pk

    part = buyer.get(panel, headers={"hx-request": "true"}).content.decode()

    assert reverse("replenishment:rule_detail", args=[rule.pk]) in part
    assert reverse("replenishment:proposal_detail", args=[pk]) in part


def test_a_sales_order_shows_the_proposals_it_waits_for(buyer):
    tea = make_goods()
    make_rule(tea, "0", "0", method="order")
    order = ask_for(tea, "4")
    replenishment.propose(actor=None)

    page = buyer.get(reverse("sales:salesorder_detail", args=[order.pk])).content.decode()
    panel = reverse("replenishment:order_panel", args=[order.pk])

    assert panel in page
    assert "TEA" in buyer.get(panel).content.decode()


def test_what_an_order_is_short_of_is_worked_out_from_its_page(buyer):
    tea, mint = make_goods("TEA"), make_goods("MINT")
    make_rule(tea, "0", "0", method="order")
    make_rule(mint)
    order = ask_for(tea, "4")

    answer = buyer.post(reverse("replenishment:order_run", args=[order.pk]), follow=True)

    assert "To order: 1, new: 1" in answer.content.decode()
    assert Proposal.objects.get().product == tea
    other = ask_for(make_goods("SAGE"), "1")
    answer = buyer.post(reverse("replenishment:order_run", args=[other.pk]), follow=True)
    assert "None of its products has a rule" in answer.content.decode()


def test_a_suppliers_multiple_of_nothing_is_refused_at_the_line(buyer):
    tea = make_goods()
    url = reverse("products:product_edit", args=[tea.pk])
    form = buyer.get(url).context["form"]
    values = {name: form[name].value() or "" for name in form.fields} | {"version": tea.version}
    [price] = tea.supplier_prices.all()
    lines = {
        "lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "1", "lines-0-id": str(price.pk),
        "lines-0-supplier": str(price.supplier_id), "lines-0-price": "5", "lines-0-currency": "EUR",
        "lines-0-minimum_quantity": "0", "lines-0-lead_days": "7",
    }  # fmt: skip

    refused = buyer.post(url, values | lines | {"lines-0-order_multiple": "0"})

    assert refused.status_code == 422
    assert "multiple above zero" in refused.content.decode()
    assert buyer.post(url, values | lines | {"lines-0-order_multiple": "6"}).status_code == 302


def test_the_report_shows_what_runs_out_first_and_what_comes_too_late(buyer):
    tea, mint, sage = (
        make_goods(sku, on_hand="100", lead_days=7) for sku in ("TEA", "MINT", "SAGE")
    )
    for product, sold in (
        (tea, "60"),
        (mint, "90"),
    ):  # 60 of 30 days: 2 a day, 40 left; 3 a day, 10 left
        ship(product, sold, date=today())
        make_rule(product, "1", "20", demand_days=30)
    make_rule(sage, "1", "20")  # nothing leaves
    url = reverse("replenishment:running_out")

    page = buyer.get(url).content.decode()
    soon = buyer.get(url, {"days": "5"}).content.decode()
    file = b"".join(buyer.get(url, {"export": "csv"}).streaming_content).decode()

    assert page.index("MINT") < page.index("TEA")
    assert "SAGE" not in page
    assert page.count("sooner than goods arrive") == 1
    assert "MINT" in soon
    assert "TEA" not in soon
    assert [line.split(",")[0] for line in file.splitlines()[1:]] == ["MINT", "TEA"]
    assert buyer.get(url, {"days": "-1"}).status_code == 422
