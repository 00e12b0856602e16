"""What somebody waits for overtakes what nobody does: in the relay and in the worker."""

import pytest
from celery import current_app
from django.db import transaction

from apps.companies.tests.factories import make_company
from apps.core import relay
from apps.core.context import company_context
from apps.core.events import awaited, publish_many
from apps.core.models import Delivery
from apps.integrations import services
from apps.integrations.models import ExportResult, JournalExport
from apps.ledger.tests.factories import make_books, post

MANY = 250
QUIET = "access.user_invited"  # about no user: nothing to send


@pytest.fixture
def backlog():
    """Return a company with a backlog of mails, and behind it an export somebody asked for."""
    company = make_company()
    with company_context(company.pk):
        with transaction.atomic():
            make_books()
            post(("5120", "10"), ("7070", "-10"))
            publish_many(QUIET, [(company, {}) for _ in range(MANY)])
        with transaction.atomic():
            services.save_export(
                actor=None, document=JournalExport(format="hledger"), lines=[], removed=[]
            )
        yield company


def test_reports_and_exports_are_awaited_and_mails_are_not():
    found = awaited()

    assert "apps.ledger.subscribers.render" in found
    assert "apps.integrations.subscribers.write_file" in found
    assert "apps.invoices.subscribers.archive" not in found


@pytest.mark.django_db(transaction=True)
def test_the_relay_hands_it_over_first_and_apart(backlog, monkeypatch):
    given = []
    monkeypatch.setattr(
        current_app, "send_task", lambda name, args, queue, **_: given.append((queue, args[1]))
    )

    relay.hand_over(backlog.pk)

    with transaction.atomic():
        [export] = Delivery.objects.filter(event__name=services.ASKED)
    assert given[0] == ("awaited", str(export.pk))
    assert [queue for queue, _pk in given[1:]] == ["celery"] * relay.IN_FLIGHT


@pytest.mark.django_db(transaction=True)
def test_the_worker_takes_it_before_a_backlog(backlog, request, wait_until):
    relay.hand_over(backlog.pk)
    request.getfixturevalue("celery_worker")

    def done():
        with transaction.atomic():
            return Delivery.objects.filter(event__name=services.ASKED, status="done").first()

    export = wait_until(done)
    with transaction.atomic():
        assert ExportResult.objects.get().sha256
        before = Delivery.objects.filter(event__name=QUIET, done_at__lt=export.done_at).count()
    assert before <= 10
