"""PDF from HTML, in a worker: our fonts, archivable (PDF/A-3), and nothing fetched but what is handed in."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management import call_command
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

SCHEME: Final = "blob:"
LARGEST_BLOB: Final = 2 * 2**20
FONTS: Final = {
    ("Inter", 400): "inter-regular.ttf",
    ("Inter", 600): "inter-semibold.ttf",
    ("Noto Sans Arabic", 400): "noto-sans-arabic-regular.ttf",
    ("Noto Sans Arabic", 600): "noto-sans-arabic-semibold.ttf",
}


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes a document may show, such as a logo."""

    content: bytes
    content_type: str


class BlobFetcher(URLFetcher):
    """Gives out the blobs it was made with under ``blob:name``, and refuses every other address."""

    def __init__(self, blobs: Mapping[str, Blob]) -> None:
        super().__init__(allowed_protocols=["blob"], allow_redirects=False)
        self._blobs = blobs

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Return the blob named by ``url``.

        Raises:
            ValueError: any other address, or a blob of more than 2 MB; the document goes without it.
        """
        blob = self._blobs.get(url.removeprefix(SCHEME)) if url.startswith(SCHEME) else None
        if blob is None:
            raise ValueError(f"Documents show only what they were given; not {url[:80]}.")
        if len(blob.content) > LARGEST_BLOB:
            raise ValueError(f"{url[:80]} is larger than {LARGEST_BLOB} bytes.")
        return URLFetcherResponse(url, blob.content, {"Content-Type": blob.content_type})


def render_pdf(html: str, *, blobs: Mapping[str, Blob] | None = None) -> bytes:
    """Return ``html`` as PDF/A-3b.

    Args:
        html: a whole page with its style; text of users is escaped in it.
        blobs: what ``<img src="blob:logo">`` may show, by name.
    """
    configuration = FontConfiguration()
    fetcher = BlobFetcher({**_fonts(), **(blobs or {})})
    faces = CSS(string=_font_faces(), url_fetcher=fetcher, font_config=configuration)
    document = HTML(string=html, url_fetcher=fetcher, base_url=None)
    pdf: bytes = document.write_pdf(
        stylesheets=[faces], font_config=configuration, pdf_variant="pdf/a-3b"
    )
    return pdf


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
