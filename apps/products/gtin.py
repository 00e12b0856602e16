"""Global trade item numbers: 8, 12, 13 or 14 digits of which the last checks the others."""

from django.utils.translation import gettext as _
from stdnum import ean

from apps.core.exceptions import InvalidInput


class WrongGtin(InvalidInput):
    """The digits are no GTIN."""


def clean_gtin(text: str) -> str:
    """Return ``text`` without spaces and dashes if it is a GTIN; "" stays "".

    Raises:
        WrongGtin: wrong length, other characters, or a check digit that does not fit.
    """
    digits = text.replace(" ", "").replace("-", "")
    if digits and not (digits.isascii() and digits.isdigit() and ean.is_valid(digits)):
        raise WrongGtin(
            _(
                "Write the 8, 12, 13 or 14 digits under the bar code; %(gtin)s does not end in its check digit."
            )
            % {"gtin": text},
            field="gtin",
        )
    return digits
