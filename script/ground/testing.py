"""Test databases: one template built by the owner from the migrations, one copy of it for each test process.

A test process takes a free slot (a file lock in ``var/``). The slot names its database and its Valkey database, so
test runs at the same time never meet, and what a killed run left is dropped by whoever finds its slot free.
"""

import fcntl
import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import IO, Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from script.ground.database import EXTENSIONS, migration_hash, schema_files
from script.ground.paths import PYTHON, ROOT, VAR, locked

MARK = sha256(str(ROOT).encode()).hexdigest()[:6]
TEMPLATE = f"erp_template_{MARK}"
COPY = f"erp_test_{MARK}_"
BUILT_FROM = VAR / "template.json"
WRITTEN_ANEW = ("/apps.py", "/settings.py", "/permissions.py", "/roles.py")
SLOTS = 15  # Redis has 16 numbered databases, 0 is the application's


class CannotTest(Exception):
    """The tests cannot start; the text says what to do."""


@dataclass(frozen=True)
class Slot:
    """What one test process has for itself."""

    number: int
    database: str
    environ: dict[str, str]


def ensure_template(environ: Mapping[str, str]) -> None:
    """Build the template when it is missing or old."""
    if not environ.get("DATABASE_OWNER_URL"):
        raise CannotTest("Run the tests with script/test: it starts the servers they need.")
    with locked("template"), _owner(environ["DATABASE_OWNER_URL"]) as owner:
        _ensure_template(owner, environ)


@contextmanager
def slot(environ: Mapping[str, str]) -> Iterator[Slot]:
    """Hold a free slot with a fresh copy of the template for the block."""
    ensure_template(environ)
    number, lock = _free_slot()
    database = f"{COPY}{number}"
    with lock:
        with _owner(environ["DATABASE_OWNER_URL"]) as owner:
            _drop_leftovers(owner)
            with locked("template"):
                _execute(owner, "DROP DATABASE IF EXISTS {} WITH (FORCE)", database)
                _execute(owner, "CREATE DATABASE {} TEMPLATE {}", database, TEMPLATE)
        try:
            yield Slot(number, database, {**environ, **addresses(environ, database, number)})
        finally:
            with (
                _owner(environ["DATABASE_OWNER_URL"]) as owner,
                suppress(psycopg.errors.InsufficientPrivilege),
            ):
                _execute(owner, "DROP DATABASE IF EXISTS {} WITH (FORCE)", database)


def addresses(environ: Mapping[str, str], database: str, number: int) -> dict[str, str]:
    """Return the three addresses of ``environ`` with another database."""
    found = {
        name: _with_database(environ[name], database)
        for name in ("DATABASE_URL", "DATABASE_OWNER_URL")
    }
    redis = environ["REDIS_URL"]
    if redis.startswith("unix:"):
        return {**found, "REDIS_URL": f"{redis.partition('?')[0]}?db={number}"}
    return {**found, "REDIS_URL": urlunsplit(urlsplit(redis)._replace(path=f"/{number}"))}


def _with_database(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def _free_slot() -> tuple[int, IO[str]]:
    for number in range(1, SLOTS + 1):
        lock = (VAR / f"test-{number}.lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            continue
        return number, lock
    raise CannotTest(f"{SLOTS} test processes are running already: wait for one to end.")


def _drop_leftovers(owner: psycopg.Connection[Any]) -> None:
    """Drop the copies whose slot nobody holds."""
    for (name,) in owner.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [COPY]
    ).fetchall():
        with (
            (VAR / f"test-{name.removeprefix(COPY)}.lock").open("w") as lock,
            suppress(BlockingIOError),
        ):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _execute(owner, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _ensure_template(owner: psycopg.Connection[Any], environ: Mapping[str, str]) -> None:
    """Build the template unless its comment says that it was built from these very files.

    When files were only added since, the one there is migrated on: from nothing takes most of a minute.
    """
    files = schema_files()
    wanted = f"built from {migration_hash()}"
    query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    found = owner.execute(query, [TEMPLATE]).fetchone()
    if found == (wanted,):
        return
    built = json.loads(BUILT_FROM.read_text()) if BUILT_FROM.exists() else {}
    if found and built and found[0] == built.get("comment") and only_added(built["files"], files):
        _say(owner, "half migrated")
    else:
        _create_template(owner, environ)
    _migrate_template(environ)
    BUILT_FROM.write_text(json.dumps({"comment": wanted, "files": files}))
    _say(owner, wanted)


def only_added(before: Mapping[str, str], now: Mapping[str, str]) -> bool:
    """Return whether what migrated a database is all still the same, so that it can be migrated on.

    Roles and settings may differ: they are written anew after each migration.
    """
    steps = {path: content for path, content in before.items() if not path.endswith(WRITTEN_ANEW)}
    return all(now.get(path) == content for path, content in steps.items())


def _create_template(owner: psycopg.Connection[Any], environ: Mapping[str, str]) -> None:
    _execute(owner, "DROP DATABASE IF EXISTS {} WITH (FORCE)", TEMPLATE)
    _execute(owner, "CREATE DATABASE {}", TEMPLATE)
    with _owner(_with_database(environ["DATABASE_OWNER_URL"], TEMPLATE)) as inside:
        for extension in EXTENSIONS:
            _execute(inside, "CREATE EXTENSION IF NOT EXISTS {}", extension)


def _migrate_template(environ: Mapping[str, str]) -> None:
    limits = {"ERP_STATEMENT_TIMEOUT": "0", "ERP_LOCK_TIMEOUT": "30s"}
    done = subprocess.run(
        [PYTHON, ROOT / "manage.py", "migrate", "--database", "owner", "--verbosity", "0"],
        env={**environ, **addresses(environ, TEMPLATE, 0), **limits},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CannotTest(f"The migrations of the test database failed:\n{done.stderr[-4000:]}")


def _say(owner: psycopg.Connection[Any], text: str) -> None:
    """Write on the template what it was built from."""
    comment = sql.SQL("COMMENT ON DATABASE {} IS {}")
    owner.execute(comment.format(sql.Identifier(TEMPLATE), sql.Literal(text)))


def _owner(url: str) -> psycopg.Connection[Any]:
    return psycopg.connect(url, autocommit=True)


def _execute(connection: psycopg.Connection[Any], statement: str, *names: str) -> None:
    connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
