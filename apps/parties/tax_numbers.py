"""Tax numbers checked by the rules of the country that gave them (python-stdnum). No database."""

import re
from typing import Any

from django.utils.translation import gettext as _

from apps.core.exceptions import InvalidInput

EU_PREFIX = re.compile(
    r"(AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|XI)[0-9A-Z+*]{2,13}"
)
PLAIN = re.compile(r"[0-9A-Z][0-9A-Z ./+*-]{1,38}")


def clean_tax_number(number: str, country: str) -> str:
    """Return ``number`` in capitals and without its punctuation, checked where the country's rule is known.

    A number that starts like a European VAT number is checked as one, whatever the country.

    Args:
        country: ISO 3166 code, or "" when unknown; then only the characters are checked.

    Raises:
        InvalidInput: the check digit, the length or the characters are wrong.
    """
    text = number.strip().upper()
    if not text:
        return ""
    if not PLAIN.fullmatch(text):
        raise InvalidInput(
            _("Write the tax number with letters A-Z and digits."), field="tax_number"
        )
    return _checked(text, country.upper())


def _checked(text: str, country: str) -> str:
    from stdnum.exceptions import ValidationError  # noqa: PLC0415 - 200 ms, only when a number is typed

    rule = _rule(text, country)
    if rule is None:
        return text
    try:
        return str(rule.validate(text))
    except ValidationError as error:
        raise InvalidInput(
            _("Check the tax number %(number)s: %(reason)s")
            % {"number": text, "reason": _reason(error)},
            field="tax_number",
        ) from None


def _rule(text: str, country: str) -> Any:
    from stdnum import get_cc_module  # noqa: PLC0415
    from stdnum.eu import vat  # noqa: PLC0415

    if EU_PREFIX.fullmatch(re.sub(r"[ .-]", "", text)):
        return vat
    return get_cc_module(country.lower(), "vat") if country else None


def _reason(error: Exception) -> str:
    from stdnum import exceptions  # noqa: PLC0415

    if isinstance(error, exceptions.InvalidChecksum):
        return _("its check digit does not fit, so a digit is wrong or two are swapped.")
    if isinstance(error, exceptions.InvalidLength):
        return _("it has too many or too few digits.")
    if isinstance(error, exceptions.InvalidFormat):
        return _("it holds characters this kind of number does not have.")
    return _("it is not a number its country gives out.")
