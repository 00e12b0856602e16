"""WeasyPrint, which is slow to load and large: imported by who prints, not by every process."""

from collections.abc import Mapping
from typing import Any, Final

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from apps.core.blobs import SCHEME, Blob

LARGEST_BLOB: Final = 2 * 2**20


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


def typeset(html: str, faces: str, blobs: Mapping[str, Blob]) -> bytes:
    """Return ``html`` as PDF/A-3b.

    Args:
        html: a whole page with its style.
        faces: the ``@font-face`` rules.
        blobs: all that the page and the rules may fetch, by name.
    """
    configuration = FontConfiguration()
    fetcher = BlobFetcher(blobs)
    style = CSS(string=faces, url_fetcher=fetcher, font_config=configuration)
    document = HTML(string=html, url_fetcher=fetcher, base_url=None)
    pdf: bytes = document.write_pdf(
        stylesheets=[style], font_config=configuration, pdf_variant="pdf/a-3b"
    )
    return pdf
