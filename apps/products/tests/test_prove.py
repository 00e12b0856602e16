"""Each check of products finds what was planted, and nothing else."""

import pytest
from django.db import transaction

from apps.core.prove import registered
from apps.core.testing import plant
from apps.ledger.tests.factories import make_books, make_party
from apps.products.families import combinations
from apps.products.services import make_variants
from apps.products.tests.factories import (
    make_attribute,
    make_family,
    make_number,
    make_product,
)

pytestmark = pytest.mark.django_db(transaction=True)

VARIANTS = "ALTER TABLE products_variant DISABLE TRIGGER USER"
CRIMES = {
    "products.part_numbers_have_a_preferred": [
        ["UPDATE products_partnumber SET is_preferred = false"],
    ],
    "products.variants_fit_their_family": [
        [VARIANTS, "UPDATE products_variant SET values = values[1:1]"],
        [VARIANTS, "UPDATE products_variant SET values = ARRAY[values[2], values[1]]"],
        [
            "ALTER TABLE products_familyvalue DISABLE TRIGGER USER",
            "DELETE FROM products_familyvalue WHERE value_id = (SELECT values[1] FROM products_variant LIMIT 1)",
        ],
        [
            "ALTER TABLE products_attributevalue DISABLE TRIGGER USER",
            "UPDATE products_attributevalue SET attribute_id = (SELECT id FROM products_attribute LIMIT 1)",
        ],
    ],
}


@pytest.fixture
def shop(company):
    with transaction.atomic():
        make_books()
        make_number(make_party("ACME"), make_product(), "A-1")
        family = make_family("SHIRT", make_attribute("COLOUR", "RED"), make_attribute("SIZE", "M"))
        keys = [each.key for each in combinations(family)]
        make_variants(actor=None, pk=family.pk, keys=keys)
    return company


@pytest.mark.parametrize(
    ("check", "crime"), [(check, crime) for check, crimes in CRIMES.items() for crime in crimes]
)
def test_a_planted_violation_is_found(shop, owner_sql, check, crime):
    assert plant(owner_sql, check, company=shop.pk) == []

    assert plant(owner_sql, check, *crime, company=shop.pk)


def test_every_check_has_a_crime():
    found = {check.name for check in registered() if check.name.startswith("products.")}
    assert found == set(CRIMES)
