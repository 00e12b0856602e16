"""What the code says should stand in the database: the expectation that ``prove`` holds against the catalogue."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.db.migrations.loader import MigrationLoader

from apps.core.sql import TRANSITIONS, GuardSQL, GuardTables, company_keys

_VERSIONED: Final = re.compile(r"(?P<name>.+)_v(?P<version>\d+)\.sql")
_FUNCTION: Final = re.compile(
    r"CREATE (?:OR REPLACE )?FUNCTION (\w+)\s*\(.*?\bAS\s+(\$\w*\$)(.*?)\2",
    re.IGNORECASE | re.DOTALL,
)
_TRIGGER: Final = re.compile(
    r"CREATE (?:OR REPLACE )?(?:CONSTRAINT )?TRIGGER (\w+)\s.*?\sON (\w+)",
    re.IGNORECASE | re.DOTALL,
)


@cache
def _steps() -> list[Any]:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    own = sorted(
        key
        for key in loader.disk_migrations
        if apps.get_app_config(key[0]).name.startswith("apps.")
    )
    return [operation for key in own for operation in loader.disk_migrations[key].operations]


def append_only_tables() -> set[str]:
    """Return the tables whose rows are facts, history tables included."""
    declared = {
        table for step in _steps() if isinstance(step, GuardSQL) for table in step.append_only
    }
    return declared | {model._meta.db_table for model in _guarded_models() if _is_history(model)}


def read_only_tables() -> set[str]:
    """Return the tables that only triggers write."""
    return {table for step in _steps() if isinstance(step, GuardSQL) for table in step.read_only}


def kept_tables() -> set[str]:
    """Return the tables the application deletes no rows of."""
    return {table for step in _steps() if isinstance(step, GuardSQL) for table in step.no_delete}


def expected_triggers() -> set[tuple[str, str]]:
    """Return (table, trigger) of every trigger a migration step or an SQL file makes."""
    declared = {pair for step in _steps() if isinstance(step, GuardSQL) for pair in step.triggers}
    of_history = {
        (model._meta.db_table, "append_only") for model in _guarded_models() if _is_history(model)
    }
    of_files = {
        (table, name)
        for text in rules_in_force()
        for name, table in _TRIGGER.findall(re.sub(r"--[^\n]*", "", text))
    }
    return declared | of_history | of_files | _audit_triggers()


def _audit_triggers() -> set[tuple[str, str]]:
    unaudited = {
        table for step in _steps() if isinstance(step, GuardTables) for table in step.unaudited
    }
    return {
        (model._meta.db_table, f"audit_{operation.lower()}")
        for model in _guarded_models()
        if not _is_history(model) and model._meta.db_table not in unaudited
        for operation in TRANSITIONS
    }


def expected_functions() -> set[tuple[str, str]]:
    """Return (function, MD5 of its body) of every function in the SQL files in force."""
    return {
        (name, hashlib.md5(body.encode(), usedforsecurity=False).hexdigest())
        for text in rules_in_force()
        for name, _quote, body in _FUNCTION.findall(text)
    }


def expected_keys() -> set[tuple[str, str, str]]:
    """Return (table, column, target table) of every reference inside a company."""
    return {
        (model._meta.db_table, field.column, field.remote_field.model._meta.db_table)
        for model in _guarded_models()
        if not _is_history(model)
        and any(other.column == "company_id" for other in model._meta.fields)
        for field in company_keys(model)
    }


def rules_in_force() -> Iterator[str]:
    """Yield the text of each SQL file of the highest version."""
    folders = [
        Path(config.path) / "sql"
        for config in apps.get_app_configs()
        if config.name.startswith("apps.")
    ]
    for newest in newest_files(file for folder in folders for file in folder.glob("*.sql")):
        yield newest.read_text()


def newest_files(files: Iterable[Path]) -> list[Path]:
    """Return, of the versions of each file, the highest."""
    newest: dict[tuple[Path, str], tuple[int, Path]] = {}
    for file in files:
        match = _VERSIONED.fullmatch(file.name)
        if match:
            key, version = (file.parent, match["name"]), int(match["version"])
            newest[key] = max(newest.get(key, (-1, file)), (version, file))
    return [
        file for version, file in sorted(newest.values(), key=lambda pair: pair[1]) if version > 0
    ]


def _guarded_models() -> list[Any]:
    labels = {step.guarded_app for step in _steps() if isinstance(step, GuardTables)}
    return [
        model
        for label in sorted(labels)
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    ]


def _is_history(model: Any) -> bool:
    return any(field.column == "history_id" for field in model._meta.fields)
