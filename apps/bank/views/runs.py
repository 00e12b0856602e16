"""Screens of payment runs: what is chosen, who approves it, the files for the bank."""

from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from apps.bank import filters, selectors, services, tables
from apps.bank.choices import PAYMENT_RUN_LIFECYCLE
from apps.bank.models import PaymentRun
from apps.bank.paying import Choice
from apps.bank.run_forms import ReasonForm, RunForm
from apps.core.answers import answer_of, document_url, go_to, run_once
from apps.core.attachments import issued
from apps.core.commands import command_view
from apps.core.exceptions import BusinessError
from apps.core.formatting import format_date, format_money
from apps.core.lists import Tab
from apps.core.permissions import right
from apps.core.screens import DetailScreen, ListScreen

FILES = {"xml": services.ORDER_XML, "csv": services.ORDER_CSV}


class PaymentRunList(ListScreen):
    """Payment runs."""

    visible = selectors.visible_runs
    filterset_class = filters.PaymentRunFilter
    table_class = tables.PaymentRunTable
    title = _("Payment runs")
    create = _("New payment run")
    tabs = (
        Tab(_("All")),
        Tab(_("Drafts"), {"status": "draft"}),
        Tab(_("Wait for approval"), {"status": "submitted"}),
        Tab(_("To post"), {"status": "approved"}),
        Tab(_("Posted"), {"status": "posted"}),
    )
    empty = {
        "title": _("No payment run here"),
        "text": _("Choose the bills that are due, and have a second person approve them."),
        "icon": "send",
    }


class PaymentRunDetail(DetailScreen):
    """One run: its transfers with what each settles, who did what, its files."""

    model = PaymentRun
    visible = selectors.visible_runs
    lifecycle = PAYMENT_RUN_LIFECYCLE
    template_name = "bank/paymentrun_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the transfers."""
        run: Any = self.object
        return super().get_context_data(
            facts=facts_of(run),
            transfers=selectors.transfers_of(run),
            currency=run.bank_account.currency_id,
            orders=selectors.order_files(run),
            **kwargs,
        )


def facts_of(run: Any) -> list[dict[str, Any]]:
    """Return what stands at the head of a run."""
    currency = run.bank_account.currency_id
    rows = [
        (_("Bank account"), run.bank_account, document_url(run.bank_account)),
        (_("Pay on"), format_date(run.date), ""),
        (_("Total"), format_money(run.total, currency), ""),
        (_("Written by"), run.written_by or "", ""),
        (_("Submitted by"), run.submitted_by or "", ""),
        (_("Approved by"), run.approved_by or "", ""),
        (_("Why it came back"), run.note, ""),
    ]
    return [{"label": label, "value": value, "url": url} for label, value, url in rows if value]


@right("bank.add_paymentrun")
@transaction.non_atomic_requests
def create_run(request: HttpRequest) -> HttpResponse:
    """Show what is due, all of it chosen; POST makes a draft run of what stays chosen."""
    return _choose(request, None)


