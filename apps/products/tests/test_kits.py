"""What a kit may hold."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from apps.products.models import KitPart, Product
from apps.products.services import NotAKit, WrongPart, save_kit, save_product
from apps.products.tests.factories import make_kit, make_product

pytestmark = pytest.mark.usefixtures("company")


def part(product: Product, quantity: str = "1") -> KitPart:
    return KitPart(product=product, quantity=Decimal(quantity))


def test_a_kit_does_not_hold_itself_or_another_kit_or_a_service():
    tea, kit = make_product(), make_kit()
    work = make_product("WORK", kind="service")

    with pytest.raises(WrongPart, match="out of itself"):
        save_kit(actor=None, document=kit, lines=[part(kit)])
    for wrong in (make_kit("OTHER", {tea: "1"}), work):
        with pytest.raises(WrongPart, match="is none"):
            save_kit(actor=None, document=kit, lines=[part(wrong)])


def test_a_kit_names_each_of_its_goods_once():
    tea, kit = make_product(), make_kit()

    with pytest.raises(WrongPart, match="once"):
        save_kit(actor=None, document=kit, lines=[part(tea), part(tea)])


def test_only_a_kit_holds_anything():
    tea, rice = make_product(), make_product("RICE")

    with pytest.raises(NotAKit):
        save_kit(actor=None, document=tea, lines=[part(rice)])


def refused(statement: str, *values: object) -> None:
    with (
        pytest.raises(IntegrityError, match="A kit holds goods"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, values)


def test_the_database_refuses_a_kit_of_what_is_no_good():
    tea = make_product()
    kit, work = make_kit(parts={tea: "2"}), make_product("WORK", kind="service")

    refused("UPDATE products_kitpart SET product_id = %s", work.pk)
    refused("UPDATE products_kitpart SET kit_id = %s, product_id = %s", work.pk, tea.pk)
    refused("UPDATE products_product SET kind = 'service' WHERE id = %s", tea.pk)
    refused("UPDATE products_product SET kind = 'goods' WHERE id = %s", kit.pk)


def test_a_product_in_a_kit_says_why_it_stays_a_good():
    tea = make_product()
    make_kit(parts={tea: "2"})
    tea.kind = "service"

    with pytest.raises(Exception, match="A kit holds goods"):
        save_product(actor=None, document=tea)


def test_a_kit_is_filled_in_the_browser(client, user_in):
    client.force_login(user_in("owner"))
    tea, kit = make_product(), make_kit()
    url = reverse("products:kit_edit", args=[kit.pk])
    lines = {
        "lines-TOTAL_FORMS": "1",
        "lines-INITIAL_FORMS": "0",
        "lines-0-product": tea.pk,
        "lines-0-quantity": "3",
    }

    assert client.get(url).status_code == 200
    answer = client.post(url, {**lines, "version": kit.version}, follow=True)

    assert [(row.product.sku, row.quantity) for row in KitPart.objects.filter(kit=kit)] == [
        ("TEA", 3)
    ]
    assert "What it holds" in answer.content.decode()
    assert client.get(reverse("products:kit_edit", args=[tea.pk])).status_code == 404


def test_goods_alone_are_offered_as_parts(client, user_in):
    client.force_login(user_in("owner"))
    make_product()
    make_kit("TEABOX")

    answer = client.get(reverse("products:product_options"), {"q": "TEA", "kind": "goods"})

    assert "TEABOX" not in answer.content.decode()
    assert "TEA" in answer.content.decode()
