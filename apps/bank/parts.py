"""What a reconciliation is made of, as screens, suggestions and rules hand it to the service. Pure; no database."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ItemPart:
    """An open item to settle by ``amount`` of its currency; None is all that is open of it.

    Attributes:
        discount: whether its early-payment discount is taken; ``amount`` is what is paid, None what it leaves.
    """

    item_id: UUID
    amount: Decimal | None = None
    discount: bool = False


@dataclass(frozen=True, slots=True)
class AccountPart:
    """An amount booked straight to an account: a fee, interest, a difference.

    Attributes:
        amount: of the bank account's currency, signed like the movement: money in > 0. With ``tax_id`` tax is in it.
    """

    account_id: UUID
    amount: Decimal
    tax_id: UUID | None = None
    memo: str = ""


@dataclass(frozen=True, slots=True)
class Parts:
    """What some movements are, all of it.

    Attributes:
        postings: lines of the bank's ledger account that are booked already.
        party_id: whose money it is that goes on account.
        on_account: of the bank account's currency, signed like the movement.
        exchange: whether what is left over is an exchange difference.
    """

    postings: tuple[UUID, ...] = ()
    items: tuple[ItemPart, ...] = ()
    accounts: tuple[AccountPart, ...] = ()
    party_id: UUID | None = None
    on_account: Decimal = Decimal(0)
    exchange: bool = False

    @property
    def books(self) -> bool:
        """Return whether something is booked by it, which needs an open day; what is booked already needs none."""
        return bool(self.items or self.accounts or self.on_account)

    @property
    def empty(self) -> bool:
        """Return whether there is nothing in it."""
        return not (self.postings or self.items or self.accounts or self.on_account)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a movement probably is.

    Attributes:
        key: names it among the suggestions of its movement.
        score: 0 to 100; from ``SURE`` on it may be accepted without looking.
        title: in a few words: the papers, or the account.
        why: reasons in words.
    """

    key: str
    score: int
    title: str
    why: tuple[str, ...]
    parts: Parts
    rule_id: UUID | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def sure(self) -> bool:
        """Return whether it may be accepted without looking."""
        return self.score >= SURE


SURE = 90
