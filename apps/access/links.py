"""What the sidebar leads to, as data: groups of work, each a label, URL name, icon and the right it takes."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.core.permissions import ANY_USER


@dataclass(frozen=True, slots=True)
class Link:
    """One line of the sidebar."""

    url_name: str
    label: str | Promise
    icon: str
    permission: str


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of one kind of work; by ``key`` a browser remembers that it is folded."""

    key: str
    label: str | Promise
    links: tuple[Link, ...]


FOLDED_AT_FIRST: Final = frozenset({"settings"})
GROUPS: Final = (
    Group(
        "home",
        "",
        (Link("dashboard", _("Home"), "house", ANY_USER),),
    ),
    Group(
        "sales",
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
    Group(
        "purchasing",
        _("Purchasing"),
        (
            Link(
                "purchasing:purchaseorder_list",
                _("Purchase orders"),
                "shopping-bag",
                "purchasing.view_purchaseorder",
            ),
            Link("invoices:bill_list", _("Supplier bills"), "file-text", "invoices.view_bill"),
            Link(
                "replenishment:proposal_list",
                _("Replenishment"),
                "package-search",
                "replenishment.view_proposal",
            ),
        ),
    ),
    Group(
        "inventory",
        _("Inventory"),
        (
            Link("products:product_list", _("Products"), "package", "products.view_product"),
            Link("products:family_list", _("Product families"), "grid-3x3", "products.view_family"),
            Link("products:partnumber_list", _("Part numbers"), "tags", "products.view_partnumber"),
            Link("stock:level_list", _("Stock"), "boxes", "stock.view_level"),
            Link("stock:receipt_list", _("Receipts"), "package-plus", "stock.view_stockdocument"),
            Link("landed:landedcost_list", _("Landed costs"), "split", "landed.view_landedcost"),
            Link("stock:shipment_list", _("Shipments"), "truck", "stock.view_stockdocument"),
            Link(
                "picking:shippable_list", _("To be picked"), "package-search", "picking.view_wave"
            ),
            Link("picking:wave_list", _("Waves"), "scan-barcode", "picking.view_wave"),
            Link("picking:bench_list", _("To pack"), "package-open", "picking.view_wave"),
            Link("picking:dock_list", _("To ship"), "truck", "picking.view_wave"),
            Link("picking:putback_list", _("To put back"), "undo-2", "picking.pick_wave"),
            Link("picking:putaway_start", _("Put away"), "forklift", "picking.pick_wave"),
            Link(
                "stock:transfer_list",
                _("Transfers"),
                "arrow-left-right",
                "stock.view_stockdocument",
            ),
            Link("stock:transitline_list", _("On the way"), "truck", "stock.view_transitline"),
            Link("stock:held_list", _("On hold"), "shield-check", "stock.view_level"),
            Link("purchasing:consigned_list", _("On consignment"), "handshake", "stock.view_level"),
            Link("stock:adjustment_list", _("Adjustments"), "scale", "stock.view_stockdocument"),
            Link(
                "counts:countsheet_list",
                _("Stock counts"),
                "clipboard-list",
                "counts.view_countsheet",
            ),
            Link(
                "stock:channelquota_list",
                _("Quotas of channels"),
                "gauge",
                "stock.view_channelquota",
            ),
            Link("stock:reservation_list", _("Reservations"), "lock", "stock.view_reservation"),
            Link("stock:lot_list", _("Lots"), "barcode", "stock.view_lot"),
            Link("stock:move_list", _("Moves"), "move", "stock.view_move"),
            Link("valuation:worth", _("Stock reports"), "chart-column", "stock.view_level"),
            Link(
                "warehouses:warehouse_list",
                _("Warehouses"),
                "warehouse",
                "warehouses.view_warehouse",
            ),
        ),
    ),
    Group(
        "parties",
        _("Parties"),
        (Link("parties:party_list", _("Customers and suppliers"), "users", "parties.view_party"),),
    ),
    Group(
        "money",
        _("Money"),
        (
            Link("payments:payment_list", _("Payments"), "banknote", "payments.view_payment"),
            Link("payments:match_list", _("Matching"), "link", "payments.match_payment"),
            Link(
                "credit:receivables", _("Aged receivables"), "clock-alert", "credit.view_openspan"
            ),
            Link("credit:payables", _("Aged payables"), "hourglass", "credit.view_openspan"),
            Link("credit:worklist", _("To collect"), "phone", "credit.view_openspan"),
            Link("credit:dunningrun_list", _("Reminders"), "mail", "credit.view_dunningrun"),
            Link("credit:dispute_list", _("Disputes"), "gavel", "credit.view_dispute"),
        ),
    ),
    Group(
        "bank",
        _("Bank"),
        (
            Link("bank:bankaccount_list", _("Bank accounts"), "landmark", "bank.view_bankaccount"),
            Link(
                "bank:bankstatement_list",
                _("Bank statements"),
                "file-spreadsheet",
                "bank.view_bankstatement",
            ),
            Link("bank:paymentrun_list", _("Payment runs"), "send", "bank.view_paymentrun"),
        ),
    ),
    Group(
        "books",
        _("Books"),
        (
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
            Link("ledger:entryline_list", _("General ledger"), "scroll-text", "ledger.view_entry"),
            Link("ledger:account_list", _("Chart of accounts"), "list-tree", "ledger.view_account"),
        ),
    ),
    Group(
        "reports",
        _("Reports"),
        (
            Link("ledger:trial_balance", _("Trial balance"), "scale", "ledger.view_entry"),
            Link(
                "ledger:profit_and_loss", _("Profit and loss"), "trending-up", "ledger.view_entry"
            ),
            Link("ledger:balance_sheet", _("Balance sheet"), "landmark", "ledger.view_entry"),
            Link("ledger:cash_flow", _("Cash flow"), "wallet", "ledger.view_entry"),
            Link(
                "replenishment:running_out",
                _("What would run out"),
                "hourglass",
                "replenishment.view_proposal",
            ),
            Link(
                "counts:difference_list",
                _("Count differences"),
                "equal",
                "counts.view_difference",
            ),
            Link("budgets:budget_list", _("Budgets"), "target", "budgets.view_budget"),
            Link("ledger:reportrun_list", _("Pinned reports"), "pin", "ledger.view_reportrun"),
            Link(
                "integrations:journalexport_list",
                _("Exports"),
                "download",
                "integrations.view_journalexport",
            ),
        ),
    ),
    Group(
        "closing",
        _("Closing"),
        (
            Link("ledger:period_list", _("Periods"), "calendar-check", "ledger.view_period"),
            Link(
                "ledger:closingtask_list",
                _("Closing tasks"),
                "list-checks",
                "ledger.change_closingtask",
            ),
            Link("ledger:tax_return", _("Tax return"), "landmark", "ledger.view_taxreturn"),
            Link("ledger:revaluation_list", _("Revaluations"), "coins", "ledger.view_revaluation"),
            Link("ledger:arealock_list", _("Locks"), "lock", "ledger.change_arealock"),
            Link("ledger:fiscalyear_list", _("Fiscal years"), "calendar", "ledger.view_fiscalyear"),
        ),
    ),
    Group(
        "settings",
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
            Link("ledger:tax_list", _("Tax codes"), "percent", "ledger.change_tax"),
            Link("products:taxrule_list", _("Tax rules"), "route", "products.change_taxrule"),
            Link(
                "products:taxexemption_list",
                _("Tax exemptions"),
                "badge-percent",
                "products.change_taxexemption",
            ),
            Link(
                "ledger:openingimport_list",
                _("Opening balances"),
                "upload",
                "ledger.view_openingimport",
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
            Link("products:attribute_list", _("Attributes"), "tags", "products.change_attribute"),
            Link(
                "stock:reason_list",
                _("Adjustment reasons"),
                "list-checks",
                "stock.change_reason",
            ),
            Link(
                "stock:saleschannel_list",
                _("Sales channels"),
                "split",
                "stock.change_saleschannel",
            ),
            Link("stock:costing_list", _("Costing to apply"), "scale", "stock.apply_costpool"),
            Link("products:unit_list", _("Units"), "weight", "products.change_unit"),
            Link(
                "replenishment:rule_list",
                _("Replenishment rules"),
                "repeat",
                "replenishment.change_rule",
            ),
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
