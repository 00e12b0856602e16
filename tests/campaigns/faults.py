"""kill -9 of worker, relay and PostgreSQL under load; afterwards nothing is lost, nothing doubled, every PDF is there.

``python -m tests.campaigns.faults [--rounds 10] [--clients 3]``, in the project's environment. It runs its own
PostgreSQL and Valkey in a temporary folder. Prints one JSON object; exit code 1 when anything is wrong.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import psycopg

from script.ground import database, paths, postgres, valkey
from script.ground.postgres import Postgres
from script.ground.valkey import Valkey

VICTIMS = ("worker", "relay", "postgres")
WORKER = [
    "-m",
    "celery",
    "--app",
    "erp",
    "worker",
    "--concurrency",
    "1",
    "--without-gossip",
    "--without-mingle",
]
COMMANDS = {
    "worker": WORKER,
    "relay": ["manage.py", "relay"],
    "beat": ["-m", "celery", "--app", "erp", "beat"],
}
BETWEEN_KILLS = 1.5  # seconds of load between two faults
PATIENCE = 240  # seconds until every delivery is done

COUNTS = """
SELECT (SELECT count(*) FROM sales_salesorder) AS orders,
       (SELECT count(*) FROM (SELECT FROM sales_salesorder GROUP BY reference HAVING count(*) > 1) d) AS doubled_orders,
       (SELECT count(*) FROM invoices_invoice WHERE status = 'posted') AS invoices,
       (SELECT count(*) FROM core_attachment WHERE kind = 'pdf') AS pdfs,
       (SELECT count(DISTINCT target_id) FROM core_attachment WHERE kind = 'pdf') AS invoices_with_pdf,
       (SELECT count(*) FROM core_delivery WHERE status <> 'done') AS undelivered
