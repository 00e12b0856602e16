"""The sidebar: groups of work with what the user may open, and how much waits there.

Links are data: a label, a URL name (one that does not exist is left out) and the right it takes. An app adds a
count to its own link in ``AppConfig.ready()``::

    navigation.count_waiting("sales:salesorder_list", orders_to_ship)

The function takes the user and returns a number, or a queryset whose rows are counted; all querysets of a page
are counted in one statement.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.core.keyset import counts
from apps.core.permissions import ANY_USER, may

Waiting = Callable[[Any], "QuerySet[Any] | int"]
COUNT_UP_TO: Final = 99


@dataclass(frozen=True, slots=True)
class Link:
    """One line of the sidebar."""

    url_name: str
    label: str | Promise
    icon: str
    permission: str


GROUPS: Final[tuple[tuple[str | Promise, tuple[Link, ...]], ...]] = (
    ("", (Link("dashboard", _("Home"), "house", ANY_USER),)),
    (
        _("Sales"),
        (
            Link(
                "sales:salesorder_list", _("Sales orders"), "shopping-cart", "sales.view_salesorder"
            ),
            Link(
                "invoices:invoice_list",
                _("Customer invoices"),
                "receipt-text",
                "invoices.view_invoice",
            ),
        ),
    ),
    (
        _("Purchasing"),
        (
            Link(
                "purchasing:purchaseorder_list",
                _("Purchase orders"),
                "shopping-bag",
                "purchasing.view_purchaseorder",
            ),
            Link("invoices:bill_list", _("Supplier bills"), "file-text", "invoices.view_bill"),
        ),
    ),
    (
        _("Inventory"),
        (
            Link("products:product_list", _("Products"), "package", "products.view_product"),
            Link("stock:level_list", _("Stock"), "boxes", "stock.view_level"),
            Link("stock:receipt_list", _("Receipts"), "package-plus", "stock.view_stockdocument"),
            Link("stock:shipment_list", _("Shipments"), "truck", "stock.view_stockdocument"),
            Link(
                "stock:transfer_list",
                _("Transfers"),
                "arrow-left-right",
                "stock.view_stockdocument",
            ),
            Link("stock:adjustment_list", _("Adjustments"), "scale", "stock.view_stockdocument"),
            Link("stock:reservation_list", _("Reservations"), "lock", "stock.view_reservation"),
            Link("stock:move_list", _("Moves"), "move", "stock.view_move"),
            Link(
                "warehouses:warehouse_list",
                _("Warehouses"),
                "warehouse",
                "warehouses.view_warehouse",
            ),
        ),
    ),
    (
        _("Accounting"),
        (
            Link("payments:payment_list", _("Payments"), "banknote", "payments.view_payment"),
            Link("payments:match_list", _("Matching"), "link", "payments.match_payment"),
            Link(
                "credit:receivables", _("Aged receivables"), "clock-alert", "credit.view_openspan"
            ),
            Link("credit:payables", _("Aged payables"), "hourglass", "credit.view_openspan"),
            Link("bank:bankaccount_list", _("Bank accounts"), "landmark", "bank.view_bankaccount"),
            Link("bank:paymentrun_list", _("Payment runs"), "send", "bank.view_paymentrun"),
            Link(
                "bank:bankstatement_list",
                _("Bank statements"),
                "file-spreadsheet",
                "bank.view_bankstatement",
            ),
            Link("credit:worklist", _("To collect"), "phone", "credit.view_openspan"),
            Link("credit:dunningrun_list", _("Reminders"), "mail", "credit.view_dunningrun"),
            Link("credit:dispute_list", _("Disputes"), "gavel", "credit.view_dispute"),
            Link("ledger:entry_list", _("Journal entries"), "book-open", "ledger.view_entry"),
            Link(
                "ledger:manualentry_list",
                _("Manual entries"),
                "notebook-pen",
                "ledger.view_manualentry",
            ),
            Link(
                "ledger:entrytemplate_list",
                _("Entry templates"),
                "repeat",
                "ledger.view_entrytemplate",
            ),
            Link("ledger:deferral_list", _("Deferrals"), "calendar-days", "ledger.view_deferral"),
            Link("ledger:account_list", _("Chart of accounts"), "list-tree", "ledger.view_account"),
            Link("ledger:entryline_list", _("General ledger"), "scroll-text", "ledger.view_entry"),
            Link("ledger:tax_return", _("Tax return"), "landmark", "ledger.view_taxreturn"),
            Link("ledger:revaluation_list", _("Revaluations"), "coins", "ledger.view_revaluation"),
            Link(
                "ledger:openingimport_list",
                _("Opening balances"),
                "upload",
                "ledger.view_openingimport",
            ),
            Link("ledger:period_list", _("Periods"), "calendar-check", "ledger.view_period"),
            Link("ledger:fiscalyear_list", _("Fiscal years"), "calendar", "ledger.view_fiscalyear"),
            Link("ledger:arealock_list", _("Locks"), "lock", "ledger.change_arealock"),
            Link("ledger:trial_balance", _("Trial balance"), "scale", "ledger.view_entry"),
            Link(
                "ledger:profit_and_loss", _("Profit and loss"), "trending-up", "ledger.view_entry"
            ),
            Link("ledger:balance_sheet", _("Balance sheet"), "landmark", "ledger.view_entry"),
            Link("ledger:cash_flow", _("Cash flow"), "wallet", "ledger.view_entry"),
            Link("ledger:reportrun_list", _("Pinned reports"), "pin", "ledger.view_reportrun"),
            Link(
                "integrations:journalexport_list",
                _("Exports"),
                "download",
                "integrations.view_journalexport",
            ),
        ),
    ),
    (
        _("Parties"),
        (Link("parties:party_list", _("Customers and suppliers"), "users", "parties.view_party"),),
    ),
    (
        _("Settings"),
        (
            Link("companies:company", _("Company"), "building-2", "companies.change_company"),
            Link("access:user_list", _("Users"), "user-cog", "access.view_user"),
            Link("companies:branch_list", _("Branches"), "map-pin", "companies.change_branch"),
            Link(
                "companies:exchangerate_list",
                _("Exchange rates"),
                "coins",
                "companies.change_exchangerate",
            ),
            Link(
                "companies:currency_list", _("Currencies"), "euro", "companies.change_exchangerate"
            ),
            Link(
                "payments:writeoffreason_list",
                _("Write-off reasons"),
                "ban",
                "payments.change_writeoffreason",
            ),
            Link(
                "parties:paymentterm_list",
                _("Payment terms"),
                "calendar-clock",
                "parties.change_paymentterm",
            ),
            Link("bank:bankrule_list", _("Bank rules"), "list-checks", "bank.change_bankrule"),
            Link("ledger:journal_list", _("Journals"), "book", "ledger.change_journal"),
            Link(
                "ledger:closingtask_list",
                _("Closing tasks"),
                "list-checks",
                "ledger.change_closingtask",
            ),
            Link("ledger:tax_list", _("Tax codes"), "percent", "ledger.change_tax"),
            Link("products:taxrule_list", _("Tax rules"), "route", "products.change_taxrule"),
            Link(
                "products:taxexemption_list",
                _("Tax exemptions"),
                "badge-percent",
                "products.change_taxexemption",
            ),
            Link(
                "credit:dunninglevel_list",
                _("Dunning levels"),
                "list-ordered",
                "credit.change_dunninglevel",
            ),
            Link(
                "ledger:defaultaccount_list",
                _("Default accounts"),
                "list-checks",
                "ledger.change_defaultaccount",
            ),
            Link("ledger:dimension_list", _("Dimensions"), "layers", "ledger.view_dimension"),
            Link(
                "products:category_list",
                _("Product categories"),
                "folder-tree",
                "products.change_category",
            ),
            Link("products:unit_list", _("Units"), "weight", "products.change_unit"),
            Link(
                "access:fielddefinition_list",
                _("Custom fields"),
                "sliders-horizontal",
                "core.view_fielddefinition",
            ),
            Link("access:auditrow_list", _("Changes"), "history", "core.view_auditrow"),
        ),
    ),
)
_waiting: dict[str, Waiting] = {}


def count_waiting(url_name: str, function: Waiting) -> None:
    """Show beside the link ``url_name`` how much waits there; apps call it in ``AppConfig.ready()``."""
    _waiting[url_name] = function


def menu(user: Any, path: str) -> list[dict[str, Any]]:
    """Return the groups ``user`` may open something of, for ``base.html``; ``path`` marks the active link."""
    groups = [
        (label, [(link, url) for link, url in _reachable(links) if may(user, link.permission)])
        for label, links in GROUPS
    ]
    active = max(
        (url for _label, links in groups for _link, url in links if _leads_to(url, path)),
        key=len,
        default="",
    )
    waiting = _counts(user, [link.url_name for _label, links in groups for link, _url in links])
    return [
        {
            "label": label,
            "items": [
                {
                    "label": link.label,
                    "url": url,
                    "icon": link.icon,
                    "active": url == active,
                    "count": _shown(waiting.get(link.url_name, 0)),
                }
                for link, url in links
            ],
        }
        for label, links in groups
        if links
    ]


def _reachable(links: Iterable[Link]) -> Iterable[tuple[Link, str]]:
    for link in links:
        try:
            yield link, reverse(link.url_name)
        except NoReverseMatch:
            continue


def _counts(user: Any, url_names: Iterable[str]) -> dict[str, int]:
    """Return how much waits behind each link, in one statement; nothing when the transaction is broken already."""
    names = [name for name in url_names if name in _waiting]
    if connection.in_atomic_block:
        return {} if connection.needs_rollback else _count_all(user, names)
    with transaction.atomic():
        return _count_all(user, names)


def _count_all(user: Any, names: list[str]) -> dict[str, int]:
    answers = {name: _waiting[name](user) for name in names}
    numbers = {name: answer for name, answer in answers.items() if isinstance(answer, int)}
    rows = {name: answer for name, answer in answers.items() if not isinstance(answer, int)}
    if rows:
        found = counts(list(rows.values()), limit=COUNT_UP_TO)
        numbers |= dict(zip(rows, found, strict=True))
    return numbers


def _shown(count: int) -> str:
    return "" if not count else str(count) if count <= COUNT_UP_TO else f"{COUNT_UP_TO}+"


def _leads_to(url: str, path: str) -> bool:
    """Return whether ``path`` is the screen at ``url`` or below it; the home page has nothing below."""
    return path == url or (url != "/" and path.startswith(url))
