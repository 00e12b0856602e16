"""The screens of a document: list and detail here, the form beside. One that does not fit is a function view."""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, TemplateView

from apps.core import keyset, lists, timeline
from apps.core.answers import Words, is_fragment, refuse, say
from apps.core.buttons import bulk_buttons, link_to, verb_buttons
from apps.core.exceptions import BusinessError
from apps.core.exports import FORMATS, export
from apps.core.form_screen import FormScreen, Invalid, kept_and_removed
from apps.core.lifecycle import Lifecycle
from apps.core.permissions import declare_target
from apps.core.screen import Screen

__all__ = [
    "DetailScreen",
    "FormScreen",
    "Invalid",
    "ListScreen",
    "Screen",
    "kept_and_removed",
]


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
        "title": _("Nothing here yet"),
        "text": _("It fills as you work."),
    }
    page_size = 50
    template_name = "screens/list.html"
    table_template = "screens/list.html#table"

    def get(  # type: ignore[override]  # a file is no HttpResponse
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
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
    """A document: facts at the top, the next verb, lines, totals, related documents, timeline, files.

    ``next_verbs`` move it on though its life cycle does not know them; the first that is possible is primary.
    """

    lifecycle: Lifecycle | None = None
    next_verbs: Sequence[str] = ()
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
        onward = [*self.next_verbs, *allowed]
        buttons = verb_buttons(user, document, onward, self.verbs, self.names)
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
