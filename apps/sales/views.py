"""Screens of sales orders."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.companies.command_forms import DateForm
from apps.core.commands import bulk_view, command_view
from apps.core.flow import step, total_rows
from apps.core.formatting import format_date
from apps.core.lists import Tab
from apps.core.permissions import may
from apps.core.priced_form import PricedForm
from apps.core.screens import DetailScreen, ListScreen
from apps.invoices.down_payment_form import DownPaymentForm
from apps.invoices.down_payments import paid_ahead_fact
from apps.ledger.selectors import tax_amounts
from apps.products.order_lines import show_their_numbers
from apps.sales import filters, forms, hold_forms, replace_forms, selectors, services, tables
from apps.sales.choices import ORDER_LIFECYCLE, OrderStatus
from apps.sales.models import SalesOrder
from apps.sales.selectors import visible_orders
from apps.sales.services.holding import is_past
from apps.sales.substitutes import offers_of


class OrderList(ListScreen):
    """Sales orders, with what is open as tabs."""

    visible = visible_orders
    filterset_class = filters.SalesOrderFilter
    table_class = tables.SalesOrderTable
    title = _("Sales orders")
    create = _("New order")
    bulk = ("confirm", "reserve")
    tabs = (
        Tab(_("All")),
        Tab(_("To confirm"), {"status": "draft"}),
        Tab(_("Waiting for stock"), {"work": "waiting"}),
        Tab(_("To ship"), {"work": "ship"}),
        Tab(_("To invoice"), {"work": "invoice"}),
    )
    empty = {
        "title": _("No sales order here"),
        "text": _("Write the first one, or remove a filter."),
        "icon": "shopping-cart",
    }


class OrderDetail(DetailScreen):
    """One order: what was ordered and how far each line has got."""

    model = SalesOrder
    visible = visible_orders
    lifecycle = ORDER_LIFECYCLE
    verbs = ("replace",)
    template_name = "sales/salesorder_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the order with its lines' progress and the documents that came of it."""
        order = self.object
        lines = list(
            selectors.with_progress(order.lines.select_related("product__unit", "unit", "tax"))
        )
        show_their_numbers(order, lines)
        parts = selectors.parts_of(order, lines, "reserved", "shipped")
        offers = offers_of(order, lines)
        return super().get_context_data(
            facts=[*order_facts(order), *paid_ahead_fact(order, services.ORIGIN)],
            order_lines=[
                (line, [part for part in parts if part.line_id == line.pk], offers.get(line.pk))
                for line in lines
            ],
            may_replace=may(self.request.user, "sales.replace_salesorder"),
            totals=order_totals(order),
            flow=order_flow(order),
            **kwargs,
        )


def order_facts(order: SalesOrder) -> list[dict[str, Any]]:
    """Return what stands at the head of an order."""
    party_url = reverse("parties:party_detail", args=[order.party_id])
    pairs = [
        (_("Customer"), order.party, party_url),
        (_("Their reference"), order.reference, ""),
        (_("Ordered"), format_date(order.date), ""),
        (_("Requested for"), format_date(order.requested_date) if order.requested_date else "", ""),
        (_("Warehouse"), order.warehouse, ""),
        (_("Sales channel"), order.channel or "", ""),
        (_("Held until"), held_until(order), ""),
        (_("Payment terms"), order.term or "", ""),
        (_("Salesperson"), order.salesperson or "", ""),
        (_("Carrier"), order.carrier or "", ""),
        (_("Delivery address"), order.delivery_address.replace("\n", ", "), ""),
    ]
    return [{"label": label, "value": value, "url": url} for label, value, url in pairs if value]


def held_until(order: SalesOrder) -> str:
    """Return until when goods are held for an order, and whether that is over."""
    if order.held_until is None:
        return ""
    day = format_date(order.held_until)
    is_over = order.status == OrderStatus.CONFIRMED and is_past(order)
    return _("%(day)s, over") % {"day": day} if is_over else day


def order_totals(
    order: SalesOrder, taxes: Sequence[tuple[Any, Decimal]] = ()
) -> list[dict[str, Any]]:
    """Return the sums at the foot of an order, with each of ``taxes`` where they are given."""
    goods = (
        [(_("Goods"), order.net - order.freight), (_("Freight"), order.freight)]
        if order.freight
        else []
    )
    return total_rows(
        order,
        *goods,
        (_("Net"), order.net),
        *(taxes or [(_("Tax"), order.tax)]),
        (_("Total"), order.total),
    )


