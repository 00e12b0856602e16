"""Bank statements from files: which format it is, and what it says. Pure; no database."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from apps.bank.choices import StatementFormat
from apps.bank.formats.camt import read_camt
from apps.bank.formats.model import ReadLine, ReadStatement, StatementRefused
from apps.bank.formats.mt940 import read_mt940
from apps.bank.formats.ofx import read_ofx
from apps.bank.formats.table import Mapping, read_table
from apps.core.text import hidden_characters

__all__ = ["Mapping", "ReadLine", "ReadStatement", "StatementRefused", "detect", "read"]


def detect(content: bytes) -> StatementFormat:
    """Return the format of a file by its first bytes."""
    head = content[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if re.match(rb"OFXHEADER|<OFX>", head, re.IGNORECASE) or b"<?OFX" in head:
        return StatementFormat.OFX
    if head.startswith(b"<"):
        return StatementFormat.CAMT053
    if re.search(rb"(?m)^:20:", head) and (b":25:" in head or b"{1:" in head[:10]):
        return StatementFormat.MT940
    return StatementFormat.CSV


def read(
    content: bytes, kind: str, mapping: Mapping | None, closing: Decimal | None = None
) -> list[ReadStatement]:
    """Return what a file says.

    Args:
        closing: for CSV without a balance, what the account stood at afterwards.

    Raises:
        StatementRefused: it cannot be read, and why.
    """
    if kind == StatementFormat.CAMT053:
        return read_camt(content)
    if kind == StatementFormat.OFX:
        return read_ofx(content)
    if kind == StatementFormat.MT940:
        return read_mt940(decoded(content, "utf-8", "iso-8859-1"))
    if mapping is None:
        raise StatementRefused(
            _("To import a CSV file, say first which column is what, under “CSV columns”.")
        )
    return [read_table(decoded(content, mapping.encoding), mapping, closing=closing)]


def decoded(content: bytes, *encodings: str) -> str:
    """Return the text of a file in the first encoding that fits.

    Raises:
        StatementRefused: none fits, or what comes out is no text.
    """
    for encoding in encodings:
        try:
            text = content.decode(encoding).removeprefix("\ufeff")
        except (UnicodeDecodeError, LookupError):
            continue
        if not hidden_characters(text.replace("\x0c", "")):
            return text
    raise StatementRefused(
        _("To import, save the file as UTF-8 or choose its encoding; it is not %(encoding)s.")
        % {"encoding": encodings[0].upper()}
    )
