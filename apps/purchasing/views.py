"""Screens of purchase orders, and of goods that suppliers left on consignment."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.companies.command_forms import DateForm
from apps.core.commands import bulk_view, command_view
from apps.core.flow import step, total_rows
from apps.core.formatting import format_date, format_quantity, format_stamp
from apps.core.lists import Tab
from apps.core.priced_form import PricedForm
from apps.core.screens import DetailScreen, ListScreen
from apps.invoices.down_payments import paid_ahead_fact
from apps.ledger.selectors import tax_amounts
from apps.products.order_lines import show_their_numbers
from apps.purchasing import filters, forms, selectors, services, tables
from apps.purchasing.choices import ORDER_LIFECYCLE
from apps.purchasing.models import PurchaseOrder
from apps.purchasing.selectors import visible_orders
from apps.stock import services as stock
from apps.stock.consignment import visible_consigned
from apps.stock.models import Level


class OrderList(ListScreen):
    """Purchase orders, with what is open as tabs."""

    visible = visible_orders
    filterset_class = filters.PurchaseOrderFilter
    table_class = tables.PurchaseOrderTable
    title = _("Purchase orders")
    create = _("New order")
    bulk = ("confirm", "bill")
    tabs = (
        Tab(_("All")),
        Tab(_("To confirm"), {"status": "draft"}),
        Tab(_("To receive"), {"work": "receive"}),
        Tab(_("To bill"), {"work": "bill"}),
    )
    empty = {
        "title": _("No purchase order here"),
        "text": _("Write the first one, or remove a filter."),
        "icon": "clipboard-list",
    }


class OrderDetail(DetailScreen):
    """One order: what was ordered and how far each line has got."""

    model = PurchaseOrder
    visible = visible_orders
    lifecycle = ORDER_LIFECYCLE
    template_name = "purchasing/purchaseorder_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the order with its lines' progress and the documents that came of it."""
        order = self.object
        lines = list(selectors.with_progress(order.lines.select_related("product", "unit", "tax")))
        show_their_numbers(order, lines)
        return super().get_context_data(
            facts=[*order_facts(order), *paid_ahead_fact(order, services.ORIGIN)],
            order_lines=lines,
            totals=order_totals(order),
            flow=order_flow(order),
            **kwargs,
        )


def order_facts(order: PurchaseOrder) -> list[dict[str, Any]]:
    """Return what stands at the head of an order."""
    party_url = reverse("parties:party_detail", args=[order.party_id])
    pairs = [
        (_("Supplier"), order.party, party_url),
        (_("Their reference"), order.reference, ""),
        (_("Ordered"), format_date(order.date), ""),
        (_("Expected on"), format_date(order.expected_date) if order.expected_date else "", ""),
        (_("Warehouse"), order.warehouse, ""),
        (_("Payment terms"), order.term or "", ""),
        (_("Buyer"), order.buyer or "", ""),
    ]
    return [{"label": label, "value": value, "url": url} for label, value, url in pairs if value]


def order_totals(
    order: PurchaseOrder, taxes: Sequence[tuple[Any, Decimal]] = ()
) -> list[dict[str, Any]]:
    """Return the sums at the foot of an order, with each of ``taxes`` where they are given."""
    return total_rows(
        order,
        (_("Net"), order.net),
        *(taxes or [(_("Tax"), order.tax)]),
        (_("Total"), order.total),
    )


def quote(order: PurchaseOrder, lines: Sequence[Any]) -> list[dict[str, Any]]:
    """Return the sums of an order that is being written."""
    totals = services.price_order(order, lines)
    return order_totals(order, tax_amounts(totals, (line.tax for line in lines)))


def order_flow(order: PurchaseOrder) -> list[dict[str, Any]]:
    """Return the order, its receipts and its bills as steps."""
    return [
        step(order, amount=order.total, current=True),
        *(step(document) for document in selectors.receipts_of(order)),
        *(step(bill, amount=bill.total) for bill in selectors.bills_of(order)),
    ]


class OrderEdit(PricedForm):
    """The form of a draft order."""

    visible = visible_orders
    form_class = forms.OrderForm
    lines_class = forms.OrderLines
    service = services.save_order
    quote = quote
    title = _("Purchase order")


class OrderCreate(OrderEdit):
    """The form of a new order."""

    permission = "purchasing.add_purchaseorder"
    title = _("New purchase order")


