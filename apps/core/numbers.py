"""Numbers in forms: read as the reader's language writes them, refused when they could mean two things.

French takes ``1 234,50``, English ``1,234.50``; both take ``1234.50``. NaN, exponents, other scripts' digits
and anything of 10^15 or more are refused. Imports and the API read with ``money.parse_decimal`` instead.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Final

from babel import Locale
from babel.core import UnknownLocaleError
from babel.numbers import get_decimal_symbol, get_group_symbol
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from apps.core.money import NotANumber, parse_decimal

SPACES: Final = " \u00a0\u202f\u2009"
MINUSES: Final = "-\u2212"


@dataclass(frozen=True, slots=True)
class Writing:
    """How a language writes numbers: its decimal sign, and the signs that part thousands."""

    point: str
    groups: str

    def read(self, text: str) -> Decimal:
        """Return the number written in ``text``.

        Raises:
            NotANumber: it is none in this language, or could be two.
        """
        text = text.strip(SPACES + "\t\n\r")
        sign, digits = ("-", text[1:]) if text[:1] and text[0] in MINUSES else ("", text)
        whole, point, fraction = digits.partition(self.point)
        if self.point == "," and not point and "." not in self.groups:
            whole, point, fraction = digits.partition(".")
            if point and len(fraction) == 3 and len(whole) <= 3:
                raise NotANumber(text)  # 1.234 may be meant as one thousand
        for sign_of_group in self.groups:
            if re.fullmatch(rf"[0-9]{{1,3}}({re.escape(sign_of_group)}[0-9]{{3}})+", whole):
                whole = whole.replace(sign_of_group, "")
                break
        return parse_decimal(f"{sign}{whole}.{fraction}" if point else f"{sign}{whole}")

    def write(self, number: Decimal) -> str:
        """Return ``number`` as it is put into an input: no grouping, no idle zeros, cents in pairs."""
        text = f"{number:f}"
        whole, _point, fraction = text.partition(".")
        fraction = fraction.rstrip("0")
        return f"{whole}{self.point}{fraction.ljust(2, '0')}" if fraction else whole

    def example(self) -> str:
        """Return a number this language writes."""
        return f"1{self.groups[0]}234{self.point}50"


@cache
def writing_of(language: str) -> Writing:
    """Return how ``language`` (``fr``, ``ar-ma``) writes numbers, in Latin digits."""
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    group = get_group_symbol(locale, numbering_system="latn")
    point = get_decimal_symbol(locale, numbering_system="latn")
    return Writing(point, SPACES if group in SPACES else group)


def _writing() -> Writing:
    return writing_of(translation.get_language() or "en")


class NumberInput(forms.TextInput):
    """A text input with the number keyboard; a browser's number input would not take 1 234,50.

    Without ``data-number``: the script's 1.234 for a French 1,234 could be read as one thousand.
    """

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {"inputmode": "decimal", "autocomplete": "off", "class": "num", **(attrs or {})}
        )


class NumberField(forms.DecimalField):
    """A decimal field that reads and shows numbers as the active language writes them."""

    widget = NumberInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Leave out ``min``, ``max`` and ``step``: they belong to number inputs."""
        return {}

    def to_python(self, value: Any) -> Any:
        """Return the number typed, None for an empty input."""
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal):
            return value if value.is_finite() else self._refuse()
        if isinstance(value, int) and not isinstance(value, bool):
            return Decimal(value)
        if not isinstance(value, str) or not value.strip(SPACES + "\t\n\r"):
            return None if isinstance(value, str) else self._refuse()
        try:
            return _writing().read(value)
        except NotANumber:
            return self._refuse()

    def prepare_value(self, value: Any) -> Any:
        """Return what stands in the input; what the user typed wrongly stays as typed."""
        return (
            _writing().write(value) if isinstance(value, Decimal) and value.is_finite() else value
        )

    def _refuse(self) -> Decimal:
        raise ValidationError(
            _("Write a number such as %(example)s, below 1,000,000,000,000,000."),
            code="invalid",
            params={"example": _writing().example()},
        )
