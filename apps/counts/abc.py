"""Classes of goods by what they make of the value shipped. Pure; no database."""

from collections.abc import Hashable, Mapping
from decimal import Decimal
from typing import TypeVar

from apps.core.money import ZERO
from apps.counts.choices import AbcClass

Key = TypeVar("Key", bound=Hashable)
HUNDRED = 100


def classify(
    shipped: Mapping[Key, Decimal], *, share_a: int = 80, share_b: int = 95
) -> dict[Key, str]:
    """Return the class of each product: A until ``share_a`` percent of the value is reached, B until ``share_b``.

    The largest come first; the product that crosses a share still belongs to it. What was not shipped is C.

    Args:
        shipped: value shipped by product; negative where more came back than left.
    """
    total = sum((value for value in shipped.values() if value > ZERO), ZERO)
    classes: dict[Key, str] = {}
    before = ZERO
    for key, value in sorted(shipped.items(), key=lambda item: (-item[1], str(item[0]))):
        reached = before * HUNDRED
        if value <= ZERO or reached >= total * share_b:
            classes[key] = AbcClass.C
        else:
            classes[key] = AbcClass.A if reached < total * share_a else AbcClass.B
        before += max(value, ZERO)
    return classes
