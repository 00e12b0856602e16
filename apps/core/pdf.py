"""PDF from HTML, in a worker: our fonts, archivable (PDF/A-3), and nothing fetched but what is handed in."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.management import call_command

from apps.core.blobs import SCHEME, Blob

FONTS: Final = {
    ("Inter", 400): "inter-regular.ttf",
    ("Inter", 600): "inter-semibold.ttf",
    ("Noto Sans Arabic", 400): "noto-sans-arabic-regular.ttf",
    ("Noto Sans Arabic", 600): "noto-sans-arabic-semibold.ttf",
}


def render_pdf(html: str, *, blobs: Mapping[str, Blob] | None = None) -> bytes:
    """Return ``html`` as PDF/A-3b.

    Args:
        html: a whole page with its style; text of users is escaped in it.
        blobs: what ``<img src="blob:logo">`` may show, by name.
    """
    from apps.core.typesetting import typeset  # noqa: PLC0415 large: for processes that print

    return typeset(html, _font_faces(), {**_fonts(), **(blobs or {})})


def css_string(text: str) -> str:
    """Return ``text`` as a CSS string, quoted; no character of it ends the string."""
    return '"' + "".join(_css_letter(letter) for letter in text) + '"'


def _css_letter(letter: str) -> str:
    return letter if letter.isalnum() or letter in " .,:;-–—·/()+%" else f"\\{ord(letter):x} "


@cache
def _fonts() -> dict[str, Blob]:
    """Return the fonts, made from their packages when nobody has yet."""
    folder = Path(settings.BASE_DIR) / "static_build" / "fonts"
    if not all((folder / file).is_file() for file in FONTS.values()):
        call_command("build_assets")
    return {file: Blob((folder / file).read_bytes(), "font/ttf") for file in FONTS.values()}


def _font_faces() -> str:
    return "".join(
        f'@font-face {{font-family: "{family}"; font-weight: {weight}; src: url("{SCHEME}{file}") format("truetype")}}'
        for (family, weight), file in FONTS.items()
    )
