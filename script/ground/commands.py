"""The five commands behind ``script/``: each prepares what it needs, runs, and gives back what it started."""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from script.ground import database, supervisor, system, translations
from script.ground.paths import PYTHON, ROOT
from script.ground.servers import Servers

WITHOUT_MIGRATING = {
    "check", "compilemessages", "help", "makemessages", "makemigrations", "migrate", "recreate_database",
    "showmigrations", "sqlmigrate", "squashmigrations", "--help", "--version",
}  # fmt: skip
WITHOUT_DATABASE = [
    "-q",
    "-c",
    "/dev/null",
    "--rootdir",
    str(ROOT),
    "--noconftest",
    "-p",
    "no:django",
]
PATIENT = {"ERP_STATEMENT_TIMEOUT": "0", "ERP_LOCK_TIMEOUT": "10s", "ERP_IDLE_TIMEOUT": "0"}


@contextmanager
def ground() -> Iterator[tuple[Servers, database.Urls, dict[str, str]]]:
    """Hold the servers for the block, with both roles and the database there."""
    with Servers(os.environ).shared() as servers:
        urls = database.prepare(servers.postgres, os.environ)
        redis = servers.valkey.url() if servers.valkey else os.environ["REDIS_URL"]
        translations.compile_all()
        yield servers, urls, database.environment(urls, redis)


def manage(arguments: list[str]) -> int:
    """Run a management command; what it may not find migrated is migrated first."""
    command = arguments[0] if arguments else "help"
    with ground() as (_, urls, environ):
        if command == "recreate_database":
            database.recreate(urls)
        if command not in WITHOUT_MIGRATING:
            database.migrate(urls, environ)
        if command == "recreate_database":
            return run([PYTHON, ROOT / "manage.py", "migrate"], environ | PATIENT)
        return run([PYTHON, ROOT / "manage.py", *arguments], environ | PATIENT)


def server(arguments: list[str]) -> int:
    """Run the whole of Plumb until it is stopped."""
    system.ensure_pango()
    with ground() as (servers, urls, environ):
        database.migrate(urls, environ)
        return supervisor.serve(servers, environ, arguments)


def test(arguments: list[str]) -> int:
    """Run pytest on the servers, in a process for each processor, four at most."""
    system.ensure_pango()
    if not any(argument for argument in arguments if not argument.startswith("-")):
        system.ensure_chromium()
    with ground() as (_, _, environ):
        if not (ROOT / "static_build" / ".stamp").exists():
            run([PYTHON, ROOT / "manage.py", "build_assets"], environ)
        return run([PYTHON, "-m", "pytest", *arguments], environ, cwd=ROOT)


def bench(arguments: list[str]) -> int:
    """Run the measurements."""
    system.ensure_pango()
    with ground() as (_, urls, environ):
        database.migrate(urls, environ)
        return run(
            [PYTHON, ROOT / "benchmarks" / "run.py", *arguments],
            {**environ, "PYTHONPATH": str(ROOT)} | PATIENT,
        )


def lint(arguments: list[str]) -> int:
    """Run every check, or those named; ``--fix`` first mends what ruff can mend."""
    urls = database.Urls("postgresql://erp_app@/erp", "postgresql://erp_owner@/erp")
    environ = database.environment(urls, "redis://localhost/0")
    templates = [
        str(path)
        for path in (ROOT / "templates", *sorted(ROOT.glob("apps/*/templates")))
        if path.exists()
    ]
    checks: dict[str, Sequence[str | Path]] = {
        "ruff check": [PYTHON.with_name("ruff"), "check", "--output-format", "concise", "."],
        "ruff format": [PYTHON.with_name("ruff"), "format", "--check", "--quiet", "."],
        "imports": [PYTHON.with_name("lint-imports"), "--no-cache"],
        "types": [PYTHON.with_name("mypy"), "."],
        "migrations": [
            PYTHON,
            "-W",
            "ignore::RuntimeWarning",
            "manage.py",
            "makemigrations",
            "--check",
            "--dry-run",
        ],
        "templates": [PYTHON.with_name("djlint"), *templates, "--lint", "--quiet"],
        "house": [PYTHON, "-m", "pytest", *WITHOUT_DATABASE, "tests/test_house.py"],
    }
    if "--fix" in arguments:
        run(
            [PYTHON.with_name("ruff"), "check", "--fix", "--exit-zero", "--quiet", "."],
            environ,
            cwd=ROOT,
        )
        run([PYTHON.with_name("ruff"), "format", "--quiet", "."], environ, cwd=ROOT)
    wanted = [argument for argument in arguments if not argument.startswith("-")]
    failed = []
    for name, command in checks.items():
        if (name == "templates" and not templates) or (wanted and name not in wanted):
            continue
        print(f"== {name}", flush=True)
        if run(command, environ, cwd=ROOT):
            failed.append(name)
    print(f"Lint failed: {', '.join(failed)}." if failed else "Lint is clean.", flush=True)
    return 1 if failed else 0


def run(command: Sequence[str | Path], environ: Mapping[str, str], cwd: Path | None = None) -> int:
    """Run a command to its end; a signal that ends us is handed on to it first."""
    process = subprocess.Popen(command, env=dict(environ), cwd=cwd)

    def hand_on(number: int, _: FrameType | None) -> None:
        process.send_signal(number)

    before = {number: signal.signal(number, hand_on) for number in (signal.SIGTERM, signal.SIGHUP)}
    before[signal.SIGINT] = signal.signal(
        signal.SIGINT, _ignore
    )  # a terminal sends it to the command as well
    try:
        code = process.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return code if code >= 0 else 128 - code


def _ignore(_number: int, _frame: FrameType | None) -> None:
    """Let the command decide what Ctrl-C means."""


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "server": server,
    "test": test,
    "lint": lint,
    "bench": bench,
    "manage": manage,
}
