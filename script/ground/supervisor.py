"""Run web, worker, beat, relay and sealer side by side: restart what dies, stop all together."""

import argparse
import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO

from script.ground.database import identity
from script.ground.paths import PYTHON, ROOT, VAR, stop
from script.ground.servers import Servers

PATIENCE = 25  # seconds a process gets to finish its work before it is killed
QUICK_DEATH = 5  # seconds; a process that dies sooner waits before it is started again
PORTS_TRIED = 50
PR_SET_PDEATHSIG = 1


@dataclass
class Process:
    """One process kept running, its lines printed behind its name."""

    name: str
    command: Sequence[str | Path]
    environ: Mapping[str, str]
    orphaned: int = signal.SIGTERM  # what it gets when the supervisor is killed
    popen: subprocess.Popen[str] | None = None
    started: float = 0.0
    not_before: float = 0.0
    deaths: int = field(default=0)

    def start(self) -> None:
        """Start it in a process group of its own, so that Ctrl-C reaches only the supervisor."""
        self.started = time.monotonic()
        self.popen = subprocess.Popen(
            self.command,
            cwd=ROOT,
            env=dict(self.environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            preexec_fn=_die_with_parent(self.orphaned),  # noqa: PLW1509
        )
        assert self.popen.stdout is not None
        threading.Thread(
            target=_print_lines, args=(self.name, self.popen.stdout), daemon=True
        ).start()

    def keep(self) -> None:
        """Start it again when it has died; one that dies at once waits a little longer each time."""
        now = time.monotonic()
        if self.popen is not None and self.popen.poll() is not None:
            self.deaths = self.deaths + 1 if now - self.started < QUICK_DEATH else 1
            self.not_before = now + min(30, 2 ** (self.deaths - 1) - 1)
            print(
                f"{self.name:7}| ended with {self.popen.returncode}, starting it again", flush=True
            )
            self.signal(signal.SIGKILL)  # its children, if any were left
            self.popen = None
        if self.popen is None and now >= self.not_before:
            self.start()

    def signal(self, number: int) -> None:
        """Send a signal to the process and all its children."""
        if self.popen is not None:
            try:
                os.killpg(self.popen.pid, number)
            except ProcessLookupError:
                return

    def ask_to_stop(self) -> None:
        """Send SIGTERM to the process itself: gunicorn and Celery tell their children."""
        if self.popen is not None and self.popen.poll() is None:
            self.popen.terminate()


def _die_with_parent(number: int) -> Callable[[], None] | None:
    """Return what asks Linux to send a process this signal when the supervisor is killed."""
    if sys.platform != "linux":
        return None
    return partial(ctypes.CDLL(None).prctl, PR_SET_PDEATHSIG, number)


def _print_lines(name: str, lines: IO[str]) -> None:
    for line in lines:
        print(f"{name:7}| {line}", end="", flush=True)


def serve(servers: Servers, environ: dict[str, str], arguments: list[str]) -> int:
    """Load the demo, run every process until SIGINT or SIGTERM, then stop them all."""
    parser = argparse.ArgumentParser(prog="script/server", description="Run Plumb until Ctrl-C.")
    parser.add_argument(
        "--port", type=int, default=environ.get("PORT", "8000"), help="where to listen (8000)"
    )
    parser.add_argument("--host", default="127.0.0.1", help="on which address (127.0.0.1)")
    parser.add_argument("--no-demo", action="store_true", help="do not load the demo company")
    options = parser.parse_args(arguments)
    has_demo = _prepare(environ, demo=not options.no_demo)
    port = _free_port(options.host, options.port)
    environ = {"ERP_SITE_URL": f"http://{options.host}:{port}", **environ}
    processes = _processes(environ, f"{options.host}:{port}")
    ending = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: ending.set())
    try:
        for process in processes:
            process.start()
        _announce(options.host, port, environ, ending, logins=has_demo)
        while not ending.wait(1):
            if not servers.answer():
                print("servers| one does not answer, starting it again", flush=True)
                servers.ensure()
            for process in processes:
                process.keep()
    finally:
        _stop(processes)
    return 0


