"""The Django admin: superusers edit what may be edited, and only look at facts."""

import pytest
from django.test import Client
from django.urls import reverse

from apps.access.models import User
from apps.access.tests.factories import PASSWORD, make_user
from apps.companies.models import Branch, Company
from apps.companies.tests.factories import make_branch, make_rate
from apps.core.context import company_context
from apps.core.models import AuditRow, Event
from apps.parties.models import Party
from apps.parties.tests.factories import make_party


@pytest.fixture
def root(company: Company) -> Client:
    client = Client()
    user = make_user(is_staff=True, is_superuser=True, companies=(company,))
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_lists_show_the_rows_of_the_company_in_force(
    company: Company, other_company: Company, root: Client
):
    make_party("Mine")
    with company_context(other_company.pk):
        make_party("Theirs")

    page = root.get(reverse("admin:parties_party_changelist")).content

    assert b"Mine" in page
    assert b"Theirs" not in page


def test_every_edit_page_opens_with_its_history(company: Company, root: Client):
    rows = [company, make_branch(), make_rate(), make_party(), User.objects.first()]
    for row in rows:
        name = f"admin:{row._meta.app_label}_{row._meta.model_name}"
        assert root.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200, name
        assert root.get(reverse(f"{name}_history", args=[row.pk])).status_code == 200, name


def test_a_new_row_belongs_to_the_company_in_force(company: Company, root: Client):
    page = root.post(
        reverse("admin:companies_branch_add"), {"code": "EAST", "name": "East", "is_active": "on"}
    )

    assert page.status_code == 302
    assert Branch.objects.get(company=company).code == "EAST"


def test_a_superuser_makes_a_company_and_a_user(root: Client, db):
    company = {
        "code": "NEWCO",
        "name": "New Co",
        "currency": "MAD",
        "time_zone": "UTC",
        "language": "fr",
        "fiscal_year_start_month": "1",
        "tax_rounding": "document",
    }
    user = {
        "email": "New@Example.org",
        "name": "New",
        "usable_password": "true",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }

    assert root.post(reverse("admin:companies_company_add"), company).status_code == 302
    assert root.post(reverse("admin:access_user_add"), user).status_code == 302

    assert Company.objects.get(code="NEWCO").currency_id == "MAD"
    assert User.objects.get(email="new@example.org").check_password(PASSWORD)


def test_facts_are_looked_at_and_not_touched(company: Company, root: Client):
    party = make_party()
    event = Event.objects.filter(aggregate_id=party.pk).get()
    change = AuditRow.objects.filter(row_id=str(party.pk)).first()

    for row in (event, change):
        name = f"admin:core_{row._meta.model_name}"
        assert root.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200
        assert root.get(reverse(f"{name}_add")).status_code == 403
        assert root.post(reverse(f"{name}_change", args=[row.pk]), {"name": "x"}).status_code == 403
        assert (
            root.post(reverse(f"{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
        )
    assert (
        root.post(
            reverse("admin:parties_party_delete", args=[party.pk]), {"post": "yes"}
        ).status_code
        == 403
    )
    assert Party.objects.filter(pk=party.pk).exists()


def test_the_admin_works_before_there_is_any_company_to_work_in(db):
    client = Client()
    user = make_user(is_staff=True, is_superuser=True)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(reverse("admin:companies_company_add")).status_code == 200
