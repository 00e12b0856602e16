"""Entries before they are posted: their lines, what they come to, and what undoes them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from apps.core.exceptions import BusinessError
from apps.core.money import ZERO, minor_units
from apps.ledger.models import Account, EntryLine, Journal, Tax
from apps.ledger.services.dimensions import Dimensions, Take
from apps.parties.models import Party

ONE = Decimal(1)


class Unbalanced(BusinessError):
    """The debits of an entry differ from its credits."""


class NoLines(BusinessError):
    """An entry has fewer than two lines with an amount."""


@dataclass(frozen=True, slots=True)
class Posting:
    """One line of an entry to be posted.

    Attributes:
        amount: company currency at its minor unit; debit > 0, credit < 0, zero is left out.
        currency: ISO 4217 code of what it happened in; None is the company's own.
        amount_currency: in ``currency``, same sign as ``amount`` or zero; needed with a currency.
        rate: company currency for one unit of ``currency``.
        due_date: on matched accounts, the day it is due; None is the entry's date.
        tax_base: net amount the tax of this line was computed on, signed like ``amount``.
        dimensions: value id by dimension id, both as text; the account's defaults are added.
        takes: which of ``dimensions`` suit a line whose user did not choose them for its account.
        tax_role: what the line is to ``tax``, see ``TaxRole``; "" is the tax itself.
    """

    account: Account | UUID
    amount: Decimal
    party: Party | UUID | None = None
    currency: str | None = None
    amount_currency: Decimal | None = None
    rate: Decimal = ONE
    due_date: date | None = None
    tax: Tax | UUID | None = None
    tax_base: Decimal | None = None
    dimensions: Dimensions | None = None
    takes: Take = Take.AS_GIVEN
    tax_role: str = ""
    memo: str = ""


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """An entry to be posted; see ``post_entry`` for the fields.

    Attributes:
        reverse_on: a later day on which its mirror is posted with it, in the same transaction.
    """

    journal: Journal | UUID
    on: date
    postings: Sequence[Posting]
    source_type: str
    source_id: UUID
    kind: str = "post"
    reference: str = ""
    memo: str = ""
    document_date: date | None = None
    reverses: UUID | None = None
    reverse_on: date | None = None
    lines: list[Posting] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", [line for line in self.postings if line.amount != 0])

    @property
    def total(self) -> Decimal:
        """Return the sum of the debits."""
        return sum((line.amount for line in self.lines if line.amount > 0), ZERO)

    def reversal(self, of: UUID | None = None) -> "EntryDraft":
        """Return the draft of its mirror on ``reverse_on``, of the posted entry ``of``."""
        assert self.reverse_on is not None
        return EntryDraft(
            self.journal,
            self.reverse_on,
            [opposite(line) for line in self.lines],
            self.source_type,
            self.source_id,
            kind=reversal_kind(self.kind),
            reference=self.reference,
            memo=_("Reversal: %(memo)s") % {"memo": self.memo or self.reference},
            reverses=of,
        )


def reversal_kind(kind: str) -> str:
    """Return the kind of the entry that reverses one of ``kind``."""
    return "reverse" if kind == "post" else f"reverse:{kind}"


def opposite(line: Posting) -> Posting:
    """Return the posting that undoes ``line``."""
    return replace(
        line,
        amount=-line.amount,
        amount_currency=None if line.amount_currency is None else -line.amount_currency,
        tax_base=None if line.tax_base is None else -line.tax_base,
    )


def mirror(line: EntryLine) -> Posting:
    """Return the posting that undoes ``line``."""
    return Posting(
        line.account_id,
        line.credit - line.debit,
        party=line.party_id,
        currency=line.currency_id,
        amount_currency=-line.amount_currency,
        rate=line.rate,
        due_date=line.due_date,
        tax=line.tax_id,
        tax_base=None if line.tax_base is None else -line.tax_base,
        dimensions=line.dimensions,
        tax_role=line.tax_role,
        memo=line.memo,
    )


def require_balance(draft: EntryDraft, currency: str) -> None:
    """Refuse an entry that the database would refuse at commit.

    Raises:
        Unbalanced: the amounts do not sum to zero.
        NoLines: fewer than two lines have an amount.
        ValueError: an amount is finer than the minor unit of ``currency``: a bug of the caller.
    """
    difference = sum((line.amount for line in draft.lines), ZERO)
    if difference != 0 or not difference.is_finite():
        raise Unbalanced(
            _(
                "To post %(entry)s, make debit and credit equal; they differ by %(difference)s %(currency)s."
            )
            % {
                "entry": draft.reference or draft.memo or _("the entry"),
                "difference": f"{abs(difference):.{minor_units(currency)}f}",
                "currency": currency,
            }
        )
    if len(draft.lines) < 2:
        raise NoLines(
            _("To post %(entry)s, give it two lines with an amount; it has %(count)d.")
            % {"entry": draft.reference or draft.memo or _("the entry"), "count": len(draft.lines)}
        )
    unit = Decimal(1).scaleb(-minor_units(currency))
    for line in draft.lines:
        if line.amount % unit:
            raise ValueError(f"{line.amount} is finer than the minor unit of {currency}.")


def pk_of(row: models.Model | UUID | None) -> Any:
    """Return the key of what is given as a row or as its key."""
    return row.pk if isinstance(row, models.Model) else row
