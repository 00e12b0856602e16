"""Where things are, and how a script ends with one sentence."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("ERP_VAR") or ROOT / "var").resolve()
LOG = VAR / "log"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


class CannotGoOn(Exception):
    """Something the user must put right; the text says what."""


def installed(package: str) -> Path:
    """Return the folder of an installed package, without importing it."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        stop(f"The package {package} is missing: delete {VENV} and try again.")
    return Path(spec.origin).parent


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Hold ``var/NAME.lock`` for the block; the kernel lets go of it whatever ends the process."""
    with (VAR / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def stop(sentence: str) -> NoReturn:
    """End with a sentence that says what to do."""
    raise CannotGoOn(sentence)
