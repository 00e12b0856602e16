"""The embedded servers and the supervisor mend what a crash leaves."""

import os
import signal
import socket
import sys
import time
from pathlib import Path

import psycopg
import pytest

from script.ground import paths, postgres, valkey
from script.ground.postgres import Postgres
from script.ground.supervisor import Process, _free_port
from script.ground.valkey import Valkey


@pytest.fixture
def folder(tmp_path: Path, monkeypatch) -> Path:
    """Return a folder with room for logs and sockets."""
    for module in (paths, postgres, valkey):
        monkeypatch.setattr(module, "LOG", tmp_path / "log")
    (tmp_path / "log").mkdir()
    (tmp_path / "run").mkdir(mode=0o755)
    return tmp_path


def ask(server: Postgres, statement: str) -> list[tuple]:
    """Run a statement as the embedded server's superuser."""
    with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def test_a_killed_postgres_starts_again_with_what_was_committed(folder: Path) -> None:
    server = Postgres(folder / "data", folder / "run")
    (folder / "data").mkdir()
    (folder / "data" / "half-made").touch()
    server.start()
    try:
        ask(server, "CREATE TABLE kept AS SELECT 1 AS row")
        pid_file = folder / "data" / "postmaster.pid"
        os.kill(int(pid_file.read_text().split()[0]), signal.SIGKILL)
        lines = pid_file.read_text().splitlines()
        pid_file.write_text(
            "\n".join([str(os.getppid()), *lines[1:]])
        )  # its number went to another

        server.start()

        assert ask(server, "SELECT row FROM kept") == [(1,)]
        assert ask(server, "SHOW fsync") + ask(server, "SHOW data_checksums") == [("on",), ("on",)]
    finally:
        server.stop()
    assert not server.answers()


def test_the_data_of_another_version_is_left_alone(folder: Path) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "PG_VERSION").write_text("15\n")

    with pytest.raises(paths.CannotGoOn, match="made by PostgreSQL 15, this is 18"):
        Postgres(folder / "data", folder / "run").start()


def test_a_valkey_with_a_damaged_file_starts_empty(folder: Path) -> None:
    server = Valkey(folder / "valkey", folder / "run")
    server.start()
    server.stop()
    (found,) = (folder / "valkey" / "appendonlydir").glob("*.incr.aof")
    found.write_bytes(b"no command at all" * 10)

    server.start()

    try:
        assert server.answers()
        assert (folder / "valkey.damaged").is_dir()
    finally:
        server.stop()
    assert not server.answers()


def test_the_supervisor_starts_again_what_died() -> None:
    process = Process("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"], os.environ)
    process.start()
    assert process.popen is not None
    first = process.popen.pid
    os.kill(first, signal.SIGKILL)
    process.popen.wait()

    for _ in range(50):
        process.keep()
        if process.popen is not None and process.popen.pid != first:
            break
        time.sleep(0.1)

    assert process.popen is not None
    assert process.popen.poll() is None
    process.signal(signal.SIGKILL)
    process.popen.wait()


def test_a_port_that_is_taken_is_stepped_over() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        assert _free_port("127.0.0.1", port) > port
