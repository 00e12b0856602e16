"""Files of exactly what a list shows: same rows, same filters, same rights, same columns and order.

Rows come through a server-side cursor and go to a file on disk, so memory stays small however many there are.
"""

import csv
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryFile
from typing import IO, Any, Final

import xlsxwriter
from django.http import FileResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from apps.core.exceptions import BusinessError

XLSX_ROWS: Final = 1_048_575
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


class TooManyRows(BusinessError):
    """The list is longer than a sheet can hold."""


def export(table: Any, kind: str, title: str) -> FileResponse:
    """Return the rows of ``table`` as a file to download.

    Args:
        table: over ``lists.AllRows``.
        kind: a key of ``FORMATS``.
    """
    rows = (
        [plain(cell) for cell in row]
        for row in table.as_values(exclude_columns=("selection", "actions"))
    )
    name = f"{slugify(title) or 'list'}-{timezone.localdate():%Y-%m-%d}"
    return download(rows, kind, name)


def download(rows: Iterable[list[Any]], kind: str, name: str) -> FileResponse:
    """Return ``rows``, the head first, as a file to download called ``name`` with the ending of ``kind``."""
    write, content_type = FORMATS[kind]
    response = FileResponse(
        write(rows), as_attachment=True, filename=f"{name}.{kind}", content_type=content_type
    )
    response["Cache-Control"] = "no-store"
    return response


def plain(value: Any) -> Any:
    """Return a cell as number, date, truth value or text; lazy and safe strings become plain ones."""
    if isinstance(value, bool | int | Decimal | datetime | date) or value is None:
        return value
    return str(value)


def neutral(value: Any) -> str:
    """Return a CSV cell that no spreadsheet takes for a formula; real numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    return f"'{value}" if value.startswith(_FORMULA_STARTS) else value


def write_csv(rows: Iterable[list[Any]]) -> IO[bytes]:
    """Write UTF-8 with the mark that makes Excel read it as such."""
    with NamedTemporaryFile("w", encoding="utf-8-sig", newline="", suffix=".csv") as file:
        writer = csv.writer(file)
        writer.writerows([neutral(cell) for cell in row] for row in rows)
        file.flush()
        return Path(file.name).open("rb")  # the response closes it; the name is gone by then


def write_xlsx(rows: Iterable[list[Any]], *, created: datetime | None = None) -> IO[bytes]:
    """Write one sheet with typed cells, row by row.

    Args:
        created: what the file says about when it was made; given, the same rows make the same bytes.
    """
    file = TemporaryFile()  # noqa: SIM115 the response closes it
    book = xlsxwriter.Workbook(
        file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    if created:
        book.set_properties({"created": created.replace(tzinfo=None)})
    sheet = book.add_worksheet()
    styles = {
        "head": book.add_format({"bold": True, "bottom": 1}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "stamp": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
    }
    for number, row in enumerate(rows):
        if number > XLSX_ROWS:
            raise TooManyRows(
                _(
                    "To export this list to Excel, filter it to at most 1,048,575 rows, or export CSV."
                )
            )
        for column, cell in enumerate(row):
            _write_cell(sheet, (number, column), cell, styles)
    sheet.freeze_panes(1, 0)
    book.close()
    file.seek(0)
    return file


def _write_cell(sheet: Any, at: tuple[int, int], cell: Any, styles: dict[str, Any]) -> None:
    if isinstance(cell, datetime):
        local = timezone.localtime(cell) if timezone.is_aware(cell) else cell
        sheet.write_datetime(*at, local.replace(tzinfo=None), styles["stamp"])
    elif isinstance(cell, date):
        sheet.write_datetime(*at, cell, styles["day"])
    elif isinstance(cell, bool):
        sheet.write_boolean(*at, cell)
    elif isinstance(cell, int | Decimal):
        sheet.write_number(*at, cell)
    elif cell is not None:
        sheet.write_string(*at, cell, styles["head"] if at[0] == 0 else None)


FORMATS: Final[dict[str, tuple[Callable[[Iterable[list[Any]]], IO[bytes]], str]]] = {
    "csv": (write_csv, "text/csv; charset=utf-8"),
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
