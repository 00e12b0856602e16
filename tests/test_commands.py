"""A verb that asks before it runs, and a rule of the database that speaks through a verb; tried on parties."""

from typing import Any
from uuid import UUID

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.db import connection, transaction
from django.test import Client
from django.urls import include, path

from apps.core.commands import CommandForm, command_view
from apps.core.exceptions import BusinessError
from apps.parties.models import Party
from apps.parties.selectors import visible_parties


class RenameForm(CommandForm):
    name = forms.CharField(label="New name", max_length=20)


@transaction.atomic
def rename(*, actor: Any, pk: UUID, name: str) -> Party:
    row = Party.objects.select_for_update().get(pk=pk)
    row.name = name
    row.save(update_fields=["name"])
    if name == "Taken":
        raise BusinessError("To rename it, choose a free name.", field="name")
    if name == "Frozen":
        raise BusinessError("To rename it, thaw it first.")
    return row


def refuse_in_the_database(*, actor: Any, pk: UUID) -> Party:
    with connection.cursor() as cursor:
        cursor.execute(
            "DO $$ BEGIN RAISE EXCEPTION 'To do this, ask the database.' USING ERRCODE = 'check_violation'; END $$"
        )
    return Party.objects.get(pk=pk)


def break_a_constraint(*, actor: Any, pk: UUID) -> Party:
    Party.objects.filter(pk=pk).update(credit_limit=-1)
    return Party.objects.get(pk=pk)


def command(service: Any, **settings: Any) -> Any:
    settings = {"permission": "parties.change_party", "visible": visible_parties, **settings}
    return command_view(service, done="Called it %s.", **settings)


urlpatterns = [
    path(
        "try/<uuid:pk>/rename/",
        command(rename, form=RenameForm, label="Rename", confirm="%s gets another name."),
    ),
    path("try/<uuid:pk>/refuse/", command(refuse_in_the_database)),
    path("try/<uuid:pk>/break/", command(break_a_constraint)),
    path("", include("erp.urls")),
]


@pytest.fixture
def row(company):
    return Party.objects.create(
        company=company, code="ALFA", name="Alfa", currency_id="EUR", is_customer=True
    )


@pytest.fixture
def browser(settings, user_in):
    settings.ROOT_URLCONF = __name__
    client = Client()
    client.force_login(user_in("owner"))
    return client


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_a_verb_with_questions_shows_what_it_will_do_and_asks(row, browser):
    page = browser.get(f"/try/{row.pk}/rename/")

    assert page.status_code == 200
    assert b"Alfa gets another name." in page.content
    assert b"New name" in page.content


def test_the_answers_go_to_the_service(row, browser):
    answer = browser.post(f"/try/{row.pk}/rename/", {"name": "Beta", "idempotency_key": "k"})

    assert answer.headers["Location"] == f"/parties/{row.pk}/"
    assert said(answer) == ["Called it Beta."]


def test_a_missing_answer_is_asked_for_again_with_the_same_key(row, browser):
    answer = browser.post(f"/try/{row.pk}/rename/", {"name": "", "idempotency_key": "same-key"})

    assert answer.status_code == 422
    assert b"same-key" in answer.content


def test_a_refusal_about_an_answer_stands_at_its_field_and_writes_nothing(row, browser):
    answer = browser.post(f"/try/{row.pk}/rename/", {"name": "Taken", "idempotency_key": "k"})

    assert answer.status_code == 422
    assert answer.context["form"].errors["name"] == ["To rename it, choose a free name."]
    row.refresh_from_db()
    assert row.name == "Alfa"

    again = browser.post(f"/try/{row.pk}/rename/", {"name": "Free", "idempotency_key": "k"})
    assert said(again) == ["Called it Free."]


def test_another_refusal_is_a_message_on_the_document(row, browser):
    answer = browser.post(f"/try/{row.pk}/rename/", {"name": "Frozen"})

    assert answer.status_code == 302
    assert said(answer) == ["To rename it, thaw it first."]


def test_what_a_trigger_says_is_told_to_the_user(row, browser):
    answer = browser.post(f"/try/{row.pk}/refuse/")

    assert answer.status_code == 302
    assert said(answer) == ["To do this, ask the database."]


def test_a_broken_constraint_is_a_bug_and_stays_one(row, browser):
    browser.raise_request_exception = False

    assert browser.post(f"/try/{row.pk}/break/").status_code == 500
    row.refresh_from_db()
    assert row.credit_limit is None


def test_the_same_key_for_something_else_is_refused(row, browser):
    browser.post(f"/try/{row.pk}/rename/", {"name": "Beta", "idempotency_key": "k"})

    answer = browser.post(f"/try/{row.pk}/rename/", {"name": "Gamma", "idempotency_key": "k"})

    assert "open the form again" in said(answer)[-1]
    row.refresh_from_db()
    assert row.name == "Beta"
