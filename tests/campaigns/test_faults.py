"""The fault campaign with one round: the suite's small version."""

import json
import subprocess
import sys

import pytest

from script.ground.paths import ROOT


@pytest.mark.timeout(
    900
)  # it migrates a database of its own, and waits for what was killed to come back
def test_nothing_is_lost_or_doubled_when_worker_relay_and_postgres_are_killed() -> None:
    command = [sys.executable, "-m", "tests.campaigns.faults", "--rounds", "1", "--clients", "2"]

    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=840, check=False
    )

    assert done.stdout, done.stderr[-4000:]
    findings = json.loads(done.stdout.splitlines()[-1])
    assert findings["wrong"] == {}
    assert findings["kills"] == 3
    assert findings["told"] == findings["orders"] == findings["pdfs"] > 2
