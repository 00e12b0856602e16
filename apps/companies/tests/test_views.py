"""Screens of a company's settings, branches, currencies and rates."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from apps.access.models import User
from apps.companies.models import Branch, Company, ExchangeRate
from apps.companies.tests.factories import make_branch, make_rate

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def owner(company: Company, user_in) -> Client:
    return logged_in(user_in("owner"))


def typed(company: Company, **fields: object) -> dict[str, object]:
    settings = {
        "name": company.name,
        "language": "fr",
        "time_zone": "Europe/Paris",
        "fiscal_year_start_month": "4",
        "tax_rounding": "line",
        "country": "FR",
        "version": company.version,
    }
    return settings | fields


def test_the_settings_lead_to_the_company_in_force(company: Company, owner: Client):
    page = owner.get(reverse("companies:company"), follow=True)

    assert page.status_code == 200
    assert company.name in page.content.decode()


def test_another_company_s_settings_do_not_exist(other_company: Company, owner: Client):
    for screen in ("company_detail", "company_edit", "company_logo"):
        assert owner.get(reverse(f"companies:{screen}", args=[other_company.pk])).status_code == 404


def test_an_owner_saves_settings_with_a_logo_and_gets_it_back(company: Company, owner: Client):
    logo = SimpleUploadedFile("x.exe", PNG, content_type="application/x-msdownload")

    page = owner.post(
        reverse("companies:company_edit", args=[company.pk]), typed(company, logo_file=logo)
    )

    saved = Company.objects.get(pk=company.pk)
    assert page.status_code == 302
    assert (saved.time_zone, saved.fiscal_year_start_month, saved.logo_type) == (
        "Europe/Paris",
        4,
        "image/png",
    )
    answer = owner.get(reverse("companies:company_logo", args=[company.pk]))
    assert (answer.content, answer["Content-Type"]) == (PNG, "image/png")


def test_saving_without_a_file_keeps_the_logo(company: Company, owner: Client):
    Company.objects.filter(pk=company.pk).update(logo=PNG, logo_type="image/png")

    owner.post(reverse("companies:company_edit", args=[company.pk]), typed(company))

    assert bytes(Company.objects.get(pk=company.pk).logo) == PNG


@pytest.mark.parametrize(
    "content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", PNG + b"0" * 512 * 1024]
)
def test_a_logo_that_is_no_small_picture_is_refused_at_its_field(
    company: Company, owner: Client, content: bytes
):
    logo = SimpleUploadedFile("logo.png", content, content_type="image/png")

    page = owner.post(
        reverse("companies:company_edit", args=[company.pk]),
        typed(company, logo_file=logo, city="Lyon"),
    )

    assert page.status_code == 422
    assert "logo" in page.context["form"].errors["logo_file"][0]
    assert Company.objects.get(pk=company.pk).city == ""


def test_a_stale_settings_form_is_refused(company: Company, owner: Client):
    url = reverse("companies:company_edit", args=[company.pk])
    owner.post(url, typed(company, city="Lyon"))

    page = owner.post(url, typed(company, city="Paris"))

    assert page.status_code == 409
    assert Company.objects.get(pk=company.pk).city == "Lyon"


def test_branches_are_made_and_listed(company: Company, owner: Client):
    made = owner.post(
        reverse("companies:branch_create"), {"code": "SUD", "name": "Sud", "is_active": "on"}
    )
    refused = owner.post(reverse("companies:branch_create"), {"code": "su d", "name": "Sud"})

    assert made["Location"] == reverse("companies:branch_list")
    assert refused.status_code == 422
    assert [branch.code for branch in Branch.objects.filter(company=company)] == ["SUD"]


def test_a_rate_is_typed_corrected_and_removed(company: Company, user_in):
    client = logged_in(user_in("accountant"))
    form = {"currency": "USD", "date": "2025-01-01", "rate": "0.95"}

    assert client.post(reverse("companies:exchangerate_create"), form).status_code == 302
    rate = ExchangeRate.objects.get(company=company)
    client.post(reverse("companies:exchangerate_edit", args=[rate.pk]), form | {"rate": "0.96"})
    assert ExchangeRate.objects.get(company=company).rate == Decimal("0.96")
    gone = client.post(reverse("companies:exchangerate_delete", args=[rate.pk]))

    assert gone["Location"] == reverse("companies:exchangerate_list")
    assert not ExchangeRate.objects.filter(company=company).exists()


@pytest.mark.parametrize("rate", ["0", "-1", "NaN", "1e5", "٠٫٩٥", "10000000000"])
def test_a_rate_that_is_none_is_refused_at_its_field(company: Company, owner: Client, rate: str):
    page = owner.post(
        reverse("companies:exchangerate_create"),
        {"currency": "USD", "date": "2025-01-01", "rate": rate},
    )

    assert page.status_code == 422
    assert "rate" in page.context["form"].errors
    assert not ExchangeRate.objects.filter(company=company).exists()


@pytest.mark.parametrize("screen", ["branch_list", "exchangerate_list", "currency_list"])
def test_a_list_costs_the_same_for_2_and_20_rows(
    company: Company, owner: Client, count_sql, screen: str
):
    url = reverse(f"companies:{screen}")
    codes = ["USD", "GBP", "MAD", "TND", "DZD", "EGP", "JPY", "CHF", "CAD", "SEK"]
    for n in range(2):
        make_branch(f"A{n}")
        make_rate(codes[n])
    few = count_sql(lambda: owner.get(url))
    for n in range(2, 10):
        make_branch(f"A{n}")
        make_rate(codes[n])

    assert count_sql(lambda: owner.get(url)) == few


def test_currencies_are_named_in_the_reader_s_language(company: Company, user_in):
    page = logged_in(user_in("owner", language="fr")).get(
        reverse("companies:currency_list"), {"q": "dirham mar"}
    )

    assert "dirham marocain" in page.content.decode()
