"""Screens of customer invoices and supplier bills."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from apps.companies.selectors import company_in_force
from apps.core.buttons import link_to
from apps.core.commands import bulk_view, command_view
from apps.core.flow import step, total_rows
from apps.core.formatting import format_date, format_money, format_number
from apps.core.lists import Tab
from apps.core.money import ZERO, round_money
from apps.core.permissions import right
from apps.core.priced_form import PricedForm
from apps.core.screens import DetailScreen, ListScreen
from apps.core.views import file_response
from apps.invoices import filters, forms, services, tables
from apps.invoices.choices import (
    BILL_KINDS,
    CREDIT_KINDS,
    INVOICE_LIFECYCLE,
    SALES_KINDS,
    InvoiceKind,
    Settlement,
)
from apps.invoices.discounts import discount_words
from apps.invoices.models import Bill, Invoice, InvoiceLine
from apps.invoices.selectors import (
    TaxRow,
    account_options,
    issued_pdf,
    lines_of,
    made_from,
    settled_by,
    tax_summary,
    visible_bills,
    visible_invoices,
)
from apps.ledger.choices import RESULT_TYPES, DeferralKind, TaxTreatment
from apps.ledger.late import booked_fact, posted_words
from apps.ledger.selectors import analysis_of, tax_amounts

TABS = (
    Tab(_("All")),
    Tab(_("Drafts"), {"status": "draft"}),
    Tab(_("Open"), {"settlement": "unpaid"}),
    Tab(_("Overdue"), {"settlement": "overdue"}),
    Tab(_("Paid"), {"settlement": "paid"}),
)


class InvoiceList(ListScreen):
    """Customer invoices and credit notes, with what is open as tabs."""

    visible = visible_invoices
    filterset_class = filters.InvoiceFilter
    table_class = tables.InvoiceTable
    title = _("Customer invoices")
    create = _("New invoice")
    bulk = ("post",)
    tabs = TABS
    empty = {
        "title": _("No invoice here"),
        "text": _("Write one, or ship an order and invoice it."),
        "icon": "receipt-text",
    }


class BillList(ListScreen):
    """Supplier bills and credit notes."""

    model = Bill
    permission = "invoices.view_bill"
    visible = visible_bills
    filterset_class = filters.BillFilter
    table_class = tables.BillTable
    title = _("Supplier bills")
    create = _("New bill")
    bulk = ("post",)
    tabs = TABS
    empty = {
        "title": _("No bill here"),
        "text": _("Write one, or bill a purchase order that came in."),
        "icon": "file-text",
    }


class DocumentDetail(DetailScreen):
    """One document: lines, totals, taxes, what settled it, its PDF."""

    lifecycle = INVOICE_LIFECYCLE
    template_name = "invoices/invoice_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the document with its lines, taxes, settlement and papers."""
        document, user = self.object, self.request.user
        lines = lines_of(document)
        taxes = tax_summary(document, lines)
        settled = settled_by(document) if document.entry_id else []
        entry = document.entry if document.entry_id else None
        return super().get_context_data(
            facts=facts_of(document, discount_words(document, taxes)),
            invoice_lines=_with_analysis(document, lines),
            has_discount=any(line.discount for line in lines),
            taxes=taxes_of(taxes),
            totals=totals_rows(document),
            settled=settled,
            settlement=Settlement(document.settlement),
            flow=flow_of(document, settled),
            postings_url=link_to(user, "ledger:entry", "detail", entry) if entry else "",
            pdf=pdf_of(document),
            **kwargs,
        )


def _with_analysis(document: Invoice, lines: list[InvoiceLine]) -> list[Any]:
    """Give the lines what they are analysed by, in words, and where what is posted is spread over months."""
    words, rows = analysis_of(lines), list[Any](lines)
    for line in rows:
        line.analysis = words.get(line.pk, "")
        line.spread_url = spread_url(document, line)
    return rows


def spread_url(document: Invoice, line: InvoiceLine) -> str:
    """Return the form of a deferral of a posted line over the twelve months from its date; "" where there is none."""
    is_result = line.account.type in RESULT_TYPES
    if document.status != "posted" or document.credits_id or not is_result or line.net <= 0:
        return ""
    is_bill = document.kind in BILL_KINDS
    asked = {
        "kind": DeferralKind.EXPENSE if is_bill else DeferralKind.REVENUE,
        "memo": f"{document.number} {line.description}"[:100],
        "amount": round_money(line.net * document.rate, company_in_force().currency_id),
        "result_account": line.account_id,
        "party": document.party_id,
        "date": document.date,
        "start": document.date,
        "end": document.date + relativedelta(months=12, days=-1),
        "origin_type": "invoices.invoice",
        "origin_id": document.pk,
    }
    return f"{reverse('ledger:deferral_create')}?{urlencode(asked)}"


