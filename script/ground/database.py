"""The two roles and the database: made on the embedded server, or on a given one whose administrator we may be."""

import hashlib
import json
import os
import secrets
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from script.ground.paths import PYTHON, ROOT, VAR, locked, stop
from script.ground.postgres import SUPERUSER, Postgres

NAME = "erp"
OWNER, APP = "erp_owner", "erp_app"
OLDEST = 150000
EXTENSIONS = ("btree_gist", "pg_trgm")
SCHEMA = (
    "erp/settings.py",
    "apps/*/apps.py",
    "apps/*/migrations/*.py",
    "apps/*/sql/*.sql",
    "apps/core/sql.py",
    "apps/core/fields.py",
    "apps/access/permissions.py",
    "apps/access/roles.py",
)
PASSWORDS = VAR / "roles.json"


@dataclass(frozen=True)
class Urls:
    """How the application and the migrations connect."""

    app: str
    owner: str


def prepare(server: Postgres | None, environ: Mapping[str, str]) -> Urls:
    """Make or check the roles and the database, on the embedded server or the given one."""
    with locked("database"):
        return embedded(server) if server else given(environ)


def embedded(server: Postgres) -> Urls:
    """Make what is missing on the embedded server."""
    with psycopg.connect(server.url(SUPERUSER, "postgres"), autocommit=True) as connection:
        _make_role(connection, OWNER, "CREATEDB")
        _make_role(connection, APP)
        _execute(
            connection, "GRANT {} TO {}", APP, OWNER
        )  # so that the owner may end the application's sessions
        if not _exists(connection, "pg_database", "datname", NAME):
            _execute(connection, "CREATE DATABASE {} OWNER {}", NAME, OWNER)
    with psycopg.connect(server.url(SUPERUSER, NAME), autocommit=True) as connection:
        for extension in (*EXTENSIONS, "pg_stat_statements"):
            _execute(connection, "CREATE EXTENSION IF NOT EXISTS {}", extension)
    return Urls(server.url(APP, NAME), server.url(OWNER, NAME))


def given(environ: Mapping[str, str]) -> Urls:
    """Check the server of ``DATABASE_URL``; as its administrator, make the two roles and run as them."""
    app, owner = environ["DATABASE_URL"], environ.get("DATABASE_OWNER_URL", "")
    with _connect(app, "DATABASE_URL") as connection:
        if connection.info.server_version < OLDEST:
            stop(
                f"PostgreSQL {connection.info.server_version // 10000} is too old: Plumb needs 15 to 18."
            )
        role, superuser, may_create = connection.execute(
            "SELECT rolname, rolsuper, rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
        ).fetchone() or ("", False, False)
        if owner:
            if superuser:
                stop(
                    f"DATABASE_URL names the superuser {role}; the application must run as a role "
                    "that owns nothing: erp_app."
                )
            _connect(owner, "DATABASE_OWNER_URL").close()
            return Urls(app, owner)
        if not may_create:
            stop(
                f"DATABASE_URL names the role {role}, which may not create roles: set DATABASE_OWNER_URL "
                "as well (the role erp_owner that owns the database), or give an administrator's DATABASE_URL."
            )
        return _make_roles_on(connection, app)


def _make_roles_on(connection: psycopg.Connection[Any], url: str) -> Urls:
    """Make both roles with passwords of our own, and make the owner own the database."""
    passwords = json.loads(PASSWORDS.read_text()) if PASSWORDS.exists() else {}
    for role, right in ((OWNER, "CREATEDB"), (APP, "NOCREATEDB")):
        _make_role(connection, role, right)
        if role not in passwords or not _lets_in(_as(url, role, passwords[role])):
            passwords[role] = secrets.token_urlsafe(24)
            statement = sql.SQL("ALTER ROLE {} PASSWORD {}").format(
                sql.Identifier(role), sql.Literal(passwords[role])
            )
            connection.execute(statement)
    _execute(connection, "GRANT {} TO {}", APP, OWNER)
    PASSWORDS.touch(mode=0o600)
    PASSWORDS.write_text(json.dumps(passwords))
    database = connection.info.dbname
    strangers = connection.execute(
        "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace "
        "AND relkind = 'r' AND relowner::regrole::text <> %s",
        [OWNER],
    ).fetchone()
    if strangers and strangers[0]:
        stop(
            f"The database {database} holds tables of others: "
            "make an empty one for Plumb and name it in DATABASE_URL."
        )
    _execute(connection, "GRANT {} TO CURRENT_USER", OWNER)
    _execute(connection, "ALTER DATABASE {} OWNER TO {}", database, OWNER)
    for extension in EXTENSIONS:
        _execute(connection, "CREATE EXTENSION IF NOT EXISTS {}", extension)
    return Urls(_as(url, APP, passwords[APP]), _as(url, OWNER, passwords[OWNER]))


