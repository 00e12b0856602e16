"""The measurements in their small sizes: they run, and what does not hang on the machine holds."""

import json
import subprocess
import sys

from script.ground.paths import ROOT

QUICK = (
    "post6",
    "bulk_post",
    "reserve1",
    "reserve_hot16",
    "order_to_cash5",
    "stock_list_50k",
    "pdf_invoice",
    "aged_receivables_200k",
    "bank_suggestions_1k",
    "replenish_50k",
)


def test_the_measurements_run_and_what_does_not_hang_on_the_machine_holds() -> None:
    """The two operations that write hundreds of thousands of rows stay out."""
    command = [sys.executable, "-m", "benchmarks.run", "--quick", *QUICK]

    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=280, check=False
    )

    assert done.returncode == 0, done.stderr[-4000:]
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    measured = {line["op"]: line for line in lines}
    assert list(measured) == list(QUICK)
    assert all(line["n"] and line["p50_ms"] > 0 for line in lines)
    statements = measured["order_to_cash5"]["statements_by_lines"]
    assert set(statements) == {"1", "5", "50"}
    assert len(set(statements.values())) == 1
    assert statements["5"] <= 60
    assert measured["stock_list_50k"]["statements"] <= 12
    assert measured["replenish_50k"]["statements"] <= 8
    hot = measured["reserve_hot16"]
    assert (hot["failures"], hot["oversold"]) == (0, 0)
