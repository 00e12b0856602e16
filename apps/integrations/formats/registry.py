"""Which function writes which format, and what its files are called."""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from django.utils.text import slugify

from apps.integrations.books import Books
from apps.integrations.choices import Format
from apps.integrations.formats import beancount, fec, fec_rules, hledger, summary


class Writer(NamedTuple):
    """How a format is written."""

    write: Callable[[Books], Iterator[str]]
    content_type: str
    name: Callable[[Books], str]
    encoding: str = "utf-8"


def ending(suffix: str) -> Callable[[Books], str]:
    """Return what calls a file after company, export and last day."""

    def name(books: Books) -> str:
        code = slugify(books.company.code) or "books"
        return f"{code}-{books.number}-{books.last}.{suffix}"

    return name


TEXT: Final = "text/plain; charset=utf-8"
JSON: Final = "application/json"
WRITERS: Final[dict[str, Writer]] = {
    Format.BEANCOUNT: Writer(beancount.write, TEXT, ending("beancount")),
    Format.HLEDGER: Writer(hledger.write, TEXT, ending("journal")),
    Format.IIF: Writer(
        summary.write_iif, "text/plain; charset=windows-1252", ending("iif"), "cp1252"
    ),
    Format.QUICKBOOKS: Writer(summary.write_quickbooks, JSON, ending("json")),
    Format.XERO: Writer(summary.write_xero_csv, "text/csv; charset=utf-8", ending("csv")),
    Format.XERO_JSON: Writer(summary.write_xero_json, JSON, ending("json")),
    Format.FEC: Writer(
        fec.write, "text/plain; charset=iso-8859-15", fec.filename, fec_rules.ENCODING
    ),
}
