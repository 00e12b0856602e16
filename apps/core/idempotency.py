"""The same request twice has one effect and one answer.

The key is written in the transaction of the effect, so both exist or neither does. A second request with the
key waits for the first on the unique index, then gets its answer; if the first failed, it is the first.
"""

import hashlib
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.context import company_id
from apps.core.exceptions import BusinessError, InvalidInput
from apps.core.ids import uuid7
from apps.core.models import IdempotencyKey

FORM_FIELD: Final = "idempotency_key"
NOT_THE_REQUEST: Final = frozenset({FORM_FIELD, "csrfmiddlewaretoken"})
KEPT_FOR: Final = timedelta(days=8)
LONGEST_KEY: Final = 100

_CLAIM = """
INSERT INTO core_idempotencykey (id, company_id, actor_id, key, request_hash, response, at)
VALUES (%s, %s, %s, %s, %s, '{}', clock_timestamp())
ON CONFLICT (company_id, actor_id, key) DO NOTHING
"""


class KeyReused(BusinessError):
    """The key was used before, for something else."""

    http_status = 422


def once(
    *, actor_id: UUID, key: str, request_hash: str, effect: Callable[[], dict[str, Any]]
) -> tuple[dict[str, Any], bool]:
    """Run ``effect`` unless this actor's ``key`` did already; return its answer and whether it is a replay.

    Args:
        key: what the client chose, at most 100 characters; the hidden field of a form, a header of the API.
        request_hash: ``hash_of`` the request.
        effect: does the work and returns JSON values.

    Raises:
        KeyReused: another request used the key.
        RuntimeError: no transaction is open; the key would not be bound to the effect.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("once() belongs into the transaction of its effect.")
    if not 1 <= len(key) <= LONGEST_KEY or not key.isprintable():
        raise InvalidInput(_("To send this, give it a key of 1 to 100 printable characters."))
    company = company_id()
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [uuid7(), company, actor_id, key, request_hash])
        is_first = cursor.rowcount == 1
    used = IdempotencyKey.objects.filter(company_id=company, actor_id=actor_id, key=key)
    if is_first:
        response = effect()
        used.update(response=response)
        return response, False
    first = used.get()
    if first.request_hash != request_hash:
        raise KeyReused(
            _(
                "To send something new, open the form again; this one was sent before with other values."
            )
        )
    return first.response, True


def hash_of(method: str, path: str, body: bytes) -> str:
    """Return what makes two requests the same: method, path and body."""
    return hashlib.sha256(b"\0".join([method.upper().encode(), path.encode(), body])).hexdigest()


def hash_of_form(request: HttpRequest, data: Mapping[str, list[str]] | None = None) -> str:
    """Return ``hash_of`` a posted form, without its key and its CSRF token; files count by their bytes.

    Args:
        data: field -> values, when the caller has them; else ``request.POST``.
    """
    fields = data if data is not None else dict(request.POST.lists())
    pairs = [
        (name, value)
        for name in sorted(fields)
        if name not in NOT_THE_REQUEST
        for value in fields[name]
    ]
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            pairs.append((name, hashlib.sha256(file.read()).hexdigest()))
            file.seek(0)
    return hash_of(request.method or "POST", request.path, urlencode(pairs).encode())


def sweep_expired(*, older_than: timedelta = KEPT_FOR) -> int:
    """Delete this company's keys that no client retries any more; return how many."""
    count, _by_model = IdempotencyKey.objects.filter(
        company_id=company_id(), at__lt=timezone.now() - older_than
    ).delete()
    return count
