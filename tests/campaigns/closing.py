"""Two years of the demonstration company closed month by month with the commands a user types, and again, and killed.

``python -m tests.campaigns.closing [--kills 5] [--seed N]``, in the project's environment. It loads the demonstration
company into a PostgreSQL of its own in a temporary folder, with every month open, and copies it. The months of one
copy are closed undisturbed, then once more: the second run must post nothing. In the other copy the commands are
killed with SIGKILL at random points and started again: entries and balances must hash to the same. Prints one JSON
object; exit code 1 when anything is wrong.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from script.ground import paths
from script.ground.testing import addresses
from tests.campaigns.faults import Campaign

COMPANY = "DEMO"
YEARS = (1996, 1997)
ENTRIES = "SELECT count(*) FROM ledger_entry"
HASHES = ("entries_sha256", "balances_sha256")


@dataclass
class Closer:
    """Runs the closing commands of one company in one database.

    Attributes:
        kills: how many commands are still to be killed.
        killed: the commands that were.
        wrong: what should not be.
    """

    environ: Mapping[str, str]
    company: str
    kills: int = 0
    rng: random.Random = field(default_factory=random.Random)
    killed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def close(self, steps: Sequence[tuple[str, ...]]) -> dict[str, dict[str, Any]]:
        """Close what ``steps`` name, in order: dry run, accept what only warns, close; return each answer."""
        answers = {}
        for left, step in zip(range(len(steps), 0, -1), steps, strict=True):
            name = " ".join(step)
            began = time.monotonic()
            dry = self.run(*step, "--dry-run")
            took = time.monotonic() - began
            wanted = [*step, "--yes", *_accepting(dry)]
            # as if there were fewer steps: a command that ends before it is killed can be made good
            if self.kills and self.rng.random() < self.kills / max(left - len(steps) // 5, 1):
                self._kill(wanted, took, name)
            answers[name] = self.run(*wanted)
            self._compare(name, dry, answers[name])
            tell(f"{name}: {time.monotonic() - began:.0f} s")
        return answers

    def run(self, *command: str) -> dict[str, Any]:
        """Run a command to its end and return its answer; one that refuses is wrong."""
        done = subprocess.run(
            self._argv(command), env=self.environ, cwd=paths.ROOT, capture_output=True, check=False
        )
        if done.returncode and "--dry-run" not in command:
            self.wrong.append(f"{' '.join(command)}: {done.stdout[-500:]!r} {done.stderr[-500:]!r}")
        return json.loads(done.stdout or b"{}")  # type: ignore[no-any-return]

    def _argv(self, command: Sequence[str]) -> list[str]:
        return [sys.executable, "manage.py", *command, "--company", self.company, "--json"]

    def _kill(self, command: Sequence[str], took: float, name: str) -> None:
        """Start a command and kill it somewhere in the time its dry run took, most of its start aside."""
        process = subprocess.Popen(
            self._argv(command),
            env=self.environ,
            cwd=paths.ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        after = self.rng.uniform(0.4, 1.0) * took
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            self.kills -= 1
            self.killed.append(f"{name} after {after:.1f} s")

    def _compare(self, name: str, dry: Mapping[str, Any], done: Mapping[str, Any]) -> None:
        """Hold a closing against its dry run, unless the kill came after it was done."""
        if not done.get("closed"):
            self.wrong.append(f"{name} did not close: {done.get('checklist')}")
        for key in HASHES:
            if dry.get(key) and done.get("entries") and dry[key] != done.get(key):
                self.wrong.append(f"{name}: {key} of the dry run is another")


def tell(what: str) -> None:
    """Say on the error output how far the campaign is; its standard output is the findings alone."""
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


def _accepting(dry: Mapping[str, Any]) -> Iterator[str]:
    for check in dry.get("checklist", ()):
        if check["state"] == "warning":
            yield from ("--accept", check["name"])


def steps_of(years: Sequence[int]) -> list[tuple[str, ...]]:
    """Return the commands that close the months of ``years`` and the years themselves."""
    return [
        step
        for year in years
        for step in (
            *(("close_period", "--period", f"{year}-{month:02}") for month in range(1, 13)),
            ("close_year", "--year", str(year)),
        )
    ]


def campaign(kills: int, seed: int) -> dict[str, Any]:
    """Run the campaign and return its findings; ``wrong`` lists what should not be."""
    with tempfile.TemporaryDirectory(prefix="plumb-closing-") as folder:
        Path(folder).chmod(0o755)
        servers = Campaign(Path(folder), 0)
        try:
            servers.environ |= {"ERP_ANCHORS": f"{folder}/anchors", "ERP_ANCHOR_KEY": f"{folder}/k"}
            servers.run("manage.py", "migrate", "--verbosity", "0")
            servers.run("manage.py", "load_demo", "--original-dates", "--leave-open")
            tell("the demonstration company is loaded")
            disturbed = _copy(servers, "erp_disturbed")
            steps = steps_of(YEARS)
            calm = Closer(servers.environ, COMPANY)
            first = calm.close(steps)
            before = _entries(servers.environ)
            tell("closed once; now again")
            again = calm.close(steps)
            tell("closed twice; now the copy whose commands are killed")
            posted = _entries(servers.environ) - before
            wild = Closer(disturbed, COMPANY, kills, random.Random(seed))  # noqa: S311 - no secret
            killed = wild.close(steps)
            wrong = [*calm.wrong, *wild.wrong, *_differences(first, again, killed)]
            if wild.kills:
                wrong.append(f"{wild.kills} commands ended before they could be killed")
            if posted:
                wrong.append(f"the second run posted {posted} entries")
            for environ in (servers.environ, disturbed):
                wrong += _violations(environ)
            return {
                "steps": len(steps),
                "entries": before,
                "killed": wild.killed,
                "wrong": wrong,
            }
        finally:
            servers.end()


def balances_at_last(answers: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return the balances each command ended at; closing a year freezes those of its last month anew."""
    found: dict[str, str] = {}
    month = ""
    for name, answer in answers.items():
        found[name] = answer.get("balances_sha256", "")
        if name.startswith("close_year"):
            found[month] = found[name]
        month = name
    return found


