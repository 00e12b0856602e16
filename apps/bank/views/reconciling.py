"""The screen on which movements are reconciled: what waits at the left, what the chosen ones may be at the right."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.bank import filters, forms, selectors, services, tables
from apps.bank.choices import RECONCILIATION_LIFECYCLE, Flow
from apps.bank.models import BankAccount, Reconciliation
from apps.bank.parts import Suggestion
from apps.bank.reporting import opening_of
from apps.bank.suggesting import suggest
from apps.companies.command_forms import DateForm
from apps.core.answers import document_url, go_to, refuse, run_once
from apps.core.commands import command_view
from apps.core.exceptions import BusinessError
from apps.core.formatting import format_date
from apps.core.permissions import right
from apps.core.screens import DetailScreen, ListScreen
from apps.ledger.late import late_words
from apps.ledger.open_days import first_open_day
from apps.payments.selectors import AREAS

SHOWN = 40
MANY = 100


@right("bank.add_reconciliation")
@transaction.non_atomic_requests
def desk(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what waits on an account, and for the chosen movements what they may be; POST reconciles them."""
    with transaction.atomic():
        account = get_object_or_404(selectors.visible_bank_accounts(request.user), pk=pk)
        lines = list(selectors.open_lines(account.pk)[:SHOWN])
        found = suggest(account, lines)
        chosen = _chosen(request, account)
        given = request.POST if request.method == "POST" else request.GET
        form = forms.ReconcileForm(
            request.POST if request.method == "POST" else None,
            account=account,
            lines=chosen,
            opening=opening_of(account) if "opening" in given else Decimal(0),
            items=_items(request, account, chosen),
            q=request.GET.get("q", ""),
        )
        if request.method == "POST" and "left" in request.GET:
            return _left(request, account, form)
        if request.method != "POST" or not form.is_valid():
            return _page(request, account, lines, found, chosen, form)
    back = reverse("bank:desk", args=[pk])
    wanted = {
        "line_ids": [line.pk for line in chosen],
        "parts": form.parts(),
        "opening": form.opening,
        "on": form.cleaned_data["on"],
    }
    try:
        answer = run_once(request, lambda: _reconcile(request.user, account, wanted, back))
    except BusinessError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        with transaction.atomic():
            return _page(request, account, lines, found, chosen, form, status=error.http_status)
    messages.success(request, answer["message"])
    return go_to(request, back)


def _left(request: HttpRequest, account: BankAccount, form: forms.ReconcileForm) -> HttpResponse:
    """Answer what is left over by what is chosen so far; nothing while an amount is none."""
    form.is_valid()
    left = form.left()
    if left is None:
        return HttpResponse(status=204)
    context = {"left": left, "total": form.total, "account": account}
    return render(request, "bank/desk_form.html#left", context)


def _reconcile(
    user: Any, account: BankAccount, wanted: dict[str, Any], back: str
) -> dict[str, Any]:
    services.reconcile(actor=user, pk=account.pk, **wanted)
    return {"url": back, "message": _("Reconciled.")}


def _chosen(request: HttpRequest, account: BankAccount) -> list[Any]:
    given: QueryDict = request.POST if request.method == "POST" else request.GET
    ids = [pk for pk in given.getlist("line")[:MANY] if selectors.is_id(pk)]
    return list(selectors.open_lines(account.pk).filter(pk__in=ids)) if ids else []


def _items(request: HttpRequest, account: BankAccount, chosen: list[Any]) -> list[Any]:
    """Return the open items to choose from: those searched for, and those that are suggested."""
    if not chosen:
        return []
    given = request.POST if request.method == "POST" else request.GET
    ids = {
        part.item_id
        for suggestions in suggest(account, chosen).values()
        for suggestion in suggestions
        for part in suggestion.parts.items
    }
    ids |= {UUID(pk) for pk in given.getlist("item") if selectors.is_id(pk)}
    return selectors.items_to_choose(given.get("q", ""), ids, limit=SHOWN)


def _page(
    request: HttpRequest,
    account: BankAccount,
    lines: list[Any],
    found: dict[UUID, list[Suggestion]],
    chosen: list[Any],
    form: Any,
    status: int = 200,
) -> HttpResponse:
    ids = {line.pk for line in chosen}
    rows = [
        {"line": line, "best": next(iter(found.get(line.pk, [])), None), "chosen": line.pk in ids}
        for line in lines
    ]
    late = _late(request.user, lines + chosen)
    late_sure = [
        late[row["line"].pk]
        for row in rows
        if row["line"].pk in late and row["best"] and row["best"].sure and row["best"].parts.books
    ]
    alone = len(chosen) == 1 and not form.opening
    one = suggest(account, chosen)[chosen[0].pk] if alone else []
    book_on = late.get(chosen[0].pk) if any(s.parts.books for s in one) else None
    context = {
        "account": account,
        "rows": rows,
        "waiting": selectors.open_lines(account.pk).count(),
        "sure": sum(bool(row["best"] and row["best"].sure) for row in rows),
        "chosen": chosen,
        "opening": opening_of(account),
        "is_open": bool(chosen or form.opening),
        "total": form.total,
        "left": form.left() if form.is_bound else form.total,
        "suggestions": one,
        "book_on": book_on,
        "late_words": late_words(chosen[0].date, book_on) if book_on else "",
        "late_sure": next(iter(late_sure), None),
        "form": form,
        "q": request.GET.get("q", ""),
        "key": uuid4(),
        "rule_url": _rule_url(chosen[0]) if len(chosen) == 1 else "",
        "recent": selectors.visible_reconciliations(request.user).filter(
            bank_account=account, status="done", line_count__gt=0
        )[:5],
    }
    bad = 422 if form.is_bound and form.errors and status == 200 else status
    return render(request, "bank/desk.html", context, status=bad)


