"""Somebody at a desk without a browser's weight: opens a form, changes what is in it, and sends it as it stands."""

from typing import Any
from uuid import UUID, uuid4

from django.forms import BaseFormSet
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse


class Desk:
    """A user signed in, who works through the forms of the screens."""

    def __init__(self, user: Any) -> None:
        """Sign ``user`` in."""
        self.client = Client()
        self.client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    def page(self, name: str, pk: UUID | None = None, **query: str) -> str:
        """Return the text of a page."""
        answer = self.client.get(address(name, pk), query)
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    def write(self, name: str, pk: UUID | None = None, /, **fields: Any) -> Any:
        """Open a form, change ``fields`` (``__`` stands for a hyphen), send it, and return what it saved."""
        sent = {key.replace("__", "-"): value for key, value in fields.items()}
        answer = self.client.get(address(name, pk))
        assert answer.status_code == 200, answer.status_code
        filled = {**values(answer.context), **sent, "idempotency_key": str(uuid4())}
        rows = [int(key.split("-")[1]) + 1 for key in sent if key.startswith("lines-")]
        filled["lines-TOTAL_FORMS"] = max([filled.get("lines-INITIAL_FORMS", 0), *rows])
        return saved(self.client.post(address(name, pk), filled))

    def press(self, name: str, pk: UUID, **fields: Any) -> Any:
        """Press the button of a verb and return the document it leads to."""
        return saved(
            self.client.post(address(name, pk), {**fields, "idempotency_key": str(uuid4())})
        )


def address(name: str, pk: UUID | None = None) -> str:
    """Return the address of a page by its URL name."""
    return reverse(name, args=[pk] if pk else [])


def values(context: Any) -> dict[str, Any]:
    """Return what the forms on a page would send, untouched."""
    lines = context.get("lines")
    forms = [context["form"]]
    if isinstance(lines, BaseFormSet):
        forms += [lines.management_form, *lines.initial_forms]
    shown = {field.html_name: field.value() for form in forms for field in form}
    shown["version"] = context.get("version", "")
    return {name: value for name, value in shown.items() if value is not None}


def saved(answer: HttpResponse) -> str:
    """Return the address that a form led to; what it refused is shown as the failure."""
    if answer.status_code == 302:
        return answer["Location"]
    found = answer.context or {}
    errors = [getattr(found.get(name), "errors", "") for name in ("form", "lines")]
    raise AssertionError(f"{answer.status_code}: {errors}")
