"""Measuring: alternate the contestants, so that a slow moment of the machine hits all of them alike."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

FRAME = ("BEGIN", "COMMIT", "ROLLBACK")


@dataclass(frozen=True, slots=True)
class Sample:
    """How long each call of one contestant took, in seconds."""

    times: list[float]

    @property
    def per_second(self) -> float:
        """Return the calls a second."""
        return len(self.times) / sum(self.times)

    def percentile(self, percent: int) -> float:
        """Return the time that ``percent`` of the calls stay within, in milliseconds."""
        ordered = sorted(self.times)
        return 1000 * ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def alternate(
    contestants: Mapping[str, Callable[[], Any]], *, times: int, warm: int = 3
) -> dict[str, Sample]:
    """Call every contestant ``times`` times, in turn, after ``warm`` calls that do not count."""
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    for round_number in range(times + warm):
        for name, call in contestants.items():
            began = time.perf_counter()
            call()
            if round_number >= warm:
                taken[name].append(time.perf_counter() - began)
    return {name: Sample(values) for name, values in taken.items()}


def statements(call: Callable[[], Any]) -> int:
    """Return the SQL statements of one call, without those that frame its transactions."""
    with CaptureQueriesContext(connection) as captured:
        call()
    return sum(not query["sql"].startswith(FRAME) for query in captured.captured_queries)


def ratio(ours: Sample, other: Sample) -> float:
    """Return our throughput as a share of the other's, by the median call."""
    return round(median(other.times) / median(ours.times), 3)


def report(op: str, ours: Sample, *, statements: int | None = None, **more: Any) -> dict[str, Any]:
    """Print and return the line of one operation."""
    line = {
        "op": op,
        "n": len(ours.times),
        "ops_s": round(ours.per_second, 2),
        "p50_ms": round(ours.percentile(50), 3),
        "p95_ms": round(ours.percentile(95), 3),
        "statements": statements,
        "ratio_to_raw": None,
        "ratio_to_orm": None,
        **more,
    }
    print(json.dumps(line), flush=True)
    return line
