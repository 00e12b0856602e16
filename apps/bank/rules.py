"""Whether a rule fits a movement. Pure; no database."""

import re
from functools import lru_cache

from apps.bank.choices import Flow
from apps.bank.models import BankRule, BankStatementLine


def fits(rule: BankRule, line: BankStatementLine) -> bool:
    """Return whether ``rule`` is for ``line``: account, direction, amount, and all of its words."""
    if rule.bank_account_id not in (None, line.bank_account_id):
        return False
    if rule.flow != Flow.BOTH and (rule.flow == Flow.IN) != (line.amount > 0):
        return False
    size = abs(line.amount)
    if rule.amount_from is not None and size < rule.amount_from:
        return False
    if rule.amount_to is not None and size > rule.amount_to:
        return False
    told = f"{line.name} {line.text} {line.iban} {line.kind}".casefold()
    return all(_pattern(word).search(told) for word in rule.text.casefold().split())


@lru_cache(maxsize=1000)
def _pattern(word: str) -> re.Pattern[str]:
    """Return the pattern of a word in which only ``*`` is special: anything but spaces, at most 60 of it."""
    return re.compile(r"\S{0,60}".join(re.escape(piece) for piece in re.split(r"\*+", word)[:5]))
