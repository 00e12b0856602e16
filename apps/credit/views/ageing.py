"""Screens of what is owed: aged reports, statements of account, their files."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from apps.companies.selectors import company_in_force
from apps.core import charts
from apps.core.answers import go_to, refuse, run_once
from apps.core.asked_files import answer, waiting_for
from apps.core.commands import command_view
from apps.core.exceptions import BusinessError
from apps.core.exports import FORMATS, download
from apps.core.formatting import format_percent
from apps.core.permissions import right
from apps.credit import printing, services
from apps.credit.ageing import RIGHT, Aged, Question, aged, items_of
from apps.credit.choices import Side, StatementKind
from apps.credit.forms import QuestionForm, SendStatementForm, StatementForm, usual
from apps.credit.sheets import Sheet, amount_labels, bucket_labels, make_sheet, title_of
from apps.credit.statements import StatementQuestion, side_of, statement_of
from apps.parties.models import Party
from apps.parties.selectors import visible_parties

PAGE = 100
ITEMS = 200
NAMES = {Side.RECEIVABLE: "receivables", Side.PAYABLE: "payables"}


def _report(side: Side) -> Callable[..., HttpResponseBase]:
    @right(RIGHT)
    @require_GET
    def view(request: HttpRequest) -> HttpResponseBase:
        return _show_parties(request, side)

    return view


def _items(side: Side) -> Callable[..., HttpResponseBase]:
    @right(RIGHT)
    @require_GET
    def view(request: HttpRequest, pk: UUID) -> HttpResponseBase:
        return _show_items(request, side, get_object_or_404(visible_parties(request.user), pk=pk))

    return view


receivables, payables = _report(Side.RECEIVABLE), _report(Side.PAYABLE)
party_receivables, party_payables = _items(Side.RECEIVABLE), _items(Side.PAYABLE)


def _asked(request: HttpRequest, side: Side) -> tuple[QuestionForm, Question]:
    """Return the form and what it asks; what is usual when it asks nonsense."""
    values = usual(company_in_force().today())
    sort = request.GET.get("sort", "")
    form = QuestionForm(values | request.GET.dict())
    question = form.question(side, sort) or QuestionForm(values).question(side, sort)
    assert question is not None
    return form, question


def _show_parties(request: HttpRequest, side: Side) -> HttpResponseBase:
    form, question = _asked(request, side)
    if request.GET.get("export") in FORMATS:
        return _file(make_sheet(request.user, question), request.GET["export"], question)
    page, query = _page_number(request), _query(question)
    found = aged(request.user, question, size=PAGE, page=page)
    context = {
        "title": title_of(side),
        "names": NAMES[side],
        "side": side,
        "form": form,
        "question": question,
        "found": found,
        "heads": _heads(question),
        "query": query,
        "export_url": f"{request.path}?{query}",
        "key": uuid4(),
        "page": _pager(f"{request.path}?{query}", page, PAGE, len(found.rows), found.count),
        "company": company_in_force(),
        **_figures(question, found),
    }
    return render(request, "credit/aged.html", context, status=422 if form.errors else 200)


def _show_items(request: HttpRequest, side: Side, party: Party) -> HttpResponseBase:
    form, question = _asked(request, side)
    if request.GET.get("export") in FORMATS:
        return _file(make_sheet(request.user, question, party.pk), request.GET["export"], question)
    page = _page_number(request)
    found = items_of(request.user, question, party.pk, size=ITEMS, page=page)
    query = _query(question)
    context = {
        "title": title_of(side),
        "names": NAMES[side],
        "form": form,
        "party": party,
        "found": found,
        "labels": bucket_labels(question.limits),
        "question": question,
        "query": query,
        "export_url": f"{request.path}?{query}",
        "page": _pager(f"{request.path}?{query}", page, ITEMS, len(found.items), found.count),
        "company": company_in_force(),
    }
    return render(request, "credit/aged_items.html", context, status=422 if form.errors else 200)


@right(RIGHT)
@require_POST
@transaction.non_atomic_requests
def ask_for_pdf(request: HttpRequest) -> HttpResponse:
    """Ask a worker for an aged report, or the items of a party, as PDF."""
    side = Side.PAYABLE if request.POST.get("side") == Side.PAYABLE else Side.RECEIVABLE
    with transaction.atomic():
        values = usual(company_in_force().today()) | request.POST.dict()
        question = QuestionForm(values).question(side, request.POST.get("sort", ""))
        party = request.POST.get("party", "")
        if question is None or (party and not _visible(request.user, party)):
            raise Http404
        event = printing.ask_for_pdf(question, UUID(party) if party else None)
    return redirect(waiting_for(reverse("credit:report_pdf"), event))


@right(RIGHT)
@require_GET
def report_pdf(request: HttpRequest) -> HttpResponse:
    """Show the progress of the PDF, and the PDF when it is there."""
    return answer(request, printing.ASKED)


@right(RIGHT)
@require_GET
def statement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the account of a party: what is open, or what happened with the balance after each line."""
    party = get_object_or_404(visible_parties(request.user), pk=pk)
    form, question = _statement_asked(request.GET, party)
    context = {
        "party": party,
        "form": form,
        "question": question,
        "found": statement_of(request.user, party, question),
        "is_open": question.kind == StatementKind.OPEN,
    }
    return render(request, "credit/statement.html", context, status=422 if form.errors else 200)


