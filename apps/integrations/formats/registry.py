"""Which function writes which format, and how its files end."""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from apps.integrations.books import Books
from apps.integrations.choices import Format
from apps.integrations.formats import beancount, hledger


class Writer(NamedTuple):
    """How a format is written."""

    write: Callable[[Books], Iterator[str]]
    ending: str
    content_type: str
    encoding: str = "utf-8"


WRITERS: Final[dict[str, Writer]] = {
    Format.BEANCOUNT: Writer(beancount.write, "beancount", "text/plain; charset=utf-8"),
    Format.HLEDGER: Writer(hledger.write, "journal", "text/plain; charset=utf-8"),
}
