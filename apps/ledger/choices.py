"""Kinds of accounts and journals, and the life cycles of the ledger's documents."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.lifecycle import Lifecycle, Transition


class AccountType(models.TextChoices):
    """What an account is in the statements."""

    ASSET_RECEIVABLE = "asset_receivable", _("Receivable")
    ASSET_CASH = "asset_cash", _("Bank and cash")
    ASSET_CURRENT = "asset_current", _("Current assets")
    ASSET_FIXED = "asset_fixed", _("Fixed assets")
    ASSET_NON_CURRENT = "asset_non_current", _("Non-current assets")
    ASSET_PREPAYMENTS = "asset_prepayments", _("Prepayments")
    LIABILITY_PAYABLE = "liability_payable", _("Payable")
    LIABILITY_CURRENT = "liability_current", _("Current liabilities")
    LIABILITY_NON_CURRENT = "liability_non_current", _("Non-current liabilities")
    EQUITY = "equity", _("Equity")
    EQUITY_UNAFFECTED = "equity_unaffected", _("Result of the current year")
    INCOME = "income", _("Revenue")
    INCOME_OTHER = "income_other", _("Other income")
    EXPENSE = "expense", _("Expenses")
    EXPENSE_DEPRECIATION = "expense_depreciation", _("Depreciation")
    EXPENSE_DIRECT_COST = "expense_direct_cost", _("Cost of goods sold")
    OFF_BALANCE = "off_balance", _("Off balance sheet")


RESULT_TYPES = (
    AccountType.INCOME,
    AccountType.INCOME_OTHER,
    AccountType.EXPENSE,
    AccountType.EXPENSE_DEPRECIATION,
    AccountType.EXPENSE_DIRECT_COST,
)
"""Accounts of revenue and cost, which the closing of a year brings to zero."""


class Control(models.TextChoices):
    """The sub-ledger that alone may post to an account; "" means anybody may."""

    NONE = "", _("None")
    RECEIVABLE = "receivable", _("Receivables")
    PAYABLE = "payable", _("Payables")
    STOCK = "stock", _("Stock")
    UNBILLED = "unbilled", _("Goods received, not invoiced")


class JournalType(models.TextChoices):
    """What a journal is for."""

    SALES = "sales", _("Sales")
    PURCHASES = "purchases", _("Purchases")
    BANK = "bank", _("Bank")
    CASH = "cash", _("Cash")
    STOCK = "stock", _("Stock")
    GENERAL = "general", _("General")
    OPENING = "opening", _("Opening")
    CLOSING = "closing", _("Closing")


class PeriodStatus(models.TextChoices):
    """Whether a period takes entries."""

    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


PERIOD_LIFECYCLE = Lifecycle(
    [
        Transition("close", (PeriodStatus.OPEN,), PeriodStatus.CLOSED),
        Transition("approve", (PeriodStatus.CLOSED,), PeriodStatus.OPEN),
        Transition("reopen", (PeriodStatus.CLOSED,), PeriodStatus.OPEN),  # by asking for it
    ]
)


class ReopeningStatus(models.TextChoices):
    """How far a request to reopen a period has got."""

    REQUESTED = "requested", _("Asked for")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")


REOPENING_LIFECYCLE = Lifecycle(
    [
        Transition("approve", (ReopeningStatus.REQUESTED,), ReopeningStatus.APPROVED),
        Transition("decline", (ReopeningStatus.REQUESTED,), ReopeningStatus.DECLINED),
    ]
)


class Area(models.TextChoices):
    """What a lock keeps people out of: journals of a kind, lines with a tax, or everything."""

    SALES = "sales", _("Sales")
    PURCHASES = "purchases", _("Purchases")
    STOCK = "stock", _("Stock")
    TAX = "tax", _("Tax")
    EVERYTHING = "everything", _("Everything")


class ManualEntryStatus(models.TextChoices):
    """The statuses of a manual journal entry."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for approval")
    POSTED = "posted", _("Posted")
    REVERSED = "reversed", _("Reversed")
    CANCELLED = "cancelled", _("Cancelled")


MANUAL_ENTRY_LIFECYCLE = Lifecycle(
    [
        Transition("post", (ManualEntryStatus.DRAFT,), ManualEntryStatus.POSTED),
        Transition("submit", (ManualEntryStatus.DRAFT,), ManualEntryStatus.SUBMITTED),
        Transition("approve", (ManualEntryStatus.SUBMITTED,), ManualEntryStatus.POSTED),
        Transition("reject", (ManualEntryStatus.SUBMITTED,), ManualEntryStatus.DRAFT),
        Transition("cancel", (ManualEntryStatus.DRAFT,), ManualEntryStatus.CANCELLED),
        Transition("reverse", (ManualEntryStatus.POSTED,), ManualEntryStatus.REVERSED),
    ]
)


class Frequency(models.TextChoices):
    """How often a template makes an entry."""

    NONE = "", _("By hand only")
    MONTHLY = "monthly", _("Monthly")
    QUARTERLY = "quarterly", _("Quarterly")
    YEARLY = "yearly", _("Yearly")


class DeferralKind(models.TextChoices):
    """What is deferred."""

    REVENUE = "revenue", _("Revenue")
    EXPENSE = "expense", _("Expense")