def _rule_url(line: Any) -> str:
    """Return the form of a rule for movements like ``line``."""
    words = f"{line.title} {line.detail}".strip()
    asked = {
        "name": words[:60],
        "text": words[:100],
        "flow": Flow.IN if line.amount > 0 else Flow.OUT,
        "bank_account": line.bank_account_id,
    }
    return f"{reverse('bank:bankrule_create')}?{urlencode(asked)}"


@right("bank.add_reconciliation")
@transaction.non_atomic_requests
def accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Accept the suggestion ``key`` of one movement, or with ``sure`` every one that is sure; POST only."""
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "POST"})
    with transaction.atomic():
        account = get_object_or_404(selectors.visible_bank_accounts(request.user), pk=pk)
        lines = _chosen(request, account) or list(selectors.open_lines(account.pk)[:MANY])
        found = suggest(account, lines)
        late = _late(request.user, lines) if "book_on" in request.POST else {}
    back = reverse("bank:desk", args=[pk])
    key = request.POST.get("key", "")
    picked = {
        line: next((s for s in found[line.pk] if (s.key == key if key else s.sure)), None)
        for line in lines
    }
    if key and not any(picked.values()):
        messages.error(request, _("Look again; what was suggested has changed meanwhile."))
        return go_to(request, back)
    done, refused = 0, []
    for line, suggestion in picked.items():
        if suggestion is None:
            continue
        try:
            book_on = late.get(line.pk) if suggestion.parts.books else None
            effect = _accepting(request.user, account, line.pk, suggestion, book_on)
            run_once(request, effect, str(line.pk))
            done += 1
        except BusinessError as error:
            refused.append(error)
    if refused and not done:
        return refuse(request, refused[0], back)
    for refusal in refused[:5]:
        messages.error(request, refusal.message)
    told = ngettext("%(count)d movement reconciled.", "%(count)d movements reconciled.", done)
    messages.success(request, told % {"count": done})
    return go_to(request, back)


def _late(user: Any, lines: Iterable[Any]) -> dict[UUID, date]:
    """Return, by movement whose own day is closed or locked, the first day on which ``user`` may book it."""
    first = {
        day: first_open_day(actor=user, on=day, areas=AREAS) for day in {row.date for row in lines}
    }
    return {row.pk: day for row in lines if (day := first[row.date]) and day != row.date}


def _accepting(
    user: Any,
    account: BankAccount,
    line_id: UUID,
    suggestion: Suggestion,
    book_on: date | None,
) -> Any:
    def effect() -> dict[str, Any]:
        services.reconcile(
            actor=user,
            pk=account.pk,
            line_ids=[line_id],
            parts=suggestion.parts,
            book_on=book_on,
            rule_id=suggestion.rule_id,
        )
        return {"url": "", "message": ""}

    return effect


class ReconciliationList(ListScreen):
    """What was reconciled."""

    visible = selectors.visible_reconciliations
    filterset_class = filters.ReconciliationFilter
    table_class = tables.ReconciliationTable
    title = gettext_lazy("Reconciliations")
    empty = {
        "title": gettext_lazy("Nothing reconciled yet"),
        "text": gettext_lazy("Import a statement, then reconcile its movements."),
        "icon": "link",
    }


class ReconciliationDetail(DetailScreen):
    """One reconciliation: movements on one side, entry lines on the other."""

    model = Reconciliation
    visible = selectors.visible_reconciliations
    lifecycle = RECONCILIATION_LIFECYCLE
    template_name = "bank/reconciliation_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the reconciliation with both sides."""
        done: Any = self.object
        facts = [
            (_("Bank account"), done.bank_account, document_url(done.bank_account)),
            (_("Date"), format_date(done.date), ""),
            (_("Rule"), done.rule or "", ""),
            (_("By"), done.actor or "", ""),
        ]
        return super().get_context_data(
            facts=[{"label": a, "value": b, "url": c} for a, b, c in facts if b],
            movements=[row.line for row in done.lines.select_related("line").order_by("position")],
            postings=[
                row.posting
                for row in done.postings.select_related("posting__entry").order_by("position")
            ],
            currency=done.bank_account.currency_id,
            **kwargs,
        )


undo_reconciliation = command_view(
    services.undo_reconciliation,
    permission="bank.undo_reconciliation",
    visible=selectors.visible_reconciliations,
    done=gettext_lazy("Undone; its movements are open again."),
    form=DateForm,
    label=gettext_lazy("Undo"),
    confirm=gettext_lazy(
        "Its movements are open again; payments and entries it made are reversed on this day."
    ),
    danger=True,
    icon="undo-2",
)
