"""The buttons of a screen: read from the views behind them, so a button is shown exactly when it would work."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import uuid4

from django.urls import NoReverseMatch, resolve, reverse

from apps.core.answers import say
from apps.core.commands import Command
from apps.core.permissions import declared_right, may
from apps.core.verbs import verb_label

DANGER: Final = {"cancel", "reverse", "scrap"}


def names_of(model: Any) -> str:
    """Return what the URL names of a document's screens begin with: ``<app>:<model>``."""
    return f"{model._meta.app_label}:{model._meta.model_name}"


def url_of(names: str, action: str, *arguments: Any) -> str:
    """Return the URL named ``<names>_<action>``, "" when there is none."""
    try:
        return reverse(f"{names}_{action}", args=arguments)
    except NoReverseMatch:
        return ""


def link_to(user: Any, names: str, action: str, document: Any = None) -> str:
    """Return the URL of the screen ``action`` if it exists and ``user`` may open it, else ""."""
    url = url_of(names, action, *([document.pk] if document is not None else []))
    permission = declared_right(resolve(url).func) if url else None
    return url if permission and may(user, permission, document) else ""


def verb_buttons(
    user: Any, document: Any, next_verbs: Sequence[str], others: Sequence[str] = (), names: str = ""
) -> list[dict[str, Any]]:
    """Return a button per verb that has a view and a right.

    Args:
        next_verbs: those that move the document on; the first harmless one is the primary button.
        others: those that are always possible.
    """
    buttons: list[dict[str, Any]] = []
    for verb in dict.fromkeys([*next_verbs, *others]):
        url = url_of(names or names_of(document), verb, document.pk)
        command: Command | None = getattr(resolve(url).func, "command", None) if url else None
        if command and may(user, command.permission, document) and command.offered(document):
            danger = command.danger or verb in DANGER
            primary = verb in next_verbs and not danger and not any(b["primary"] for b in buttons)
            button = _button(verb, url, command, document, user)
            buttons.append(button | {"danger": danger, "primary": primary})
    return buttons


def bulk_buttons(user: Any, names: str, verbs: Sequence[str]) -> list[dict[str, Any]]:
    """Return a button per verb that runs on every selected row; its view is named ``…_<verb>_many``."""
    urls = {verb: url_of(names, f"{verb}_many") for verb in verbs}
    return [
        {"label": verb_label(verb), "url": url, "danger": verb in DANGER}
        for verb, url in urls.items()
        if url and may(user, declared_right(resolve(url).func) or "")
    ]


def _button(verb: str, url: str, command: Command, document: Any, user: Any) -> dict[str, Any]:
    return {
        "verb": verb,
        "label": command.label_for(verb, document),
        "url": url,
        "get": command.form is not None and command.asks(document, user),
        "confirm": say(command.confirm, document),
        "icon": command.icon,
        "idempotency_key": str(uuid4()),
    }
