"""Every request has an id, and runs for nobody until somebody is known."""

import asyncio

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from apps.core.context import company_context, current
from apps.core.ids import uuid7
from apps.core.middleware import RequestIdMiddleware


def answer(**headers):
    def view(request):
        return HttpResponse(f"{current().request_id} {request.id} {current().company_id}")

    with company_context(uuid7()):  # what an earlier request left behind must not show
        return RequestIdMiddleware(view)(RequestFactory().get("/", headers=headers))


def test_a_request_gets_an_id_and_tells_it():
    response = answer()

    assert (
        response.content.decode() == f"{response['X-Request-ID']} {response['X-Request-ID']} None"
    )
    assert len(response["X-Request-ID"]) == 32


def test_the_id_of_a_proxy_is_kept():
    assert answer(x_request_id="edge-1234.abc")["X-Request-ID"] == "edge-1234.abc"


@pytest.mark.parametrize(
    "given", ["short", "x" * 65, "a b c d e f g h", "<script>alert(1)</script>", "-leading-dash"]
)
def test_an_id_that_is_none_is_replaced(given):
    assert answer(x_request_id=given)["X-Request-ID"] != given


def test_an_asynchronous_view_gets_one_too():
    async def view(request):
        return HttpResponse(current().request_id)

    response = asyncio.run(RequestIdMiddleware(view)(RequestFactory().get("/")))

    assert response.content.decode() == response["X-Request-ID"]
