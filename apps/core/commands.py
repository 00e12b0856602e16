"""The one place that turns a button into a service call."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.translation import gettext as _

from apps.core.answers import Words, answer_of, document_url, go_to, refuse, run_once, say
from apps.core.exceptions import BusinessError
from apps.core.forms import PlumbForm
from apps.core.idempotency import FORM_FIELD
from apps.core.permissions import Visible, may, require
from apps.core.verbs import verb_label

MANY = 200


class CommandForm(PlumbForm):
    """What a verb asks before it runs: a date, a reason. Knows the document and who acts."""

    def __init__(self, data: Any = None, *, document: Any, user: Any) -> None:
        self.document, self.user = document, user
        super().__init__(data)


@dataclass(frozen=True, slots=True)
class Command:
    """A verb on a document: the service behind its button, and what the button says.

    ``asks`` says whether the button leads to the form first, of a document and a user; ``then`` the page it ends on,
    which is what the service returned unless said otherwise.
    """

    service: Callable[..., Any]
    permission: str
    visible: Visible
    done: Words
    form: type[CommandForm] | None = None
    label: Words = ""
    confirm: Words = ""
    danger: bool = False
    icon: str = ""
    offered: Callable[[Any], bool] = bool
    asks: Callable[[Any, Any], bool] = lambda _document, _user: True
    then: Callable[[], str] | None = None

    def find(self, user: Any, pk: UUID) -> Any:
        """Return the document: 404 unless it is visible, 403 unless the right is there."""
        document = self.visible(user).filter(pk=pk).first()
        if document is None:
            raise Http404
        if not may(user, self.permission, document):
            raise PermissionDenied(self.permission)
        return document

    def run(self, request: HttpRequest, pk: UUID, part: str = "", **values: Any) -> dict[str, Any]:
        """Call the service, once per hidden key; raises BusinessError."""
        return run_once(
            request,
            lambda: answer_of(self.service(actor=request.user, pk=pk, **values), self.done),
            part,
        )

    def label_for(self, verb: str, document: Any) -> str:
        """Return what its button says: its own words, or those of every such verb."""
        return (say(self.label, document) if self.label else "") or verb_label(verb)

    def ask(self, request: HttpRequest, document: Any, form: CommandForm) -> HttpResponse:
        """Show the page that says what the verb will do and asks for what it needs."""
        context = {
            "command": self,
            "document": document,
            "form": form,
            "back": document_url(document),
        }
        assert request.resolver_match
        verb = str(request.resolver_match.url_name).rpartition("_")[2]
        context |= {"label": self.label_for(verb, document), "text": say(self.confirm, document)}
        context |= {"key": request.POST.get(FORM_FIELD) or uuid4()}
        return render(request, "screens/confirm.html", context, status=422 if form.errors else 200)


def command_view(service: Callable[..., Any], **settings: Any) -> Callable[..., HttpResponse]:
    """Return the view of one verb: ``POST /…/<uuid:pk>/<verb>/`` calls ``service(actor=, pk=, **form)``.

    Invisible is 404, no right is 403, a ``BusinessError`` is a message on the document (409 in a fragment).
    The same hidden key twice is one effect and one answer. The transaction is the outermost one and is
    retried when PostgreSQL asks for it. Settings: the fields of ``Command``.
    """
    command = Command(service, **settings)

    @transaction.non_atomic_requests
    def view(request: HttpRequest, pk: UUID) -> HttpResponse:
        if request.method != "POST" and not (command.form and request.method == "GET"):
            return HttpResponseNotAllowed(["GET", "POST"] if command.form else ["POST"])
        form = None
        with transaction.atomic():
            document = command.find(request.user, pk)
            if command.form:
                posted = request.POST if request.method == "POST" else None
                form = command.form(posted, document=document, user=request.user)
                if not form.is_valid():
                    return command.ask(request, document, form)
        try:
            answer = command.run(request, pk, **(form.cleaned_data if form else {}))
        except BusinessError as error:
            if form is None or error.field not in form.fields:
                return refuse(request, error, document_url(document))
            form.add_error(error.field, error.message)
            with transaction.atomic():
                return command.ask(request, document, form)
        messages.success(request, answer["message"])
        done = command.then() if command.then else answer["url"]
        return go_to(request, done or document_url(document))

    view.right, view.command = command.permission, command  # type: ignore[attr-defined]
    return view


def bulk_view(single: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Return the view that runs the command view ``single`` on each selected row: ``POST pk=…&pk=…``.

    Each row is a transaction of its own; the messages say how many were done and quote what was refused.
    """
    command: Command = single.command  # type: ignore[attr-defined]

    @transaction.non_atomic_requests
    def view(request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        require(request.user, command.permission)
        chosen = dict.fromkeys(request.POST.getlist("pk")[:MANY])
        refused = []
        for pk in chosen:
            try:
                with transaction.atomic():
                    document = command.find(request.user, UUID(pk))
                command.run(request, document.pk, part=pk)
            except ValueError as error:
                raise Http404 from error
            except BusinessError as error:
                refused.append(error.message)
        if len(chosen) > len(refused):
            messages.success(request, _("Done: %(count)d.") % {"count": len(chosen) - len(refused)})
        for message in refused[:5]:
            messages.error(request, message)
        if len(refused) > 5:
            messages.error(request, _("%(count)d more were refused.") % {"count": len(refused) - 5})
        return go_to(request, request.META.get("HTTP_REFERER", ""))

    view.right = command.permission  # type: ignore[attr-defined]
    return view
