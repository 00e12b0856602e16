"""A bar for long commands: on a terminal it is drawn over itself; elsewhere nothing is printed."""

from typing import Any

WIDTH = 30


class Progress:
    """How far one step of a command has got, on its error stream."""

    def __init__(self, stream: Any, label: str, total: int) -> None:
        self._stream, self._label, self._total, self._done = stream, label, total, 0
        self._shown = bool(total) and getattr(stream, "isatty", bool)()

    def advance(self, count: int) -> None:
        """Add ``count`` to what is done."""
        self._done = min(self._total, self._done + count)
        if not self._shown:
            return
        filled = WIDTH * self._done // self._total
        bar = "#" * filled + "-" * (WIDTH - filled)
        end = "\n" if self._done == self._total else ""
        self._stream.write(f"\r{self._label} [{bar}] {self._done:,} / {self._total:,}", ending=end)
        self._stream.flush()
