"""What people may attach to a document: how large, which kinds, how many; the bytes must be what the name says."""

from pathlib import PurePath
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils.translation import gettext as _

from apps.core.attachments import attachments_of, safe_filename, store_attachment
from apps.core.exceptions import BusinessError
from apps.core.models import Attachment

MAX_SIZE: Final = 10 * 2**20
MAX_FILES: Final = 50
OFFICE: Final = "application/vnd.openxmlformats-officedocument"
KINDS: Final[dict[str, tuple[str, tuple[bytes, ...]]]] = {
    "pdf": ("application/pdf", (b"%PDF-",)),
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "xlsx": (f"{OFFICE}.spreadsheetml.sheet", (b"PK\x03\x04",)),
    "docx": (f"{OFFICE}.wordprocessingml.document", (b"PK\x03\x04",)),
    "zip": ("application/zip", (b"PK\x03\x04",)),
    "xml": ("application/xml", (b"<?xml", b"\xef\xbb\xbf<?xml")),
    "csv": ("text/csv", ()),
    "txt": ("text/plain", ()),
}
"""Suffix -> (type it is kept as, what it begins with); kinds without a beginning are UTF-8 text."""


class FileRefused(BusinessError):
    """The file is too large, empty, one too many, or not what its name says."""

    http_status = 422


@transaction.atomic
def attach_upload(*, actor: Any, target: models.Model, upload: UploadedFile | None) -> Attachment:
    """Keep an uploaded file with the document ``target``.

    Raises:
        FileRefused: see the class.
    """
    if upload is None or not upload.size:
        raise FileRefused(_("To attach a file, choose one that is not empty."), field="file")
    name = safe_filename(upload.name or "")
    if upload.size > MAX_SIZE:
        message = _("To attach %(name)s, make it smaller than 10 MB.")
        raise FileRefused(message % {"name": name}, field="file")
    if attachments_of(target).count() >= MAX_FILES:
        message = _("To attach %(name)s, start another document; this one has %(count)d files.")
        raise FileRefused(message % {"name": name, "count": MAX_FILES}, field="file")
    upload.seek(0)
    content = upload.read()
    return store_attachment(
        target=target,
        filename=name,
        content=content,
        content_type=type_of(name, content),
        actor=actor,
    )


def type_of(name: str, content: bytes) -> str:
    """Return the type of a file, by its name and by its first bytes.

    Raises:
        FileRefused: an unknown kind, or the bytes of another one.
    """
    suffix = PurePath(name).suffix.lower().lstrip(".")
    if suffix not in KINDS:
        message = _("To attach %(name)s, save it as one of: %(kinds)s.")
        raise FileRefused(message % {"name": name, "kinds": ", ".join(sorted(KINDS))}, field="file")
    content_type, begins = KINDS[suffix]
    if not (content.startswith(begins) if begins else _is_text(content)):
        message = _(
            "To attach %(name)s, save it as a real .%(suffix)s file; its content is another."
        )
        raise FileRefused(message % {"name": name, "suffix": suffix}, field="file")
    return content_type


def _is_text(content: bytes) -> bool:
    try:
        return b"\0" not in content and bool(content.decode("utf-8"))
    except UnicodeDecodeError:
        return False
