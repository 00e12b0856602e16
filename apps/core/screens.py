"""The three screens of a document: list, detail and form. A screen that does not fit is a function view."""

from collections.abc import Callable, Sequence
from inspect import isfunction
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, TemplateView, View

from apps.core import keyset, lists, timeline
from apps.core.answers import (
    Words,
    answer_of,
    document_url,
    go_to,
    is_fragment,
    refuse,
    run_once,
    say,
)
from apps.core.buttons import bulk_buttons, link_to, names_of, verb_buttons
from apps.core.conflicts import conflicts_of
from apps.core.exceptions import BusinessError, StaleVersion
from apps.core.exports import FORMATS, export
from apps.core.idempotency import FORM_FIELD
from apps.core.lifecycle import Lifecycle
from apps.core.permissions import declare_target, require


class Screen(View):
    """What all screens declare: whose rows (``visible``) by which right (``permission``, else the model's).

    ``names`` is what the URL names of the document's screens begin with, else ``<app>:<model>``.
    """

    model: Any = None
    names: str = ""
    permission: str = ""
    verb_of_right = "view"
    visible: Callable[[Any], models.QuerySet[Any]]
    template_name: str

    def __init_subclass__(cls) -> None:
        for name in ("visible", "service"):
            if isfunction(cls.__dict__.get(name)):
                setattr(cls, name, staticmethod(cls.__dict__[name]))
        described = getattr(cls, "form_class", None) or getattr(cls, "filterset_class", None)
        cls.model = cls.model or (described and described._meta.model)
        if cls.model and not cls.names:
            cls.names = names_of(cls.model)
        if cls.model and not cls.permission:
            cls.permission = (
                f"{cls.model._meta.app_label}.{cls.verb_of_right}_{cls.model._meta.model_name}"
            )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Check the right, answer, and render inside the transaction that sees the company's rows."""
        require(request.user, self.permission)
        response: Any = super().dispatch(request, *args, **kwargs)
        patch_vary_headers(response, ["HX-Request", "Cookie"])
        return response.render() if hasattr(response, "render") else response


class ListScreen(Screen, TemplateView):
    """Search, filters, tabs, sorting, keyset pages, selection and export of what is filtered."""

    filterset_class: Any
    table_class: Any
    title: Words
    subtitle: Words = _("%s in this view")
    tabs: Sequence[lists.Tab] = ()
    create: Words = ""
    bulk: Sequence[str] = ()
    empty: ClassVar[dict[str, Any]] = {
        "title": _("Nothing here"),
        "text": _("No row matches the filters."),
    }
    page_size = 50
    template_name = "screens/list.html"
    table_template = "screens/list.html#table"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer with the page, its table alone (HTMX), or a file."""
        filters = self.narrowed(request, request.GET)
        filtered = filters.qs if filters.is_valid() else filters.queryset.none()
        if request.GET.get("export") in FORMATS:
            try:
                return export(
                    self.table(filtered, lists.AllRows), request.GET["export"], str(self.title)
                )
            except BusinessError as error:
                return refuse(request, error, lists.query_url(request))
        table = self.table(filtered, lists.KeysetData)
        context = self.get_context_data(
            table=table, filter=filters, **self.counted(filtered, filters.queryset, table)
        )
        template = self.table_template if is_fragment(request) else self.template_name
        return render(request, template, context, status=200 if filters.is_valid() else 422)

    @classmethod
    def narrowed(cls, request: HttpRequest, query: QueryDict, rows: Any = None) -> Any:
        """Return the filter set of ``query`` over what the user may see: the list, or what counts its rows."""
        rows = cls.visible(request.user) if rows is None else rows
        return cls.filterset_class(query, queryset=rows, request=request)

    def table(self, rows: models.QuerySet[Any], data: type[lists.KeysetData]) -> Any:
        """Return the table over ``rows`` as the address sorts it and shows its columns."""
        query = self.request.GET
        page = data(
            rows, size=self.page_size, after=query.get("after", ""), before=query.get("before", "")
        )
        table = self.table_class(
            page,
            order_by=query.get("sort") or None,
            exclude=lists.hidden_columns(self.table_class, query),
        )
        table.request = self.request
        return table

    def counted(self, filtered: Any, rows: Any, table: Any) -> dict[str, Any]:
        """Return page, tabs and title with their counts: one statement, one more past 10,000 rows."""
        presets = [self.narrowed(self.request, tab.query(), rows).qs for tab in self.tabs]
        limits = [keyset.EXACT_UP_TO, *(keyset.TAB_LIMIT for _tab in presets)]
        count, *of_tabs = keyset.counts([filtered, *presets], limit=limits)
        estimated = count > keyset.EXACT_UP_TO
        count = max(count, keyset.estimate(filtered)) if estimated else count
        return {
            "page": lists.pager(self.request, table.data.page, count, estimated=estimated),
            "tabs": lists.tab_links(self.request, self.tabs, of_tabs),
            "subtitle": say(self.subtitle, lists.count_words(count, estimated=estimated)),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what the template shows."""
        request, form = self.request, kwargs["filter"].form
        context = {
            "title": self.title,
            "search": form["q"] if "q" in form.fields else None,
            "chips": lists.chips(request, form),
            "clear_url": request.path,
            "columns": lists.columns(kwargs["table"]),
            "create_url": link_to(request.user, self.names, "create"),
            "create_label": self.create,
            "bulk": bulk_buttons(request.user, self.names, self.bulk),
            "kept": [("sort", request.GET["sort"])] if request.GET.get("sort") else [],
            "searched": request.GET.get("q", ""),
            "fragment": is_fragment(request),
            "empty": self.empty,
            "export_url": lists.query_url(request),
            "idempotency_key": uuid4(),
        }
        return super().get_context_data(**context | kwargs)