@right(RIGHT)
@require_POST
@transaction.non_atomic_requests
def ask_for_statement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask a worker for a party's statement as PDF."""
    with transaction.atomic():
        party = get_object_or_404(visible_parties(request.user), pk=pk)
        event = printing.ask_for_statement(party, _statement_asked(request.POST, party)[1])
    return redirect(waiting_for(reverse("credit:report_pdf"), event))


send_statement = command_view(
    services.send_statement,
    permission="credit.send_statement",
    visible=visible_parties,
    done=gettext_lazy("The statement of %s is on its way."),
    label=gettext_lazy("Send statement"),
    form=SendStatementForm,
    confirm=gettext_lazy("%s gets the statement of its account as PDF, in its own language."),
    icon="mail",
)


@right("credit.send_statement")
@require_POST
@transaction.non_atomic_requests
def send_statements(request: HttpRequest) -> HttpResponse:
    """Send what is open to every party that has something open and an e-mail address."""
    side = Side.PAYABLE if request.POST.get("side") == Side.PAYABLE else Side.RECEIVABLE
    back = reverse(f"credit:{NAMES[side]}")
    try:
        answer = run_once(request, lambda: _send_all(request.user, side))
    except BusinessError as error:
        return refuse(request, error, back)
    messages.success(request, answer["message"])
    if answer["without"]:
        messages.warning(request, answer["without"])
    return go_to(request, back)


def _send_all(user: Any, side: Side) -> dict[str, Any]:
    sent, without = services.send_statements(actor=user, side=side)
    names = ", ".join(party.display_name for party in without[:5])
    left_out = _("Without an e-mail address: %(count)s (%(names)s).")
    return {
        "message": _("Statements on their way: %(count)s.") % {"count": sent},
        "without": left_out % {"count": len(without), "names": names} if without else "",
    }


def _statement_asked(query: Any, party: Party) -> tuple[StatementForm, StatementQuestion]:
    """Return the form and what it asks; what is usual when it asks nonsense."""
    last = company_in_force().today()
    first = last.replace(month=1, day=1)
    given = {"kind": "open", "first": first.isoformat(), "last": last.isoformat(), **query.dict()}
    form = StatementForm(given)
    kind = StatementKind.OPEN
    if form.is_valid():
        values = form.cleaned_data
        kind, first, last = StatementKind(values["kind"]), values["first"], values["last"]
    return form, StatementQuestion(side_of(party), kind, first, last)


def _figures(question: Question, found: Aged) -> dict[str, Any]:
    """Return the figures and the chart of a report in one currency."""
    if question.original or not found.totals:
        return {}
    own = company_in_force().currency_id
    [row] = found.totals
    bars = [
        charts.Bar(label, amount, "s1" if not number else "s4")
        for number, (label, amount) in enumerate(
            zip(bucket_labels(question.limits), row.buckets, strict=True)
        )
    ]
    title = _("By days overdue")
    return {
        "total": row,
        "share": format_percent(row.overdue / row.total) if row.total > 0 else "",
        "chart": charts.bar_chart(title=title, bars=bars, currency=own, head=_("Days overdue")),
    }


def _heads(question: Question) -> list[dict[str, Any]]:
    """Return the heads of the amounts, each with the address that sorts by it."""
    names = [f"b{number}" for number in range(len(question.limits) + 2)]
    heads = [
        ("name", _("Party")),
        *zip([*names, "on_account", "total"], amount_labels(question), strict=True),
    ]
    return [
        {
            "label": label,
            "numeric": name != "name",
            "query": _query(replace(question, sort=_next_sort(question.sort, name))),
            "sorted": {name: "ascending", f"-{name}": "descending"}.get(
                question.sort or "name", ""
            ),
        }
        for name, label in heads
    ]


def _next_sort(now: str, name: str) -> str:
    """Return the order a head asks for: amounts the largest first, then the other way."""
    first, second = (name, f"-{name}") if name == "name" else (f"-{name}", name)
    return second if now == first else first


def _query(question: Question) -> str:
    values = {
        "on": question.on.isoformat(),
        "limits": ",".join(str(limit) for limit in question.limits),
        "amounts": "original" if question.original else "own",
        "q": question.q,
        "sort": question.sort,
    }
    return urlencode({name: value for name, value in values.items() if value})


def _pager(url: str, page: int, size: int, shown: int, count: int) -> dict[str, Any]:
    """Return what the pager shows: how many of how many, and the pages beside this one."""
    found: dict[str, Any] = {"shown": shown, "count": count, "first_url": url}
    if page > 1:
        found["previous_url"] = f"{url}&page={page - 1}"
    if page * size < count:
        found["next_url"] = f"{url}&page={page + 1}"
    return found


def _file(sheet: Sheet, kind: str, question: Question) -> HttpResponseBase:
    return download(
        sheet.values(), kind, f"{slugify(sheet.title) or 'report'}-{question.on:%Y-%m-%d}"
    )


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "")
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 7 and int(text) else 1


def _visible(user: Any, party: str) -> bool:
    return visible_parties(user).filter(pk=_uuid(party)).exists()


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
