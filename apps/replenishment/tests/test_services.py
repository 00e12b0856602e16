"""What a run proposes, and what becomes of it: rule 11 with its figures, lead times, multiples, sources, refusals."""

from datetime import timedelta
from decimal import Decimal

import pytest

from apps.access.services import grant_access
from apps.core.exceptions import InvalidInput, NotAllowed, StaleVersion, WrongStatus
from apps.products.models import Product
from apps.products.tests.factories import make_product, make_unit
from apps.purchasing import services as purchasing
from apps.purchasing.models import PurchaseOrder
from apps.replenishment import services as replenishment
from apps.replenishment.models import Proposal, Rule
from apps.replenishment.services import NoSupplier, NothingChosen, WrongRule
from apps.replenishment.tests.factories import (
    ask_for,
    bought,
    make_goods,
    make_rule,
    make_supplier,
    offered,
    open_proposal,
    proposed,
    today,
)
from apps.stock import services as stock
from apps.stock.models import StockDocument
from apps.stock.tests.factories import (
    draft_receipt,
    draft_shipment,
    receive,
    send,
    ship,
    two_steps,
)
from apps.warehouses.services import create_warehouse
from apps.warehouses.tests.factories import make_warehouse, stock_place

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("minimum", ["5", "0"])
def test_demand_2_and_target_10_buy_12_and_nothing_after_the_order(company, minimum):
    tea = make_goods()
    make_rule(tea, minimum, "10")
    ask_for(tea, "2")

    assert proposed(tea) == 12
    order = bought(tea)
    assert [line.quantity for line in order.lines.all()] == [12]
    assert proposed(tea) == 0


def test_a_minimum_that_is_just_kept_asks_for_nothing(company):
    tea = make_goods(on_hand="5")
    make_rule(tea, "5", "10")

    assert proposed(tea) == 0
    ask_for(tea, "1")
    assert proposed(tea) == 6


def test_a_second_run_brings_the_open_proposal_up_to_date_and_makes_no_second(company):
    tea = make_goods()
    make_rule(tea)
    first = open_proposal(tea)
    again = replenishment.propose(actor=None)
    assert (again.needed, again.made, again.changed, again.lapsed) == (1, 0, 0, 0)

    ask_for(tea, "3")
    changed = replenishment.propose(actor=None)

    assert (changed.made, changed.changed) == (0, 1)
    [proposal] = Proposal.objects.filter(product=tea)
    assert (proposal.pk, proposal.quantity, proposal.demand) == (first.pk, 13, 3)
    assert [(row.order.number, row.quantity) for row in proposal.waiting.all()] != []


def test_a_proposal_lapses_when_nothing_is_missing_any_more_and_is_kept(company):
    tea = make_goods()
    make_rule(tea)
    proposal = open_proposal(tea)
    receive(tea, "20", "2.00", date=today())

    outcome = replenishment.propose(actor=None)

    proposal.refresh_from_db()
    assert (outcome.lapsed, proposal.status, proposal.quantity) == (1, "lapsed", 10)


def test_goods_on_their_way_count_up_to_the_day_an_order_of_today_would_arrive(company):
    tea = make_goods(lead_days=7)
    make_rule(tea)
    supplier = make_supplier()
    late, early = today() + timedelta(days=8), today() + timedelta(days=7)
    order = purchasing.draft_order(
        actor=None,
        document=PurchaseOrder(
            party=supplier, date=today(), expected_date=late, currency_id="EUR", warehouse=make_warehouse()
        ),
        lines=[purchasing.OrderLineDraft(tea, Decimal(4), tea.unit, Decimal(5))],
    )  # fmt: skip
    assert proposed(tea) == 10

    PurchaseOrder.objects.filter(pk=order.pk).update(expected_date=early)
    assert proposed(tea) == 6


def test_goods_another_warehouse_sent_count_however_late_they_come(company):
    tea = make_goods()
    make_rule(tea)
    far = two_steps(make_warehouse("FAR"))
    receive(tea, "9", "2.00", warehouse=far, date=today())
    sent = send(tea, "4", make_warehouse(), source=stock_place(far), date=today())

    assert proposed(tea) == 6

    stock.receive_transfer(actor=None, pk=sent.pk)
    assert proposed(tea) == 6


def test_who_receives_may_ask_the_sender_of_a_transfer_in_two_steps(company, user_in):
    tea, far = make_goods(), two_steps(make_warehouse("FAR"))
    make_rule(tea, source="transfer", from_warehouse=far)
    keeper = user_in("warehouse_manager")
    grant_access(actor=None, user=keeper, row=make_warehouse())

    transfer = replenishment.accept_proposal(actor=keeper, pk=open_proposal(tea).pk)

    assert transfer.warehouse == far
    with pytest.raises(NotAllowed):
        stock.send_transfer(actor=keeper, pk=transfer.pk)


