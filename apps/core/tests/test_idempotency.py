"""The same key: one effect, one answer."""

import time
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import RequestFactory

from apps.companies.models import Branch
from apps.companies.tests.factories import make_branch, make_company
from apps.core.context import company_context
from apps.core.exceptions import InvalidInput
from apps.core.idempotency import KeyReused, hash_of, hash_of_form, once, sweep_expired
from apps.core.ids import uuid7
from apps.core.models import IdempotencyKey
from apps.core.testing import in_threads

SENT = hash_of("POST", "/x/", b"a=1")


@pytest.mark.django_db(transaction=True)
def test_sixty_at_once_have_one_effect_and_fifty_nine_replays():
    actor, company = uuid7(), make_company()

    def effect():
        time.sleep(0.05)
        return {"branch": str(make_branch().pk)}

    def send():
        with transaction.atomic():
            return once(actor_id=actor, key="k", request_hash=SENT, effect=effect)

    with company_context(company.pk):
        answers = in_threads([send] * 60, at_once=60)
        with transaction.atomic():
            made = [str(branch.pk) for branch in Branch.objects.all()]

    assert len(made) == 1
    assert [response for response, _ in answers] == [{"branch": made[0]}] * 60
    assert sorted(replayed for _, replayed in answers) == [False] + [True] * 59


def test_another_payload_under_the_key_is_refused(company):
    actor = uuid7()
    once(actor_id=actor, key="k", request_hash=SENT, effect=lambda: {"n": 1})

    with pytest.raises(KeyReused) as refused:
        once(actor_id=actor, key="k", request_hash=hash_of("POST", "/x/", b"a=2"), effect=dict)

    assert refused.value.http_status == 422


def test_a_key_belongs_to_its_actor_and_company(company, other_company):
    actor = uuid7()
    once(actor_id=actor, key="k", request_hash=SENT, effect=lambda: {"n": 1})

    assert once(actor_id=uuid7(), key="k", request_hash=SENT, effect=lambda: {"n": 2}) == (
        {"n": 2},
        False,
    )
    with company_context(other_company.pk):
        assert once(actor_id=actor, key="k", request_hash=SENT, effect=lambda: {"n": 3}) == (
            {"n": 3},
            False,
        )


@pytest.mark.django_db(transaction=True)
def test_an_effect_that_failed_leaves_the_key_free():
    actor = uuid7()
    with company_context(make_company().pk):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            once(actor_id=actor, key="k", request_hash=SENT, effect=lambda: {"n": 1 // 0})
        with transaction.atomic():
            assert once(actor_id=actor, key="k", request_hash=SENT, effect=lambda: {"n": 1}) == (
                {"n": 1},
                False,
            )


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_promised():
    with company_context(make_company().pk), pytest.raises(RuntimeError):
        once(actor_id=uuid7(), key="k", request_hash=SENT, effect=dict)


@pytest.mark.parametrize("key", ["", "x" * 101, "a\x00b"])
def test_a_key_that_is_none_is_refused(company, key):
    with pytest.raises(InvalidInput):
        once(actor_id=uuid7(), key=key, request_hash=SENT, effect=dict)


def test_the_hash_of_a_form_leaves_out_its_key_and_its_token():
    def form(path="/x/", **data):
        return hash_of_form(RequestFactory().post(path, data))

    same = form(a="1", b="2", csrfmiddlewaretoken="t1", idempotency_key="k1")
    assert form(b="2", a="1", csrfmiddlewaretoken="t2", idempotency_key="k2") == same
    assert form(a="1", b="3") != same
    assert form(path="/y/", a="1", b="2") != same
    assert form(a="1", b="2", file=SimpleUploadedFile("f", b"1")) != form(
        a="1", b="2", file=SimpleUploadedFile("f", b"2")
    )


def test_old_keys_are_swept_and_new_ones_stay(company):
    once(actor_id=uuid7(), key="k", request_hash=SENT, effect=dict)

    assert sweep_expired() == 0
    assert sweep_expired(older_than=timedelta(0)) == 1
    assert not IdempotencyKey.objects.exists()
