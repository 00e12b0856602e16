"""The outermost frame of a request: its id, which every log line, event and audit row carries."""

import re
from collections.abc import Callable
from typing import Any, Final

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest
from django.utils.decorators import sync_and_async_middleware

from apps.core.context import request_context
from apps.core.ids import uuid7

_ACCEPTED: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")


def request_id_of(request: HttpRequest) -> str:
    """Return the id a proxy gave the request, or a new one."""
    given = request.headers.get("X-Request-ID", "")
    return given if _ACCEPTED.fullmatch(given) else uuid7().hex


@sync_and_async_middleware
def RequestIdMiddleware(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:  # noqa: N802
    """Give the request its id, run it in a fresh context, and answer with the id."""
    if iscoroutinefunction(get_response):

        async def async_middleware(request: HttpRequest) -> Any:
            request_id = request_id_of(request)
            request.id = request_id  # type: ignore[attr-defined]
            with request_context(request_id):
                response = await get_response(request)
            response["X-Request-ID"] = request_id
            return response

        return async_middleware

    def middleware(request: HttpRequest) -> Any:
        request_id = request_id_of(request)
        request.id = request_id  # type: ignore[attr-defined]
        with request_context(request_id):
            response = get_response(request)
        response["X-Request-ID"] = request_id
        return response

    return middleware