def test_an_order_made_of_a_proposal_counts_however_late_it_comes(company):
    tea = make_goods(lead_days=7)
    make_rule(tea)
    order = bought(tea)
    PurchaseOrder.objects.filter(pk=order.pk).update(expected_date=today() + timedelta(days=90))

    assert proposed(tea) == 0


def test_what_came_in_of_an_order_is_counted_once(company):
    tea = make_goods()
    make_rule(tea)
    order = bought(tea)
    purchasing.confirm_order(actor=None, pk=order.pk)
    receipt = purchasing.receive_order(actor=None, pk=order.pk)
    assert proposed(tea) == 0  # in the order and in its draft receipt
    stock.post_receipt(actor=None, pk=receipt.pk, quantities={receipt.lines.get().pk: Decimal(4)})
    assert proposed(tea) == 0  # 4 on hand, 6 to come
    purchasing.close_order(actor=None, pk=order.pk)

    assert proposed(tea) == 6


def test_an_order_for_later_than_the_lead_time_waits(company):
    tea = make_goods(on_hand="6", lead_days=7)
    make_rule(tea)
    ask_for(tea, "20", days=8)  # reserves the six there are

    assert proposed(tea) == 10
    ask_for(tea, "14", days=7)
    assert proposed(tea) == 24


def test_drafts_that_stand_on_no_order_count_both_ways(company):
    tea = make_goods(on_hand="5")
    make_rule(tea)
    draft_shipment([(tea, "3")], date=today())
    assert proposed(tea) == 8
    draft_receipt(tea, "4", "2.00", date=today())

    assert proposed(tea) == 0  # 5 - 3 + 4 = 6


def test_the_smallest_order_and_the_multiples_of_the_supplier_are_respected(company):
    box = make_unit("box", numerator=9)
    piece = make_unit()
    tea = make_goods(minimum_quantity=Decimal(2), order_multiple=Decimal(3))
    Product.objects.filter(pk=tea.pk).update(purchase_unit=box)
    make_rule(tea, "5", "10")

    proposal = open_proposal(tea)
    assert (proposal.minimum_order, proposal.order_multiple, proposal.quantity) == (18, 27, 27)
    line = bought(tea).lines.get()

    assert (line.quantity, line.unit, line.stock_quantity) == (3, box, 27)
    assert line.unit_price == Decimal("5.00")
    assert piece.ratio == 1


def test_a_quantity_that_is_no_whole_box_is_ordered_in_pieces_at_their_share_of_the_price(company):
    box = make_unit("box", numerator=10)
    tea = make_goods(price=Decimal("50.00"))
    Product.objects.filter(pk=tea.pk).update(purchase_unit=box)
    make_rule(tea, order_multiple="1")
    pk = open_proposal(tea).pk

    order = replenishment.accept_proposal(actor=None, pk=pk, quantity=Decimal(7))

    line = order.lines.get()
    assert (line.quantity, line.unit.code, line.unit_price) == (7, "pc", Decimal("5.00"))


def test_the_price_is_that_of_the_quantity_and_of_the_preferred_supplier(company):
    tea = make_goods(price=Decimal("5.00"))
    cheap, preferred = make_supplier("Cheap"), make_supplier("Preferred")
    offered(tea, cheap, price=Decimal("1.00"))
    offered(tea, preferred, price=Decimal("4.00"), is_preferred=True, lead_days=2)
    offered(tea, preferred, price=Decimal("3.50"), minimum_quantity=Decimal(10), lead_days=2)
    make_rule(tea)

    proposal = open_proposal(tea)
    order = bought(tea)

    assert (proposal.supplier, proposal.lead_days) == (preferred, 2)
    assert proposal.due_date == today() + timedelta(days=2)
    assert (order.party, order.lines.get().unit_price) == (preferred, Decimal("3.50"))
    assert order.expected_date == today() + timedelta(days=2)


def test_the_reorder_point_is_demand_in_the_lead_time_and_safety_stock(company):
    tea = make_goods(on_hand="100", lead_days=7)
    make_rule(tea, "0", "0", method="demand", demand_days=30, safety_stock="4", cover_days=30)
    ship(tea, "60", date=today())  # 2 a day: 14 in the lead time, 4 safety, 60 for thirty days
    assert proposed(tea) == 0  # 40 left, 18 is the point
    ship(tea, "24", date=today())  # 2.8 a day: 19.6 + 4 -> 24

    proposal = open_proposal(tea)

    assert (proposal.daily_demand, proposal.minimum) == (Decimal("2.8"), 24)
    assert (proposal.target, proposal.quantity) == (108, 92)