def taxes_of(taxes: Sequence[TaxRow]) -> list[dict[str, Any]]:
    """Return name, rate, base, amount and reason of each tax code on a document."""
    return [
        {
            "name": row.tax or _("Not taxed"),
            "rate": row.rate,
            "base": row.base,
            "amount": row.amount,
            "owed": row.computed if row.treatment == TaxTreatment.REVERSE else ZERO,
            "why": row.why,
        }
        for row in taxes
        if row.tax or row.why
    ]


class InvoiceDetail(DocumentDetail):
    """A customer's invoice or credit note."""

    model = Invoice
    visible = visible_invoices


class BillDetail(DocumentDetail):
    """A supplier's bill or credit note."""

    model = Bill
    permission = "invoices.view_bill"
    visible = visible_bills


def facts_of(document: Invoice, discount: str) -> list[dict[str, Any]]:
    """Return what stands at the head of a document; ``discount`` says what it grants for paying early."""
    is_bill = document.kind in BILL_KINDS
    foreign = document.rate != 1
    credited = document.credits
    party_url = reverse("parties:party_detail", args=[document.party_id])
    rows = [
        (_("Supplier") if is_bill else _("Customer"), document.party, party_url),
        (_("Supplier's number") if is_bill else _("Their reference"), document.reference, ""),
        (_("Date"), format_date(document.date), ""),
        *booked_fact(document),
        (_("Due"), format_date(document.due_date) if document.due_date else "", ""),
        (_("Payment terms"), document.term or "", ""),
        (_("Discount"), discount, ""),
        (_("Rate"), format_number(document.rate, 6) if foreign else "", ""),
        (_("Credits"), credited or "", credited.get_absolute_url() if credited else ""),
        (_("Billing address"), document.billing_address.replace("\n", ", "), ""),
        (_("Delivery address"), document.delivery_address.replace("\n", ", "), ""),
        (_("Tax is rounded"), document.get_tax_rounding_display(), ""),
        (_("Notes"), document.notes, ""),
    ]  # fmt: skip
    return [{"label": label, "value": value, "url": url} for label, value, url in rows if value]


def totals_rows(document: Any, taxes: Sequence[tuple[Any, Decimal]] = ()) -> list[dict[str, Any]]:
    """Return the sums at the foot, with each of ``taxes`` where they are given; of a posted document what is open."""
    withheld = [(_("Withheld"), -document.withheld)] if document.withheld else []
    rows = total_rows(
        document,
        (_("Net"), document.net),
        *(taxes or [(_("Tax"), document.tax)]),
        *withheld,
        (_("Total"), document.total),
    )
    if document.status != "posted" or not document.paid_amount:
        return rows
    paid = {
        "label": _("Settled"),
        "value": format_money(-document.paid_amount, document.currency_id),
    }
    left = {
        "label": _("Open"),
        "value": format_money(document.open_amount, document.currency_id),
        "strong": True,
    }
    return [*rows, paid, left]


def quote(document: Invoice, lines: Sequence[InvoiceLine]) -> list[dict[str, Any]]:
    """Return the sums of a document that is being written."""
    totals = services.price_draft(document, lines)
    return totals_rows(document, tax_amounts(totals, (line.tax for line in lines)))


