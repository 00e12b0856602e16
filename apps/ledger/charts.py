"""Charts of accounts to start from: national plans as data files, and what the purposes mean in each. Pure."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path

from apps.ledger.choices import AccountType, Control, JournalType, Purpose, TaxUse

DATA = Path(__file__).parent / "data" / "charts"


@dataclass(frozen=True, slots=True)
class ChartAccount:
    """An account of a template, with its names by language."""

    code: str
    names: dict[str, str]
    type: str
    reconcile: bool = False
    control: str = ""


@dataclass(frozen=True, slots=True)
class ChartTax:
    """A tax code of a template; the rate in percent. Accounts left empty are the usual ones of its use."""

    code: str
    use: str
    rate: Decimal
    names: dict[str, str]
    treatment: str = "charged"
    category: str = ""
    reason_code: str = ""
    reasons: dict[str, str] = field(default_factory=dict)
    account: str = ""
    reverse_account: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """A national plan.

    Attributes:
        purposes: purpose -> account code.
        sales_tax: code of the account of tax collected; ``purchase_tax`` of tax recoverable.
        cash: code of the account of the cash journal.
        added: accounts the plan leaves to the company: code, English, French, Arabic name, type.
        rates: rates in percent where the data has no tax file.
    """

    name: str
    purposes: dict[str, str]
    sales_tax: str
    purchase_tax: str
    cash: str
    added: tuple[tuple[str, str, str, str, str], ...] = ()
    rates: tuple[str, ...] = field(default=())


def _stock_differences(
    variance: str, adjustment: str, scrap: str
) -> tuple[tuple[str, str, str, str, str], ...]:
    kind = AccountType.EXPENSE_DIRECT_COST.value
    return (
        (variance, "Purchase price variances", "Écarts de prix d'achat", "فروق أسعار الشراء", kind),
        (adjustment, "Stock count differences", "Écarts d'inventaire", "فروق الجرد", kind),
        (scrap, "Scrapped goods", "Marchandises mises au rebut", "بضائع معدومة", kind),
    )


def _landed(code: str) -> tuple[str, str, str, str, str]:
    kind = AccountType.EXPENSE_DIRECT_COST.value
    return (
        code,
        "Freight and duty to be spread",
        "Frais d'achat à répartir",
        "مصاريف شراء للتوزيع",
        kind,
    )


def _revalued(
    receivables: str, payables: str, gain: str, loss: str
) -> tuple[tuple[str, str, str, str, str], ...]:
    return (
        (
            receivables, "Exchange differences on receivables", "Écarts de change sur créances",
            "فروق صرف على المدينين", "asset_current",
        ),
        (
            payables, "Exchange differences on payables", "Écarts de change sur dettes",
            "فروق صرف على الدائنين", "liability_current",
        ),
        (gain, "Unrealised exchange gains", "Gains de change latents", "أرباح صرف غير محققة", "income_other"),
        (loss, "Unrealised exchange losses", "Pertes de change latentes", "خسائر صرف غير محققة", "expense"),
    )  # fmt: skip


def _accrued(revenue: str, expenses: str) -> tuple[tuple[str, str, str, str, str], ...]:
    return (
        (revenue, "Delivered, not invoiced", "Livraisons à facturer", "تسليمات لم تفوتر", "asset_current"),
        (
            expenses, "Services received, not invoiced", "Services reçus, factures non parvenues",
            "خدمات مستلمة لم تفوتر", "liability_current",
        ),
    )  # fmt: skip


def _down_payments(customers: str, suppliers: str) -> tuple[tuple[str, str, str, str, str], ...]:
    return (
        (customers, "Down payments invoiced", "Acomptes facturés", "دفعات مقدمة مفوترة", "liability_current"),
        (
            suppliers, "Down payments billed by suppliers", "Acomptes facturés par les fournisseurs",
            "دفعات مقدمة فوترها الموردون", "asset_prepayments",
        ),
    )  # fmt: skip


def _purposes(**codes: str) -> dict[str, str]:
    return {Purpose(purpose).value: code for purpose, code in codes.items()}


TEMPLATES: dict[str, Template] = {
    "fr": Template(
        "France (PCG)",
        _purposes(
            receivable="411100", payable="401100", stock="370000", unbilled="408100", cost_of_sales="603700",
            revenue="707000", expense="607000", freight_out="708500", price_variance="603701",
            stock_adjustment="603702", scrap="603703", rounding="668000", exchange_gain="766000",
            exchange_loss="666000", bank="512100", retained_earnings="110000", opening="890000",
            discount_given="665000", discount_taken="765000", customer_deposits="419100",
            supplier_deposits="409100", down_payments="419110",
            supplier_down_payments="409110", tax_payable="445510", revalued_receivables="411980",
            revalued_payables="401980", unrealised_gain="766800", unrealised_loss="666800",
            accrued_revenue="418190", accrued_expenses="408190", landed_costs="608900",
        ),
        sales_tax="445710",
        purchase_tax="445660",
        cash="530000",
        added=(
            *_stock_differences("603701", "603702", "603703"),
            _landed("608900"),
            *_revalued("411980", "401980", "766800", "666800"),
            *_accrued("418190", "408190"),
            ("890000", "Opening balances", "Bilan d'ouverture", "الأرصدة الافتتاحية", "equity"),
            *_down_payments("419110", "409110"),
        ),
    ),
    "ma": Template(
        "Maroc (CGNC)",
        _purposes(
            receivable="34211", payable="44111", stock="3111", unbilled="4417", cost_of_sales="6114",
            revenue="7111", expense="6111", freight_out="71276", price_variance="61141",
            stock_adjustment="61142", scrap="61143", rounding="63869", exchange_gain="7331",
            exchange_loss="6331", bank="5141", retained_earnings="1161", opening="1161",
            discount_given="63862", discount_taken="73862", customer_deposits="4421",
            supplier_deposits="3411", down_payments="44211",
            supplier_down_payments="34111", tax_payable="4456", revalued_receivables="34219",
            revalued_payables="44119", unrealised_gain="73318", unrealised_loss="63318",
            accrued_revenue="342719", accrued_expenses="44179", landed_costs="61149",
        ),
        sales_tax="4455",
        purchase_tax="34552",
        cash="51611",
        added=(
            *_stock_differences("61141", "61142", "61143"),
            _landed("61149"),
            *_revalued("34219", "44119", "73318", "63318"),
            *_accrued("342719", "44179"),
            ("63869", "Rounding differences", "Différences d'arrondi", "فروق التقريب", "expense"),
            ("73862", "Early-payment discounts taken", "Escomptes obtenus", "خصم تعجيل الدفع المكتسب", "income_other"),
            *_down_payments("44211", "34111"),
        ),
    ),
    "tn": Template(
        "Tunisie (SCE)",
        _purposes(
            receivable="4111", payable="4011", stock="37", unbilled="4081", cost_of_sales="6037",
            revenue="707", expense="606", freight_out="706", price_variance="60371",
            stock_adjustment="60372", scrap="60373", rounding="657", exchange_gain="756",
            exchange_loss="655", bank="5321", retained_earnings="121", opening="121",
            discount_given="654", discount_taken="755", customer_deposits="4191",
            supplier_deposits="4091", down_payments="41911",
            supplier_down_payments="40911", tax_payable="43651", revalued_receivables="41198",
            revalued_payables="40198", unrealised_gain="7568", unrealised_loss="6558",
            accrued_revenue="41819", accrued_expenses="40819", landed_costs="60379",
        ),
        sales_tax="43671",
        purchase_tax="43666",
        cash="5411",
        added=(
            *_stock_differences("60371", "60372", "60373"),
            _landed("60379"),
            *_revalued("41198", "40198", "7568", "6558"),
            *_accrued("41819", "40819"),
            ("5321", "Banks, accounts in dinars", "Banques, comptes en dinars", "البنوك", "asset_cash"),
            *_down_payments("41911", "40911"),
        ),
    ),
    "dz": Template(
        "Algérie (SCF)",
        _purposes(
            receivable="411", payable="401", stock="30", unbilled="408", cost_of_sales="600",
            revenue="700", expense="607", freight_out="708", price_variance="60301",
            stock_adjustment="60302", scrap="60303", rounding="668", exchange_gain="766",
            exchange_loss="666", bank="512", retained_earnings="11", opening="11",
            discount_given="6688", discount_taken="7688", customer_deposits="419",
            supplier_deposits="409", down_payments="4191",
            supplier_down_payments="4091", tax_payable="4455", revalued_receivables="41198",
            revalued_payables="40198", unrealised_gain="7668", unrealised_loss="6668",
            accrued_revenue="4189", accrued_expenses="4089", landed_costs="60309",
        ),
        sales_tax="4457",
        purchase_tax="4456",
        cash="530",
        added=(
            *_stock_differences("60301", "60302", "60303"),
            _landed("60309"),
            *_revalued("41198", "40198", "7668", "6668"),
            *_accrued("4189", "4089"),
            ("6688", "Early-payment discounts granted", "Escomptes accordés", "خصم تعجيل الدفع المسموح به", "expense"),
            ("7688", "Early-payment discounts taken", "Escomptes obtenus", "خصم تعجيل الدفع المكتسب", "income_other"),
            *_down_payments("4191", "4091"),
        ),
    ),
    "eg": Template(
        "مصر",
        _purposes(
            receivable="102011", payable="201002", stock="103001", unbilled="201019", cost_of_sales="400001",
            revenue="500001", expense="400050", freight_out="500013", price_variance="400081",
            stock_adjustment="400082", scrap="400083", rounding="400057", exchange_gain="500011",
            exchange_loss="400053", bank="101001", retained_earnings="999999", opening="999999",
            discount_given="400079", discount_taken="500014", customer_deposits="201091",
            supplier_deposits="104091", down_payments="201092",
            supplier_down_payments="104092", tax_payable="201093", revalued_receivables="102098",
            revalued_payables="201098", unrealised_gain="500018", unrealised_loss="400088",
            accrued_revenue="102097", accrued_expenses="201097", landed_costs="400089",
        ),
        sales_tax="201017",
        purchase_tax="104041",
        cash="101005",
        added=(
            *_stock_differences("400081", "400082", "400083"),
            _landed("400089"),
            *_revalued("102098", "201098", "500018", "400088"),
            *_accrued("102097", "201097"),
            ("101001", "Bank", "Banque", "البنك", "asset_cash"),
            ("103001", "Inventory", "Stocks de marchandises", "المخزون", "asset_current"),
            (
                "201019", "Goods received, not invoiced", "Factures non parvenues", "بضائع مستلمة لم تفوتر",
                "liability_current",
            ),
            ("301001", "Share capital", "Capital social", "رأس المال", "equity"),
            (
                "201091", "Deposits of customers", "Avances reçues des clients", "دفعات مقدمة من العملاء",
                "liability_current",
            ),
            (
                "104091", "Deposits with suppliers", "Avances versées aux fournisseurs", "دفعات مقدمة للموردين",
                "asset_prepayments",
            ),
            *_down_payments("201092", "104092"),
            ("201093", "VAT to pay", "TVA à payer", "ض.ق.م مستحقة الدفع", "liability_current"),
        ),
        rates=("14",),
    ),
}  # fmt: skip

JOURNALS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("SAL", JournalType.SALES, {"en": "Sales", "fr": "Ventes", "ar": "المبيعات"}),
    ("PUR", JournalType.PURCHASES, {"en": "Purchases", "fr": "Achats", "ar": "المشتريات"}),
    ("BNK", JournalType.BANK, {"en": "Bank", "fr": "Banque", "ar": "البنك"}),
    ("CSH", JournalType.CASH, {"en": "Cash", "fr": "Caisse", "ar": "الصندوق"}),
    ("STK", JournalType.STOCK, {"en": "Stock", "fr": "Stock", "ar": "المخزون"}),
    (
        "GEN",
        JournalType.GENERAL,
        {"en": "General", "fr": "Opérations diverses", "ar": "قيود متنوعة"},
    ),
    ("OPN", JournalType.OPENING, {"en": "Opening", "fr": "À-nouveaux", "ar": "الافتتاح"}),
    ("CLO", JournalType.CLOSING, {"en": "Closing", "fr": "Clôture", "ar": "الإقفال"}),
)

_MATCHED_TYPES = {AccountType.ASSET_RECEIVABLE.value, AccountType.LIABILITY_PAYABLE.value}
_BY_PURPOSE = {  # purpose -> the type and the sub-ledger its account gets, whatever the file says
    Purpose.RECEIVABLE: (AccountType.ASSET_RECEIVABLE, Control.RECEIVABLE),
    Purpose.PAYABLE: (AccountType.LIABILITY_PAYABLE, Control.PAYABLE),
    Purpose.STOCK: (AccountType.ASSET_CURRENT, Control.STOCK),
    Purpose.UNBILLED: (AccountType.LIABILITY_CURRENT, Control.UNBILLED),
    Purpose.COST_OF_SALES: (AccountType.EXPENSE_DIRECT_COST, Control.NONE),
    Purpose.CUSTOMER_DEPOSITS: (AccountType.LIABILITY_CURRENT, Control.RECEIVABLE),
    Purpose.SUPPLIER_DEPOSITS: (AccountType.ASSET_PREPAYMENTS, Control.PAYABLE),
}
_NO_COMMON_CODE = ("INC", "EX", "EU", "R E", "IMMO", "IG", "IE")


@cache
def accounts_of(template: str) -> tuple[ChartAccount, ...]:
    """Return the accounts of a template, by code."""
    chart = TEMPLATES[template]
    roles = {
        chart.purposes[purpose]: (kind.value, control.value)
        for purpose, (kind, control) in _BY_PURPOSE.items()
    }
    with (DATA / f"{template}.csv").open(encoding="utf-8", newline="") as lines:
        rows = [
            (
                row["code"],
                {"en": row["name"], "fr": row.get("name_fr", ""), "ar": row.get("name_ar", "")},
                row["type"],
            )
            for row in csv.DictReader(lines)
        ]
    known = {code for code, _names, _kind in rows}
    rows += [
        (code, {"en": en, "fr": fr, "ar": ar}, kind)
        for code, en, fr, ar, kind in chart.added
        if code not in known
    ]
    return tuple(sorted((_account(*row, roles) for row in rows), key=lambda account: account.code))


def _account(
    code: str, names: dict[str, str], kind: str, roles: dict[str, tuple[str, str]]
) -> ChartAccount:
    kind, control = roles.get(code, (kind, ""))
    given = {language: name.strip() for language, name in names.items() if name and name.strip()}
    is_matched = kind in _MATCHED_TYPES or control in (Control.RECEIVABLE, Control.PAYABLE)
    return ChartAccount(code, given, kind, is_matched, control)


@cache
def taxes_of(template: str) -> tuple[ChartTax, ...]:
    """Return the tax codes to start with: each common percentage for sale and for purchase, and 0 % for both."""
    rates = {use: {Decimal(rate) for rate in TEMPLATES[template].rates} for use in TaxUse.values}
    path = DATA / "taxes" / f"{template}.csv"
    if path.exists():
        with path.open(encoding="utf-8", newline="") as lines:
            for use, rate in _common_rates(csv.DictReader(lines)):
                rates[use].add(rate)
    return tuple(
        _tax(use, rate)
        for use in TaxUse.values
        for rate in sorted(rates[use] | {Decimal(0)}, reverse=True)
    )


def _common_rates(rows: Iterable[dict[str, str]]) -> Iterable[tuple[str, Decimal]]:
    """Yield use and rate of the percentages in use that are neither included in the price nor special."""
    for row in rows:
        words = f" {row['name']} "
        is_common = not any(f" {word} " in words for word in _NO_COMMON_CODE)
        if (
            row["amount_type"] == "percent"
            and row["active"] == "True"
            and is_common
            and row["use"] in TaxUse.values
        ):
            yield row["use"], Decimal(row["amount"]).normalize()


def _tax(use: str, rate: Decimal) -> ChartTax:
    percent = f"{rate.normalize():f}"
    prefix = "S" if use == TaxUse.SALE else "P"
    side = {"sale": ("sales", "ventes", "مبيعات"), "purchase": ("purchases", "achats", "مشتريات")}[
        use
    ]
    names = {
        "en": f"VAT {percent} % ({side[0]})",
        "fr": f"TVA {percent.replace('.', ',')} % ({side[1]})",
        "ar": f"ض.ق.م {percent} ٪ ({side[2]})",
    }
    return ChartTax(f"{prefix}{percent}", use, rate, names)
