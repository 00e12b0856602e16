"""Which tax code a line gets by itself: as an engine, an exemption or a rule says, else the product's own code.

Pure; the rows are read by ``selectors.tax_defaults``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from apps.products.choices import Zone

EU = frozenset(
    ("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
     "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK")
)  # fmt: skip
"""Member states by ISO 3166 code."""


@dataclass(frozen=True, slots=True)
class Buyer:
    """What a rule may ask of the party and of the day. ``home`` is the company's country."""

    country: str
    home: str
    has_tax_number: bool
    category: str
    on: date


Engine = Callable[[Buyer, Any, Any], Any]
engines: list[Engine] = []
"""Asked first, in order, with the buyer, the product and its own code; plug-ins append in ``AppConfig.ready()``.

An engine answers with a tax code of the company, or None to leave it to the next and to the rules. It is asked for
each line while it is written, so it answers from what it knows: one that asks a service outside keeps the answers.
"""


@dataclass(frozen=True, slots=True)
class TaxDefaults:
    """The rules and exemptions that may apply to the lines of one document.

    Attributes:
        rules: in use, of the document's side of trade, by priority.
        exemptions: of its party, in force on its day.
    """

    buyer: Buyer
    rules: Sequence[Any] = ()
    exemptions: Sequence[Any] = ()

    def of(self, product: Any, own: Any) -> Any:
        """Return the code of a line for ``product``, whose own code is ``own``.

        An exemption exempts what would be taxed; a product without a code, or with a code of 0, keeps it.
        """
        for engine in engines:
            if (found := engine(self.buyer, product, own)) is not None:
                return found
        for exemption in self.exemptions:
            if own is None or own.rate or own.amount or own.kind == "group":
                return exemption.tax
        for rule in self.rules:
            if applies(rule, self.buyer, product, own):
                return rule.target
        return own


def applies(rule: Any, buyer: Buyer, product: Any, own: Any) -> bool:
    """Return whether everything a rule asks for is so; what it leaves open is so."""
    return (
        in_zone(rule.zone, buyer)
        and rule.country in ("", buyer.country)
        and rule.tax_number in ("", "yes" if buyer.has_tax_number else "no")
        and rule.party_category in ("", buyer.category)
        and (rule.first is None or rule.first <= buyer.on)
        and (rule.last is None or buyer.on <= rule.last)
        and rule.product_kind in ("", product.kind)
        and rule.category_id in (None, product.category_id)
        and (rule.source_id is None or (own is not None and rule.source_id == own.pk))
    )


def in_zone(zone: str, buyer: Buyer) -> bool:
    """Return whether the buyer is where a rule wants it."""
    if not zone:
        return True
    abroad, in_eu = buyer.country != buyer.home, buyer.country in EU
    return {
        Zone.HOME.value: not abroad,
        Zone.ABROAD.value: abroad,
        Zone.EU.value: abroad and in_eu,
        Zone.OUTSIDE.value: abroad and not in_eu,
    }[zone]