confirm_order = command_view(
    services.confirm_order,
    permission="purchasing.confirm_purchaseorder",
    visible=visible_orders,
    done=_("Confirmed %s."),
    icon="check",
)
confirm_orders = bulk_view(confirm_order)
receive_order = command_view(
    services.receive_order,
    permission="purchasing.receive_purchaseorder",
    visible=visible_orders,
    done=_("Made %s of what is outstanding. Check it against the goods and post it."),
    icon="package",
    form=DateForm,
    confirm=_(
        "A draft receipt of all that is outstanding on %s. Nothing enters stock before it is posted."
    ),
    offered=lambda order: _is(order, selectors.to_receive()),
)
bill_order = command_view(
    services.bill_order,
    permission="purchasing.bill_purchaseorder",
    visible=visible_orders,
    done=_("Made %s of what came in. Check it against the supplier's bill and post it."),
    icon="file-text",
    form=forms.BillForm,
    confirm=_("A draft bill of all that came in and is not billed on %s."),
    offered=lambda order: _is(order, selectors.to_bill()),
)
bill_orders = bulk_view(bill_order)
bill_down_payment = command_view(
    services.bill_down_payment,
    permission="purchasing.bill_down_payment_purchaseorder",
    visible=visible_orders,
    label=_("Bill down payment"),
    done=_(
        "Made %s. Check it against the supplier's bill and post it; later bills of the order take it off."
    ),
    icon="receipt-text",
    form=forms.DownPaymentBillForm,
    confirm=_(
        "A draft bill of a part of %s ahead of the goods, with its tax. Bills of the order take it off."
    ),
    offered=lambda order: _is(order, selectors.to_pay_ahead()),
)
close_order = command_view(
    services.close_order,
    permission="purchasing.close_purchaseorder",
    visible=visible_orders,
    done=_("Closed %s."),
    confirm=_("Close %s? What has not come in is not expected any more."),
)
cancel_order = command_view(
    services.cancel_order,
    permission="purchasing.cancel_purchaseorder",
    visible=visible_orders,
    done=_("Cancelled %s."),
    confirm=_("Cancel %s? The supplier is not told by this."),
    danger=True,
)


def _is(order: PurchaseOrder, condition: Any) -> bool:
    return PurchaseOrder.objects.filter(condition, pk=order.pk).exists()


class ConsignedList(ListScreen):
    """What suppliers left on consignment."""

    names = "purchasing:consigned"
    model = Level
    visible = visible_consigned
    filterset_class = filters.ConsignedFilter
    table_class = tables.ConsignedTable
    title, subtitle = _("On consignment"), _("%s kinds of goods")
    empty = {
        "title": _("Nothing is on consignment"),
        "text": _(
            "Give a warehouse a location with an owner, and receive that supplier's goods into it."
        ),
        "icon": "handshake",
    }


class ConsignedDetail(DetailScreen):
    """What lies on consignment in one place."""

    names = "purchasing:consigned"
    model = Level
    visible = visible_consigned
    next_verbs = ("draw",)
    verbs = ("return",)
    template_name = "purchasing/consigned_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the goods with whose they are and where they lie."""
        context = super().get_context_data(facts=_consigned_facts(self.object), **kwargs)
        return context | {"list_title": ConsignedList.title}


def _consigned_facts(level: Level) -> list[dict[str, Any]]:
    product, place, lot = level.product, level.location, level.lot
    pairs: list[tuple[Any, Any, str]] = [
        (_("Product"), product, reverse("products:product_detail", args=[product.pk])),
        (_("Owner"), place.owner, reverse("parties:party_detail", args=[place.owner_id])),
        (_("Lot"), lot or "", lot.get_absolute_url() if lot else ""),
        (_("Warehouse"), place.warehouse, ""),
        (_("Location"), place, ""),
        (_("On consignment"), format_quantity(level.on_hand, product.unit.code), ""),
        (_("Since"), format_stamp(level.since), ""),
    ]
    return [{"label": label, "value": value, "url": url} for label, value, url in pairs if value]


draw_consigned = command_view(
    services.draw_level,
    permission="stock.draw_level",
    visible=visible_consigned,
    done=_("Taken over with %s. Bill it when the supplier's bill comes."),
    form=forms.DrawForm,
    confirm=_("Write how much of %s becomes ours. It is owed to its owner from that day."),
    icon="handshake",
)
return_consigned = command_view(
    stock.return_level,
    permission="stock.return_level",
    visible=visible_consigned,
    done=_("Sent back with %s."),
    form=forms.ReturnForm,
    confirm=_("Write how much of %s goes back to its owner. The books do not change."),
    icon="undo-2",
    then=lambda: reverse("purchasing:consigned_list"),
)
