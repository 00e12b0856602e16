"""Units, categories, products: what is kept and what is refused."""

from decimal import Decimal

import pytest

from apps.core.exceptions import InvalidInput, StaleVersion
from apps.ledger.tests.factories import make_party
from apps.products import services
from apps.products.finding import product_options
from apps.products.models import Product, SupplierPrice
from apps.products.selectors import visible_products
from apps.products.services import CategoryCycle, CodeTaken, RatioFixed, StillInStock, UnitFixed
from apps.products.tests.factories import make_category, make_product, make_unit
from apps.stock.tests.factories import make_place, receive


@pytest.fixture(autouse=True)
def _company(company):
    pass


def test_a_product_is_kept_with_what_its_suppliers_ask():
    tea = make_product()
    price = SupplierPrice(supplier=make_party(), currency_id="EUR", price=Decimal("1.25"))

    services.save_product(actor=None, document=tea, lines=[price])

    assert [row.price for row in tea.supplier_prices.all()] == [Decimal("1.25")]
    services.save_product(actor=None, document=tea, removed=[price.pk])
    assert not tea.supplier_prices.exists()


@pytest.mark.parametrize("gtin", ["4006381333932", "123", "40063813339x1", "٤٠٠٦٣٨١٣٣٣٩٣١"])
def test_digits_that_are_no_gtin_are_refused(gtin):
    with pytest.raises(InvalidInput, match="bar code"):
        make_product(gtin=gtin)


def test_a_gtin_is_kept_without_spaces_and_found_by_the_scanner(user_in):
    tea = make_product(gtin="4006381 333931")

    assert tea.gtin == "4006381333931"
    assert product_options(user_in("owner"), "4006381333931") == [tea]


def test_a_product_is_found_by_part_of_its_name_and_its_exact_sku_comes_first(user_in):
    long = make_product("A-TEA", name="Green tea")
    exact = make_product("TEA", name="Black tea")
    make_product("RICE")

    assert product_options(user_in("owner"), "tea") == [exact, long]


def test_two_products_do_not_share_a_sku():
    make_product()

    with pytest.raises(CodeTaken, match="TEA is taken"):
        make_product()


def test_units_of_another_kind_do_not_fit_a_product():
    kilogram = make_unit("kg", dimension="mass", decimals=3)

    with pytest.raises(InvalidInput, match="measures count"):
        make_product(sale_unit=kilogram)


def test_a_unit_keeps_its_ratio():
    box = make_unit("box", numerator=9)
    box.numerator = 10

    with pytest.raises(RatioFixed, match="new unit"):
        services.save_unit(actor=None, document=box)


def test_a_category_is_not_within_itself():
    food = make_category("Food")
    tea = make_category("Teas", parent=food)
    food.parent = tea

    with pytest.raises(CategoryCycle, match="below it"):
        services.save_category(actor=None, document=food)


def test_a_product_that_moved_keeps_its_unit():
    make_place()
    tea = make_product()
    receive(tea, "1", "1")
    tea.unit = make_unit("box", numerator=9)

    with pytest.raises(UnitFixed, match="another unit"):
        services.save_product(actor=None, document=tea)


def test_a_product_on_hand_is_not_archived():
    make_place()
    tea = make_product()
    receive(tea, "2", "1")

    with pytest.raises(StillInStock, match="2 are on hand"):
        services.archive_product(actor=None, pk=tea.pk)


def test_an_archived_product_is_not_offered_and_comes_back(user_in):
    tea = make_product()
    services.archive_product(actor=None, pk=tea.pk)
    assert product_options(user_in("owner"), "tea") == []

    services.restore_product(actor=None, pk=tea.pk)

    assert product_options(user_in("owner"), "tea") == [tea]


def test_a_stale_version_is_refused():
    tea = make_product()
    stale = Product.objects.get(pk=tea.pk)
    services.save_product(actor=None, document=tea)
    stale.name = "Old"

    with pytest.raises(StaleVersion):
        services.save_product(actor=None, document=stale)


def test_products_say_what_is_on_hand(user_in):
    make_place()
    receive(make_product(), "3", "1")

    [product] = visible_products(user_in("owner"))

    assert (product.on_hand, product.reserved, product.available) == (3, 0, 3)