"""


class Campaign:
    """Servers, processes and clients of one campaign."""

    def __init__(self, folder: Path, clients: int) -> None:
        self.folder = folder
        for module in (paths, postgres, valkey):
            module.LOG = folder / "log"  # type: ignore[attr-defined]
        for name in ("log", "run"):
            (folder / name).mkdir(mode=0o755)
        self.postgres = Postgres(folder / "data", folder / "run")
        self.valkey = Valkey(folder / "valkey", folder / "run")
        self.postgres.start()
        self.valkey.start()
        urls = database.embedded(self.postgres)
        self.environ = {
            **database.environment(urls, self.valkey.url()),
            "ERP_VAR": str(folder),
            "PYTHONHASHSEED": "0",
            "PYTHONPATH": str(paths.ROOT),  # beat keeps its schedule in the folder and runs there
            "ERP_DELIVERY_LEASE": "15",  # what a killed worker held comes back while the load still runs
        }
        self.owner = urls.owner
        self.names = [f"client{number}" for number in range(clients)]
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def prepare(self) -> None:
        """Migrate, make the company, start the processes and the clients."""
        self.run("manage.py", "migrate", "--verbosity", "0")
        self.run(
            "-c", "import django; django.setup(); from tests.campaigns.scene import make; make()"
        )
        for name, command in COMMANDS.items():
            self.start(name, command)
        for name in self.names:
            self.start(
                name,
                [
                    "-m",
                    "tests.campaigns.client",
                    name,
                    str(self.folder / f"{name}.ack"),
                    str(self.folder / "stop"),
                ],
            )

    def run(self, *command: str) -> str:
        """Run a Python command to its end and return what it printed."""
        done = subprocess.run(
            [sys.executable, *command],
            env=self.environ,
            cwd=paths.ROOT,
            check=True,
            stdout=subprocess.PIPE,
        )
        return done.stdout.decode()

    def start(self, name: str, command: Sequence[str]) -> None:
        """Start a process in a group of its own."""
        with (self.folder / "log" / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, *command], env=self.environ, cwd=self.folder if name == "beat" else paths.ROOT,
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def kill(self, victim: str) -> None:
        """Kill -9 a process with its children, or PostgreSQL, and start it again."""
        if victim == "postgres":
            pid = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
            os.kill(pid, signal.SIGKILL)
            while Path(f"/proc/{pid}").exists():
                time.sleep(0.02)
            self.postgres.start()
            return
        os.killpg(self.processes[victim].pid, signal.SIGKILL)
        self.processes[victim].wait()
        self.start(victim, COMMANDS[victim])

    def stop_clients(self) -> list[str]:
        """End the clients and return every reference they were told of."""
        (self.folder / "stop").touch()
        for name in self.names:
            self.processes[name].wait(60)
        return [
            line
            for name in self.names
            for line in (self.folder / f"{name}.ack").read_text().split()
        ]

    def counts(self) -> dict[str, int]:
        """Return what the database holds."""
        with psycopg.connect(self.owner, row_factory=psycopg.rows.dict_row) as connection:
            company = connection.execute("SELECT id FROM companies_company").fetchone()
            connection.execute(
                "SELECT set_config('erp.company_id', %s, true)", [str((company or {})["id"])]
            )
            return dict(connection.execute(COUNTS).fetchone() or {})

    def references(self) -> set[str]:
        """Return the references of every order in the database."""
        with psycopg.connect(self.owner) as connection:
            [company] = connection.execute("SELECT id FROM companies_company").fetchone() or [None]
            connection.execute("SELECT set_config('erp.company_id', %s, true)", [str(company)])
            return {row[0] for row in connection.execute("SELECT reference FROM sales_salesorder")}

    def end(self) -> None:
        """Stop every process and both servers."""
        (self.folder / "stop").touch()
        for process in self.processes.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.valkey.stop()
        self.postgres.stop()


def campaign(rounds: int, clients: int, victims: Sequence[str] = VICTIMS) -> dict[str, Any]:
    """Run the campaign and return its findings; ``wrong`` lists what should not be."""
    with tempfile.TemporaryDirectory(prefix="plumb-faults-") as folder:
        Path(folder).chmod(0o755)
        running = Campaign(Path(folder), clients)
        try:
            running.prepare()
            _wait(lambda: running.counts()["orders"] >= clients, 60)
            for _ in range(rounds):
                for victim in victims:
                    time.sleep(BETWEEN_KILLS)
                    running.kill(victim)
            time.sleep(BETWEEN_KILLS)
            told = running.stop_clients()
            _wait(lambda: running.counts()["undelivered"] == 0, PATIENCE)
            found = json.loads(running.run("manage.py", "prove", "--json"))
            return _findings(
                running.counts(), told, running.references(), found, rounds * len(victims)
            )
        finally:
            running.end()


def _findings(
    counts: Mapping[str, int],
    told: Sequence[str],
    stored: set[str],
    proof: Mapping[str, Any],
    kills: int,
) -> dict[str, Any]:
    wrong = {
        "lost": sorted(set(told) - stored),
        "told_twice": [reference for reference, times in Counter(told).items() if times > 1],
        "doubled_orders": counts["doubled_orders"],
        "invoices_without_pdf": counts["invoices"] - counts["invoices_with_pdf"],
        "doubled_pdfs": counts["pdfs"] - counts["invoices_with_pdf"],
        "orders_without_invoice": counts["orders"] - counts["invoices"],
        "undelivered": counts["undelivered"],
        "violations": proof["violations"],
    }
    return {
        "kills": kills,
        "told": len(told),
        **counts,
        "checks": proof["checks"],
        "wrong": {k: v for k, v in wrong.items() if v},
    }


def _wait(condition: Any, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.5)


def main() -> None:
    """Run as a program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10, help="How often each is killed.")
    parser.add_argument("--clients", type=int, default=3)
    options = parser.parse_args()
    findings = campaign(options.rounds, options.clients)
    print(json.dumps(findings))
    sys.exit(bool(findings["wrong"]))


if __name__ == "__main__":
    main()