@right("bank.change_paymentrun")
@transaction.non_atomic_requests
def edit_run(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a draft run among what is due; POST replaces what it holds."""
    return _choose(request, pk)


def _choose(request: HttpRequest, pk: UUID | None) -> HttpResponse:
    with transaction.atomic():
        run = _draft(request, pk)
        form = _form(request, run)
        if request.method != "POST" or not form.is_valid():
            return _page(request, form, run)
        document = run or PaymentRun()
        document.bank_account, document.date = (
            form.cleaned_data["bank_account"],
            form.cleaned_data["on"],
        )
        if run is not None:
            document.version = int(request.POST.get("version", "0") or 0)
        chosen = form.choices()
    try:
        answer = run_once(request, lambda: _save(request.user, document, chosen))
    except BusinessError as error:
        with transaction.atomic():
            form.add_error(None, error.message)
            return _page(request, form, run, status=error.http_status)
    return go_to(request, answer["url"])


def _save(user: Any, document: PaymentRun, chosen: list[Choice]) -> dict[str, Any]:
    return answer_of(services.save_run(actor=user, document=document, choices=chosen), "")


def _draft(request: HttpRequest, pk: UUID | None) -> PaymentRun | None:
    if pk is None:
        return None
    run = get_object_or_404(selectors.visible_runs(request.user), pk=pk)
    PAYMENT_RUN_LIFECYCLE.require(run, "submit")
    return run


def _form(request: HttpRequest, run: PaymentRun | None) -> RunForm:
    if request.method == "POST":
        return RunForm(request.POST, run=run, choosing=True)
    asked = request.GET if "bank_account" in request.GET else None
    form = RunForm(asked, run=run)
    form.is_valid()
    return form


def _page(
    request: HttpRequest, form: RunForm, run: PaymentRun | None, status: int = 200
) -> HttpResponse:
    account = (
        form.cleaned_data.get("bank_account") if form.is_bound else form.initial["bank_account"]
    )
    context = {
        "form": form,
        "heads": [form[name] for name in ("bank_account", "on", "due_by", "party", "early")],
        "groups": form.groups(),
        "outcome": form.outcome(),
        "currency": account.currency_id if account else "",
        "run": run,
        "key": uuid4(),
        "preview_url": reverse("bank:paymentrun_preview"),
    }
    status = 422 if form.errors and status == 200 else status
    return render(request, "bank/run_choose.html", context, status=status)


@right("bank.add_paymentrun")
@require_POST
def preview_run(request: HttpRequest) -> HttpResponse:
    """Answer while somebody chooses: transfers, total, discounts."""
    own = request.POST.get("run", "")
    run = (
        selectors.visible_runs(request.user).filter(pk=own).first()
        if selectors.is_id(own)
        else None
    )
    form = RunForm(request.POST, run=run, choosing=True)
    form.is_valid()
    account = form.cleaned_data.get("bank_account")
    context = {"outcome": form.outcome(), "currency": account.currency_id if account else ""}
    return render(request, "bank/run_choose.html#outcome", context)


@right("bank.view_paymentrun")
@require_GET
def run_file(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """Hand out the archived file of an approved run: ``xml`` or ``csv``."""
    run = get_object_or_404(selectors.visible_runs(request.user), pk=pk)
    file = issued(run, FILES[kind]) if kind in FILES else None
    if file is None:
        raise Http404
    response = HttpResponse(bytes(file.content), content_type=file.content_type)
    response["Content-Disposition"] = f'attachment; filename="{file.filename}"'
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


submit_run = command_view(
    services.submit_run,
    permission="bank.submit_paymentrun",
    visible=selectors.visible_runs,
    done=_("Submitted %s."),
    label=_("Submit for approval"),
    confirm=_("Submit %s? It stands still until a second person approves it or sends it back."),
    icon="send",
)
approve_run = command_view(
    services.approve_run,
    permission="bank.approve_paymentrun",
    visible=selectors.visible_runs,
    done=_("Approved %s; its files for the bank are ready."),
    confirm=_("Approve %s? Its files for the bank are made and stay as they are."),
    icon="check",
)
reject_run = command_view(
    services.reject_run,
    permission="bank.approve_paymentrun",
    visible=selectors.visible_runs,
    done=_("Sent %s back."),
    label=_("Send back"),
    form=ReasonForm,
    confirm=_("Send %s back to who wrote it, as a draft."),
    danger=True,
)
post_run = command_view(
    services.post_run,
    permission="bank.post_paymentrun",
    visible=selectors.visible_runs,
    done=_("Posted %s; its bills are paid."),
    confirm=_("Post %s? Each supplier gets its payment in the books, and its bills are settled."),
    icon="check",
)
cancel_run = command_view(
    services.cancel_run,
    permission="bank.cancel_paymentrun",
    visible=selectors.visible_runs,
    done=_("Cancelled %s; its items are free."),
    confirm=_("Cancel %s? Nothing was paid; its items can be chosen again."),
    danger=True,
)
withdraw_run = command_view(
    services.withdraw_run,
    permission="bank.approve_paymentrun",
    visible=selectors.visible_runs,
    done=_("Withdrew %s; its items are free."),
    label=_("Withdraw"),
    form=ReasonForm,
    confirm=_("Withdraw %s only if the bank did not execute it: its items can be paid again."),
    danger=True,
)
