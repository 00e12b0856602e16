"""The sidebar: what each role may open, and what waits there."""

import pytest

from apps.access import navigation
from apps.companies.models import Company
from apps.parties.models import Party
from apps.parties.tests.factories import make_party


def labels(menu: list[dict]) -> list[str]:
    return [str(item["label"]) for group in menu for item in group["items"]]


@pytest.fixture
def waiting(monkeypatch):
    monkeypatch.setattr(navigation, "_waiting", {})
    return navigation.count_waiting


def test_people_see_the_links_their_role_may_open(company: Company, user_in, waiting):
    assert "Users" in labels(navigation.menu(user_in("owner"), "/"))
    seller = labels(navigation.menu(user_in("salesperson"), "/"))
    assert "Customers and suppliers" in seller
    assert "Users" not in seller
    assert "Changes" not in seller
    assert "Changes" in labels(navigation.menu(user_in("auditor"), "/"))
    assert labels(navigation.menu(user_in(), "/")) in ([], ["Home"])


def test_the_link_of_the_screen_one_is_on_is_marked(company: Company, user_in, waiting):
    menu = navigation.menu(user_in("owner"), "/settings/users/new/")

    assert [str(item["label"]) for group in menu for item in group["items"] if item["active"]] == [
        "Users"
    ]


def test_what_waits_is_counted_in_one_statement_and_rounded_off(
    company: Company, user_in, waiting, django_assert_num_queries, monkeypatch
):
    owner = user_in("owner")
    owner.has_perm("parties.view_party")
    make_party()
    make_party()
    waiting("parties:party_list", lambda user: Party.objects.filter(is_customer=True))
    waiting("parties:paymentterm_list", lambda user: Party.objects.filter(is_supplier=True))
    waiting("access:user_list", lambda user: 7)
    waiting("sales:gone_list", lambda user: 1 / 0)

    with django_assert_num_queries(1):
        menu = navigation.menu(owner, "/")
    monkeypatch.setattr(navigation, "COUNT_UP_TO", 1)
    many = navigation.menu(owner, "/")

    counts = {str(item["label"]): item["count"] for group in menu for item in group["items"]}
    assert (counts["Customers and suppliers"], counts["Payment terms"], counts["Users"]) == (
        "2",
        "",
        "7",
    )
    assert {item["count"] for group in many for item in group["items"]} == {"", "1+"}


def test_a_folded_group_opens_for_the_screen_one_is_on(company: Company, user_in, waiting):
    owner = user_in("owner")

    def open_groups(path: str, cookie: str | None) -> set[str]:
        menu = navigation.menu(owner, path, navigation.folded_groups(cookie))
        return {group["key"] for group in menu if group["open"]}

    assert "settings" not in open_groups("/", None)
    assert "settings" in open_groups("/settings/users/", None)
    assert {"settings", "sales"} <= open_groups("/", "")
    assert not {"books", "reports"} & open_groups("/", "books.reports.nonsense")


def test_a_folded_group_says_how_much_waits_in_it(company: Company, user_in, waiting):
    waiting("companies:branch_list", lambda user: 3)
    waiting("access:user_list", lambda user: 4)

    [settings] = [
        group for group in navigation.menu(user_in("owner"), "/") if group["key"] == "settings"
    ]

    assert (settings["open"], settings["count"]) == (False, "7")