def quote(order: SalesOrder, lines: Sequence[Any]) -> list[dict[str, Any]]:
    """Return the sums of an order that is being written."""
    totals = services.price_order(order, lines)
    return order_totals(order, tax_amounts(totals, (line.tax for line in lines)))


def order_flow(order: SalesOrder) -> list[dict[str, Any]]:
    """Return the order, its shipments and its invoices as steps."""
    return [
        step(order, amount=order.total, current=True),
        *(step(document) for document in selectors.shipments_of(order)),
        *(step(invoice, amount=invoice.total) for invoice in selectors.invoices_of(order)),
    ]


class OrderEdit(PricedForm):
    """The form of a draft order."""

    visible = visible_orders
    form_class = forms.OrderForm
    lines_class = forms.OrderLines
    service = services.save_order
    quote = quote
    title = _("Sales order")


class OrderCreate(OrderEdit):
    """The form of a new order."""

    permission = "sales.add_salesorder"
    title = _("New sales order")


confirm_order = command_view(
    services.confirm_replacing,
    permission="sales.confirm_salesorder",
    visible=visible_orders,
    done=_("Confirmed %s and reserved what stock there is."),
    icon="check",
    form=replace_forms.ConfirmForm,
    asks=lambda order, _user: bool(offers_of(order)),
)
confirm_orders = bulk_view(confirm_order)
replace_line = command_view(
    services.replace_line,
    permission="sales.replace_salesorder",
    visible=visible_orders,
    done=_("Replaced a product on %s."),
    icon="repeat",
    form=replace_forms.ReplaceForm,
    confirm=_("The line keeps quantity, price and tax; another product is sold in its place."),
    offered=lambda order: any(
        offer.may_replace for rows in offers_of(order).values() for offer in rows
    ),
)
reserve_order = command_view(
    services.reserve_order,
    permission="sales.reserve_salesorder",
    visible=visible_orders,
    done=_("Reserved what stock there is for %s."),
    form=hold_forms.ReserveForm,
    confirm=_(
        "What is free now is reserved for %s. After that day, what is not picked is free for others."
    ),
    asks=lambda order, _user: order.held_until is not None,
    offered=lambda order: _is(order, selectors.to_reserve()),
)
reserve_orders = bulk_view(reserve_order)
ship_order = command_view(
    services.ship_order,
    permission="sales.ship_salesorder",
    visible=visible_orders,
    done=_("Made %s of what is reserved. Check it and post it when the goods leave."),
    icon="truck",
    form=DateForm,
    confirm=_(
        "A draft shipment of all that is reserved for %s. Nothing leaves stock before it is posted."
    ),
    offered=lambda order: _is(order, selectors.to_take_out()),
)
invoice_order = command_view(
    services.invoice_order,
    permission="sales.invoice_salesorder",
    visible=visible_orders,
    done=_("Made %s of what is shipped. Check it and post it."),
    icon="file-text",
    form=DateForm,
    confirm=_("A draft invoice of all that is shipped and not invoiced on %s."),
    offered=lambda order: _is(order, selectors.to_invoice()),
)
invoice_down_payment = command_view(
    services.invoice_down_payment,
    permission="sales.invoice_down_payment_salesorder",
    visible=visible_orders,
    label=_("Invoice down payment"),
    done=_("Made %s. Check it and post it; later invoices of the order take it off."),
    icon="receipt-text",
    form=DownPaymentForm,
    confirm=_(
        "A draft invoice of a part of %s ahead of the goods, with its tax. Invoices of the order take it off."
    ),
    offered=lambda order: _is(order, selectors.to_pay_ahead()),
)
close_order = command_view(
    services.close_order,
    permission="sales.close_salesorder",
    visible=visible_orders,
    done=_("Closed %s."),
    confirm=_(
        "Close %s? What is not shipped will not be shipped, and its reservations are released."
    ),
)
cancel_order = command_view(
    services.cancel_order,
    permission="sales.cancel_salesorder",
    visible=visible_orders,
    done=_("Cancelled %s."),
    confirm=_("Cancel %s? Its reservations are released."),
    danger=True,
)


def _is(order: SalesOrder, condition: Any) -> bool:
    return SalesOrder.objects.filter(condition, pk=order.pk).exists()
