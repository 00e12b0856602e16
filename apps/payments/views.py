"""Screens of payments and of matching open items."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET, require_POST

from apps.core.answers import go_to, refuse, run_once
from apps.core.buttons import link_to
from apps.core.commands import bulk_view, command_view
from apps.core.exceptions import BusinessError
from apps.core.flow import step
from apps.core.formatting import format_date, format_money, format_number
from apps.core.lists import Tab
from apps.core.permissions import right
from apps.core.screens import DetailScreen, FormScreen, ListScreen
from apps.invoices.choices import InvoiceKind
from apps.invoices.selectors import visible_invoices
from apps.parties.selectors import visible_parties
from apps.payments import filters, forms, selectors, services, tables
from apps.payments.choices import PAYMENT_LIFECYCLE, Direction, Settlement
from apps.payments.models import Match, Payment
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
        (_("Journal"), payment.journal, ""),
        (_("Reference"), payment.reference, ""),
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
    done=_("Posted %s."),
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


def all_invoices(user: Any) -> QuerySet[Any]:
    """Return the documents of every kind the user may see."""
    return visible_invoices(user, InvoiceKind.values)


pay_invoice = command_view(
    services.pay_invoice,
    permission="payments.post_payment",
    visible=all_invoices,
    done=_("Registered %s."),
    label=_("Register payment"),
    form=forms.PayForm,
    confirm=_("What is paid beyond %s stays on account."),
    icon="banknote",
)


@right("payments.match_payment")
@require_GET
def match_list(request: HttpRequest) -> HttpResponse:
    """Show the parties with something open on both sides."""
    return render(
        request, "payments/match_list.html", {"parties": selectors.parties_to_match()[:200]}
    )


@right("payments.match_payment")
@transaction.non_atomic_requests
def match_desk(request: HttpRequest, party: UUID) -> HttpResponse:
    """Show what is open with a party, both sides; POST settles a debit with a credit."""
    with transaction.atomic():
        found = get_object_or_404(visible_parties(request.user), pk=party)
        form = forms.MatchForm(request.POST if request.method == "POST" else None)
        if request.method != "POST" or not form.is_valid():
            return _desk_page(request, found, form)
    values = form.cleaned_data
    back = reverse("payments:match_desk", args=[party])
    try:
        run_once(request, lambda: _settle(request.user, values, back))
    except BusinessError as error:
        return refuse(request, error, back)
    messages.success(request, _("Matched."))
    return go_to(request, back)


def _settle(user: Any, values: dict[str, Any], back: str) -> dict[str, Any]:
    services.match_items(
        actor=user,
        debit_item_id=values["debit"],
        credit_item_id=values["credit"],
        amount=values["amount"],
    )
    return {"url": back, "message": ""}


def _desk_page(request: HttpRequest, party: Any, form: forms.MatchForm) -> HttpResponse:
    context = {
        "party": party,
        "form": form,
        "desks": selectors.desks_of(party.pk),
        "matches": selectors.recent_matches(party.pk),
        "key": uuid4(),
    }
    return render(request, "payments/match_desk.html", context, status=422 if form.errors else 200)


@right("payments.match_payment")
@require_POST
@transaction.non_atomic_requests
def unmatch(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Undo a match of a party the user sees."""
    with transaction.atomic():
        match = Match.objects.select_related("debit_item").filter(pk=pk).first()
        party = match.debit_item.party_id if match else None
        if party is None or not visible_parties(request.user).filter(pk=party).exists():
            raise Http404
        back = reverse("payments:match_desk", args=[party])
    try:
        run_once(request, lambda: _undo(request.user, pk, back))
    except BusinessError as error:
        return refuse(request, error, back)
    messages.success(request, _("Undone; both are open again."))
    return go_to(request, back)


def _undo(user: Any, pk: UUID, back: str) -> dict[str, Any]:
    services.unmatch(actor=user, pk=pk)
    return {"url": back, "message": ""}


@right("payments.view_payment")
@require_GET
def invoice_options(request: HttpRequest) -> HttpResponse:
    """Answer an autocomplete: at most 20 open documents by number."""
    user = request.user
    found = selectors.invoice_options(all_invoices(user), request.GET.get("q", ""))
    return render(request, "payments/invoice_options.html", {"invoices": found})
