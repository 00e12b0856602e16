"""What the demonstration leaves on its goods: once, and no document and no total changes."""

import pytest

from apps.core.context import company_context
from apps.demo.dressing import dress_products
from apps.ledger.models import Entry
from apps.ledger.tests.factories import make_books, make_party
from apps.products.models import PartNumber, Picture, Product, Substitute
from apps.products.tests.factories import make_product

pytestmark = pytest.mark.django_db


def test_a_few_goods_have_numbers_substitutes_and_pictures(company, user_in):
    make_books()
    make_party("ACME")
    for number in range(8):
        make_product(f"P{number:02d}")
    entries = Entry.objects.count()
    owner = user_in("owner")

    for _time in range(2):
        dress_products(company, owner)

    with company_context(company.pk):
        assert (Picture.objects.count(), PartNumber.objects.count()) == (6, 3)
        assert (Substitute.objects.count(), Product.objects.count()) == (3, 8)
        assert Entry.objects.count() == entries
