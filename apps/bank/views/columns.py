"""The screen on which the columns of a bank's CSV files are named, with a preview."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from apps.bank import forms, services
from apps.bank.formats import Mapping, StatementRefused, decoded
from apps.bank.formats.table import ENCODINGS, guess, read_table, rows_of
from apps.bank.models import BankAccount
from apps.bank.selectors import visible_bank_accounts
from apps.core.answers import document_url, go_to, run_once
from apps.core.exceptions import BusinessError
from apps.core.money import ZERO
from apps.core.permissions import right

SHOWN = 8


@right("bank.change_bankaccount")
@transaction.non_atomic_requests
def csv_columns(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the form with the first lines of a file; POST previews, or stores."""
    with transaction.atomic():
        account = get_object_or_404(visible_bank_accounts(request.user), pk=pk)
        form = _form(request, account)
        if request.method != "POST" or "save" not in request.POST or not form.is_valid():
            return _page(request, account, form)
    mapping = form.mapping()
    try:
        answer = run_once(request, lambda: _save(request.user, pk, mapping))
    except BusinessError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        with transaction.atomic():
            return _page(request, account, form)
    messages.success(request, answer["message"])
    return go_to(request, answer["url"])


def _save(user: Any, pk: UUID, mapping: Mapping) -> dict[str, Any]:
    account = services.save_columns(actor=user, pk=pk, mapping=mapping)
    return {"url": document_url(account), "message": _("Saved %s.") % account}


def _form(request: HttpRequest, account: BankAccount) -> forms.ColumnsForm:
    """Return the form: as stored at first, guessed from a new file, else as posted."""
    stored = Mapping.of(account.csv_columns)
    if request.method != "POST":
        mapping = stored or Mapping()
        headings = list(mapping.columns.values())
        return forms.ColumnsForm(initial=_initial(mapping, ""), headings=headings)
    upload = request.FILES.get("file")
    if upload is not None:
        text, encoding = _first_lines(upload.read(64 * 1024))
        mapping = guess(text)
        mapping = Mapping(**{**mapping.as_json(), "encoding": encoding})
        data = _initial(mapping, text) | {"header": mapping.header}
        return forms.ColumnsForm(data, headings=_headings(text, mapping))
    sample = request.POST.get("sample", "")
    skip = request.POST.get("skip", "")
    shape = Mapping(
        delimiter=request.POST.get("delimiter") or ",",
        skip=int(skip) if skip.isdecimal() else 0,
        header="header" in request.POST,
    )
    headings = _headings(sample, shape) or list(stored.columns.values() if stored else ())
    return forms.ColumnsForm(request.POST, headings=headings)


def _first_lines(content: bytes) -> tuple[str, str]:
    """Return the first lines of a file, and the encoding that reads them."""
    for encoding in ENCODINGS:
        try:
            text = decoded(content, encoding)
        except StatementRefused:
            continue
        return "\n".join(text.splitlines()[:30])[:20_000], encoding
    return "", ENCODINGS[0]


def _headings(text: str, mapping: Mapping) -> list[str]:
    try:
        return [heading for heading in rows_of(text, mapping)[0] if heading]
    except (StatementRefused, TypeError):
        return []


def _initial(mapping: Mapping, sample: str) -> dict[str, Any]:
    fields = {**mapping.as_json(), "sample": sample}
    return {**fields, **fields.pop("columns")}


def _page(request: HttpRequest, account: BankAccount, form: forms.ColumnsForm) -> HttpResponse:
    context = {"account": account, "form": form, "roles": forms.ROLES, **_preview(form, account)}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "bank/csv_columns.html", context, status=status)


def _preview(form: forms.ColumnsForm, account: BankAccount) -> dict[str, Any]:
    """Return what the first lines come to, or why they come to nothing."""
    if not form.is_bound or not form.is_valid() or not form.cleaned_data["sample"]:
        return {"lines": [], "refusal": ""}
    try:
        found = read_table(form.cleaned_data["sample"], form.mapping(), closing=ZERO)
    except StatementRefused as refusal:
        return {"lines": [], "refusal": refusal.message}
    return {"lines": found.lines[:SHOWN], "refusal": "", "currency": account.currency_id}
