"""Reads of invoices: what a user may see, how far orders are invoiced, what is open."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Case, F, Q, QuerySet, Sum, When
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.companies.choices import TaxRounding
from apps.companies.models import Company
from apps.companies.selectors import company_in_force
from apps.core.context import company_id
from apps.core.drafts import by_position
from apps.core.fields import QuantityField
from apps.core.formatting import format_quantity
from apps.core.models import Attachment
from apps.core.money import ZERO
from apps.core.permissions import may
from apps.invoices.choices import BILL_KINDS, CREDIT_KINDS, SALES_KINDS
from apps.invoices.models import Bill, Invoice, InvoiceLine, InvoiceTax
from apps.invoices.querysets import InvoiceQuerySet, has_open_item
from apps.ledger.choices import Area, TaxTreatment, TaxUse
from apps.ledger.models import Account, OpenItem, Tax, line_memo
from apps.ledger.open_days import first_open_day
from apps.ledger.selectors import TaxCodes, tax_codes, tax_parts
from apps.ledger.taxes import TaxedLine, TaxTotal, Totals, document_totals, line_net
from apps.parties.terms import untaxed_discount
from apps.products.selectors import exemptions_of

PDF = "pdf"


@dataclass(frozen=True, slots=True)
class TaxRow:
    """A row of the tax summary: ``amount`` is what it adds to the total, ``computed`` the tax whoever owes it."""

    tax: Tax | None
    rate: Decimal
    base: Decimal
    amount: Decimal
    computed: Decimal
    treatment: str
    reason_code: str
    reason: str

    @property
    def why(self) -> str:
        """Return why nothing is charged, with the code machines read."""
        return " · ".join(part for part in (self.reason, self.reason_code) if part)


def visible_invoices(user: Any, kinds: Collection[str] = SALES_KINDS) -> InvoiceQuerySet:
    """Return the documents of ``kinds`` the user may see, with party and settlement, newest first."""
    rows: InvoiceQuerySet = Invoice.objects.filter(company_id=company_id())
    allowed = [kind for kind in kinds if may(user, _view_right(kind))]
    return _listed(rows.filter(kind__in=allowed))


def areas_of(document: Invoice, lines: Iterable[InvoiceLine]) -> set[str]:
    """Return the areas of the books that posting a document touches, whose locks bind it."""
    is_bill = document.kind in BILL_KINDS
    areas = {Area.PURCHASES if is_bill else Area.SALES}
    if any(line.tax_id for line in lines):
        areas.add(Area.TAX)
    if is_bill and document.origin_id:
        areas.add(Area.STOCK)
    return {str(area) for area in areas}


def first_booking_day(document: Invoice, user: Any) -> date | None:
    """Return the first day on which ``user`` may book a draft: its own date unless it is late."""
    areas = areas_of(document, document.lines.only("tax_id", "invoice_id"))
    return first_open_day(actor=user, on=document.date, areas=areas)


def booked_by(until: date, prefix: str = "invoice__") -> Q:
    """Return the condition of documents in the books by ``until``: a late one on its day there, a draft on its date."""
    return Q(**{f"{prefix}entry__date__lte": until}) | Q(
        **{f"{prefix}entry__isnull": True, f"{prefix}date__lte": until}
    )


def visible_bills(user: Any) -> InvoiceQuerySet:
    """Return the supplier bills and credit notes the user may see."""
    rows: InvoiceQuerySet = Bill.objects.filter(company_id=company_id())
    return _listed(
        rows.filter(kind__in=BILL_KINDS) if may(user, "invoices.view_bill") else rows.none()
    )


def _view_right(kind: str) -> str:
    return "invoices.view_bill" if kind in BILL_KINDS else "invoices.view_invoice"


def _listed(rows: InvoiceQuerySet) -> InvoiceQuerySet:
    company = company_in_force()
    return (
        rows.select_related("party", "term", "credits")
        .with_settlement(company.today())
        .order_by("-date", "-pk")
    )


def exist_for(origin_type: str, origin_id: UUID) -> bool:
    """Return whether any document that is not cancelled was made from this origin."""
    rows = Invoice.objects.filter(
        company_id=company_id(), origin_id=origin_id, origin_type=origin_type
    )
    return rows.exclude(status="cancelled").exists()


def invoiced_by_line(origin_line_ids: Iterable[UUID]) -> dict[UUID, Decimal]:
    """Return, per order line, the quantity on invoices less that on credit notes, drafts included.

    The quantity is in the unit of the invoice lines, which is that of the order line.
    """
    lines = InvoiceLine.objects.filter(
        company_id=company_id(), origin_line_id__in=list(origin_line_ids)
    )
    signed = Case(
        When(invoice__kind__in=CREDIT_KINDS, then=-F("quantity")),
        default=F("quantity"),
        output_field=QuantityField(),
    )
    sums = (
        lines.exclude(invoice__status="cancelled")
        .values("origin_line_id")
        .annotate(total=Sum(signed))
    )
    return {row["origin_line_id"]: row["total"] for row in sums.order_by() if row["origin_line_id"]}


def credited_by_line(invoice: Invoice) -> dict[UUID, Decimal]:
    """Return, per line of ``invoice``, the quantity on its credit notes, drafts included."""
    lines = InvoiceLine.objects.filter(company_id=company_id(), credits__invoice=invoice)
    sums = (
        lines.exclude(invoice__status="cancelled")
        .values("credits_id")
        .annotate(total=Sum("quantity"))
    )
    return {row["credits_id"]: row["total"] for row in sums.order_by() if row["credits_id"]}


def lines_of(invoice: Invoice) -> list[InvoiceLine]:
    """Return the lines of an invoice in order, with what their names and accounts need."""
    lines = invoice.lines.select_related("product__category", "unit", "tax", "account")
    return by_position(lines)


def totals_of(document: Invoice, lines: Sequence[InvoiceLine], codes: TaxCodes) -> Totals:
    """Return the totals of lines as their quantities and prices make them, with the taxes of ``codes``."""
    currency = document.currency_id
    parts = tax_parts(codes, document.rate)
    rows = [
        TaxedLine(
            line_net(
                quantity=line.quantity,
                unit_price=line.unit_price,
                discount=line.discount,
                currency=currency,
            ),
            parts[line.tax_id] if line.tax_id else (),
            line.quantity,
        )
        for line in lines
    ]
    rounding = document.tax_rounding or TaxRounding.DOCUMENT
    return document_totals(rows, currency, rounding, tax_discount_of(document))


def tax_discount_of(document: Invoice) -> Decimal:
    """Return the percent of a document that is in the base of no tax: as issued or credited, else as its terms say."""
    if document.entry_id or document.credits_id:
        return document.tax_discount
    return untaxed_discount(document.term)


def discount_reason(document: Invoice) -> str:
    """Return why a part of a document is in the base of no tax, in its language; "" where none is."""
    percent = tax_discount_of(document)
    if not percent:
        return ""
    with override(document.language or None):
        return _(
            "Including the discount of %(percent)s %% for early payment, on which no tax is charged"
        ) % {"percent": format_quantity(percent)}


def tax_summary(invoice: Invoice, lines: Sequence[InvoiceLine]) -> list[TaxRow]:
    """Return each tax of a document: as issued, or of a draft as it stands."""
    if invoice.status == "posted":
        return taxes_issued([invoice.pk])[invoice.pk]
    codes = tax_codes(line.tax for line in lines)
    taxes = {tax.pk: tax for parts in codes.values() for tax in parts}
    reasons = reasons_of(invoice, list(taxes.values()))
    return [
        _row(
            taxes[total.tax_id] if total.tax_id else None,
            total,
            reasons[total.tax_id] if total.tax_id else discount_reason(invoice),
        )
        for total in totals_of(invoice, lines, codes).by_tax
    ]


def taxes_issued(ids: Iterable[UUID]) -> dict[UUID, list[TaxRow]]:
    """Return each tax of posted documents as issued, in one statement."""
    found: dict[UUID, list[TaxRow]] = defaultdict(list)
    rows = InvoiceTax.objects.filter(company_id=company_id(), invoice_id__in=list(ids))
    for row in rows.select_related("tax").order_by("-rate", "pk"):
        found[row.invoice_id].append(
            TaxRow(row.tax, row.rate, row.base, row.amount, row.computed or row.amount,
                   row.treatment, row.reason_code, row.reason)
        )  # fmt: skip
    return found


def reasons_of(document: Invoice, taxes: Collection[Tax]) -> dict[UUID, str]:
    """Return why each of ``taxes`` is not charged, in the document's language.

    Where the party itself is exempt, its reason and its certificate say so; that takes a statement only where a tax
    of the document is exempt.
    """
    reasons = {tax.pk: tax.reason_in(document.language) for tax in taxes}
    if not any(tax.treatment == TaxTreatment.EXEMPT for tax in taxes):
        return reasons
    use = TaxUse.PURCHASE if document.kind in BILL_KINDS else TaxUse.SALE
    for exemption in exemptions_of(document.party_id, use, document.date):
        if exemption.tax_id in reasons:
            words = [exemption.reason or reasons[exemption.tax_id]]
            if exemption.certificate:
                with override(document.language):
                    words.append(_("certificate %s") % exemption.certificate)
            reasons[exemption.tax_id] = " · ".join(filter(None, words))[:250]
    return reasons


def _row(tax: Tax | None, total: TaxTotal, reason: str) -> TaxRow:
    code = tax.reason_code if tax else ""
    return TaxRow(
        tax, total.rate, total.base, total.amount, total.tax, total.treatment, code, reason
    )


def issued_pdf(invoice: Invoice, *, with_content: bool = False) -> Attachment | None:
    """Return the archived PDF of an invoice, None while the worker is at it."""
    rows = Attachment.objects.filter(company_id=company_id(), target_id=invoice.pk, kind=PDF)
    return (rows if with_content else rows.defer("content")).first()


def open_invoices(party_id: UUID, kinds: Collection[str], *, today: date) -> InvoiceQuerySet:
    """Return the posted documents of a party that are not settled, the oldest due first."""
    rows: InvoiceQuerySet = Invoice.objects.filter(
        company_id=company_id(), party_id=party_id, kind__in=kinds, status="posted"
    )
    return rows.with_settlement(today).filter(open_amount__gt=0).order_by("due_date", "pk")


def settlement_filter(settlement: str) -> Q:
    """Return the condition of a tab of the list; "unpaid" is everything that is posted and not settled."""
    if not settlement:
        return Q()
    if settlement == "unpaid":
        return Q(status="posted") & Q(has_open_item())
    if settlement == "paid":
        return Q(status="posted") & ~Q(has_open_item())
    return Q(settlement=settlement) & Q(has_open_item())


def settled_by(invoice: Invoice) -> list[dict[str, Any]]:
    """Return what settled a posted document, oldest first: day, the paper across, amount, exchange difference.

    Matches that were undone are left out. Matches belong to an upper app, so they are read by name.
    """
    items = OpenItem.objects.filter(company_id=company_id(), entry=invoice.entry)
    rows = []
    for own, other in (("debit", "credit"), ("credit", "debit")):
        matches = f"{own}_matches"
        related: Any = OpenItem._meta.get_field(matches).related_model
        found = related.objects.filter(
            **{
                f"{own}_item__in": items,
                "company_id": company_id(),
                "reverses": None,
                "reversal": None,
            }
        )
        entry = f"{other}_item__entry"
        rows += [
            _settlement_row(match, getattr(match, f"{other}_item"))
            for match in found.select_related(
                f"{entry}__invoice__party", f"{entry}__payment"
            ).annotate(memo=line_memo(f"{other}_item_id"))
        ]
    return sorted(rows, key=lambda row: (row["date"], row["pk"]))


def _settlement_row(match: Any, item: Any) -> dict[str, Any]:
    item.memo = match.memo
    return {
        "pk": match.pk,
        "date": match.date,
        "paper": item.paper,
        "amount": match.amount_currency,
        "difference": match.amount if not match.amount_currency else ZERO,
    }


def made_from(invoice: Invoice) -> Any:
    """Return the order a document was made from, None when there is none: read by name, it is of an upper app."""
    if not invoice.origin_type or not invoice.origin_id:
        return None
    model: Any = apps.get_model(invoice.origin_type)
    return model.objects.filter(company_id=company_id(), pk=invoice.origin_id).first()


def drafted_bills() -> InvoiceQuerySet:
    """Return the bills nobody has posted yet."""
    return _drafts(BILL_KINDS)


def drafted_invoices() -> InvoiceQuerySet:
    """Return the customer documents nobody has posted yet."""
    return _drafts(SALES_KINDS)


def _drafts(kinds: Collection[str]) -> InvoiceQuerySet:
    rows: InvoiceQuerySet = Invoice.objects.filter(
        company_id=company_id(), kind__in=kinds, status="draft"
    )
    return rows


def account_options(text: str) -> QuerySet[Account]:
    """Return at most 20 accounts in use that no sub-ledger keeps, by code or name."""
    rows = Account.objects.filter(company_id=company_id(), is_active=True, control="")
    for word in text.split()[:4]:
        rows = rows.filter(Q(code__startswith=word) | Q(name__icontains=word))
    return rows.order_by("code", "pk")[:20]


def issuing_company(invoice: Invoice) -> Company:
    """Return the company with its logo, for the letterhead."""
    return Company.objects.select_related("currency").get(pk=invoice.company_id)


def related_invoices(origin_id: UUID) -> QuerySet[Invoice]:
    """Return the documents made from one order, oldest first."""
    return Invoice.objects.filter(company_id=company_id(), origin_id=origin_id).order_by("pk")
