"""The form of a document: a header and its lines, handed unsaved to one service."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from apps.core.answers import Words, answer_of, document_url, go_to, run_once, say
from apps.core.buttons import link_to
from apps.core.conflicts import conflicts_of
from apps.core.exceptions import BusinessError, StaleVersion
from apps.core.idempotency import FORM_FIELD
from apps.core.screen import Screen


class Invalid(Exception):
    """What was typed is not of the right shape; the forms say what."""


class FormScreen(Screen):
    """A header form with lines, handed unsaved to one service: (actor, document, lines, removed)."""

    form_class: Any
    lines_class: Any = None
    service: Callable[..., Any]
    title: Words = ""
    lines_title: Words = _("Lines")
    done: Words = _("Saved %s.")
    submit: Words = _("Save")
    verb_of_right = "change"
    template_name = "screens/form.html"
    row_template = "screens/form.html#row"
    form: Any = None
    lines: Any = None

    @transaction.non_atomic_requests
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer outside Django's transaction: saving opens, and retries, its own."""
        return super().dispatch(request, *args, **kwargs)

    def bind(self, pk: UUID | None, data: Any = None) -> Any:
        """Make the forms of the stored or new document and return it, in the version the user saw."""
        document = get_object_or_404(self.visible(self.request.user), pk=pk) if pk else self.model()
        if data is not None and pk and hasattr(document, "version"):
            document.version = int(data["version"]) if data.get("version", "").isdecimal() else 0
        initial = {
            name: self.request.GET[name]
            for name in self.form_class.base_fields
            if name in self.request.GET
        }
        files = self.request.FILES if data is not None else None
        self.form = self.form_class(data, files, instance=document, initial=initial)
        self.lines = (
            self.lines_class(data, instance=document, prefix="lines") if self.lines_class else None
        )
        return document

    def get(self, request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
        """Show the form, or one more row for it."""
        with transaction.atomic():
            self.bind(pk)
            if "row" in request.GET and self.lines is not None:
                return render(request, self.row_template, {"row": self.lines.empty_form})
            return self.page()

    def post(self, request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
        """Save once, or show the forms again with everything that was typed and what to do."""
        try:
            answer = run_once(request, lambda: self.save(pk))
        except Invalid:
            return self.page_again(422)
        except StaleVersion as error:
            self.form.add_error(None, error.message)
            return self.page_again(409, stale=pk)
        except BusinessError as error:
            self.form.add_error(
                error.field if error.field in self.form.fields else None, error.message
            )
            return self.page_again(error.http_status)
        messages.success(request, answer["message"])
        return go_to(request, answer["url"])

    def save(self, pk: UUID | None) -> dict[str, Any]:
        """Check the shape and call the service."""
        document = self.bind(pk, self.request.POST)
        if not all([self.form.is_valid(), self.lines is None or self.lines.is_valid()]):
            raise Invalid
        kept, removed = kept_and_removed(self.lines or ())
        saved = self.service(
            actor=self.request.user, document=document, lines=kept, removed=removed
        )
        return answer_of(saved, self.done)

    def page_again(self, status: int, stale: UUID | None = None) -> HttpResponse:
        """Show what was typed with its errors; over a stale version, beside what is stored now."""
        with transaction.atomic():
            stored = self.visible(self.request.user).filter(pk=stale).first() if stale else None
            return self.page(status, stored)

    def page(self, status: int = 200, stored: Any = None) -> HttpResponse:
        """Render the form."""
        document, is_new = self.form.instance, "pk" not in self.kwargs
        list_url = link_to(self.request.user, self.names, "list")
        context = {
            "title": say(self.title, document) or capfirst(str(self.model._meta.verbose_name)),
            "document": document,
            "form": self.form,
            "lines": self.lines,
            "lines_title": self.lines_title,
            "conflicts": conflicts_of(self.form, self.lines, stored) if stored else [],
            "version": stored.version
            if stored
            else self.request.POST.get("version", getattr(document, "version", "")),
            "idempotency_key": self.request.POST.get(FORM_FIELD) or uuid4(),
            "multipart": self.form.is_multipart(),
            "submit": self.submit,
            "list_url": list_url,
            "list_title": capfirst(str(self.model._meta.verbose_name_plural)),
            "cancel_url": list_url if is_new else document_url(document),
            "row_url": f"{self.request.path}?row=lines",
        }
        shown = self.extra(context)  # noqa: S610 this is no queryset
        return render(self.request, self.template_name, shown, status=status)

    def extra(self, context: dict[str, Any]) -> dict[str, Any]:
        """Return the context with what a form's own template needs besides."""
        return context


def kept_and_removed(lines: Iterable[Any]) -> tuple[list[Any], set[UUID]]:
    """Return the unsaved rows of a valid formset to keep, in order, and the ids of stored rows to delete."""
    rows = [row for row in lines if row.has_changed() or not row.instance._state.adding]
    gone = [row for row in rows if row.cleaned_data.get("DELETE")]
    kept = [row.instance for row in rows if row not in gone]
    return kept, {row.instance.pk for row in gone if not row.instance._state.adding}