def _manage(
    name: str, environ: Mapping[str, str], *, show: bool = False
) -> subprocess.CompletedProcess[str]:
    patient = {**environ, "ERP_STATEMENT_TIMEOUT": "0", "ERP_IDLE_TIMEOUT": "0"}
    command: list[str | Path] = [PYTHON, "manage.py", name]
    output = None if show else subprocess.PIPE
    return subprocess.run(command, cwd=ROOT, env=patient, stdout=output, text=True, check=False)


def _prepare(environ: Mapping[str, str], *, demo: bool) -> bool:
    """Build icons and fonts, load the demo company where it was never loaded whole; tell whether it is there."""
    if _manage("build_assets", environ).returncode:
        stop("Plumb does not start, see above.")
    loaded = VAR / f"demo-{identity(environ['DATABASE_OWNER_URL'])}.loaded"
    if not demo or loaded.exists():
        return loaded.exists()
    print("Loading the demo company, once (a minute or three) ...", flush=True)
    if _manage("load_demo", environ, show=True).returncode:
        stop("The demo company is not whole, see above; script/server --no-demo starts without it.")
    loaded.touch()
    return True


def _free_port(host: str, first: int) -> int:
    """Return the first port from ``first`` on that nobody listens on."""
    for port in range(first, first + PORTS_TRIED):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    stop(
        f"The ports {first} to {first + PORTS_TRIED - 1} are all taken: name a free one with --port."
    )


def _processes(environ: Mapping[str, str], address: str) -> list[Process]:
    """Return the processes Plumb is made of; none of them holds the owner's address."""
    app = {name: value for name, value in environ.items() if name != "DATABASE_OWNER_URL"}
    worker = {**app, "ERP_STATEMENT_TIMEOUT": "300s", "ERP_IDLE_TIMEOUT": "300s"}
    worker["PYTHONWARNINGS"] = "ignore:You're running the worker with superuser"
    config = ROOT / "erp" / "gunicorn.py"
    gunicorn: list[str | Path] = [
        PYTHON,
        "-m",
        "gunicorn",
        "erp.wsgi",
        "--config",
        config,
        "--bind",
        address,
    ]
    celery: list[str | Path] = [PYTHON, "-m", "celery", "--app", "erp", "--quiet"]
    limits = ["--concurrency", "2", "--max-memory-per-child", "400000"]
    quiet = ["--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    schedule: list[str | Path] = ["--loglevel", "INFO", "--schedule", VAR / "beat", "--pidfile", ""]
    manage: list[str | Path] = [PYTHON, "manage.py"]
    return [
        Process("web", gunicorn, app),
        Process("worker", [*celery, "worker", *limits, *quiet], worker),
        Process("beat", [*celery, "beat", *schedule], app, signal.SIGKILL),  # it may miss a SIGTERM
        Process("relay", [*manage, "relay"], worker),
        Process("seal", [*manage, "seal_ledger", "--loop"], worker),
    ]


def _announce(
    host: str, port: int, environ: Mapping[str, str], ending: threading.Event, *, logins: bool
) -> None:
    """Print the address, and the demo's logins, once the web process answers."""
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex((host, port)) == 0:
                break
        if ending.wait(0.1):
            return
    else:
        print("web    | does not answer yet; its lines above say why", flush=True)
        return
    who = _manage("demo_logins", environ).stdout if logins else ""
    shown = "localhost" if host == "127.0.0.1" else host
    print(f"\nPlumb is ready: http://{shown}:{port}/   (Ctrl-C stops it)\n{who}", flush=True)


def _stop(processes: list[Process]) -> None:
    """Ask every process to finish, then end what does not."""
    print("\nStopping ...", flush=True)
    for process in processes:
        process.ask_to_stop()
    deadline = time.monotonic() + PATIENCE
    for process in processes:
        if process.popen is None:
            continue
        try:
            process.popen.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            print(f"{process.name:7}| does not stop, ending it", flush=True)
        process.signal(signal.SIGKILL)
