"""What a document may show beside its text, handed in as bytes and named by ``blob:name``."""

from dataclasses import dataclass
from typing import Final

SCHEME: Final = "blob:"


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes a document may show, such as a logo."""

    content: bytes
    content_type: str
