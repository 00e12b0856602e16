"""What tells one movement from another, and the words of its texts. Pure; no database."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Final

from apps.bank.formats.model import ReadLine

LONGEST_RUN: Final = 4
SHORTEST, LONGEST = 3, 40
MOST_TOKENS: Final = 400
_RUNS: Final = re.compile(r"[^\W_]+")


def fingerprints(lines: Sequence[ReadLine]) -> list[str]:
    """Return a hash per line; equal movements of one file are told apart by counting.

    The bank's own reference, day and amount name a movement; where the bank gives none, its texts do.
    """
    seen: Counter[str] = Counter()
    hashes = []
    for line in lines:
        own = line.reference or plain(f"{line.text} {line.name} {line.iban} {line.end_to_end}")
        key = f"{line.date.isoformat()}|{line.amount.normalize():f}|{own}"
        seen[key] += 1
        hashes.append(hashlib.sha256(f"{key}|{seen[key]}".encode()).hexdigest())
    return hashes


def repeated(lines: Sequence[ReadLine]) -> ReadLine | None:
    """Return a line that stands twice in one statement under the same name of the bank, if one does."""
    seen: set[ReadLine] = set()
    for line in lines:
        if line.reference and line in seen:
            return line
        seen.add(line)
    return None


def plain(text: str) -> str:
    """Return ``text`` in capitals without accents, signs and spaces: ``Société n° 7`` -> ``SOCIETEN7``."""
    bare = unicodedata.normalize("NFKD", text).upper()
    return "".join(
        character
        for character in bare
        if character.isalnum() and not unicodedata.combining(character)
    )


def tokens(*texts: str) -> list[str]:
    """Return what may be a name or a number in ``texts``: each run of letters and digits, and up to four run together.

    ``INV-2026/00481`` gives ``INV``, ``2026``, ``00481``, ``INV2026``, ``INV202600481``...
    """
    found: dict[str, None] = {}
    for text in texts:
        runs = [plain(run) for run in _RUNS.findall(text)]
        for start in range(len(runs)):
            for length in range(1, LONGEST_RUN + 1):
                word = "".join(runs[start : start + length])
                if SHORTEST <= len(word) <= LONGEST and len(found) < MOST_TOKENS:
                    found[word] = None
    return list(found)