def _differences(
    first: Mapping[str, Any], again: Mapping[str, Any], killed: Mapping[str, Any]
) -> Iterator[str]:
    """Yield where the hashes of the runs differ. What was closed already answers with its balances alone."""
    if balances_at_last(again) != balances_at_last(first):
        yield "the second run ends at other balances"
    for name, answer in first.items():
        for key in HASHES:
            if killed[name].get("entries") == [] != answer["entries"] and key == "entries_sha256":
                continue
            if killed[name].get(key) != answer[key]:
                yield f"{name}: killed, it ends at another {key}"


def _copy(servers: Campaign, name: str) -> dict[str, str]:
    with psycopg.connect(servers.owner, autocommit=True) as owner:
        source = owner.info.dbname
    with psycopg.connect(
        addresses(servers.environ, "postgres", 0)["DATABASE_OWNER_URL"], autocommit=True
    ) as owner:
        owner.execute(f"CREATE DATABASE {name} TEMPLATE {source}")
    return {**servers.environ, **addresses(servers.environ, name, 1)}


def _entries(environ: Mapping[str, str]) -> int:
    with psycopg.connect(environ["DATABASE_OWNER_URL"]) as owner:
        [company] = owner.execute(
            "SELECT id FROM companies_company WHERE code = %s", [COMPANY]
        ).fetchone() or [None]
        owner.execute("SELECT set_config('erp.company_id', %s, true)", [str(company)])
        return int((owner.execute(ENTRIES).fetchone() or [0])[0])


def _violations(environ: Mapping[str, str]) -> list[str]:
    done = subprocess.run(
        [sys.executable, "manage.py", "prove", "--json"],
        env=environ, cwd=paths.ROOT, capture_output=True, check=False,
    )  # fmt: skip
    return [f"prove: {violation}" for violation in json.loads(done.stdout)["details"]]


def main() -> None:
    """Run as a program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=5, help="How many commands are killed.")
    parser.add_argument("--seed", type=int, default=0, help="What chance begins with.")
    options = parser.parse_args()
    findings = campaign(options.kills, options.seed)
    print(json.dumps(findings))
    sys.exit(bool(findings["wrong"]))


if __name__ == "__main__":
    main()