class DetailScreen(Screen, DetailView):
    """A document: facts at the top, the next verb, lines, totals, related documents, timeline, files."""

    lifecycle: Lifecycle | None = None
    verbs: Sequence[str] = ()
    template_name = "screens/detail.html"

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if cls.model and hasattr(cls, "visible"):
            declare_target(cls.model._meta.label, cls.visible, cls.permission)

    def get_queryset(self) -> models.QuerySet[Any]:
        """Return the rows the user may see."""
        return self.visible(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the document, its buttons, its timeline and its files."""
        document, user = self.object, self.request.user
        allowed = self.lifecycle.verbs_from(document.status) if self.lifecycle else []
        buttons = verb_buttons(user, document, allowed, self.verbs, self.names)
        editable = getattr(document, "status", "draft") == "draft"
        has_status = hasattr(document, "get_status_display")
        context = {
            "document": document,
            "status_label": document.get_status_display() if has_status else "",
            "verbs": buttons,
            "has_primary": any(button["primary"] for button in buttons),
            "edit_url": link_to(user, self.names, "edit", document) if editable else "",
            "list_url": link_to(user, self.names, "list"),
            "list_title": capfirst(str(self.model._meta.verbose_name_plural)),
            "comment_key": uuid4(),
            "timeline": timeline.timeline_of(document, user),
            **timeline.files_of(document),
        }
        return super().get_context_data(**context | kwargs)


class Invalid(Exception):
    """What was typed is not of the right shape; the forms say what."""


class FormScreen(Screen):
    """A header form with lines, handed unsaved to one service: (actor, document, lines, removed)."""

    form_class: Any
    lines_class: Any = None
    service: Callable[..., Any]
    title: Words = ""
    done: Words = _("Saved %s.")
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
        rows = [
            row for row in (self.lines or ()) if row.has_changed() or not row.instance._state.adding
        ]
        gone = [row for row in rows if row.cleaned_data.get("DELETE")]
        kept = [row.instance for row in rows if row not in gone]
        removed = {row.instance.pk for row in gone if not row.instance._state.adding}
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
            "conflicts": conflicts_of(self.form, self.lines, stored) if stored else [],
            "version": stored.version
            if stored
            else self.request.POST.get("version", getattr(document, "version", "")),
            "idempotency_key": self.request.POST.get(FORM_FIELD) or uuid4(),
            "multipart": self.form.is_multipart(),
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
