"""What stands on a printed invoice, in the party's language; and its PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from apps.companies.choices import TaxRounding
from apps.companies.letterhead import in_fours, letterhead, logo_of
from apps.companies.models import Company
from apps.core.formatting import (
    format_amount,
    format_date,
    format_money,
    format_number,
    format_quantity,
)
from apps.core.money import ZERO, minor_units, round_money
from apps.core.pdf import render_pdf
from apps.invoices.choices import CREDIT_KINDS, InvoiceKind
from apps.invoices.discounts import discount_words
from apps.invoices.models import Invoice, InvoiceLine
from apps.invoices.posting import instalments_of
from apps.invoices.querysets import CONTROLS
from apps.invoices.selectors import issuing_company, lines_of, tax_summary
from apps.ledger.choices import TaxKind
from apps.ledger.models import OpenItem, Tax
from apps.ledger.selectors import tax_codes
from apps.parties.terms import Instalment

TEMPLATE = "invoices/invoice_print.html"


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line as it is printed; every figure is text already."""

    number: int
    sku: str
    their_number: str
    description: str
    quantity: str
    price: str
    discount: str
    tax: str
    net: str
    carried: str
    brought: str


@dataclass(frozen=True, slots=True)
class PrintedTax:
    """A row of the tax summary."""

    name: str
    rate: str
    base: str
    amount: str
    why: str


def print_invoice(invoice: Invoice) -> bytes:
    """Return the PDF of an invoice, in its own language."""
    company = issuing_company(invoice)
    return render_pdf(invoice_html(invoice, company), blobs=logo_of(company))


def invoice_html(invoice: Invoice, company: Company) -> str:
    """Return the page the PDF is made of."""
    with translation.override(invoice.language or company.language):
        return render_to_string(TEMPLATE, print_context(invoice, company))


def print_context(invoice: Invoice, company: Company) -> dict[str, Any]:
    """Return everything the template shows, formatted for the active language."""
    lines = lines_of(invoice)
    title = _title(invoice, lines)
    return {
        **letterhead(company, title, invoice.number),
        "number": invoice.number or _("Draft"),
        "invoice": invoice,
        "party_lines": (invoice.billing_address or "").splitlines(),
        "delivery_lines": _delivery_lines(invoice),
        "facts": _facts(invoice),
        "lines": _printed_lines(invoice, lines),
        "has_discount": any(line.discount for line in lines),
        "has_tax": any(line.tax_id for line in lines),
        "taxes": _printed_taxes(invoice, lines),
        "tax_notes": _tax_notes(invoice, lines),
        "totals": _totals(invoice, company),
        "payment": _payment(invoice, company),
        "exchange": _exchange(invoice, company),
    }


def _title(invoice: Invoice, lines: Sequence[InvoiceLine]) -> str:
    if invoice.kind in CREDIT_KINDS:
        return str(InvoiceKind(invoice.kind).label)
    return _("Down payment invoice") if any(line.asks_ahead for line in lines) else _("Invoice")


def _delivery_lines(invoice: Invoice) -> list[str]:
    address = invoice.delivery_address or ""
    return [] if address == invoice.billing_address else address.splitlines()


def _facts(invoice: Invoice) -> list[tuple[str, str]]:
    """Return what is said of the whole document, label and value."""
    party = invoice.party
    is_credit = invoice.kind in CREDIT_KINDS
    facts = [
        (_("Date"), format_date(invoice.date)),
        ("" if is_credit else _("Due"), format_date(invoice.due_date) if invoice.due_date else ""),
        (_("Customer number"), party.code),
        (_("Your tax number"), party.tax_number),
        (_("For invoice"), invoice.credits.number if invoice.credits_id else ""),  # type: ignore[union-attr]
        ("" if is_credit else _("Your reference"), invoice.reference),
    ]
    return [(label, value) for label, value in facts if label and value]


def _printed_lines(invoice: Invoice, lines: Sequence[InvoiceLine]) -> list[PrintedLine]:
    printed, running = [], ZERO
    for number, line in enumerate(lines, 1):
        running += line.net
        sum_so_far = format_money(running, invoice.currency_id)
        printed.append(
            PrintedLine(
                number=number,
                sku=line.product.sku if line.product else "",
                their_number=line.their_number,
                description=line.description,
                quantity=_from_the_left(_quantity(line)),
                price=_price(line.unit_price, invoice.currency_id),
                discount=f"{format_quantity(line.discount)} %" if line.discount else "",
                tax=_rate(line.tax) if line.tax else "",
                net=_from_the_left(format_amount(line.net, invoice.currency_id)),
                carried=_("Carried forward %s") % sum_so_far,
                brought=_("Brought forward %s") % sum_so_far,
            )
        )
    return printed


