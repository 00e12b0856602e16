"""Read settings from the environment; a bad value ends the start with a sentence that names it."""

import os
from collections.abc import Collection, Iterable
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

YES, NO = frozenset({"1", "true", "yes", "on"}), frozenset({"", "0", "false", "no", "off"})


def text(name: str, default: str | None = None) -> str:
    """Return a variable; without a default it must be there."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(
            f"Set the environment variable {name}; docs/operations.md says what it is for."
        )
    return value.strip()


def flag(name: str, *, default: bool) -> bool:
    """Return a yes or no."""
    value = text(name, "yes" if default else "no").lower()
    if value not in YES | NO:
        raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}.")
    return value in YES


def number(name: str, default: int, *, low: int = 0) -> int:
    """Return a whole number, at least ``low``."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdigit() and int(value) >= low):
        raise ImproperlyConfigured(f"{name} must be a whole number from {low} on, not {value!r}.")
    return int(value)


def one_of(name: str, choices: Collection[str], default: str) -> str:
    """Return one of ``choices``."""
    value = text(name, default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}, not {value!r}.")
    return value


def items(name: str, default: str = "") -> list[str]:
    """Return a comma-separated list."""
    return [item.strip() for item in text(name, default).split(",") if item.strip()]


def database(name: str, *, session: dict[str, str]) -> dict[str, Any]:
    """Return Django's settings for the PostgreSQL URL in ``name``; ``session`` is set on every connection."""
    try:
        parts = dict(conninfo_to_dict(text(name)))
    except ProgrammingError as error:
        raise ImproperlyConfigured(
            f"{name} is not a PostgreSQL URL: {str(error).strip()}"
        ) from error
    if not parts.get("dbname") or not parts.get("user"):
        raise ImproperlyConfigured(
            f"{name} must name a role and a database: postgresql://erp_app:...@host/erp"
        )
    given = parts.pop("options", "")
    options = " ".join(
        filter(None, [str(given), *(f"-c {key}={value}" for key, value in session.items())])
    )
    return {
        "ENGINE": "erp.postgres",
        "NAME": parts.pop("dbname"),
        "USER": parts.pop("user"),
        "PASSWORD": str(parts.pop("password", "") or ""),
        "HOST": str(parts.pop("host", "") or ""),
        "PORT": str(parts.pop("port", "") or ""),
        "OPTIONS": {**parts, "options": options},
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": number("ERP_CONN_MAX_AGE", 600),
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": False,
    }


def broker(redis: str) -> str:
    """Return the URL of a Redis server as Celery wants it, which names sockets in its own way."""
    url = urlsplit(redis)
    if url.scheme != "unix":
        return redis
    return f"redis+socket://{url.path}?virtual_host={parse_qs(url.query).get('db', ['0'])[0]}"


def mail(name: str, default: str | None) -> dict[str, Any]:
    """Return Django's settings for ``smtp://user:password@host:port``, ``smtps:``, ``smtp+tls:`` or ``file:``."""
    url = urlsplit(text(name, default))
    if url.scheme == "file":
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend"}
    if url.scheme not in {"smtp", "smtps", "smtp+tls"} or not url.hostname:
        raise ImproperlyConfigured(
            f"{name} must look like smtp+tls://user:password@host:587, or be file:"
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": url.hostname,
        "EMAIL_PORT": url.port or {"smtp": 25, "smtps": 465, "smtp+tls": 587}[url.scheme],
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_SSL": url.scheme == "smtps",
        "EMAIL_USE_TLS": url.scheme == "smtp+tls",
        "EMAIL_TIMEOUT": 20,
    }


def schedules(apps: Iterable[str]) -> dict[str, Any]:
    """Return what the beat process starts: the ``SCHEDULE`` of every app of ours that has a module ``beat``."""
    found: dict[str, Any] = {}
    for app in apps:
        if app.startswith("apps.") and find_spec(f"{app}.beat"):
            found |= import_module(f"{app}.beat").SCHEDULE
    return found
