"""Which differences need a second look. Pure; no database."""

from decimal import Decimal

from apps.core.money import ZERO

HUNDRED = 100


def is_above(
    *,
    expected: Decimal,
    difference: Decimal,
    value: Decimal,
    percent: Decimal | None,
    limit: Decimal | None,
) -> bool:
    """Say whether a difference is larger than ``percent`` of what was expected, or worth more than ``limit``.

    Args:
        expected: stock unit; 0 makes any difference larger than any percentage of it.
        difference: counted less expected, stock unit.
        value: of the difference, company currency.
        percent, limit: None tolerates any.
    """
    if difference == ZERO:
        return False
    if percent is not None and abs(difference) * HUNDRED > expected * percent:
        return True
    return limit is not None and abs(value) > limit
