"""Files and remarks on documents."""

import hashlib

import pytest

from apps.core.attachments import (
    FileEmpty,
    FileTooLarge,
    attachments_of,
    issued,
    safe_filename,
    store_attachment,
)
from apps.core.comments import add_comment, comments_of
from apps.core.context import company_context
from apps.core.exceptions import InvalidInput
from apps.core.models import Attachment, Comment


def store(target, **fields):
    return store_attachment(
        **{
            "target": target,
            "filename": "a.txt",
            "content": b"abc",
            "content_type": "text/plain",
            **fields,
        }
    )


def test_a_file_is_kept_with_its_size_and_digest(company, user_in):
    user = user_in()
    attachment = store(company, actor=user)

    kept = Attachment.objects.get(pk=attachment.pk)
    assert (bytes(kept.content), kept.size, kept.actor_id) == (b"abc", 3, user.pk)
    assert kept.sha256 == hashlib.sha256(b"abc").hexdigest()


def test_the_same_upload_may_come_twice(company):
    store(company)
    store(company)

    assert attachments_of(company).count() == 2


def test_an_issued_file_is_found_by_its_kind_and_by_its_company_only(company, other_company):
    store(company, kind="invoice_pdf")

    assert bytes(issued(company, "invoice_pdf").content) == b"abc"
    assert issued(company, "other") is None
    with company_context(other_company.pk):
        assert issued(company, "invoice_pdf") is None


@pytest.mark.parametrize(
    ("content", "error"), [(b"", FileEmpty), (b"x" * (20 * 2**20 + 1), FileTooLarge)]
)
def test_nothing_and_too_much_are_refused(company, content, error):
    with pytest.raises(error):
        store(company, content=content)
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\a.pdf", "a.pdf"),
        ("facture n° 12.pdf", "facture n° 12.pdf"),
        ('a"b\r\nc.pdf', "a_b__c.pdf"),
        ("gpj.\u202eexe.pdf", "gpj._exe.pdf"),
        ("...", "file"),
        ("", "file"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_a_file_name_does_no_harm(given, kept):
    assert safe_filename(given) == kept


def test_a_remark_is_kept_with_who_made_it(company, user_in):
    user = user_in()
    add_comment(actor=user, target=company, text="  Called them. ")

    assert [(remark.text, remark.actor_id) for remark in comments_of(company)] == [
        ("Called them.", user.pk)
    ]


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001, "a\x00b", "a\u202eb"])
def test_a_remark_that_says_nothing_or_hides_something_is_refused(company, user_in, text):
    with pytest.raises(InvalidInput):
        add_comment(actor=user_in(), target=company, text=text)
    assert not Comment.objects.exists()
