"""What may be sold in a product's place."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from apps.products.models import Product, Substitute
from apps.products.selectors import stand_ins
from apps.products.services import WrongSubstitute, archive_product, save_substitutes
from apps.products.tests.factories import make_kit, make_product, make_substitute

pytestmark = pytest.mark.usefixtures("company")
DAY = date(2026, 6, 1)


def names(product: Product, on: date = DAY) -> list[str]:
    return [each.product.sku for each in stand_ins([product.pk], on).get(product.pk, [])]


def test_substitutes_come_by_rank_and_both_ways_where_they_are_said_to():
    tea, green, black = (make_product(sku) for sku in ("TEA", "GREEN", "BLACK"))
    make_substitute(tea, black, rank=2)
    make_substitute(tea, green, rank=1, both_ways=True)

    assert names(tea) == ["GREEN", "BLACK"]
    assert names(green) == ["TEA"]
    assert names(black) == []


def test_a_substitute_counts_on_its_days_and_while_it_is_in_use():
    tea, green, black = (make_product(sku) for sku in ("TEA", "GREEN", "BLACK"))
    make_substitute(tea, green, first=date(2026, 5, 1), last=DAY)
    make_substitute(tea, black)
    archive_product(actor=None, pk=black.pk)

    assert names(tea) == ["GREEN"]
    assert names(tea, date(2026, 6, 2)) == names(tea, date(2026, 4, 30)) == []


def test_a_product_does_not_stand_in_for_itself_another_kind_or_twice():
    tea, green, work = make_product(), make_product("GREEN"), make_product("WORK", kind="service")
    make_substitute(green, tea, both_ways=True)

    for wrong, why in (
        ([tea], "another product"),
        ([work], "same kind"),
        ([make_kit()], "same kind"),
        ([make_product("BLACK")] * 2, "once"),
        ([green], "both ways already"),
    ):
        tea.refresh_from_db()
        lines = [Substitute(substitute=product) for product in wrong]
        with pytest.raises(WrongSubstitute, match=why), transaction.atomic():
            save_substitutes(actor=None, document=tea, lines=lines)


def test_the_database_refuses_the_same_twice_itself_and_days_that_run_back():
    tea, green = make_product(), make_product("GREEN")
    make_substitute(tea, green)

    for wrong in (
        {"substitute": green},
        {"substitute": tea},
        {"substitute": make_product("BLACK"), "first": DAY, "last": date(2026, 5, 1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Substitute.objects.create(company_id=tea.company_id, product=tea, **wrong)


def test_substitutes_are_chosen_in_the_browser_and_shown_on_the_page(client, user_in):
    client.force_login(user_in("owner"))
    tea, green = make_product(), make_product("GREEN")
    url = reverse("products:product_substitutes", args=[tea.pk])
    form = {
        "version": tea.version,
        "lines-TOTAL_FORMS": "1",
        "lines-INITIAL_FORMS": "0",
        "lines-0-substitute": green.pk,
        "lines-0-rank": "1",
    }

    assert client.get(url).status_code == 200
    page = client.post(url, form, follow=True)

    assert names(tea) == ["GREEN"]
    assert "Choose substitutes" in page.content.decode()
    assert client.post(url, form).status_code == 409
