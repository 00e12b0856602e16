"""The embedded servers, shared by every script that runs at the same time: the first starts them, the last stops them.

Each script holds a shared lock on ``var/users.lock`` while it runs; the kernel lets go of it whatever ends the
script. Starting and stopping happen under an exclusive lock on ``var/start.lock``.
"""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from script.ground import users
from script.ground.paths import LOG, VAR, locked, stop
from script.ground.postgres import Postgres
from script.ground.valkey import Valkey

LONGEST_SOCKET_FOLDER = 80  # the kernel allows 107 bytes (macOS 103) for the whole path of a socket


class Servers:
    """The servers this script needs: those whose address is not given in the environment."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        """Choose the servers; none is started yet."""
        _own_var()
        run = _socket_folder()
        self.postgres = None if environ.get("DATABASE_URL") else Postgres(VAR / "postgres", run)
        self.valkey = None if environ.get("REDIS_URL") else Valkey(VAR / "valkey", run)
        self._all = [server for server in (self.postgres, self.valkey) if server]

    def answer(self) -> bool:
        """Tell whether every server is there."""
        return all(server.answers() for server in self._all)

    def ensure(self) -> None:
        """Start the servers that are not there."""
        if self.answer():
            return
        with locked("start"):
            for server in self._all:
                if not server.answers():
                    server.start()

    def stop(self) -> None:
        """Stop them all."""
        for server in reversed(self._all):
            server.stop()

    @contextmanager
    def shared(self) -> Iterator["Servers"]:
        """Hold the servers for the block; whoever leaves last stops them."""
        with (VAR / "users.lock").open("w") as using:
            with locked("start"):
                fcntl.flock(using, fcntl.LOCK_SH)
            try:
                self.ensure()
                yield self
            finally:
                with locked("start"):
                    if _last(using):
                        self.stop()


def _last(using: IO[str]) -> bool:
    fcntl.flock(using, fcntl.LOCK_UN)
    try:
        fcntl.flock(using, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _own_var() -> None:
    """Make ``var/``; refuse another user's."""
    LOG.mkdir(parents=True, exist_ok=True)
    owner = VAR.stat().st_uid
    if owner != os.geteuid():
        stop(
            f"{VAR} belongs to the user with id {owner}: run this as that user, or in a clone of your own."
        )


def _socket_folder() -> Path:
    """Return the folder for the sockets: in ``var/``, or a temporary one when that path is too long."""
    folder = VAR / "run"
    if len(str(folder)) > LONGEST_SOCKET_FOLDER:
        mark = hashlib.sha256(str(VAR).encode()).hexdigest()[:12]
        folder = Path(tempfile.gettempdir()) / f"plumb-{mark}"
    folder.mkdir(mode=0o755, exist_ok=True)
    if folder.stat().st_uid not in {os.geteuid(), users.server_user().pw_uid}:
        stop(f"{folder} belongs to another user: delete it, or clone Plumb to a shorter path.")
    return folder
