"""The limits of the house: what nobody can hold in their head does not come in."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from apps.core.refusals import INTERNAL, SPOKEN

ROOT = Path(__file__).resolve().parents[1]
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_CLASS, LONGEST_TEMPLATE = 500, 60, 200, 120
LONGEST_SETTINGS = 250
FLOATS = re.compile(r"\b(FloatField|DoubleField)\b|Decimal\(\s*-?\d*\.\d+\s*\)")


@cache
def files(ending: str) -> list[Path]:
    """Return the project's own files with an ending: those git knows or would add."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", f"*{ending}"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = (ROOT / name for name in listed.splitlines())
    return [path for path in found if path.is_file() and "migrations" not in path.parts]


def lines(path: Path) -> int:
    """Return how many lines a file has."""
    return len(path.read_text().splitlines())


def definitions(*kinds: type) -> Iterator[tuple[str, int]]:
    """Return where each function or class begins, and how many lines it has."""
    for path in files(".py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, kinds):
                length = node.end_lineno - node.lineno + 1
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", length


def too_long(found: Iterator[tuple[str, int]], limit: int) -> list[str]:
    """Return what is longer than ``limit``, with its length."""
    return [f"{place}: {length} lines" for place, length in found if length > limit]


def test_there_is_something_to_check() -> None:
    assert len(files(".py")) > 50
    assert len(list(definitions(ast.FunctionDef))) > 100


def test_no_file_is_longer_than_anyone_reads() -> None:
    assert too_long(((str(path), lines(path)) for path in files(".py")), LONGEST_FILE) == []


def test_the_settings_fit_in_one_view() -> None:
    assert lines(ROOT / "erp" / "settings.py") <= LONGEST_SETTINGS


def test_no_function_is_longer_than_a_screen() -> None:
    assert too_long(definitions(ast.FunctionDef, ast.AsyncFunctionDef), LONGEST_FUNCTION) == []


def test_no_class_does_everything() -> None:
    assert too_long(definitions(ast.ClassDef), LONGEST_CLASS) == []


def test_no_template_is_longer_than_two_screens() -> None:
    templates = [path for path in files(".html") if "templates" in path.parts]

    assert too_long(((str(path), lines(path)) for path in templates), LONGEST_TEMPLATE) == []


def test_no_amount_is_a_float() -> None:
    guilty = [
        path for path in files(".py") if path != Path(__file__) and FLOATS.search(path.read_text())
    ]

    assert guilty == []


def test_every_comment_is_finished_work() -> None:
    marks = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME)\b")
    guilty = [path for ending in (".py", ".html", ".js", ".css", ".sql") for path in files(ending)]

    assert [path for path in guilty if marks.search(path.read_text())] == []


RAISED = re.compile(r"RAISE EXCEPTION\s+'((?:[^']|'')*)'(.*?);", re.DOTALL)
NAMED = re.compile(r"CONSTRAINT\s*=\s*'(\w+)'")


def sql_in_force() -> Iterator[str]:
    """Yield the SQL files of the highest version of each rule; no app needs to be loaded for it."""
    newest: dict[str, tuple[int, Path]] = {}
    for path in (ROOT / "apps").glob("*/sql/*.sql"):
        name, version = path.stem.rsplit("_v", 1)
        key = f"{path.parent}/{name}"
        newest[key] = max(newest.get(key, (0, path)), (int(version), path))
    yield from (path.read_text() for version, path in newest.values() if version)


def refusals() -> set[tuple[str, str]]:
    """Return (code, text) of everything a trigger in force may say."""
    return {
        (NAMED.search(rest)[1] if NAMED.search(rest) else "", text.replace("''", "'"))
        for sql in sql_in_force()
        for text, rest in RAISED.findall(sql)
    }


def test_every_rule_of_the_database_has_a_sentence_in_every_language() -> None:
    """A new trigger names its CONSTRAINT and gets a sentence in apps/core/refusals.py; its docstring says where."""
    said = refusals()

    assert len(said) > 40
    assert (
        sorted(
            (code, text)
            for code, text in said
            if (code, text) not in SPOKEN and code not in INTERNAL
        )
        == []
    )
    assert sorted(set(SPOKEN) - said) == []
    assert sorted(INTERNAL - {code for code, _text in said}) == []
