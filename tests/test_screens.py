"""The screens every document is made of, tried on parties."""

import pytest
from django.test import Client
from django.urls import reverse

from apps.access.models import User
from apps.companies.models import Company
from apps.parties.models import Party


@pytest.fixture
def owner(user_in) -> User:
    return user_in("owner")


@pytest.fixture
def browser(owner: User) -> Client:
    client = Client()
    client.force_login(owner)
    return client


def party(company: Company, code: str, **fields: object) -> Party:
    values = {"name": code.title(), "currency_id": "EUR", "is_customer": True, **fields}
    return Party.objects.create(company=company, code=code, **values)


def test_a_list_shows_the_rows_of_the_company(company, browser):
    party(company, "ALFA")

    page = browser.get(reverse("parties:party_list"))

    assert page.status_code == 200
    assert "ALFA" in page.content.decode()
