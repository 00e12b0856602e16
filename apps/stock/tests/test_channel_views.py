"""Screens of sales channels and their quotas: lists, forms, the bar, the export; and who may."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.core.ids import uuid7
from apps.products.tests.factories import make_product
from apps.stock.models import ChannelQuota, SalesChannel
from apps.stock.tests.factories import make_channel, make_place, make_quota, receive, reserve
from apps.warehouses.tests.factories import make_warehouse

pytestmark = pytest.mark.django_db
QUOTAS = reverse("stock:channelquota_list")
CHANNELS = reverse("stock:saleschannel_list")


@pytest.fixture
def tea(company):
    make_place()
    tea = make_product()
    receive(tea, "100", "2")
    return tea


@pytest.fixture
def browser(user_in):
    def of(*roles):
        client = Client()
        client.force_login(user_in(*roles))
        return client

    return of


def text(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def quota_form(product, quantity: str, **fields):
    values = {"product": product.pk, "warehouse": make_warehouse().pk, "channel": make_channel().pk}
    return {**values, "quantity": quantity, "idempotency_key": uuid4(), **fields}


def test_a_quota_shows_what_is_promised_of_it(tea, browser):
    make_quota(tea, "8")
    reserve((uuid7(), tea, "6"), channel=make_channel().pk)

    page = browser("owner").get(QUOTAS)

    assert re.search(
        r'<progress value="0\.75\d*" max="1" aria-label="75%\s*promised"', page.content.decode()
    )
    assert "75%" in text(page)


def test_the_tab_shows_quotas_of_which_nothing_is_left(tea, browser):
    make_quota(tea, "6", "WEB")
    make_quota(tea, "6", "SHOP")
    reserve((uuid7(), tea, "6"), channel=make_channel("SHOP").pk)

    page = text(browser("owner").get(QUOTAS, {"state": "full"}, headers={"HX-Request": "true"}))

    assert "Shop" in page
    assert "Web" not in page


def test_quotas_are_exported(tea, browser):
    make_quota(tea, "8")
    reserve((uuid7(), tea, "6"), channel=make_channel().pk)

    answer = b"".join(browser("owner").get(QUOTAS, {"export": "csv"})).decode()

    assert "TEA" in answer
    assert "0.75" in answer


def test_a_quota_is_made_changed_and_removed(tea, browser):
    page = browser("owner")

    page.post(reverse("stock:channelquota_create"), quota_form(tea, "8"))
    made = ChannelQuota.objects.get()
    assert (made.quantity, made.product) == (8, tea)

    edit = reverse("stock:channelquota_edit", args=[made.pk])
    page.post(edit, quota_form(tea, "9", version=made.version))
    made.refresh_from_db()
    assert made.quantity == 9

    page.post(reverse("stock:channelquota_delete", args=[made.pk]), {"idempotency_key": uuid4()})
    assert not ChannelQuota.objects.exists()


def test_a_quota_below_what_is_promised_is_told_at_its_field(tea, browser):
    made = make_quota(tea, "8")
    reserve((uuid7(), tea, "6"), channel=make_channel().pk)

    answer = browser("owner").post(
        reverse("stock:channelquota_edit", args=[made.pk]),
        quota_form(tea, "5", version=made.version),
    )

    assert answer.status_code == 409
    assert "release some first; 6 of" in text(answer)
    assert ChannelQuota.objects.get().quantity == 8


def test_a_channel_is_made_with_its_names_and_archived(company, browser):
    page = browser("owner")
    form = {"code": "web", "name": "Web shop", "name_fr": "Boutique", "is_active": "on"}

    page.post(reverse("stock:saleschannel_create"), {**form, "idempotency_key": uuid4()})

    made = SalesChannel.objects.get()
    assert (made.code, made.name_in("fr")) == ("WEB", "Boutique")
    del form["is_active"]
    page.post(
        reverse("stock:saleschannel_edit", args=[made.pk]),
        {**form, "version": made.version, "idempotency_key": uuid4()},
    )
    assert not SalesChannel.objects.get().is_active
    assert "WEB" in text(page.get(CHANNELS, {"is_active": "false"}))


def test_a_salesperson_looks_at_quotas_and_sets_none(tea, browser):
    made = make_quota(tea, "8")
    page = browser("salesperson")

    assert page.get(QUOTAS).status_code == 200
    assert page.post(reverse("stock:channelquota_create"), quota_form(tea, "9")).status_code == 403
    edit = reverse("stock:channelquota_edit", args=[made.pk])
    assert page.post(edit, quota_form(tea, "9")).status_code in (403, 404)
    assert ChannelQuota.objects.get().quantity == 8


def test_quotas_of_a_closed_warehouse_are_not_shown(tea, browser):
    make_quota(tea, "8")

    assert "TEA" not in text(browser("warehouse_manager").get(QUOTAS))


@pytest.mark.parametrize("address", [QUOTAS, CHANNELS])
def test_the_lists_take_the_same_statements_for_2_and_20_rows(tea, browser, address):
    page = browser("owner")

    def rows(start: int, end: int) -> int:
        for number in range(start, end):
            make_quota(make_product(f"P{number}"), "8", f"C{number}")
        with CaptureQueriesContext(connection) as captured:
            assert page.get(address).status_code == 200
        return len(captured)

    assert rows(0, 2) == rows(2, 20)
