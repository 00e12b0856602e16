"""How a command is run once and answered: the redirect, the message, the refusal in a fragment."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import IntegrityError, models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from apps.core import idempotency, retry
from apps.core.exceptions import BusinessError
from apps.core.refusals import refusal_of

Words = Any
"""A text, lazy or not, with at most one ``%s`` for the document; or a function from the document to a text."""


def run_once(
    request: HttpRequest, effect: Callable[[], dict[str, Any]], part: str = ""
) -> dict[str, Any]:
    """Run ``effect`` in the outermost transaction, once per hidden key; the same key again gets its answer.

    Args:
        part: tells apart the several effects of one request.

    Raises:
        BusinessError: a service refused, or a rule in the database did.
    """
    key = (request.POST.get(idempotency.FORM_FIELD) or str(uuid4())) + (part and f":{part}")
    request_hash = idempotency.hash_of_form(request)

    actor = cast(UUID, request.user.pk)

    def once() -> dict[str, Any]:
        return idempotency.once(actor_id=actor, key=key, request_hash=request_hash, effect=effect)[
            0
        ]

    try:
        return retry.run_tx(once)
    except IntegrityError as error:
        raise refusal_of(error) from error


def answer_of(document: Any, done: Words) -> dict[str, Any]:
    """Return what is remembered of an effect: the message, and the page of the document it ended in."""
    return {
        "url": document_url(document) if isinstance(document, models.Model) else "",
        "message": say(done, document),
    }


def say(words: Words, document: Any) -> str:
    """Return ``words`` about ``document``."""
    text = str(words(document) if callable(words) else words)
    return text % document if "%s" in text else text


def document_url(record: models.Model) -> str:
    """Return the URL of the document's detail screen, else of its list, else of the home page.

    It serves a table as ``linkify`` and as ``data-href``, hence the name of its argument.
    A model whose screens depend on the row (its kind) says which in Django's ``get_absolute_url``.
    """
    if hasattr(record, "get_absolute_url"):
        return str(record.get_absolute_url())
    name = f"{record._meta.app_label}:{record._meta.model_name}"
    for screen, arguments in ((f"{name}_detail", [record.pk]), (f"{name}_list", [])):
        try:
            return reverse(screen, args=arguments)
        except NoReverseMatch:
            continue
    return "/"


def is_fragment(request: HttpRequest) -> bool:
    """Return whether HTMX asks for a piece of a page; a boosted link wants the whole."""
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx and not htmx.boosted)


def refuse(request: HttpRequest, error: BusinessError, back: str) -> HttpResponse:
    """Say why not: in a fragment with the error's status, else as a message on the page ``back``."""
    if is_fragment(request):
        return render(request, "screens/refused.html", {"error": error}, status=error.http_status)
    messages.error(request, error.message)
    return redirect(back)


def go_to(request: HttpRequest, url: str) -> HttpResponse:
    """Redirect to ``url`` on this site, in the way the asker understands."""
    if not url_has_allowed_host_and_scheme(
        url, {request.get_host()}, require_https=request.is_secure()
    ):
        url = "/"
    return (
        HttpResponse(status=204, headers={"HX-Redirect": url})
        if is_fragment(request)
        else redirect(url)
    )