def test_shipments_of_before_the_days_looked_back_are_not_demand(company):
    tea = make_goods(lead_days=7)
    receive(tea, "90", "2.00", date=today() - timedelta(days=40))
    make_rule(tea, "0", "0", method="demand", demand_days=30, cover_days=10)
    ship(tea, "90", date=today() - timedelta(days=30))

    assert proposed(tea) == 0


def test_a_rule_only_for_orders_proposes_what_an_order_is_short_of_and_names_it(company):
    tea = make_goods(on_hand="3")
    make_rule(tea, "0", "0", method="order")
    assert proposed(tea) == 0
    order = ask_for(tea, "10")

    proposal = open_proposal(tea)

    assert (proposal.quantity, proposal.reserved, proposal.demand) == (7, 3, 7)
    assert [(row.order, row.quantity) for row in proposal.waiting.all()] == [(order, 7)]


def test_goods_are_brought_from_the_other_warehouse_and_leave_its_projection(company):
    tea = make_goods(on_hand="8")
    shop = make_warehouse("SHOP")
    make_rule(tea, "5", "10", warehouse=shop, source="transfer", from_warehouse=make_warehouse())
    make_rule(tea, "1", "6")
    proposal = open_proposal_of(tea, shop)
    assert (proposal.quantity, proposal.supplier, proposal.source) == (10, None, "transfer")

    document = replenishment.accept_proposal(actor=None, pk=proposal.pk, quantity=Decimal(8))

    assert isinstance(document, StockDocument)
    assert (document.kind, document.warehouse.code, document.to_warehouse) == (
        "transfer",
        "MAIN",
        shop,
    )
    assert document.lines.get().stock_quantity == 8
    assert proposed(tea) == 6  # the main warehouse will be empty
    assert not Proposal.objects.filter(
        warehouse=shop, status="open"
    ).exists()  # 8 come, 5 is enough


def open_proposal_of(product, warehouse):
    replenishment.propose(actor=None)
    return Proposal.objects.get(product=product, warehouse=warehouse, status="open")


def test_accepted_proposals_become_one_order_for_each_supplier_and_warehouse(company):
    goods = [make_goods(sku) for sku in ("TEA", "MINT", "SAGE")]
    offered(goods[2], make_supplier("Other"), is_preferred=True)
    shop = make_warehouse("SHOP")
    for product in goods:
        make_rule(product)
    make_rule(goods[0], warehouse=shop)
    replenishment.propose(actor=None)
    pks = list(Proposal.objects.filter(status="open").values_list("pk", flat=True))

    made = replenishment.accept_proposals(actor=None, pks=pks)

    found = sorted(
        (
            order.party.name,
            order.warehouse.code,
            sorted(line.product.sku for line in order.lines.all()),
        )
        for order in made
    )
    assert found == [
        ("Comptoir du Thé", "MAIN", ["MINT", "TEA"]),
        ("Comptoir du Thé", "SHOP", ["TEA"]),
        ("Other", "MAIN", ["SAGE"]),
    ]
    assert {order.status for order in made} == {"draft"}
    assert Proposal.objects.filter(status="accepted", order__in=made).count() == 4


def test_a_proposal_is_accepted_once(company):
    tea = make_goods()
    make_rule(tea)
    order = bought(tea)
    [proposal] = order.proposals.all()

    with pytest.raises(WrongStatus):
        replenishment.accept_proposal(actor=None, pk=proposal.pk)
    assert PurchaseOrder.objects.count() == 1


def test_a_cancelled_order_is_proposed_anew_beside_the_accepted_proposal(company):
    tea = make_goods()
    make_rule(tea)
    purchasing.cancel_order(actor=None, pk=bought(tea).pk)

    assert proposed(tea) == 10
    assert sorted(Proposal.objects.values_list("status", flat=True)) == ["accepted", "open"]


def test_a_dismissed_product_is_not_proposed_before_the_day(company):
    tea = make_goods()
    make_rule(tea)
    until = today() + timedelta(days=10)
    replenishment.dismiss_proposal(
        actor=None, pk=open_proposal(tea).pk, reason="Season is over", until=until
    )

    assert proposed(tea) == 0
    replenishment.propose(actor=None, on=until - timedelta(days=1))
    assert not Proposal.objects.filter(status="open").exists()
    replenishment.propose(actor=None, on=until)
    assert Proposal.objects.filter(status="open").count() == 1


@pytest.mark.parametrize(("reason", "days"), [("", 5), ("Enough", 0), ("Enough", -1)])
def test_dismissing_takes_a_reason_and_a_day_to_come(company, reason, days):
    tea = make_goods()
    make_rule(tea)
    pk = open_proposal(tea).pk

    with pytest.raises(InvalidInput):
        replenishment.dismiss_proposal(
            actor=None, pk=pk, reason=reason, until=today() + timedelta(days=days)
        )
    assert Proposal.objects.get(pk=pk).status == "open"


