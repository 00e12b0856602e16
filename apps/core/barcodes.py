"""Bar codes as drawings inside a page, on screens and in PDFs: EAN for trade item numbers, Code 128 for all else."""

import re
from itertools import groupby
from typing import Final

from barcode.codex import Code128
from barcode.ean import EuropeanArticleNumber8, EuropeanArticleNumber13
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from stdnum import ean

QUIET: Final = 10
"""Empty modules on either side, without which scanners find no code (ISO/IEC 15417: ten)."""
HEIGHT: Final = 40
LONGEST: Final = 60


def has_barcode(text: str) -> bool:
    """Say whether ``text`` can be drawn: 1 to 60 printable ASCII characters."""
    return 0 < len(text) <= LONGEST and text.isascii() and text.isprintable()


def modules_of(text: str) -> str:
    """Return the bars of ``text``, module by module: 1 black, 0 white; "" where it has none.

    A valid GTIN of 8, 12 or 13 digits becomes EAN (12 digits are UPC, an EAN that begins with 0), all else Code 128.
    """
    if not has_barcode(text):
        return ""
    if re.fullmatch(r"\d{8}|\d{12,13}", text) and ean.is_valid(text):
        kind = EuropeanArticleNumber8 if len(text) == 8 else EuropeanArticleNumber13
        return str(kind(text.zfill(13) if len(text) == 12 else text).build()[0])
    return str(Code128(text).build()[0])


def barcode_svg(text: str) -> SafeString:
    """Return the bar code of ``text`` as one SVG that stretches to its box; "" where ``text`` has none.

    Its width in modules is the ``viewBox``'s: make the box wide enough, 0.25 mm a module or more.
    """
    bars = modules_of(text)
    if not bars:
        return mark_safe("")
    path, at = [], QUIET
    for bit, run in groupby(bars):
        width = len(list(run))
        if bit == "1":
            path.append(f"M{at} 0h{width}v{HEIGHT}h-{width}z")
        at += width
    return format_html(
        '<svg class="barcode" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<path d="{}"/></svg>',
        at + QUIET,
        HEIGHT,
        text,
        "".join(path),
    )
