"""Families of products: what can be made of values, what is refused, what is carried to variants."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse

from apps.core.testing import in_threads
from apps.products.families import (
    chosen_values,
    combinations,
    differing,
    in_order,
    variants_of,
)
from apps.products.finding import product_options
from apps.products.models import Attribute, AttributeValue, Family, FamilyValue, Product, Variant
from apps.products.services import (
    NothingToMake,
    UnitFixed,
    ValueTwice,
    archive_product,
    carry_family,
    make_variants,
    save_attribute,
    save_family,
)
from apps.products.tests.factories import (
    make_attribute,
    make_category,
    make_family,
    make_product,
    make_unit,
)

pytestmark = pytest.mark.usefixtures("company")


def shirts(**fields: object) -> Family:
    """Return the family of shirts in two colours and two sizes; L costs 2 more."""
    colour = make_attribute("COLOUR", "RED", "BLUE", position=1)
    size = make_attribute("SIZE", "M", "L", position=2)
    return make_family("SHIRT", colour, size, surcharges={"L": "2"}, **fields)


def made(family: Family, *skus: str) -> Family:
    keys = [each.key for each in combinations(family) if not skus or each.sku in skus]
    make_variants(actor=None, pk=family.pk, keys=keys)
    return family


def skus() -> list[str]:
    return sorted(Product.objects.values_list("sku", flat=True))


def test_the_missing_combinations_are_made_in_one_go_with_sku_name_and_price():
    family = shirts(sale_price=Decimal(10), name_i18n={"fr": "Chemise"})
    red = AttributeValue.objects.get(code="RED")
    red.name_i18n = {"fr": "rouge"}
    red.save()

    made(family)

    assert skus() == ["SHIRT-BLUE-L", "SHIRT-BLUE-M", "SHIRT-RED-L", "SHIRT-RED-M"]
    large = Product.objects.get(sku="SHIRT-RED-L")
    assert (large.name, large.name_in("fr")) == ("Shirt Red L", "Chemise rouge L")
    assert (large.sale_price, large.category_id) == (12, family.category_id)
    assert not any(each.is_missing for each in combinations(family))
    with pytest.raises(NothingToMake):
        made(family)


def test_variants_stand_as_their_values_do():
    family = made(shirts())

    rows = in_order(variants_of(family), chosen_values(family))

    assert [row.product.sku for row in rows] == [each.sku for each in combinations(family)]
    assert [row.product.sku for row in rows][:2] == ["SHIRT-RED-M", "SHIRT-RED-L"]


def test_archived_combinations_stay_archived():
    family = made(shirts(), "SHIRT-RED-M")
    archive_product(actor=None, pk=Product.objects.get().pk)

    made(family)

    assert not Product.objects.get(sku="SHIRT-RED-M").is_active
    assert len(skus()) == 4


def test_a_pattern_says_what_a_sku_is_and_must_tell_variants_apart():
    family = shirts(sku_pattern="{size}/{family}/{COLOUR}")
    assert combinations(family)[0].sku == "M/SHIRT/RED"

    family.sku_pattern = "{family}-{size}"
    save_family(actor=None, document=family, lines=[])
    assert all("Another combination" in each.refused for each in combinations(family))

    family.sku_pattern = "{family}-{weight}"
    with pytest.raises(Exception, match=r"\{weight\} is none"):
        save_family(actor=None, document=family, lines=[])


def test_a_product_that_has_the_sku_becomes_the_variant_and_stays_as_it_is():
    old = make_product("SHIRT-RED-M", name="Old shirt", sale_price=Decimal(7))
    family = shirts()
    named = next(each for each in combinations(family) if each.namesake)

    make_variants(actor=None, pk=family.pk, keys=[named.key])

    old.refresh_from_db()
    assert (old.name, old.sale_price, old.variant.family) == ("Old shirt", 7, family)


def test_a_price_below_zero_is_not_made():
    family = make_family("TOY", make_attribute("KIND", "SMALL"), surcharges={"SMALL": "-1"})

    assert "below zero" in combinations(family)[0].refused
    with pytest.raises(NothingToMake):
        made(family)


def refused(rule: str, act: object) -> None:
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        act()  # type: ignore[operator]


def test_the_database_refuses_two_variants_with_the_same_values_or_with_others():
    family = made(shirts(), "SHIRT-RED-M")
    variant, other = Variant.objects.get(), make_product("OTHER")
    of_attribute = {
        value.code: value.pk for value in AttributeValue.objects.select_related("attribute")
    }
    strange = make_attribute("WEIGHT", "LIGHT").values.get()

    def wrong(*ids: object) -> object:
        return lambda: Variant.objects.create(
            company_id=family.company_id, family=family, product=other, values=list(ids)
        )

    refused("variant_values_once", wrong(*variant.values))
    refused("one value of each attribute", wrong(*reversed(variant.values)))
    refused("one value of each attribute", wrong(of_attribute["RED"]))
    refused(
        "one value of each attribute", wrong(*sorted([of_attribute["RED"], of_attribute["BLUE"]]))
    )
    refused("one value of each attribute", wrong(*sorted([*variant.values, strange.pk])))


def test_the_database_lets_a_family_with_variants_keep_what_they_are_made_of():
    family = made(shirts(), "SHIRT-RED-M")
    weight = make_attribute("WEIGHT", "LIGHT").values.get()
    size = Attribute.objects.get(code="SIZE")
    company = {"company_id": family.company_id}

    refused(
        "make a new family",
        lambda: FamilyValue.objects.create(**company, family=family, value=weight),
    )
    refused("a variant has it", lambda: FamilyValue.objects.get(value__code="M").delete())
    refused(
        "stays in its attribute",
        lambda: AttributeValue.objects.filter(code="RED").update(attribute=size),
    )
    refused(
        "a variant has it",
        lambda: FamilyValue.objects.filter(value__code="M").update(value=weight),
    )
    FamilyValue.objects.get(value__code="L").delete()
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM products_variant")


@pytest.mark.django_db(transaction=True)
def test_nobody_makes_a_variant_of_a_value_that_goes_to_another_family_meanwhile():
    with transaction.atomic():
        family = shirts()
        hats = make_family("HAT", values=[])

    def make():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '300ms'")
            made(family)

    with transaction.atomic():
        FamilyValue.objects.filter(family=family, value__code="RED").update(family=hats)
        [answer] = in_threads([make])
        transaction.set_rollback(True)

    assert "lock timeout" in str(answer)


def test_values_are_named_once():
    colour = make_attribute("COLOUR", "RED")
    red = colour.values.get()

    with pytest.raises(ValueTwice):
        make_family("HAT", values=[FamilyValue(value=red), FamilyValue(value=red)])
    with pytest.raises(ValueTwice):
        save_attribute(
            actor=None,
            document=Attribute(code="X", name="X"),
            lines=[AttributeValue(code="a", name="a"), AttributeValue(code="A", name="b")],
        )


def test_what_a_family_becomes_is_carried_where_it_is_asked_for():
    family = made(shirts(sale_price=Decimal(10)))
    family.name, family.category, family.sale_price = "Blouse", make_category("Tops"), Decimal(11)
    save_family(actor=None, document=family, lines=[])
    assert {name: len(rows) for name, rows in differing(family).items()} == {
        "name": 4,
        "category": 4,
        "price": 4,
    }
    archived = Product.objects.get(sku="SHIRT-BLUE-M")
    archive_product(actor=None, pk=archived.pk)

    carry_family(actor=None, pk=family.pk, fields=["name", "category"])

    red = Product.objects.get(sku="SHIRT-RED-L")
    assert (red.name, red.category.name, red.sale_price) == ("Blouse Red L", "Tops", 12)
    archived.refresh_from_db()
    assert archived.name == "Shirt Blue M"
    assert {name: len(rows) for name, rows in differing(family).items()} == {"price": 3}


def test_the_unit_is_carried_only_while_nothing_has_moved(monkeypatch):
    family = made(shirts())
    family.unit = make_unit("dozen", numerator=12)
    save_family(actor=None, document=family, lines=[])

    monkeypatch.setattr(Product, "moves", type("M", (), {"exists": staticmethod(lambda: True)})())
    with pytest.raises(UnitFixed), transaction.atomic():
        carry_family(actor=None, pk=family.pk, fields=["unit"])
    monkeypatch.undo()
    carry_family(actor=None, pk=family.pk, fields=["unit"])

    assert set(Product.objects.values_list("unit__code", flat=True)) == {"dozen"}


def test_shirt_red_m_is_the_first_found_though_others_have_an_m(user_in):
    owner = user_in("owner")
    family = shirts()
    family.name = "Premium shirt"
    save_family(actor=None, document=family, lines=[])
    made(family)

    assert product_options(owner, "shirt red M")[0].sku == "SHIRT-RED-M"
    assert product_options(owner, "m blue shirt")[0].sku == "SHIRT-BLUE-M"
    assert [p.sku for p in product_options(owner, "SHIRT-RED-M")] == ["SHIRT-RED-M"]


def test_the_list_is_narrowed_by_family_and_values(client, user_in):
    client.force_login(user_in("owner"))
    family = made(shirts())
    make_product("OTHER")
    ids = {value.code: str(value.pk) for value in AttributeValue.objects.all()}

    def listed(**query: object) -> list[str]:
        page = client.get(reverse("products:product_list"), query)
        return [row.record.sku for row in page.context["table"].rows]

    assert len(listed(family=str(family.pk))) == 4
    assert listed(values=[ids["RED"], ids["L"]]) == ["SHIRT-RED-L"]
    assert listed(values=[ids["RED"], ids["BLUE"]]) == []


def test_a_family_is_written_and_its_matrix_made_in_the_browser(client, user_in):
    client.force_login(user_in("buyer"))
    colour = make_attribute("COLOUR", "RED", "BLUE")
    form = {
        "name": "Shirt",
        "code": "SHIRT",
        "category": make_category().pk,
        "unit": make_unit().pk,
        "sale_price": "10",
        "purchase_price": "4",
        "whole": [colour.pk],
        "lines-TOTAL_FORMS": "0",
        "lines-INITIAL_FORMS": "0",
    }

    page = client.post(reverse("products:family_create"), form, follow=True)
    family = Family.objects.get()
    matrix = reverse("products:family_variants", args=[family.pk])
    shown = client.get(matrix).context["rows"]
    client.post(matrix, {"key": [shown[0].key]})

    assert "No variant yet" in page.content.decode()
    assert [each.sku for each in shown] == ["SHIRT-RED", "SHIRT-BLUE"]
    assert skus() == ["SHIRT-RED"]
    assert client.post(matrix, {"key": [shown[0].key]}).status_code == 409
    detail = client.get(reverse("products:product_detail", args=[Product.objects.get().pk]))
    assert "Red" in detail.content.decode()


def test_carrying_asks_what_differs_with_the_figures(client, user_in):
    client.force_login(user_in("owner"))
    family = made(shirts())
    url = reverse("products:family_carry", args=[family.pk])
    family.category = make_category("Tops")
    save_family(actor=None, document=family, lines=[])

    assert "4 differ" in client.get(url).content.decode()
    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"category": "on"}).status_code == 302

    assert set(Product.objects.values_list("category__name", flat=True)) == {"Tops"}
