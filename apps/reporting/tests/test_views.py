"""The home page, the search and the notifications."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import resolve

from apps.core.comments import add_comment
from apps.core.context import company_context
from apps.core.models import Delivery, Event
from apps.parties.models import Party
from apps.reporting.dashboard import WORK
from apps.reporting.selectors import month_ends, months_until


@pytest.fixture
def browse(user_in):
    """Return a function that logs a new user with a role in: ``browse("owner")``."""

    def as_role(*roles):
        client = Client()
        client.user = user_in(*roles)
        client.force_login(client.user)
        return client

    return as_role


def party(company, code):
    return Party.objects.create(
        company=company, code=code, name=code.title(), currency_id="EUR", is_customer=True
    )


def cards(page):
    return [card for group in page.context["groups"] for card in group["cards"]]


def test_the_home_page_of_an_owner_shows_figures_charts_and_all_work(company, browse):
    page = browse("owner").get("/")

    assert page.status_code == 200
    assert len(page.context["figures"]) == 4
    assert len(cards(page)) == len(WORK)
    assert b"Receivables by age" in page.content


@pytest.mark.parametrize("work", WORK, ids=lambda work: f"{work.list_name}?{work.filters}")
def test_a_card_links_to_the_list_that_shows_what_it_counts(company, browse, work):
    owner = browse("owner")
    page = owner.get("/")

    card = next(
        card for card in cards(page) if card["label"] == work.label and work.filters in card["url"]
    )
    listed = owner.get(card["url"])

    name, _equals, value = work.filters.partition("=")
    screen = resolve(listed.request["PATH_INFO"]).func.view_class
    assert name in screen.filterset_class.base_filters
    assert listed.status_code == 200
    assert listed.context["filter"].form.cleaned_data[name] == value
    assert listed.context["page"]["count"] == card["count"]


def test_who_may_not_see_the_books_sees_no_figure(company, browse):
    page = browse("warehouse_manager").get("/")

    assert "figures" not in page.context
    assert b"Revenue" not in page.content


def test_who_has_no_role_is_told_what_to_do(company, browse):
    assert b"Ask an owner" in browse().get("/").content


def test_months_end_with_the_current_one():
    assert months_until(date(2026, 2, 15), 4) == [
        date(2025, 11, 1),
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    ]


def test_balances_are_told_backwards_from_today():
    months = months_until(date(2026, 3, 1), 3)
    flow = {months[1]: Decimal(5), months[2]: Decimal(-2)}

    assert month_ends(Decimal(10), flow, months) == [Decimal(7), Decimal(12), Decimal(10)]


def test_search_finds_parties_by_name_and_screens_by_theirs(company, browse):
    row = party(company, "ALFREDS")

    page = browse("owner").get("/search/", {"q": "alfr"})
    jump = browse("owner").get("/search/", {"q": "customers"})

    (group,) = page.context["groups"]
    assert [item["url"] for item in group["items"]] == [f"/parties/{row.pk}/"]
    assert jump.context["groups"][0]["items"][0]["url"] == "/parties/"


def test_search_finds_nothing_the_user_may_not_see(company, other_company, browse):
    party(company, "ALFREDS")
    with company_context(other_company.pk):
        Party.objects.create(
            company=other_company,
            code="ALFRED2",
            name="Alfred 2",
            currency_id="USD",
            is_customer=True,
        )

    assert browse("hr").get("/search/", {"q": "alfr"}).context["groups"] == []
    found = browse("owner").get("/search/", {"q": "alfr"}).context["groups"]
    assert len(found[0]["items"]) == 1


@pytest.mark.parametrize("text", ["INV-2026-0001", "%", "\0", "'", "1" * 500, "٣", "a b c"])
def test_search_takes_whatever_people_type(company, browse, text):
    assert browse("owner").get("/search/", {"q": text}).status_code == 200


def test_the_search_dialog_gets_the_results_alone(company, browse):
    party(company, "ALFREDS")

    answer = browse("owner").get("/search/", {"q": "alfr"}, headers={"HX-Request": "true"})

    assert b"finder__item" in answer.content
    assert b"<html" not in answer.content


def test_remarks_of_others_on_my_documents_are_told(company, browse, user_in):
    row, hidden = party(company, "ALFREDS"), party(company, "BLAUER")
    me, colleague = browse("owner"), user_in("accountant")
    add_comment(actor=me.user, target=row, text="Who knows them?")
    add_comment(actor=colleague, target=row, text="I do.")
    add_comment(actor=colleague, target=hidden, text="Not yours.")

    page = me.get("/notifications/")

    assert [remark["text"] for remark in page.context["remarks"]] == ["Alfreds: I do."]


def dead_letter(company):
    event = Event.objects.create(
        company_id=company.pk,
        name="parties.party_created",
        aggregate_type="parties.party",
        aggregate_id=company.pk,
    )
    return Delivery.objects.create(
        company_id=company.pk, event=event, subscriber="a.b", status="dead", attempts=9, error="no"
    )


def test_a_dead_letter_is_shown_to_those_in_charge_and_sent_again(company, browse):
    row = dead_letter(company)
    owner = browse("owner")

    assert owner.get("/notifications/").context["failed"][0] == row
    assert browse("salesperson").get("/notifications/").context.get("failed") is None
    assert browse("salesperson").post(f"/notifications/{row.pk}/retry/").status_code == 404
    assert owner.post(f"/notifications/{row.pk}/retry/").status_code == 302
    row.refresh_from_db()
    assert row.status == "pending"
