"""The home page: what waits today, four figures, two charts; each links to the rows it counts.

What waits is told by the lists themselves: a card is a list under a filter, so it can count nothing else and
shows nobody what their list would not.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.http import HttpRequest, QueryDict
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core import charts
from apps.core.formatting import format_percent, format_quantity
from apps.core.keyset import TAB_LIMIT, counts
from apps.core.money import ZERO
from apps.core.permissions import declared_right, may
from apps.core.templatetags.plumb import money_markup
from apps.reporting import selectors


class Work(NamedTuple):
    """Something that waits: a list under a filter."""

    group: Any
    label: Any
    icon: str
    list_name: str
    filters: str


SALES: Final = gettext_lazy("Sales")
PURCHASING: Final = gettext_lazy("Purchasing")
STOCK: Final = gettext_lazy("Stock")
MONEY: Final = gettext_lazy("Money")
ORDERS: Final = "sales:salesorder_list"
PURCHASES: Final = "purchasing:purchaseorder_list"
INVOICES: Final = "invoices:invoice_list"
BILLS: Final = "invoices:bill_list"
WORK: Final = (
    Work(SALES, gettext_lazy("Orders to confirm"), "file-pen", ORDERS, "status=draft"),
    Work(SALES, gettext_lazy("Orders to ship"), "truck", ORDERS, "work=ship"),
    Work(SALES, gettext_lazy("Waiting for stock"), "hourglass", ORDERS, "work=waiting"),
    Work(SALES, gettext_lazy("Orders to invoice"), "receipt-text", ORDERS, "work=invoice"),
    Work(PURCHASING, gettext_lazy("Orders to confirm"), "file-pen", PURCHASES, "status=draft"),
    Work(PURCHASING, gettext_lazy("Goods to receive"), "package-plus", PURCHASES, "work=receive"),
    Work(PURCHASING, gettext_lazy("Receipts to bill"), "receipt-text", PURCHASES, "work=bill"),
    Work(
        PURCHASING,
        gettext_lazy("Goods to reorder"),
        "package-search",
        "replenishment:proposal_list",
        "status=open",
    ),
    Work(
        STOCK, gettext_lazy("Draft receipts"), "package-plus", "stock:receipt_list", "status=draft"
    ),
    Work(STOCK, gettext_lazy("Draft shipments"), "truck", "stock:shipment_list", "status=draft"),
    Work(STOCK, gettext_lazy("Draft transfers"), "move", "stock:transfer_list", "status=draft"),
    Work(
        STOCK, gettext_lazy("Draft adjustments"), "scale", "stock:adjustment_list", "status=draft"
    ),
    Work(MONEY, gettext_lazy("Draft invoices"), "file-pen", INVOICES, "status=draft"),
    Work(MONEY, gettext_lazy("Overdue invoices"), "circle-alert", INVOICES, "settlement=overdue"),
    Work(MONEY, gettext_lazy("Draft bills"), "file-pen", BILLS, "status=draft"),
    Work(MONEY, gettext_lazy("Overdue bills"), "circle-alert", BILLS, "settlement=overdue"),
    Work(
        MONEY,
        gettext_lazy("Payments to match"),
        "banknote",
        "payments:payment_list",
        "settlement=on_account",
    ),
    Work(
        MONEY,
        gettext_lazy("Draft journal entries"),
        "notebook-pen",
        "ledger:manualentry_list",
        "status=draft",
    ),
)


def work_waiting(request: HttpRequest) -> list[dict[str, Any]]:
    """Return, per group, what waits for this user with its count and address: one statement for all counts."""
    reachable = [
        (work, url, screen) for work in WORK for url, screen in _screen_of(request, work.list_name)
    ]
    rows = [
        screen.narrowed(request, QueryDict(work.filters)).qs for work, _url, screen in reachable
    ]
    numbers = counts(rows, limit=TAB_LIMIT)
    groups: dict[str, list[dict[str, Any]]] = {}
    for (work, url, _screen), number in zip(reachable, numbers, strict=True):
        told = format_quantity(number) if number <= TAB_LIMIT else f"{format_quantity(TAB_LIMIT)}+"
        card = {"label": work.label, "icon": work.icon, "count": number, "told": told}
        groups.setdefault(str(work.group), []).append(card | {"url": f"{url}?{work.filters}"})
    return [
        {"label": label, "cards": cards, "waiting": any(card["count"] for card in cards)}
        for label, cards in groups.items()
    ]


def _screen_of(request: HttpRequest, name: str) -> list[tuple[str, Any]]:
    """Return the address and the screen of a list, nothing when the user may not open it."""
    try:
        url = reverse(name)
    except NoReverseMatch:
        return []
    view: Any = resolve(url).func
    return [(url, view.view_class)] if may(request.user, declared_right(view) or "") else []


class Books:
    """The figures and charts of those who may see the books."""

    def __init__(self, today: date, currency: str) -> None:
        self.today, self.currency = today, currency
        self.months = selectors.months_until(today)
        self.flows = selectors.monthly_flows(self.months, today)
        self.receivables = selectors.receivables(today)
        self.stock_value = selectors.stock_value()

    def series(self, kind: str) -> list[Decimal]:
        """Return what moved in each month."""
        return [self.flows[kind].get(month, ZERO) for month in self.months]

    def figures(self) -> list[dict[str, Any]]:
        """Return the four figures with their small lines."""
        revenue = self.series("revenue")
        owed = selectors.month_ends(self.receivables.total, self.flows["receivable"], self.months)
        stock = selectors.month_ends(self.stock_value, self.flows["stock"], self.months)
        share = (
            self.receivables.overdue / self.receivables.total
            if self.receivables.total > 0
            else ZERO
        )
        return [
            self._figure(
                _("Open receivables"), owed, _link(INVOICES, settlement="unpaid"), less_is_good=True
            ),
            {
                "label": _("Overdue"),
                "value": money_markup(self.receivables.overdue, self.currency),
                "url": _link(INVOICES, settlement="overdue"),
                "hint": _("%(share)s of what is open") % {"share": format_percent(share)},
            },
            self._figure(_("Revenue this month"), revenue, _link("ledger:profit_and_loss")),
            self._figure(_("Stock value"), stock, _link("stock:level_list")),
        ]

    def _figure(
        self, label: str, values: Sequence[Decimal], url: str, *, less_is_good: bool = False
    ) -> dict[str, Any]:
        before, now = values[-2:]
        change = (now - before) / abs(before) if before else ZERO
        direction = "up" if change > 0 else "down" if change < 0 else "flat"
        good = None if not change else (change < 0) == less_is_good
        delta = {
            "text": format_percent(change, signed=True),
            "direction": direction,
            "good": good,
            "note": _("on last month"),
        }
        return {
            "label": label,
            "value": money_markup(now, self.currency),
            "url": url,
            "delta": delta if before else None,
            "spark": charts.spark(values, _("%(label)s, last 12 months") % {"label": label}),
        }

    def revenue_chart(self) -> charts.Chart:
        """Return revenue and the cost of what was sold, month by month."""
        return charts.column_chart(
            title=_("Revenue and cost of sales"),
            labels=[date_format(month, "M") for month in self.months],
            series=[
                charts.Series(_("Revenue"), self.series("revenue")),
                charts.Series(_("Cost of sales"), self.series("cost")),
            ],
            currency=self.currency,
            head=_("Month"),
        )

    def ageing_chart(self) -> charts.Chart:
        """Return what customers owe by how long it is overdue."""
        first, *ends = selectors.AGES
        del first
        starts = [1, *(end + 1 for end in ends)]
        labels = [_("Not due")]
        labels += [
            _("%(first)d–%(last)d days") % {"first": start, "last": end}
            for start, end in zip(starts, ends, strict=False)
        ]
        labels.append(_("Over %(days)d days") % {"days": ends[-1]})
        amounts = [max(amount, ZERO) for amount in self.receivables.ages]
        return charts.bar_chart(
            title=_("Receivables by age"),
            bars=[
                charts.Bar(*bar, css="s1" if number == 0 else "s2")
                for number, bar in enumerate(zip(labels, amounts, strict=True))
            ],
            currency=self.currency,
            head=_("Overdue"),
        )


def _link(name: str, **filters: str) -> str:
    try:
        return f"{reverse(name)}{'?' if filters else ''}{urlencode(filters)}"
    except NoReverseMatch:
        return ""
