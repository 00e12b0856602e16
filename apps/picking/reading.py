"""What a scanned code says about a line to pick: pure, no database.

A hardware scanner types what is printed under the bars and presses Enter; people type figures into the same box.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

FIGURE = re.compile(r"[0-9]{1,6}(?:[.,][0-9]{1,6})?")


@dataclass(frozen=True, slots=True)
class Told:
    """The goods of a line as their labels say it; ``lot`` is "" where there is none."""

    place: str
    sku: str
    gtin: str = ""
    lot: str = ""
    is_traced: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """The code is the place's."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The code is the goods': one more."""


@dataclass(frozen=True, slots=True)
class NamesNoLot:
    """The code is the product's, but its goods are told apart by lot."""


@dataclass(frozen=True, slots=True)
class Total:
    """Somebody typed how many it is in all."""

    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Unknown:
    """The code is nothing of this line."""


Meaning = Place | Piece | NamesNoLot | Total | Unknown


def clean(code: str) -> str:
    """Return a code as scanners send it, without what some put around it."""
    return code.strip().strip("*").strip()


def same_gtin(code: str, gtin: str) -> bool:
    """Return whether digits are the same article number: 12, 13 and 14 digits differ in leading zeros."""
    return bool(gtin) and code.isdigit() and len(code) >= 8 and code.lstrip("0") == gtin.lstrip("0")


def is_of_product(code: str, told: Told) -> bool:
    """Return whether the code is the product's own."""
    return code.casefold() == told.sku.casefold() or same_gtin(code, told.gtin)


def meaning(code: str, told: Told) -> Meaning:
    """Return what ``code``, cleaned, says of the goods to be picked.

    The place comes last but figures: a place may be called as a product, never the other way about on purpose.
    """
    if told.is_traced and told.lot and code.casefold() == told.lot.casefold():
        return Piece()
    if is_of_product(code, told):
        return NamesNoLot() if told.is_traced else Piece()
    if code.casefold() == told.place.casefold():
        return Place()
    if FIGURE.fullmatch(code):
        return Total(Decimal(code.replace(",", ".")))
    return Unknown()
