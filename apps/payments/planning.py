"""What one act of matching does, worked out before anything is written. Pure; no database.

A lane is one account in one currency: its debits and credits settle each other. What is over in a lane goes to
another account or currency, is written off, or stays open.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from apps.core.ids import uuid7
from apps.core.money import ZERO, round_money
from apps.payments.exchange import Open, share, split


class Lane(NamedTuple):
    """One account in one currency."""

    account_id: UUID
    currency: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A debit and a credit item to settle by an amount of their currency.

    Attributes:
        amount: None is all that both have open.
        company: company currency taken off both; None is what the rates say.
    """

    debit_item_id: UUID
    credit_item_id: UUID
    amount: Decimal | None = None
    company: Decimal | None = None


@dataclass(slots=True)
class Stake:
    """An open item and how much of it the act may settle.

    Attributes:
        side: 1 a debit, -1 a credit.
        want: of its currency; what is still to be settled.
        open: what is open of it now.
    """

    item_id: UUID
    lane: Lane
    side: int
    want: Decimal
    open: Open
    rate: Decimal


@dataclass(frozen=True, slots=True)
class Line:
    """A line on a matched account that the act posts itself; it becomes an item and is settled at once.

    Attributes:
        side: 1 a debit, -1 a credit.
        amount: company currency, > 0; ``amount_currency`` the same in the lane's.
    """

    key: UUID
    lane: Lane
    side: int
    amount: Decimal
    amount_currency: Decimal
    rate: Decimal


class TooSmall(ValueError):
    """An amount that comes to nothing in company currency would have to be posted."""


@dataclass(slots=True)
class Plan:
    """The stakes of an act, and what it does with them, step by step."""

    stakes: list[Stake]
    currency: str
    lines: list[Line] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)

    def lanes(self) -> dict[Lane, list[Stake]]:
        """Return the stakes that are not used up, by lane, in their order."""
        found: dict[Lane, list[Stake]] = defaultdict(list)
        for stake in self.stakes:
            if stake.want:
                found[stake.lane].append(stake)
        return found

    def settle_lanes(self) -> None:
        """Settle debits with credits inside each lane, in their order."""
        for stakes in self.lanes().values():
            debits = [stake for stake in stakes if stake.side == 1]
            credits_ = [stake for stake in stakes if stake.side == -1]
            while debits and credits_:
                self._settle(debits[0], credits_[0])
                debits, credits_ = ([s for s in side if s.want] for side in (debits, credits_))

    def _settle(self, debit: Stake, credit: Stake) -> None:
        part = min(debit.want, credit.want)
        taken = split(
            debit.open, credit.open, part, self.currency, same_rate=debit.rate == credit.rate
        )
        _use(debit, taken.off_debit, part)
        _use(credit, taken.off_credit, part)
        self.pairs.append(Pair(debit.item_id, credit.item_id, part))

    def post_against(self, stakes: Iterable[Stake], amount_currency: Decimal) -> Line:
        """Settle ``amount_currency`` of ``stakes``, all of one lane and side, with a line at their own book value.

        Raises:
            TooSmall: it comes to nothing in company currency.
        """
        key, booked, left = uuid7(), ZERO, amount_currency
        first: Stake | None = None
        for stake in stakes:
            first = first or stake
            part = min(stake.want, left)
            if not part:
                continue
            value = share(stake.open, part, self.currency)
            _use(stake, value, part)
            self.pairs.append(_pair(stake, key, part, value))
            booked, left = booked + value, left - part
        if first is None or not booked or left:
            raise TooSmall
        return self._line(key, first, booked, amount_currency, first.rate)

    def transfer(self, rate_of: Callable[[str], Decimal]) -> None:
        """Let what is over in one lane settle what is over in another: first within a currency, then across.

        Args:
            rate_of: company currency for one unit of a currency.
        """
        for same_currency in (True, False):
            while found := self._opposite(same_currency=same_currency):
                self._move(*found, rate_of)

    def _opposite(self, *, same_currency: bool) -> tuple[list[Stake], list[Stake]] | None:
        """Return the stakes of a lane with debits over and of one with credits over."""
        lanes = self.lanes()
        for debit_lane, debits in lanes.items():
            for credit_lane, credits_ in lanes.items():
                opposite = debits[0].side == 1 and credits_[0].side == -1
                if opposite and same_currency == (debit_lane.currency == credit_lane.currency):
                    return debits, credits_
        return None

    def _move(
        self, debits: list[Stake], credits_: list[Stake], rate_of: Callable[[str], Decimal]
    ) -> None:
        over = [sum((stake.want for stake in side), ZERO) for side in (debits, credits_)]
        codes = [side[0].lane.currency for side in (debits, credits_)]
        rates = [rate_of(code) for code in codes]
        booked, parts = self._exchanged(over, codes, rates)
        for side, part, rate in zip((debits, credits_), parts, rates, strict=True):
            self._move_out(side, part, booked, rate)

    def _exchanged(
        self, over: list[Decimal], codes: list[str], rates: list[Decimal]
    ) -> tuple[Decimal, list[Decimal]]:
        """Return what two lanes settle of each other: company currency, and the part of each."""
        if codes[0] == codes[1]:
            part = min(over)
            return round_money(part * rates[0], self.currency), [part, part]
        values = [
            round_money(amount * rate, self.currency)
            for amount, rate in zip(over, rates, strict=True)
        ]
        booked = min(values)
        parts = []
        for amount, code, rate, value in zip(over, codes, rates, values, strict=True):
            part = amount if value == booked else round_money(booked / rate, code)
            parts.append(booked if code == self.currency else min(part, amount))
        return booked, parts

    def _move_out(
        self, stakes: list[Stake], amount: Decimal, booked: Decimal, rate: Decimal
    ) -> None:
        if not amount or not booked:
            raise TooSmall
        key, left, left_booked = uuid7(), amount, booked
        line = self._line(key, stakes[0], booked, amount, rate)
        for stake in stakes:
            part = min(stake.want, left)
            if not part:
                continue
            sides = (stake.open, Open(left_booked, left))
            taken = split(
                *(sides if stake.side == 1 else sides[::-1]),
                part,
                self.currency,
                same_rate=stake.rate == rate,
            )
            own, theirs = (
                (taken.off_debit, taken.off_credit)
                if stake.side == 1
                else (taken.off_credit, taken.off_debit)
            )
            _use(stake, own, part)
            self.pairs.append(_pair(stake, line.key, part, None))
            left, left_booked = left - part, left_booked - theirs

    def _line(
        self, key: UUID, stake: Stake, amount: Decimal, amount_currency: Decimal, rate: Decimal
    ) -> Line:
        line = Line(key, stake.lane, -stake.side, amount, amount_currency, rate)
        self.lines.append(line)
        return line


def _use(stake: Stake, amount: Decimal, amount_currency: Decimal) -> None:
    stake.open = stake.open.less(amount, amount_currency)
    stake.want -= amount_currency


def _pair(stake: Stake, key: UUID, part: Decimal, value: Decimal | None) -> Pair:
    debit, credit = (stake.item_id, key) if stake.side == 1 else (key, stake.item_id)
    return Pair(debit, credit, part, value)
