"""What every format of bank statement comes to, and why one is refused. Pure; no database."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from apps.core.exceptions import BusinessError
from apps.core.money import ZERO


class StatementRefused(BusinessError):
    """A bank statement cannot be taken; the text says what to do."""

    http_status = 422


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One movement as a file tells it.

    Attributes:
        amount: of the account's currency; money in > 0, money out < 0.
        reference: what the bank calls the movement; "" when it has no name for it.
    """

    date: dt.date
    amount: Decimal
    value_date: dt.date | None = None
    text: str = ""
    name: str = ""
    iban: str = ""
    reference: str = ""
    end_to_end: str = ""
    kind: str = ""
    original_amount: Decimal | None = None
    original_currency: str = ""


@dataclass(frozen=True, slots=True)
class ReadStatement:
    """One statement as a file tells it.

    Attributes:
        account: the bank's name for the account; "" when the file does not say.
        currency: ISO 4217; "" when the file does not say.
        opening: None when the file states only how it ends.
    """

    account: str
    currency: str
    date: dt.date
    opening: Decimal | None
    closing: Decimal
    reference: str = ""
    lines: list[ReadLine] = field(default_factory=list)

    @property
    def movement(self) -> Decimal:
        """Return the sum of the lines."""
        return sum((line.amount for line in self.lines), ZERO)