def flow_of(document: Any, settled: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the order it came from, the document, its credit notes and what paid it, as steps."""
    origin = made_from(document)
    notes = list(document.credit_notes.exclude(status="cancelled").order_by("pk"))
    seen = {note.pk for note in notes} | {document.credits_id}
    papers = {row["paper"].pk: row["paper"] for row in settled if hasattr(row["paper"], "status")}
    others = [paper for paper in papers.values() if paper.pk not in seen]
    steps = [
        *([step(origin, amount=origin.total)] if origin else []),
        *([step(document.credits, amount=document.credits.total)] if document.credits else []),
        step(document, amount=document.total, current=True),
        *(step(note, amount=note.total) for note in notes),
        *(step(paper, amount=getattr(paper, "amount", None)) for paper in others),
    ]
    return steps if len(steps) > 1 else []


def pdf_of(document: Invoice) -> dict[str, Any] | None:
    """Return what the PDF preview shows; None where we issue no PDF."""
    if document.kind not in SALES_KINDS or document.status != "posted":
        return None
    address = reverse("invoices:invoice_pdf", args=[document.pk])
    archived = issued_pdf(document)
    if archived is None:
        return {
            "pending": True,
            "poll_url": reverse("invoices:invoice_preview", args=[document.pk]),
        }
    return {"url": address, "title": archived.filename, "sha256": archived.sha256}


class DocumentEdit(PricedForm):
    """The form of a draft."""

    model = Invoice
    service = services.save_draft
    quote = quote
    kind = InvoiceKind.CUSTOMER_INVOICE

    def bind(self, pk: UUID | None, data: Any = None) -> Any:
        """Say of a new document which kind it is."""
        document = super().bind(pk, data)
        if document._state.adding:
            document.kind = self.kind
        return document


class InvoiceEdit(DocumentEdit):
    """The form of a draft invoice or credit note."""

    visible = visible_invoices
    form_class = forms.InvoiceForm
    lines_class = forms.InvoiceLines
    title = _("Customer invoice")


class InvoiceCreate(InvoiceEdit):
    """The form of a new invoice."""

    permission = "invoices.add_invoice"
    title = _("New customer invoice")


class BillEdit(DocumentEdit):
    """The form of a draft bill."""

    model = Bill
    permission = "invoices.edit_bill"
    visible = visible_bills
    form_class = forms.BillForm
    lines_class = forms.BillLines
    title = _("Supplier bill")
    kind = InvoiceKind.SUPPLIER_BILL


class BillCreate(BillEdit):
    """The form of a new bill."""

    title = _("New supplier bill")


POST_WORDS = _(
    "Post %s? It gets its number and goes into the books; a credit note can then correct it."
)
CREDIT_WORDS = _(
    "A draft credit note over all of %s that is not credited yet. Take lines off it before you post it."
)


def _may_be_credited(document: Invoice) -> bool:
    return document.kind not in CREDIT_KINDS


post_invoice = command_view(
    services.post_invoice,
    permission="invoices.post_invoice",
    visible=visible_invoices,
    done=posted_words,
    form=forms.PostForm,
    asks=forms.PostForm.asks,
    confirm=POST_WORDS,
    icon="check",
)
post_invoices = bulk_view(post_invoice)
cancel_invoice = command_view(
    services.cancel_invoice,
    permission="invoices.cancel_invoice",
    visible=visible_invoices,
    done=_("Cancelled %s."),
    confirm=_("Cancel %s? It has no number yet and is in no book."),
    danger=True,
)
credit_invoice = command_view(
    services.credit_invoice,
    permission="invoices.credit_invoice",
    visible=visible_invoices,
    done=_("Made %s. Check it and post it."),
    label=_("Credit"),
    form=forms.CreditForm,
    confirm=CREDIT_WORDS,
    danger=True,
    icon="undo-2",
    offered=_may_be_credited,
)
send_invoice = command_view(
    services.send_invoice,
    permission="invoices.send_invoice",
    visible=visible_invoices,
    done=_("%s is on its way; the timeline says when it was sent."),
    form=forms.SendForm,
    confirm=_("Send the archived PDF of %s by e-mail."),
    icon="mail",
)
post_bill = command_view(
    services.post_invoice,
    permission="invoices.post_bill",
    visible=visible_bills,
    done=posted_words,
    form=forms.PostForm,
    asks=forms.PostForm.asks,
    confirm=POST_WORDS,
    icon="check",
)
post_bills = bulk_view(post_bill)
cancel_bill = command_view(
    services.cancel_invoice,
    permission="invoices.cancel_bill",
    visible=visible_bills,
    done=_("Cancelled %s."),
    confirm=_("Cancel %s? It has no number yet and is in no book."),
    danger=True,
)
credit_bill = command_view(
    services.credit_invoice,
    permission="invoices.credit_bill",
    visible=visible_bills,
    done=_("Made %s. Check it and post it."),
    label=_("Credit"),
    form=forms.CreditForm,
    confirm=CREDIT_WORDS,
    danger=True,
    icon="undo-2",
    offered=_may_be_credited,
)


@right("invoices.view_invoice")
@require_GET
def invoice_pdf(request: HttpRequest, pk: UUID) -> FileResponse:
    """Send the archived PDF, the very bytes that were issued."""
    invoice = get_object_or_404(visible_invoices(request.user), pk=pk)
    archived = issued_pdf(invoice, with_content=True)
    if archived is None:
        raise Http404
    return file_response(archived)


@right("invoices.view_invoice")
@require_GET
def invoice_preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Answer whoever waits for the PDF: the preview, or the same note again."""
    invoice = get_object_or_404(visible_invoices(request.user), pk=pk)
    return render(request, "invoices/pdf_preview.html", {"pdf": pdf_of(invoice)})


@right("invoices.edit_bill")
@require_GET
def bill_accounts(request: HttpRequest) -> HttpResponse:
    """Answer an autocomplete: at most 20 accounts a bill line may be for."""
    found = account_options(request.GET.get("q", ""))
    return render(request, "invoices/account_options.html", {"accounts": found})
