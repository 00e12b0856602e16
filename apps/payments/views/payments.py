"""Screens of payments."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from apps.core.buttons import link_to
from apps.core.commands import bulk_view, command_view
from apps.core.flow import step
from apps.core.formatting import format_date, format_money, format_number
from apps.core.lists import Tab
from apps.core.permissions import right
from apps.core.screens import DetailScreen, FormScreen, ListScreen
from apps.invoices.choices import CREDIT_KINDS, InvoiceKind
from apps.invoices.selectors import visible_invoices
from apps.ledger.late import booked_fact, posted_words
from apps.payments import filters, forms, selectors, services, tables
from apps.payments.choices import PAYMENT_LIFECYCLE, Direction, Settlement
from apps.payments.models import Payment
from apps.payments.selectors import visible_payments


class PaymentList(ListScreen):
    """Receipts and disbursements."""

    visible = visible_payments
    filterset_class = filters.PaymentFilter
    table_class = tables.PaymentTable
    title = _("Payments")
    create = _("New receipt")
    bulk = ("post",)
    tabs = (
        Tab(_("All")),
        Tab(_("Drafts"), {"status": "draft"}),
        Tab(pgettext_lazy("money", "Receipts"), {"direction": "receipt"}),
        Tab(_("Disbursements"), {"direction": "disbursement"}),
        Tab(_("On account"), {"settlement": "on_account"}),
    )
    empty = {
        "title": _("No payment here"),
        "text": _("Register one on an invoice, or write one down."),
        "icon": "banknote",
    }
    template_name = "payments/payment_list.html"


class PaymentDetail(DetailScreen):
    """One payment: what it settles, and what of it is still on account."""

    model = Payment
    visible = visible_payments
    lifecycle = PAYMENT_LIFECYCLE
    template_name = "payments/payment_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the payment with what it is meant for and what it settled."""
        payment: Any = self.object
        matches = selectors.papers_settled_by(payment)
        entry = payment.entry if payment.entry_id else None
        return super().get_context_data(
            facts=facts_of(payment),
            allocations=list(payment.allocations.select_related("invoice").order_by("pk"))
            if payment.status == "draft"
            else [],
            matches=matches,
            settlement=Settlement(payment.settlement),
            flow=flow_of(payment, matches),
            postings_url=link_to(self.request.user, "ledger:entry", "detail", entry)
            if entry
            else "",
            **kwargs,
        )


def facts_of(payment: Any) -> list[dict[str, Any]]:
    """Return what stands at the head of a payment."""
    rows = [
        (_("Party"), payment.party, reverse("parties:party_detail", args=[payment.party_id])),
        (_("Date"), format_date(payment.date), ""),
        *booked_fact(payment),
        (_("Journal"), payment.journal, ""),
        (_("Reference"), payment.reference, ""),
        (_("Deposit"), _("ahead of the invoice") if payment.is_deposit else "", ""),
        (_("Amount"), format_money(payment.amount, payment.currency_id), ""),
        (_("Rate"), format_number(payment.rate, 6) if payment.rate != 1 else "", ""),
        (
            _("On account"),
            format_money(payment.open_amount, payment.currency_id) if payment.open_amount else "",
            "",
        ),
        (_("Notes"), payment.notes, ""),
    ]
    return [{"label": label, "value": value, "url": url} for label, value, url in rows if value]


def flow_of(payment: Any, matches: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what was paid and the payment, as steps."""
    papers = {row["paper"].pk: row["paper"] for row in matches if hasattr(row["paper"], "status")}
    if not papers:
        return []
    steps = [step(paper, amount=getattr(paper, "total", None)) for paper in papers.values()]
    return [*steps, step(payment, amount=payment.amount, current=True)]


class PaymentEdit(FormScreen):
    """The form of a draft payment, with the documents it settles."""

    visible = visible_payments
    form_class = forms.PaymentForm
    lines_class = forms.Allocations
    service = services.save_draft
    title = _("Payment")
    direction = Direction.RECEIPT

    def bind(self, pk: UUID | None, data: Any = None) -> Any:
        """Say of a new payment which way it goes."""
        document = super().bind(pk, data)
        if document._state.adding:
            document.direction = self.direction
        return document


class ReceiptCreate(PaymentEdit):
    """The form of money that came in."""

    permission = "payments.add_payment"
    title = _("New receipt")


class DisbursementCreate(PaymentEdit):
    """The form of money that went out."""

    permission = "payments.add_payment"
    title = _("New disbursement")
    direction = Direction.DISBURSEMENT


post_payment = command_view(
    services.post_payment,
    permission="payments.post_payment",
    visible=visible_payments,
    done=posted_words,
    form=forms.PostForm,
    asks=forms.PostForm.asks,
    confirm=_("Post %s? It goes into the books and settles what it is meant for."),
    icon="check",
)
post_payments = bulk_view(post_payment)
cancel_payment = command_view(
    services.cancel_payment,
    permission="payments.cancel_payment",
    visible=visible_payments,
    done=_("Cancelled %s."),
    confirm=_("Cancel %s? It is in no book yet."),
    danger=True,
)
reverse_payment = command_view(
    services.reverse_payment,
    permission="payments.reverse_payment",
    visible=visible_payments,
    done=_("Reversed %s; what it settled is open again."),
    form=forms.ReverseForm,
    confirm=_("Reverse %s: its entry is mirrored on this day, and what it settled is open again."),
    danger=True,
)


def registered_words(payment: Any) -> str:
    """Return what is said of a payment that was registered; of a late one, on which day."""
    is_late = payment.entry.date != payment.date
    return posted_words(payment) if is_late else str(_("Registered %s."))


def all_invoices(user: Any) -> QuerySet[Any]:
    """Return the documents of every kind the user may see."""
    return visible_invoices(user, InvoiceKind.values)


pay_invoice = command_view(
    services.pay_invoice,
    permission="payments.post_payment",
    visible=all_invoices,
    done=registered_words,
    label=lambda document: _("Refund") if document.kind in CREDIT_KINDS else _("Register payment"),
    form=forms.PayForm,
    confirm=_("What is paid beyond %s stays on account."),
    icon="banknote",
)
apply_credit = command_view(
    services.apply_credit,
    permission="payments.match_payment",
    visible=all_invoices,
    done=_("Settled %s."),
    label=_("Apply credits"),
    confirm=_(
        "Settle %s with what is open on the other side, oldest first? Deposits and credit notes count."
    ),
    icon="link",
)


@right("payments.view_payment")
@require_GET
def invoice_options(request: HttpRequest) -> HttpResponse:
    """Answer an autocomplete: at most 20 open documents by number."""
    user = request.user
    found = selectors.invoice_options(all_invoices(user), request.GET.get("q", ""))
    return render(request, "payments/invoice_options.html", {"invoices": found})
