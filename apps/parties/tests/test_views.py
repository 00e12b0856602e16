"""Screens of parties: who sees what, what a form says, what an autocomplete finds."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from apps.access.models import User
from apps.companies.models import Company
from apps.core.context import company_context
from apps.core.models import FieldDefinition
from apps.parties.models import Party
from apps.parties.tests.factories import make_party, make_term


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def seller(company: Company, user_in) -> Client:
    return logged_in(user_in("salesperson"))


def typed(**fields: object) -> dict[str, object]:
    lines = {
        f"{prefix}-{name}": 0
        for prefix in ("lines", "contacts")
        for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    return {
        "name": "Maison Dupont",
        "is_customer": "on",
        "currency": "EUR",
        "language": "fr",
        **lines,
        **fields,
    }


def test_the_list_shows_searches_and_filters(seller: Client):
    make_party("Les Halles", code="HALLES")
    make_party("Nordwind", code="NORD", is_customer=False, is_supplier=True)
    gone = make_party("Old Mill", code="MILL")
    Party.objects.filter(pk=gone.pk).update(is_active=False)
    url = reverse("parties:party_list")

    def names(**query: str) -> list[str]:
        page = seller.get(url, query | {"export": "csv"})
        text = b"".join(page.streaming_content if page.streaming else [page.content]).decode(
            "utf-8-sig"
        )
        return [row["Name"] for row in csv.DictReader(io.StringIO(text))]

    assert names() == ["Les Halles", "Nordwind", "Old Mill"]
    assert names(kind="supplier", state="active") == ["Nordwind"]
    assert names(state="archived") == ["Old Mill"]
    assert names(q="halles") == ["Les Halles"]
    assert b"Les Halles" in seller.get(url).content


def test_htmx_gets_the_table_alone(seller: Client):
    make_party()

    page = seller.get(reverse("parties:party_list"), headers={"HX-Request": "true"}).content

    assert b"Les Halles" in page
    assert b"<html" not in page


@pytest.mark.parametrize("screen", ["party_list", "party_options", "paymentterm_list"])
def test_a_list_costs_the_same_for_2_and_20_rows(company: Company, user_in, count_sql, screen: str):
    client = logged_in(user_in("accountant"))
    url = reverse(f"parties:{screen}")
    for n in range(2):
        make_party(customer_term=make_term(f"A{n}"))
    few = count_sql(lambda: client.get(url))
    for n in range(18):
        make_party(customer_term=make_term(f"B{n}"))

    assert count_sql(lambda: client.get(url)) == few


def test_a_detail_costs_the_same_however_much_happened(company: Company, user_in, count_sql):
    client = logged_in(user_in("accountant"))
    party = make_party()
    url = reverse("parties:party_detail", args=[party.pk])
    few = count_sql(lambda: client.get(url))
    for n in range(20):
        party.email = f"a{n}@example.com"
        party.save()

    assert count_sql(lambda: client.get(url)) == few


def test_a_party_is_made_with_address_contact_translations_and_custom_fields(
    company: Company, seller: Client
):
    FieldDefinition.objects.create(
        company_id=company.pk,
        target_type="parties.party",
        code="segment",
        label="Segment",
        kind="text",
    )
    form = typed(
        name_ar="دار دوبون",
        custom_segment="Retail",
        credit_limit="1500.50",
        **{
            "lines-TOTAL_FORMS": 1,
            "lines-0-city": "Lyon",
            "lines-0-is_billing": "on",
            "contacts-TOTAL_FORMS": 1,
            "contacts-0-name": "Jean Dupont",
        },
    )

    page = seller.post(reverse("parties:party_create"), form)

    party = Party.objects.get(company=company)
    assert page["Location"] == reverse("parties:party_detail", args=[party.pk])
    assert (party.code, party.name_in("ar"), party.metadata) == (
        "MAISO",
        "دار دوبون",
        {"segment": "Retail"},
    )
    assert str(party.credit_limit) == "1500.5000"
    assert party.addresses.get().city == "Lyon"
    assert party.contacts.get().name == "Jean Dupont"
    shown = seller.get(page["Location"]).content.decode()
    assert "Jean Dupont" in shown
    assert "Retail" in shown


def test_the_same_form_sent_twice_makes_one_party(company: Company, seller: Client):
    form = typed(idempotency_key="one-key-for-both")

    first, second = (seller.post(reverse("parties:party_create"), form) for _time in range(2))

    assert first["Location"] == second["Location"]
    assert Party.objects.filter(company=company).count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "required"),
        ({"name": "Eve\u202egnp.exe"}, "hidden characters"),
        ({"name": "Nul\x00"}, "Null characters"),
        ({"tax_number": "FR40303265046"}, "its check digit does not fit"),
        ({"credit_limit": "1e5"}, "number"),
        ({"credit_limit": "NaN"}, "number"),
        ({"credit_limit": "١٢٣"}, "number"),
        ({"credit_limit": "100000000000000000000"}, "number"),
        ({"credit_limit": "-1"}, "greater than or equal to 0"),
        ({"is_customer": ""}, "customer, a supplier or both"),
        ({"currency": "ZZZ"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_saved_is_said_at_the_form_and_nothing_is_written(
    company: Company, seller: Client, wrong: dict[str, str], said: str
):
    page = seller.post(reverse("parties:party_create"), typed(**wrong, email="kept@example.com"))

    assert 400 <= page.status_code < 500
    assert said in page.content.decode()
    assert "kept@example.com" in page.content.decode()
    assert not Party.objects.filter(company=company).exists()


def test_another_company_s_terms_cannot_be_chosen(
    company: Company, other_company: Company, seller: Client
):
    with company_context(other_company.pk):
        foreign = make_term()

    page = seller.post(reverse("parties:party_create"), typed(customer_term=foreign.pk))

    assert page.status_code == 422
    assert not Party.objects.filter(company=company).exists()


def test_a_stale_form_shows_both_values_and_keeps_what_was_typed(company: Company, seller: Client):
    party = make_party(email="first@example.com")
    url = reverse("parties:party_edit", args=[party.pk])
    form = typed(version="1", email="mine@example.com", code=party.code)
    assert seller.post(url, form | {"email": "theirs@example.com"}).status_code == 302

    page = seller.post(url, form)

    text = page.content.decode()
    assert page.status_code == 409
    assert "mine@example.com" in text
    assert "theirs@example.com" in text
    assert Party.objects.get(pk=party.pk).email == "theirs@example.com"


def test_options_find_by_code_name_tax_number_and_translation(
    company: Company, user_in, seller: Client
):
    found = make_party(
        "Les Halles", code="HALLES", tax_number="FR40303265045", name_i18n={"ar": "ليهال"}
    )
    make_party("Nordwind", code="NORD")
    archived = make_party("Les Anciens", code="ANC")
    Party.objects.filter(pk=archived.pk).update(is_active=False)
    url = reverse("parties:party_options")

    for text in ("hall", "les h", "FR 40 303", "ليها"):
        page = seller.get(url, {"q": text}).content.decode()
        assert f'data-value="{found.pk}"' in page, text
        assert page.count("<li") == 1, text
    assert "No match" in seller.get(url, {"q": "zzz"}).content.decode()
    assert "data-value" not in seller.get(url, {"q": "nord", "kind": "supplier"}).content.decode()
    assert logged_in(user_in("hr")).get(url).status_code == 403


def test_lookalikes_are_pointed_out_while_typing_and_can_be_saved(company: Company, seller: Client):
    make_party("Maison Dupont", code="FIRST")

    hint = seller.get(
        reverse("parties:party_lookalikes"), {"name": "maison dupont"}
    ).content.decode()
    saved = seller.post(reverse("parties:party_create"), typed())

    assert "FIRST" in hint
    assert saved.status_code == 302


def test_a_party_is_archived_by_those_who_may(company: Company, user_in, seller: Client):
    party = make_party()
    url = reverse("parties:party_archive", args=[party.pk])

    assert seller.post(url).status_code == 403
    assert logged_in(user_in("accountant")).get(url).status_code == 405
    assert logged_in(user_in("accountant")).post(url).status_code == 302
    assert not Party.objects.get(pk=party.pk).is_active


def test_a_new_row_for_an_address_or_a_contact_comes_from_the_server(seller: Client):
    url = reverse("parties:party_create")

    assert b"lines-__prefix__-city" in seller.get(url, {"row": "lines"}).content
    assert b"contacts-__prefix__-name" in seller.get(url, {"row": "contacts"}).content


def test_names_are_shown_in_the_reader_s_language(company: Company, user_in):
    make_party("Les Halles", name_i18n={"ar": "ليهال"})

    page = (
        logged_in(user_in("salesperson", language="ar"))
        .get(reverse("parties:party_list"))
        .content.decode()
    )

    assert "ليهال" in page
    assert 'dir="rtl"' in page
