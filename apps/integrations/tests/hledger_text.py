"""A reader of the part of hledger's journal format that exports use: the sums, and what its check would say."""

import re
from collections import defaultdict
from decimal import Decimal

POSTING = re.compile(
    r"^ {4}(?P<account>\S+(?: \S+)*)  (?P<currency>[A-Z]{3}) (?P<units>-?[0-9.]+)"
    r"(?: @@ (?P<cost_currency>[A-Z]{3}) (?P<cost>[0-9.]+))?(?: = (?P<of>[A-Z]{3}) (?P<asserted>-?[0-9.]+))?"
    r"(?:  ; .*)?$"
)
HEAD = re.compile(r"^(?P<date>\d{4}-\d\d-\d\d) \*(?: \((?P<code>[^)]*)\))?(?: [^;|]*)?(?:  ; .*)?$")


class Journal:
    """The sums of a journal: ``units[account, currency]`` and ``cost[account]``."""

    def __init__(self, text: str, own: str) -> None:
        self.own = own
        self.units: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        self.cost: dict[str, Decimal] = defaultdict(Decimal)
        self.accounts: set[str] = set()
        self.currencies: set[str] = set()
        self.codes: list[str] = []
        blocks = sorted(
            filter(None, map(self._declaration, text.split("\n\n"))), key=lambda block: block[:10]
        )
        for block in blocks:
            self._transaction(block.splitlines())

    def _declaration(self, block: str) -> str:
        """Return a block that is a transaction; remember what any other declares."""
        if HEAD.match(block.splitlines()[0] if block else ""):
            return block
        for line in block.splitlines():
            match line.split():
                case ["account", name, *_]:
                    self.accounts.add(name)
                case ["commodity", currency, _]:
                    self.currencies.add(currency)
                case ["P", *_] | [";", *_] | ["decimal-mark", "."]:
                    pass
                case _:
                    raise AssertionError(f"Not a line hledger reads: {line!r}")
        return ""

    def _transaction(self, lines: list[str]) -> None:
        head = HEAD.match(lines[0])
        assert head, lines[0]
        self.codes += [head["code"]] if head["code"] else []
        weights: dict[str, Decimal] = defaultdict(Decimal)
        for line in lines[1:]:
            found = POSTING.match(line)
            assert found, line
            assert found["account"] in self.accounts, line
            assert found["currency"] in self.currencies, line
            units = Decimal(found["units"])
            weight = Decimal(found["cost"] or abs(units)).copy_sign(units)
            weights[found["cost_currency"] or found["currency"]] += weight
            self.units[found["account"], found["currency"]] += units
            self.cost[found["account"]] += weight if found["cost"] or units else Decimal(0)
            if found["asserted"]:
                held = self.units[found["account"], found["of"]]
                assert held == Decimal(found["asserted"]), line
        assert not any(weights.values()), (lines[0], dict(weights))