def _as(url: str, role: str, password: str) -> str:
    """Return ``url`` with another role and password."""
    parts = {
        name: str(value)
        for name, value in conninfo_to_dict(url).items()
        if name not in {"user", "password", "dbname"}
    }
    database = conninfo_to_dict(url).get("dbname") or NAME
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in parts.items())
    return f"postgresql://{role}:{quote(password, safe='')}@/{database}?{query}"


def _connect(url: str, variable: str) -> psycopg.Connection[Any]:
    try:
        return psycopg.connect(url, autocommit=True, connect_timeout=10)
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[0].rstrip(".")
        stop(
            f"{variable} does not let us in: {reason}. "
            "Correct it, or unset it to use the embedded server."
        )


def _lets_in(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=10).close()
    except psycopg.Error:
        return False
    return True


def _make_role(connection: psycopg.Connection[Any], role: str, right: str = "NOCREATEDB") -> None:
    if not _exists(connection, "pg_roles", "rolname", role):
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN " + right).format(sql.Identifier(role)))


def _exists(connection: psycopg.Connection[Any], table: str, column: str, value: str) -> bool:
    query = sql.SQL("SELECT FROM {} WHERE {} = %s").format(
        sql.Identifier(table), sql.Identifier(column)
    )
    return connection.execute(query, [value]).rowcount > 0


def _execute(connection: psycopg.Connection[Any], statement: str, *names: str) -> None:
    connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def recreate(urls: Urls) -> None:
    """Drop the database and make it anew, empty: for development, while migrations are being rewritten."""
    name = str(conninfo_to_dict(urls.owner)["dbname"])
    elsewhere = make_conninfo(urls.owner, dbname="postgres")
    with psycopg.connect(elsewhere, autocommit=True) as connection:
        _execute(connection, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        _execute(connection, "CREATE DATABASE {} OWNER {}", name, OWNER)


def migration_hash() -> str:
    """Return what the schema is made from: migrations, the rules they use, roles, and the packages' versions."""
    return hashlib.sha256(repr(schema_files()).encode()).hexdigest()


def schema_files() -> dict[str, str]:
    """Return the hash of each file that the schema is made from, by its path."""
    files = [ROOT / "requirements.txt"]
    for pattern in SCHEMA:
        files += sorted(ROOT.glob(pattern))
    return {
        str(file.relative_to(ROOT)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files
    }


def migrate(urls: Urls, environ: Mapping[str, str]) -> None:
    """Migrate as the owner, unless the database says that it was migrated from these very files."""
    wanted = f"migrated from {migration_hash()}"
    with locked("database"), psycopg.connect(urls.owner, autocommit=True) as connection:
        query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        row = connection.execute(query).fetchone()
        if row and row[0] == wanted:
            return
        command: list[str | Path] = [
            PYTHON,
            ROOT / "manage.py",
            "migrate",
            "--database",
            "owner",
            "--verbosity",
            "1",
        ]
        limits = {"ERP_STATEMENT_TIMEOUT": "0", "ERP_LOCK_TIMEOUT": "30s"}
        print("Migrating the database ...", file=sys.stderr, flush=True)
        done = subprocess.run(command, env={**environ, **limits}, stdout=sys.stderr, check=False)
        if done.returncode:
            stop("The migration failed, see above; what was applied before it stays.")
        comment = sql.SQL("COMMENT ON DATABASE {} IS {}")
        connection.execute(
            comment.format(sql.Identifier(connection.info.dbname), sql.Literal(wanted))
        )


def identity(url: str) -> str:
    """Return what tells this database from every other one, and from one made anew under its name."""
    with psycopg.connect(url) as connection:
        query = "SELECT oid FROM pg_database WHERE datname = current_database()"
        oid = (connection.execute(query).fetchone() or (0,))[0]
        place = f"{connection.info.host}:{connection.info.port}/{connection.info.dbname}/{oid}"
    return hashlib.sha256(place.encode()).hexdigest()[:12]


def environment(urls: Urls, redis: str) -> dict[str, str]:
    """Return the environment of everything the scripts start."""
    key = VAR / "secret_key"
    if not key.exists():
        VAR.mkdir(exist_ok=True)
        key.touch(mode=0o600)
        key.write_text(secrets.token_urlsafe(50))
    return {
        "ERP_ENV": "development",
        "SECRET_KEY": key.read_text(),
        **os.environ,
        "ERP_VAR": str(VAR),
        "DATABASE_URL": urls.app,
        "DATABASE_OWNER_URL": urls.owner,
        "REDIS_URL": redis,
        "DJANGO_SETTINGS_MODULE": "erp.settings",
        "PATH": f"{PYTHON.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "PYTHONUNBUFFERED": "1",
    }
