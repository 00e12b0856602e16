"""Rows of a file people hand in: which fit, which do not and why; and the page that asks for the file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from apps.core.answers import run_once
from apps.core.exceptions import BusinessError
from apps.core.filetables import FileRow, read_table
from apps.core.forms import PlumbForm

SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class RowRefused:
    """A row that was not applied, and why."""

    number: int
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file: how many rows fit, whether they were applied, and those that did not fit."""

    fitting: int
    applied: bool
    refused: tuple[RowRefused, ...] = ()


class FileForm(PlumbForm):
    """A file of rows."""

    file = forms.FileField(label=_lazy("File"), allow_empty_file=False)
    apply_good = forms.BooleanField(
        label=_lazy("Apply the rows that fit even if others do not"), required=False
    )


@dataclass(frozen=True, slots=True)
class Import:
    """What is imported: the columns a file may and must have, and the service that takes its rows.

    ``take`` gets the rows and whether those that fit are wanted though others do not. ``done`` has one ``%(count)d``.
    """

    columns: Sequence[str]
    needed: Sequence[str]
    take: Callable[[list[FileRow], bool], Imported]
    done: str

    def run(self, request: HttpRequest, form: FileForm) -> tuple[dict[str, Any] | None, int]:
        """Return what became of the file, and the status of the answer; errors are on the form."""
        if not form.is_valid():
            return None, 422
        upload = form.cleaned_data["file"]
        try:
            rows = read_table(upload.read(), upload.name, columns=self.columns, needed=self.needed)
            answer = run_once(request, lambda: self.taken(rows, form.cleaned_data["apply_good"]))
        except BusinessError as error:
            form.add_error("file" if error.field == "file" else None, error.message)
            return None, error.http_status
        return answer, 422 if answer["refused"] else 200

    def taken(self, rows: list[FileRow], apply_good: bool) -> dict[str, Any]:  # noqa: FBT001
        """Return what the service made of the rows, as it is remembered."""
        outcome = self.take(rows, apply_good)
        return {
            "fitting": outcome.fitting,
            "applied": outcome.applied,
            "refused": [[row.number, row.code, row.reason] for row in outcome.refused],
        }


def import_page(
    request: HttpRequest, asked: Import, *, title: str, text: str, crumbs: Sequence[tuple[str, str]]
) -> HttpResponse:
    """Ask for a file, take its rows, and name those that do not fit.

    Args:
        text: what a row is; the columns follow it.
        crumbs: (label, address) of the pages above; the last is where it leads when all is done.
    """
    form = FileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    answer, status = None, 200
    if request.method == "POST":
        answer, status = asked.run(request, form)
        if answer and answer["applied"] and not answer["refused"]:
            messages.success(request, asked.done % {"count": answer["fitting"]})
            return redirect(crumbs[-1][1])
    context = {
        "title": title,
        "text": text,
        "crumbs": crumbs,
        "back_url": crumbs[-1][1],
        "form": form,
        "answer": answer,
        "columns": ", ".join(asked.columns),
        "shown": SHOWN,
        "key": uuid4(),
        "submit": _("Import"),
    }
    with transaction.atomic():
        return render(request, "screens/import.html", context, status=status)
