"""Refuse to run as a role the rules do not bind, or on a server that may forget what it confirmed."""

from collections.abc import Collection
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

QUERY = """
    SELECT rolname, rolsuper OR rolbypassrls,
           EXISTS (SELECT FROM pg_class WHERE relowner = r.oid AND relkind IN ('r', 'p')),
           (SELECT coalesce(string_agg(name || ' = ' || setting, ', '), '') FROM pg_settings
             WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting IN ('off', 'local'))
      FROM pg_roles r WHERE rolname = current_user
"""


def database_errors(alias: str = "default") -> list[CheckMessage]:
    """Return what makes the database behind ``alias`` unsafe to run on."""
    with connections[alias].cursor() as cursor:
        cursor.execute(QUERY)
        role, unbound, owns, forgetful = cursor.fetchone()
    found: list[CheckMessage] = []
    if unbound:
        found.append(
            Error(
                f"The role {role} is a superuser or bypasses row security; connect as erp_app.",
                id="erp.E001",
            )
        )
    if owns:
        found.append(
            Error(
                f"The role {role} owns tables and could switch their rules off; connect as erp_app.",
                id="erp.E002",
            )
        )
    if forgetful:
        found.append(
            Error(
                f"The server may lose what it confirmed ({forgetful}): switch it on.", id="erp.E003"
            )
        )
    return found


def check_database(databases: Collection[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Check the application's connection, when the database is to be checked at all."""
    return database_errors() if databases and "default" in databases else []


def refuse_unsafe_database() -> None:
    """Raise when the database is unsafe; every process of the server calls this at its start."""
    found = database_errors()
    connections["default"].close()
    if found:
        raise ImproperlyConfigured(" ".join(str(error.msg) for error in found))


REGISTERED = [register(check_database, Tags.database)]