class DeferralMethod(models.TextChoices):
    """How a deferral is spread."""

    MONTHS = "months", _("The same every month")
    DAYS = "days", _("By the days of each month")


class DeferralStatus(models.TextChoices):
    """Where a deferral stands; that all is posted is read from its parts."""

    DRAFT = "draft", _("Draft")
    RUNNING = "running", _("Running")
    CANCELLED = "cancelled", _("Cancelled")


DEFERRAL_LIFECYCLE = Lifecycle(
    [
        Transition("start", (DeferralStatus.DRAFT,), DeferralStatus.RUNNING),
        Transition(
            "cancel", (DeferralStatus.DRAFT, DeferralStatus.RUNNING), DeferralStatus.CANCELLED
        ),
    ]
)


class DimensionPolicy(models.TextChoices):
    """What an account says to a dimension on its lines."""

    REQUIRED = "required", _("Required")
    OPTIONAL = "optional", _("Optional")
    FORBIDDEN = "forbidden", _("Not allowed")


class TaxUse(models.TextChoices):
    """On which side of trade a tax code is used."""

    SALE = "sale", _("Sales")
    PURCHASE = "purchase", _("Purchases")


class TaxKind(models.TextChoices):
    """How a tax code is computed."""

    PERCENT = "percent", _("Percent of the base")
    FIXED = "fixed", _("Amount per unit")
    GROUP = "group", _("Several taxes")


class TaxTreatment(models.TextChoices):
    """What becomes of a tax that was computed."""

    CHARGED = "charged", _("Charged")
    REVERSE = "reverse", _("Reverse charge: the buyer owes it")
    EXEMPT = "exempt", _("Exempt")
    WITHHELD = "withheld", _("Withheld from the payment")


class TaxRole(models.TextChoices):
    """What an entry line is to the tax it names; "" is the tax itself."""

    TAX = "", _("Tax")
    BASE = "base", _("Base")
    REVERSE = "reverse", _("Reverse charge")
    PENDING = "pending", _("Due when paid")


class BoxSide(models.TextChoices):
    """What a box of the tax return counts for."""

    MEMO = "memo", _("For information: counts for nothing")
    DUE = "due", _("Tax due")
    DEDUCTIBLE = "deduct", _("Tax deductible")


class BoxContent(models.TextChoices):
    """Which figures a box of the tax return holds."""

    BOTH = "both", _("Base and tax")
    BASE = "base", _("Base")
    TAX = "tax", _("Tax")


class VatCategory(models.TextChoices):
    """The category codes of EN 16931 (UNCL5305)."""

    STANDARD = "S", _("S: standard")
    ZERO = "Z", _("Z: zero rated")
    EXEMPT = "E", _("E: exempt")
    REVERSE = "AE", _("AE: reverse charge")
    WITHIN_EU = "K", _("K: supply within the EU")
    EXPORT = "G", _("G: export")
    OUTSIDE = "O", _("O: outside the scope of tax")


class Purpose(models.TextChoices):
    """What a company's default accounts are used for."""

    RECEIVABLE = "receivable", _("Receivables")
    PAYABLE = "payable", _("Payables")
    STOCK = "stock", _("Stock")
    UNBILLED = "unbilled", _("Goods received, not invoiced")
    COST_OF_SALES = "cost_of_sales", _("Cost of goods sold")
    REVENUE = "revenue", _("Revenue")
    EXPENSE = "expense", _("Purchases and expenses")
    FREIGHT_OUT = "freight_out", _("Freight charged to customers")
    PRICE_VARIANCE = "price_variance", _("Purchase price variance")
    LANDED_COSTS = "landed_costs", _("Freight and duty to be spread")
    STOCK_ADJUSTMENT = "stock_adjustment", _("Stock adjustments")
    SCRAP = "scrap", _("Scrapped goods")
    ROUNDING = "rounding", _("Rounding differences")
    EXCHANGE_GAIN = "exchange_gain", _("Exchange gains")
    EXCHANGE_LOSS = "exchange_loss", _("Exchange losses")
    UNREALISED_GAIN = "unrealised_gain", _("Unrealised exchange gains")
    UNREALISED_LOSS = "unrealised_loss", _("Unrealised exchange losses")
    REVALUED_RECEIVABLES = "revalued_receivables", _("Exchange differences on receivables")
    REVALUED_PAYABLES = "revalued_payables", _("Exchange differences on payables")
    BANK = "bank", _("Bank")
    RETAINED_EARNINGS = "retained_earnings", _("Retained earnings")
    OPENING = "opening", _("Opening balances")
    DISCOUNT_GIVEN = "discount_given", _("Early-payment discounts granted")
    DISCOUNT_TAKEN = "discount_taken", _("Early-payment discounts taken")
    CUSTOMER_DEPOSITS = "customer_deposits", _("Deposits of customers")
    SUPPLIER_DEPOSITS = "supplier_deposits", _("Deposits with suppliers")
    DOWN_PAYMENTS = "down_payments", _("Down payments invoiced")
    SUPPLIER_DOWN_PAYMENTS = "supplier_down_payments", _("Down payments billed by suppliers")
    TAX_PAYABLE = "tax_payable", _("Tax to pay, by the tax return")
    ACCRUED_REVENUE = "accrued_revenue", _("Delivered, not invoiced")
    ACCRUED_EXPENSES = "accrued_expenses", _("Services received, not invoiced")