def _from_the_left(figure: str) -> str:
    """Return a figure so that its minus stays before it where the language runs from the right."""
    return f"\u200e{figure}" if translation.get_language_bidi() else figure


def _quantity(line: InvoiceLine) -> str:
    unit = line.unit.name_in(translation.get_language() or "en") if line.unit else ""
    return format_quantity(line.quantity, unit)


def _price(price: Decimal, currency: str) -> str:
    """Return a unit price with the decimals it needs, at least those of its currency."""
    needed = max(0, -int(price.normalize().as_tuple().exponent))
    return format_number(price, max(minor_units(currency), needed))


def _printed_taxes(invoice: Invoice, lines: Sequence[InvoiceLine]) -> list[PrintedTax]:
    language = translation.get_language() or "en"
    return [
        PrintedTax(
            name=row.tax.name_in(language) if row.tax else _("Not taxed"),
            rate=_rate(row.tax) if row.tax else "",
            base=format_amount(row.base, invoice.currency_id),
            amount=format_amount(row.amount, invoice.currency_id),
            why=row.why,
        )
        for row in tax_summary(invoice, lines)
    ]


def _rate(tax: Tax) -> str:
    """Return what stands in the column of the rate: percent, or the code of a tax that is none."""
    return f"{format_quantity(tax.rate)} %" if tax.kind == TaxKind.PERCENT else tax.code


def _tax_notes(invoice: Invoice, lines: Sequence[InvoiceLine]) -> list[str]:
    """Return how the tax was computed, in words."""
    ways = {
        TaxRounding.LINE: _("Tax is rounded on every line."),
        TaxRounding.DOCUMENT: _("Tax is rounded once per document."),
    }
    notes = [ways[TaxRounding(invoice.tax_rounding or TaxRounding.DOCUMENT)]]
    codes = tax_codes(line.tax for line in lines)
    if any(tax.included for taxes in codes.values() for tax in taxes):
        notes.append(_("Unit prices include tax; the amounts of the lines do not."))
    return notes


def _totals(invoice: Invoice, company: Company) -> list[tuple[str, str]]:
    currency = invoice.currency_id
    withheld = (
        _from_the_left(format_amount(-invoice.withheld, currency)) if invoice.withheld else ""
    )
    total = pgettext("at the foot of a document", "Total")
    rows = [
        (_("Net"), format_amount(invoice.net, currency)),
        (_("Tax"), format_amount(invoice.tax, currency)),
        (_("Withheld"), withheld),
        (_("To pay") if withheld else total, format_money(invoice.total, currency)),
    ]
    return [row for row in rows if row[1]]


def _payment(invoice: Invoice, company: Company) -> list[tuple[str, str]]:
    """Return how to pay: terms in words, account, what to quote; nothing on a credit note."""
    if invoice.kind in CREDIT_KINDS or not invoice.due_date or not invoice.total:
        return []
    instalments = _instalments(invoice)
    terms = _("Please pay %(amount)s by %(date)s.") % {
        "amount": format_money(invoice.total, invoice.currency_id),
        "date": format_date(invoice.due_date),
    }
    if len(instalments) > 1:
        terms = _("Please pay in instalments:")
    if invoice.term:
        terms = f"{invoice.term.name_in(translation.get_language() or 'en')}. {terms}"
    parts = [
        (
            format_date(part.due),
            format_money(part.amount, invoice.currency_id),
        )
        for part in instalments
        if len(instalments) > 1
    ]
    off = discount_words(invoice, tax_summary(invoice, lines_of(invoice)))
    discount = [(_("Discount"), off)]
    rows = [(_("Terms"), terms), *parts, *discount, (_("Account"), in_fours(company.bank_account))]
    return [row for row in [*rows, (_("Please quote"), invoice.number)] if row[1]]


def _instalments(invoice: Invoice) -> list[Instalment]:
    """Return the parts of an invoice: as they were booked, or of a draft as its terms say."""
    if invoice.entry_id is None:
        return instalments_of(invoice)
    items = OpenItem.objects.filter(
        company_id=invoice.company_id, entry_id=invoice.entry_id, account__control__in=CONTROLS
    )
    found = items.order_by("due_date", "pk").values_list("due_date", "amount_currency")
    return [Instalment(*row) for row in found]


def _exchange(invoice: Invoice, company: Company) -> str:
    """Return the sentence a tax office wants on an invoice in a foreign currency."""
    own = company.currency_id
    if invoice.currency_id == own or not invoice.tax:
        return ""
    return _("Tax in %(own)s: %(tax)s (1 %(currency)s = %(rate)s %(own)s)") % {
        "own": own,
        "currency": invoice.currency_id,
        "tax": format_money(round_money(invoice.tax * invoice.rate, own), own),
        "rate": format_number(invoice.rate, 6),
    }
