"""Each check of products finds what was planted, and nothing else."""

import pytest
from django.db import transaction

from apps.core.prove import registered
from apps.core.testing import plant
from apps.ledger.tests.factories import make_books, make_party
from apps.products.tests.factories import make_number, make_product

pytestmark = pytest.mark.django_db(transaction=True)

CRIMES = {
    "products.part_numbers_have_a_preferred": [
        ["UPDATE products_partnumber SET is_preferred = false"],
    ],
}


@pytest.fixture
def shop(company):
    with transaction.atomic():
        make_books()
        make_number(make_party("ACME"), make_product(), "A-1")
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
