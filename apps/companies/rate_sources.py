"""Where the daily job takes exchange rates from: a callable named by ``EXCHANGE_RATE_SOURCE``.

A source takes nothing and returns the days it knows, or None when there is nothing to do. ``configured`` reads
the file or https address of ``EXCHANGE_RATES_FROM`` in one of the European Central Bank's layouts; without one it
does nothing, so no machine asks the network unless somebody said so.
"""

from collections.abc import Callable, Sequence
from email.message import Message
from pathlib import Path
from typing import IO, Any
from urllib.error import URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.utils.module_loading import import_string

from apps.companies.ecb import LARGEST, DayOfRates, MalformedRates, read_rates

PATIENCE = 20  # seconds
RateSource = Callable[[], Sequence[DayOfRates] | None]


class SourceFailed(Exception):
    """The source could not be read; the text says why."""


def days_of_source() -> Sequence[DayOfRates] | None:
    """Return the days of the source in the settings.

    Raises:
        SourceFailed: it cannot be read, or what it holds is no table of rates.
    """
    source: RateSource = import_string(settings.EXCHANGE_RATE_SOURCE)
    return source()


def configured() -> list[DayOfRates] | None:
    """Return the days of the configured file or address; None when none is configured.

    Raises:
        SourceFailed: it cannot be read, or what it holds is no table of rates.
    """
    place = settings.EXCHANGE_RATES_FROM
    if not place:
        return None
    try:
        return read_rates(_fetch(place) if "://" in place else _read(place))
    except (OSError, MalformedRates) as error:
        raise SourceFailed(f"Exchange rates from {place}: {error}") from error


def _read(path: str) -> bytes:
    with Path(path).open("rb") as file:
        return file.read(LARGEST + 1)


class _NoRedirect(HTTPRedirectHandler):
    """An address that sends us elsewhere is not the one that was configured."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> Any:
        """Follow nothing; urllib then raises the answer as an error."""


def _fetch(url: str) -> bytes:
    if not url.startswith("https://"):
        raise URLError("only https addresses are read")
    with build_opener(_NoRedirect).open(url, timeout=PATIENCE) as answer:
        content: bytes = answer.read(LARGEST + 1)
    return content
