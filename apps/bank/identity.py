"""Names of bank accounts: IBANs, BICs, and what files call an account."""

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from stdnum import bic, iban
from stdnum.exceptions import ValidationError

from apps.core.exceptions import InvalidInput

if TYPE_CHECKING:
    from apps.bank.models import BankAccount


def clean_iban(text: str) -> str:
    """Return an IBAN without spaces, checked; "" for none.

    Raises:
        InvalidInput: its check digits or its length are wrong.
    """
    if not text.strip():
        return ""
    try:
        return str(iban.validate(text))
    except ValidationError:
        raise InvalidInput(
            _("Write the IBAN again; its check digits do not fit."), field="iban"
        ) from None


def clean_bic(text: str) -> str:
    """Return a BIC in capitals, checked; "" for none.

    Raises:
        InvalidInput: it is none.
    """
    if not text.strip():
        return ""
    try:
        return str(bic.validate(text))
    except ValidationError:
        raise InvalidInput(_("Write the BIC with 8 or 11 characters."), field="bic") from None


def bare(text: str) -> str:
    """Return the letters and digits of an account's name, in capitals."""
    return re.sub(r"[^0-9A-Za-z]", "", text).upper()


def same_account(account: "BankAccount", name: str) -> bool:
    """Return whether a file's ``name`` is the account's IBAN, its number, or bank code and number of its IBAN."""
    wanted = bare(name)
    if wanted in {bare(account.iban), bare(account.number)}:
        return True
    bank, slash, number = name.partition("/")
    if not slash or not account.iban:
        return False
    national, digits = account.iban[4:], bare(number)
    return len(digits) > 3 and national.startswith(bare(bank)) and national.endswith(digits)
