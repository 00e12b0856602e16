"""Reading a file as people hand it in, CSV or XLSX, into rows of text. Pure; no database."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from apps.core.exceptions import InvalidInput

LARGEST: Final = 10 * 2**20
UNPACKED: Final = 100 * 2**20
MOST_ROWS: Final = 20_000


class FileUnreadable(InvalidInput):
    """The file is no table with the columns that are needed."""


@dataclass(frozen=True, slots=True)
class FileRow:
    """A row as it stands in the file: its number, and text by column; what is not there is ""."""

    number: int
    cells: dict[str, str]


def read_table(
    content: bytes, filename: str, *, columns: Sequence[str], needed: Sequence[str]
) -> list[FileRow]:
    """Return the rows of a file that are not empty.

    Args:
        columns: what its first row may name; ``needed`` what it must.

    Raises:
        FileUnreadable: it is too large, in another encoding, damaged, or lacks a column.
    """
    if len(content) > LARGEST:
        raise _refused(_("To import %(file)s, split it; it is larger than 10 MB."), filename)
    is_sheet = content.startswith(b"PK\x03\x04")
    table = _sheet_rows(content, filename) if is_sheet else _csv_rows(content, filename)
    head = [_column(cell) for cell in table[0]] if table else []
    missing = [name for name in needed if name not in head]
    if missing:
        raise _refused(
            _("To import %(file)s, give it a first row with the columns %(columns)s; it lacks %(missing)s."),
            filename, columns=", ".join(columns), missing=", ".join(missing),
        )  # fmt: skip
    rows = [
        FileRow(number, {**dict.fromkeys(columns, ""), **dict(zip(head, cells, strict=False))})
        for number, cells in enumerate(table[1:], 2)
        if any(cells)
    ]
    if len(rows) > MOST_ROWS:
        raise _refused(_("To import %(file)s, split it; it has more than 20,000 rows."), filename)
    return rows


def _csv_rows(content: bytes, filename: str) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(_("To import %(file)s, save it as UTF-8 or XLSX."), filename) from error
    if "\x00" in text:
        raise _refused(_("To import %(file)s, save it as UTF-8 or XLSX."), filename)
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    try:
        rows = csv.reader(StringIO(text), delimiter=delimiter, strict=True)
        return [[cell.strip() for cell in row] for row in rows]
    except csv.Error as error:
        raise _refused(_("To import %(file)s, mend it; it is no table."), filename) from error


def _sheet_rows(content: bytes, filename: str) -> list[list[str]]:
    broken = _("To import %(file)s, save it again; it is no readable XLSX file.")
    try:
        with ZipFile(BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > UNPACKED:
                raise _refused(
                    _("To import %(file)s, split it; it is larger than 10 MB."), filename
                )
        book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        cells = book.worksheets[0].iter_rows(values_only=True, max_row=MOST_ROWS + 2)
        rows = [[_text(cell) for cell in row] for row in cells]
    except (BadZipFile, KeyError, ValueError, IndexError, SyntaxError, OSError) as error:
        raise _refused(broken, filename) from error
    return rows


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return cell.strftime("%Y-%m-%d")
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return str(cell).strip()


def _column(cell: str) -> str:
    return cell.strip().lower().replace(" ", "_")


def _refused(words: str, filename: str, **more: str) -> FileUnreadable:
    return FileUnreadable(words % {"file": filename, **more}, field="file")
