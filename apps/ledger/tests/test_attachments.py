"""A manual entry carries the papers it was made from, as a draft and posted; who may not see it gets none."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from apps.core.attachments import attachments_of
from apps.ledger import services
from apps.ledger.tests.factories import draft, make_books

PAPER = b"%PDF-1.7 receipt"


@pytest.fixture(autouse=True)
def books(company):
    make_books()


def client_of(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def attach(client: Client, document, name: str = "receipt.pdf"):
    url = reverse("core:attachment_create", args=["ledger.manualentry", document.pk])
    return client.post(url, {"file": SimpleUploadedFile(name, PAPER)})


def test_papers_of_a_manual_entry_stay_with_it_when_it_is_posted(user_in):
    client, document = client_of(user_in("accountant")), draft(("6070", "10"), ("5120", "-10"))
    attach(client, document)
    services.post_manual_entry(actor=None, pk=document.pk)
    attach(client, document, "second.pdf")

    files = list(attachments_of(document))
    page = client.get(reverse("ledger:manualentry_detail", args=[document.pk])).content.decode()

    assert [file.filename for file in files] == ["receipt.pdf", "second.pdf"]
    assert "receipt.pdf" in page
    answer = client.get(reverse("core:attachment_download", args=[files[0].pk]))
    assert b"".join(answer.streaming_content) == PAPER


def test_who_may_not_see_the_entry_neither_adds_nor_reads_its_papers(user_in):
    document = draft(("6070", "10"), ("5120", "-10"))
    attach(client_of(user_in("accountant")), document)
    stranger = client_of(user_in("salesperson"))
    [file] = attachments_of(document)

    refused = attach(stranger, document)
    read = stranger.get(reverse("core:attachment_download", args=[file.pk]))

    assert (refused.status_code, read.status_code) == (404, 404)
    assert attachments_of(document).count() == 1
