"""Which tax code a line gets by itself; rules and exemptions as they are kept."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from apps.ledger import services as ledger
from apps.ledger.models import Tax
from apps.ledger.tests.factories import make_books, make_party
from apps.products.models import TaxExemption, TaxRule
from apps.products.selectors import tax_defaults
from apps.products.services import (
    AlreadyExempt,
    WrongTaxRule,
    save_tax_exemption,
    save_tax_rule,
)
from apps.products.taxing import Buyer, TaxDefaults, applies, engines, in_zone
from apps.products.tests.factories import make_product

TODAY = date(2026, 3, 1)


def buyer(country: str = "DE", home: str = "FR", **fields: Any) -> Buyer:
    return Buyer(country, home, fields.get("number", True), fields.get("category", ""), TODAY)


def rule(**fields: Any) -> Any:
    given = {
        "zone": "", "country": "", "tax_number": "", "party_category": "", "product_kind": "", "category_id": None,
        "source_id": None, "first": None, "last": None, "target": "target",
    }  # fmt: skip
    return SimpleNamespace(**{**given, **fields})


GOODS = SimpleNamespace(kind="goods", category_id=7)
OWN = SimpleNamespace(pk=1, rate=Decimal(20), amount=Decimal(0), kind="percent")


def test_an_engine_is_asked_before_the_rules_and_may_leave_it_to_them():
    asked = []

    def by_country(who: Buyer, product: Any, own: Any) -> Any:
        asked.append((who.country, product, own))
        return "engine's" if who.country == "US" else None

    engines.append(by_country)
    try:
        found = [TaxDefaults(buyer(land), [rule()]).of(GOODS, OWN) for land in ("US", "DE")]
    finally:
        engines.remove(by_country)

    assert found == ["engine's", "target"]
    assert asked == [("US", GOODS, OWN), ("DE", GOODS, OWN)]


@pytest.mark.parametrize(
    ("country", "home", "zones"),
    [
        ("FR", "FR", {"", "home"}),
        ("DE", "FR", {"", "abroad", "eu"}),
        ("MA", "FR", {"", "abroad", "outside"}),
        ("FR", "MA", {"", "abroad", "eu"}),
    ],
)
def test_zones_are_seen_from_the_company(country, home, zones):
    found = {
        zone
        for zone in ("", "home", "abroad", "eu", "outside")
        if in_zone(zone, buyer(country, home))
    }

    assert found == zones


@pytest.mark.parametrize(
    ("asked", "fits"),
    [
        ({}, True),
        ({"country": "DE"}, True),
        ({"country": "IT"}, False),
        ({"tax_number": "yes"}, True),
        ({"tax_number": "no"}, False),
        ({"party_category": "public"}, False),
        ({"product_kind": "goods"}, True),
        ({"product_kind": "service"}, False),
        ({"category_id": 7}, True),
        ({"category_id": 8}, False),
        ({"source_id": 1}, True),
        ({"source_id": 2}, False),
        ({"first": date(2026, 3, 1), "last": date(2026, 3, 1)}, True),
        ({"first": date(2026, 3, 2)}, False),
        ({"last": date(2026, 2, 28)}, False),
    ],
)
def test_a_rule_fits_when_all_it_asks_for_is_so(asked, fits):
    assert applies(rule(**asked), buyer(), GOODS, OWN) is fits


def test_the_first_rule_that_fits_counts_else_the_products_own_code():
    rules = [rule(country="IT", target="a"), rule(zone="eu", target="b"), rule(target="c")]

    assert TaxDefaults(buyer(), rules).of(GOODS, OWN) == "b"
    assert TaxDefaults(buyer("FR"), rules[:2]).of(GOODS, OWN) is OWN


def test_an_exemption_goes_before_rules_and_leaves_untaxed_products_alone():
    defaults = TaxDefaults(buyer(), [rule(source_id=1)], [SimpleNamespace(tax="exempt")])
    zero = SimpleNamespace(pk=2, rate=Decimal(0), amount=Decimal(0), kind="percent")

    assert defaults.of(GOODS, OWN) == "exempt"
    assert defaults.of(GOODS, zero) is zero


def code(name: str) -> Tax:
    return Tax.objects.get(code=name)


@pytest.fixture
def books(company):
    make_books()
    Tax.objects.create(
        company_id=company.pk,
        code="S0E",
        name="Exempt",
        use="sale",
        treatment="exempt",
        reason="Article 261",
    )
    return company


def exemption(**fields: Any) -> TaxExemption:
    given = {"tax": code("S0E"), "certificate": "C-7", "first": date(2026, 1, 1), **fields}
    return TaxExemption(
        **({"party": make_party("SCHOOL")} if "party" not in given else {}), **given
    )


def test_rules_and_exemptions_are_read_in_three_statements(books, django_assert_num_queries):
    save_tax_rule(
        actor=None, document=TaxRule(name="Abroad", use="sale", zone="abroad", target=code("S0"))
    )
    ended = exemption(first=date(2025, 1, 1), last=date(2025, 12, 31))
    save_tax_exemption(actor=None, document=ended)
    save_tax_exemption(actor=None, document=exemption(party=ended.party))
    product = make_product("TEA", sale_tax=code("S20"))

    with django_assert_num_queries(3):
        found = tax_defaults(ended.party, "sale", TODAY)
    assert found.of(product, product.sale_tax) == code("S0E")
    assert tax_defaults(ended.party, "sale", date(2025, 12, 31)).exemptions == [ended]
    foreign = make_party("ABROAD", country="MA")
    assert tax_defaults(foreign, "sale", TODAY).of(product, product.sale_tax) == code("S0")
    assert tax_defaults(foreign, "purchase", TODAY).rules == []


@pytest.mark.parametrize(("source", "target"), [("P20", "S0"), ("S20", "P0"), ("S0", "S0")])
def test_a_rule_names_two_codes_of_its_side(books, source, target):
    with pytest.raises(WrongTaxRule):
        save_tax_rule(
            actor=None,
            document=TaxRule(name="x", use="sale", source=code(source), target=code(target)),
        )


def test_an_exemption_names_a_code_that_charges_nothing(books):
    with pytest.raises(WrongTaxRule, match="S20"):
        save_tax_exemption(actor=None, document=exemption(tax=code("S20")))


def test_a_party_is_exempt_once_at_a_time(books):
    first = save_tax_exemption(actor=None, document=exemption(last=date(2026, 6, 30)))

    with pytest.raises(AlreadyExempt):
        save_tax_exemption(
            actor=None, document=exemption(party=first.party, first=date(2026, 6, 30))
        )
    save_tax_exemption(actor=None, document=exemption(party=first.party, first=date(2026, 7, 1)))
    with pytest.raises(IntegrityError, match="tax_exemption_one_at_a_time"), transaction.atomic():
        TaxExemption.objects.create(
            company_id=books.pk,
            party=first.party,
            tax=code("S0E"),
            reason="x",
            first=date(2026, 6, 1),
        )


def test_a_french_company_begins_with_the_rules_of_the_union(company):
    ledger.install_chart(actor=None, template="fr", language="fr")
    goods = make_product("TEA", sale_tax=code("S20"), purchase_tax=code("P20"))
    german = make_party("BMW", country="DE", tax_number="DE123456789")
    private = make_party("HANS", country="DE")

    def given(party, use, own):
        return tax_defaults(party, use, TODAY).of(goods, own).code

    assert given(german, "sale", goods.sale_tax) == "S0EU"
    assert given(private, "sale", goods.sale_tax) == "S20"
    assert given(make_party("US", country="US"), "sale", goods.sale_tax) == "S0EX"
    assert given(german, "purchase", goods.purchase_tax) == "P20EU"
    assert given(make_party("FR", country="FR"), "purchase", goods.purchase_tax) == "P20"


def test_a_rule_is_made_shown_and_changed_on_its_screens(books, user_in):
    client = Client()
    client.force_login(user_in("accountant"))
    form = {
        "name": "Exports",
        "use": "sale",
        "priority": "10",
        "zone": "abroad",
        "target": str(code("S0").pk),
        "is_active": "on",
    }

    answer = client.post(reverse("products:taxrule_create"), form)

    found = TaxRule.objects.get()
    assert answer["Location"] == reverse("products:taxrule_detail", args=[found.pk])
    assert "In another country" in client.get(answer["Location"]).content.decode()
    changed = {**form, "source": str(code("P20").pk), "version": str(found.version)}
    refused = client.post(reverse("products:taxrule_edit", args=[found.pk]), changed)
    assert refused.status_code == 422
    assert "P20 is none" in refused.content.decode()


def test_an_exemption_without_a_reason_is_refused_in_a_sentence(books, user_in):
    client = Client()
    client.force_login(user_in("accountant"))
    form = {
        "party": str(make_party("SCHOOL").pk), "use": "sale", "tax": str(code("S0E").pk), "first": "2026-01-01",
    }  # fmt: skip
    url = reverse("products:taxexemption_create")

    assert "Write the reason or the number" in client.post(url, form).content.decode()
    assert client.post(url, {**form, "certificate": "C-7"}).status_code == 302
