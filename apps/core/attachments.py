"""Files of documents: uploaded by people, or issued by us; the bytes are archived once and served unchanged."""

import hashlib
import re
from typing import Any, Final

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from apps.core.context import company_id, current
from apps.core.exceptions import BusinessError
from apps.core.models import Attachment
from apps.core.text import BIDI_CONTROLS

UPLOAD: Final = "upload"
LARGEST: Final = 20 * 2**20
LONGEST_NAME: Final = 200
_NOT_IN_A_NAME: Final = re.compile(rf'[\x00-\x1f\x7f/\\<>:"|?*{BIDI_CONTROLS}]')


class FileTooLarge(BusinessError):
    """The file has more bytes than an archive row takes."""

    http_status = 422


class FileEmpty(BusinessError):
    """The file has no byte."""

    http_status = 422


def store_attachment(
    *,
    target: Model,
    filename: str,
    content: bytes,
    content_type: str,
    kind: str = UPLOAD,
    actor: Any = None,
) -> Attachment:
    """Archive ``content`` as a file of ``target``.

    Args:
        kind: ``upload`` for people's files; any other kind (``invoice_pdf``) exists once per document, and
            storing it again returns the first, unchanged.
        actor: who stored it; None for the user of the context.

    Raises:
        FileTooLarge: over 20 MB.
        FileEmpty: no content.
    """
    if len(content) > LARGEST:
        raise FileTooLarge(
            _("To attach %(name)s, make it smaller than 20 MB.") % {"name": filename}
        )
    if not content:
        raise FileEmpty(
            _("To attach %(name)s, choose a file that is not empty.") % {"name": filename}
        )
    attachment = Attachment(
        company_id=company_id(),
        target_type=target._meta.label_lower,
        target_id=target.pk,
        kind=kind,
        filename=safe_filename(filename),
        content_type=content_type[:100],
        content=content,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        actor_id=actor.pk if actor is not None else current().user_id,
    )
    if kind == UPLOAD:
        attachment.save(force_insert=True)
        return attachment
    Attachment.objects.bulk_create(
        [attachment], ignore_conflicts=True
    )  # the index issues each kind once
    return Attachment.objects.get(company_id=attachment.company_id, target_id=target.pk, kind=kind)


def attachments_of(target: Model) -> "QuerySet[Attachment]":
    """Return the files of ``target`` without their bytes, oldest first."""
    return (
        Attachment.objects.filter(company_id=company_id(), target_id=target.pk)
        .defer("content")
        .order_by("pk")
    )


def issued(target: Model, kind: str) -> Attachment | None:
    """Return the file of ``kind`` issued for ``target``, with its bytes, if it is there yet."""
    return Attachment.objects.filter(
        company_id=company_id(), target_id=target.pk, kind=kind
    ).first()


def safe_filename(name: str) -> str:
    """Return ``name`` without folders and without the characters that harm a file system or a header."""
    cleaned = _NOT_IN_A_NAME.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(" .")
    stem, dot, ending = cleaned.rpartition(".")
    if dot and len(ending) <= 10:
        return f"{(stem or 'file')[: LONGEST_NAME - len(ending) - 1]}.{ending}"
    return cleaned[:LONGEST_NAME] or "file"