def test_without_a_supplier_in_use_nothing_is_ordered(company):
    tea = make_goods()
    make_rule(tea)
    tea.supplier_prices.all().delete()
    proposal = open_proposal(tea)
    assert proposal.supplier is None

    with pytest.raises(NoSupplier):
        replenishment.accept_proposal(actor=None, pk=proposal.pk)
    with pytest.raises(NothingChosen):
        replenishment.accept_proposals(actor=None, pks=[])
    assert not PurchaseOrder.objects.exists()


def test_a_rule_that_is_switched_off_proposes_nothing(company):
    tea = make_goods()
    rule = make_rule(tea)
    proposal = open_proposal(tea)
    rule.is_active = False
    replenishment.save_rule(actor=None, document=rule)

    assert proposed(tea) == 0
    proposal.refresh_from_db()
    assert proposal.status == "lapsed"


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("minimum", {"minimum": Decimal(-1)}),
        ("target", {"minimum": Decimal(5), "target": Decimal(4)}),
        ("target", {"target": Decimal("NaN")}),
        ("target", {"target": Decimal("2.5")}),
        ("order_multiple", {"order_multiple": Decimal(0)}),
        ("order_multiple", {"order_multiple": Decimal(-6)}),
        ("minimum_order", {"minimum_order": Decimal(-6)}),
        ("safety_stock", {"method": "demand", "safety_stock": Decimal(-1)}),
        ("demand_days", {"demand_days": 0}),
        ("lead_days", {"lead_days": 99999}),
        ("from_warehouse", {"source": "transfer"}),
    ],
)
def test_a_rule_with_wrong_figures_is_refused_at_its_field(company, field, values):
    tea = make_goods()

    with pytest.raises(WrongRule) as refused:
        replenishment.save_rule(
            actor=None, document=Rule(product=tea, warehouse=make_warehouse(), **values)
        )
    assert refused.value.field == field
    assert not Rule.objects.exists()


def test_a_rule_is_for_goods_from_a_supplier_or_another_warehouse(company):
    tea, main = make_goods(), make_warehouse()
    service, orphan = make_product("HOUR", kind="service"), make_product("ORPHAN")
    customer = make_supplier("Only a customer", is_customer=True, is_supplier=False)
    wrong = {
        "product": Rule(product=service, warehouse=main),
        "supplier": Rule(product=tea, warehouse=main, supplier=customer),
        "from_warehouse": Rule(product=tea, warehouse=main, source="transfer", from_warehouse=main),
    }
    for field, rule in [*wrong.items(), ("supplier", Rule(product=orphan, warehouse=main))]:
        with pytest.raises(WrongRule) as refused:
            replenishment.save_rule(actor=None, document=rule)
        assert refused.value.field == field


def test_a_product_has_one_rule_in_a_warehouse_and_a_stale_one_is_told(company):
    tea = make_goods()
    rule = make_rule(tea)
    with pytest.raises(WrongRule):
        make_rule(tea)
    stale = Rule.objects.get(pk=rule.pk)
    replenishment.save_rule(actor=None, document=rule)

    with pytest.raises(StaleVersion):
        replenishment.save_rule(actor=None, document=stale)


def test_a_warehouse_manager_decides_for_the_own_warehouse_and_leaves_buying_to_a_buyer(
    company, user_in
):
    tea = make_goods(on_hand="50")
    shop = create_warehouse(actor=None, code="SHOP", name="Shop")
    make_rule(tea, "60", "70")
    make_rule(tea, "5", "10", warehouse=shop, source="transfer", from_warehouse=make_warehouse())
    keeper = user_in("warehouse_manager")
    grant_access(actor=None, user=keeper, row=make_warehouse())
    outcome = replenishment.propose(actor=keeper)
    assert (outcome.rules, outcome.needed) == (1, 1)
    replenishment.propose(actor=None)
    buy, bring = Proposal.objects.order_by("source")

    with pytest.raises(NotAllowed, match="buyer"):
        replenishment.accept_proposal(actor=keeper, pk=buy.pk)
    with pytest.raises(NotAllowed):
        replenishment.accept_proposal(actor=keeper, pk=bring.pk)
    with pytest.raises(NotAllowed):
        replenishment.propose(actor=keeper, warehouse=shop.pk)
    grant_access(actor=None, user=keeper, row=shop)
    replenishment.accept_proposal(actor=keeper, pk=bring.pk)
    assert not PurchaseOrder.objects.exists()
