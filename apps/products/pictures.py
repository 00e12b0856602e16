"""Making a picture anew from what was uploaded: checked by its content, in two sizes. Pure; no database."""

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from typing import Final

from django.utils.translation import gettext as _
from PIL import Image, ImageFile, ImageOps

from apps.core.exceptions import BusinessError

FORMATS: Final = ("JPEG", "PNG", "WEBP")
LARGEST: Final = 10 * 2**20
MOST_PIXELS: Final = 40_000_000
PAGE: Final = 1200
THUMB: Final = 160
QUALITY: Final = 82
BROKEN: Final = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    struct.error,
    zlib.error,
)
"""What Pillow raises over bytes that are no picture, or not all of one."""


_LOCK = Lock()


class PictureRefused(BusinessError):
    """What was uploaded is too large, no picture, or would unpack to more than we read."""

    http_status = 422


@dataclass(frozen=True, slots=True)
class Made:
    """A picture in two sizes, WebP; ``width`` and ``height`` are those of the page's size."""

    page: bytes
    thumb: bytes
    width: int
    height: int


def made_of(content: bytes, name: str) -> Made:
    """Return a picture made anew of ``content``, which is JPEG, PNG or WebP whatever its name says.

    Raises:
        PictureRefused: see the class.
    """
    if len(content) > LARGEST:
        raise _refused(_("To add %(name)s, make it smaller than 10 MB."), name)
    try:
        with _whole_only(), Image.open(BytesIO(content), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise _too_many(name)
            upright = _upright(opened)
            page, thumb = _within(upright, PAGE), _within(upright, THUMB)
            return Made(_webp(page), _webp(thumb), page.width, page.height)
    except Image.DecompressionBombError as error:
        raise _too_many(name) from error
    except BROKEN as error:
        words = _("To add %(name)s, save it as JPEG, PNG or WebP; it is none that can be read.")
        raise _refused(words, name) from error


@contextmanager
def _whole_only() -> Iterator[None]:
    """Have Pillow refuse pictures cut short, which it no longer does once WeasyPrint is imported."""
    with _LOCK:
        before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _upright(opened: Image.Image) -> Image.Image:
    """Return the first frame as it is to be seen, with or without transparency; read no finer than is needed."""
    opened.draft("RGB", (2 * PAGE, 2 * PAGE))
    turned = ImageOps.exif_transpose(opened)
    return turned.convert("RGBA" if turned.has_transparency_data else "RGB")


def _within(image: Image.Image, most: int) -> Image.Image:
    smaller = image.copy()
    smaller.thumbnail((most, most), Image.Resampling.LANCZOS)
    return smaller


def _webp(image: Image.Image) -> bytes:
    """Return the picture alone: no place, no camera, no profile of colours."""
    kept = BytesIO()
    image.save(kept, format="WEBP", quality=QUALITY, exif=b"", xmp=b"", icc_profile=b"")
    return kept.getvalue()  # fmt: skip


def _too_many(name: str) -> PictureRefused:
    words = _("To add %(name)s, make it smaller; it has more than 40 million pixels.")
    return _refused(words, name)


def _refused(words: str, name: str) -> PictureRefused:
    return PictureRefused(words % {"name": name}, field="picture")
