"""Search over everything: documents by number, parties, products and accounts by code and name, screens by name.

What a user may not see, they do not find: every source is the selector of its list.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final, NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from apps.access.navigation import menu
from apps.core.answers import document_url
from apps.core.permissions import may
from apps.invoices.selectors import visible_bills, visible_invoices
from apps.ledger.models import Account, ManualEntry
from apps.parties.selectors import search_parties, visible_parties
from apps.payments.selectors import visible_payments
from apps.products.finding import product_options
from apps.purchasing.selectors import visible_orders as visible_purchase_orders
from apps.sales.selectors import visible_orders as visible_sales_orders
from apps.stock.selectors import (
    visible_adjustments,
    visible_receipts,
    visible_shipments,
    visible_transfers,
)

PER_SOURCE: Final = 5
SHORTEST: Final = 2
LONGEST: Final = 80
Found = QuerySet[Any] | list[Any]


class Source(NamedTuple):
    """A kind of thing that can be found."""

    label: Any
    icon: str
    permission: str
    find: Callable[[Any, str], Found]


def _by_number(visible: Callable[[Any], QuerySet[Any]], *also: str) -> Callable[[Any, str], Found]:
    """Return the search of documents by their number, and by other references."""

    def find(user: Any, text: str) -> Found:
        found = Q(number__icontains=text)
        for path in also:
            found |= Q(**{f"{path}__icontains": text})
        return visible(user).filter(found)

    return find


def _accounts(_user: Any, text: str) -> Found:
    found = Q(code__startswith=text) | Q(name__icontains=text)
    return Account.objects.filter(found | Q(name_i18n__icontains=text)).order_by("code", "pk")


def _manual_entries(_user: Any) -> QuerySet[Any]:
    return ManualEntry.objects.order_by("-date", "-pk")


def _parties(user: Any, text: str) -> Found:
    return search_parties(visible_parties(user), text)


NAMED: Final = (
    Source(_("Parties"), "users", "parties.view_party", _parties),
    Source(_("Products"), "package", "products.view_product", product_options),
    Source(_("Accounts"), "list-tree", "ledger.view_account", _accounts),
)
NUMBERED: Final = (
    Source(
        _("Sales orders"),
        "shopping-cart",
        "sales.view_salesorder",
        _by_number(visible_sales_orders, "reference"),
    ),
    Source(
        _("Purchase orders"),
        "shopping-bag",
        "purchasing.view_purchaseorder",
        _by_number(visible_purchase_orders, "reference"),
    ),
    Source(
        _("Invoices"),
        "receipt-text",
        "invoices.view_invoice",
        _by_number(visible_invoices, "reference"),
    ),
    Source(
        _("Supplier bills"),
        "file-text",
        "invoices.view_bill",
        _by_number(visible_bills, "reference"),
    ),
    Source(
        _("Payments"),
        "banknote",
        "payments.view_payment",
        _by_number(visible_payments, "reference"),
    ),
    Source(_("Receipts"), "package-plus", "stock.view_stockdocument", _by_number(visible_receipts)),
    Source(_("Shipments"), "truck", "stock.view_stockdocument", _by_number(visible_shipments)),
    Source(_("Transfers"), "move", "stock.view_stockdocument", _by_number(visible_transfers)),
    Source(_("Adjustments"), "scale", "stock.view_stockdocument", _by_number(visible_adjustments)),
    Source(
        _("Manual entries"),
        "notebook-pen",
        "ledger.view_manualentry",
        _by_number(_manual_entries),
    ),
)


def search(user: Any, text: str) -> list[dict[str, Any]]:
    """Return what ``user`` may see of what ``text`` finds, in groups; screens first.

    Documents are only looked up when the text holds a digit, as every number does.
    """
    text = " ".join(text.replace("\0", "").split())[:LONGEST]
    if not text:
        return [{"label": _("Jump to"), "items": list(_screens(user, ""))}]
    groups = [{"label": _("Jump to"), "items": list(_screens(user, text))}]
    if len(text) >= SHORTEST:
        has_digit = any(char.isdigit() for char in text)
        groups += [
            {"label": source.label, "items": _found(source, user, text)}
            for source in ((*NUMBERED, *NAMED) if has_digit else NAMED)
            if may(user, source.permission)
        ]
    return [group for group in groups if group["items"]]


def _found(source: Source, user: Any, text: str) -> list[dict[str, Any]]:
    return [
        {
            "label": str(row),
            "note": _note(row),
            "url": document_url(row),
            "icon": source.icon,
        }
        for row in source.find(user, text)[:PER_SOURCE]
    ]


def _note(row: Any) -> str:
    """Return what tells rows of one name apart: the party of a document, the code of the rest."""
    party = getattr(row, "party", None)
    if party is not None and hasattr(row, "number"):
        return str(party)
    return str(getattr(row, "sku", "") or getattr(row, "code", ""))


def _screens(user: Any, text: str) -> Iterable[dict[str, Any]]:
    """Return the screens whose name, or whose group's name, holds the text."""
    wanted = text.casefold()
    for group in menu(user, ""):
        for item in group["items"]:
            words = f"{item['label']} {group['label']}".casefold()
            if wanted in words:
                yield {
                    "label": item["label"],
                    "note": group["label"],
                    "url": item["url"],
                    "icon": item["icon"],
                }
