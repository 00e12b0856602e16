"""Lettering: items that settle each other, directly or through others, share a code. Pure."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID


class Pair(NamedTuple):
    """Two items that settle each other; ``settled`` when nothing of either is left open."""

    debit: UUID
    credit: UUID
    on: date
    settled: bool


class Letter(NamedTuple):
    """The code of a group and the day it got its last member."""

    code: str
    on: date


class Letters:
    """The groups of items, by the items' ids as numbers.

    A group that is settled in full has capitals (AAA), one that is not yet has small letters (aab). Codes follow
    the age of the groups' oldest items, so the same matches give the same codes. Some 250 bytes an item.
    """

    def __init__(self, pairs: Iterable[Pair]) -> None:
        self._parent: dict[int, int] = {}
        self._latest: dict[int, date] = {}
        self._open: set[int] = set()
        for pair in pairs:
            self._join(pair)
        self._position = {root: position for position, root in enumerate(sorted(self._latest))}

    def get(self, item: int) -> Letter | None:
        """Return the letter of an item; None when nothing settles it."""
        if item not in self._parent:
            return None
        root = self._root(item)
        code = code_at(self._position[root])
        return Letter(code.lower() if root in self._open else code, self._latest[root])

    def _join(self, pair: Pair) -> None:
        older, younger = sorted((self._root(pair.debit.int), self._root(pair.credit.int)))
        days = [pair.on, self._latest.get(older, pair.on), self._latest.pop(younger, pair.on)]
        self._parent[younger] = older
        self._latest[older] = max(days)
        if not pair.settled or younger in self._open:
            self._open.add(older)

    def _root(self, item: int) -> int:
        parent = self._parent
        parent.setdefault(item, item)
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item


def code_at(position: int) -> str:
    """Return the code of a group by its position from 0: AAA, AAB, and after ZZZ four letters."""
    width, first = 3, 0
    while position >= first + 26**width:
        first += 26**width
        width += 1
    rest, signs = position - first, ""
    for _ in range(width):
        rest, digit = divmod(rest, 26)
        signs = chr(65 + digit) + signs
    return signs
