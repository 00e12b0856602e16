"""Migration steps for the rules the database keeps: row policies, composite keys, append-only, audit, SQL files.

Every guard is made here, so that ``prove`` can ask the catalogue whether each one still stands.
"""

from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.db import migrations, models

from apps.core.fields import CompanyForeignKey, CompanyOneToOneField

APP_ROLE = "erp_app"
IN_COMPANY = "company_id = nullif(current_setting('erp.company_id', true), '')::uuid"


def sql_object(directory: Path, name: str, *, version: int) -> migrations.RunSQL:
    """Return the migration step that moves ``name`` to ``version``; undone by the file one lower."""
    up, down = (directory / f"{name}_v{n}.sql" for n in (version, version - 1))
    return migrations.RunSQL(up.read_text(), down.read_text())


def append_only(*tables: str) -> migrations.RunSQL:
    """Return the step after which rows of ``tables`` can be added and read, by anybody, and nothing else."""
    return migrations.RunSQL(
        [statement for table in tables for statement in _append_only(table)],
        [statement for table in tables for statement in _undo_append_only(table)],
    )


def read_only(*tables: str) -> migrations.RunSQL:
    """Return the step after which the application role may only read ``tables``: triggers keep them."""
    return migrations.RunSQL(
        [f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {table} FROM {APP_ROLE}" for table in tables],
        [f"GRANT INSERT, UPDATE, DELETE ON {table} TO {APP_ROLE}" for table in tables],
    )


def guard_tables(app_label: str, *, unaudited: Collection[str] = ()) -> migrations.RunPython:
    """Return the step that guards every table of an app: companies kept apart, changes recorded.

    Tables with a ``company_id`` get ``UNIQUE (company_id, id)``, forced row-level security and composite
    foreign keys; history tables become append-only; every other table gets the audit triggers, except
    ``unaudited`` ones (append-only facts and balances that triggers keep). Running it again adds what is missing.
    """

    def guard(apps: Any, schema_editor: Any) -> None:
        models_of_app = apps.get_app_config(app_label).get_models(include_auto_created=True)
        statements = [
            statement
            for model in models_of_app
            for statement in table_guards(model, audited=model._meta.db_table not in unaudited)
        ]
        for statement in sorted(statements, key=lambda text: "FOREIGN KEY" in text):  # after the keys they point to
            schema_editor.execute(statement)

    return migrations.RunPython(guard, migrations.RunPython.noop)


def table_guards(model: type[models.Model], *, audited: bool) -> list[str]:
    """Return the statements that guard the table of ``model``."""
    table = model._meta.db_table
    names = {field.name for field in model._meta.fields}
    columns = {field.column for field in model._meta.fields}
    statements = []
    if "company_id" in columns:
        statements += _company_guards(table, columns, nullable=_company_is_nullable(model))
        if "history_id" not in names:
            statements += [_composite_key(table, field) for field in _company_keys(model)]
    if "history_id" in names:
        statements += _append_only(table)
    elif audited:
        statements += _audit_triggers(table)
    return statements


def _company_keys(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.fields if isinstance(field, CompanyForeignKey | CompanyOneToOneField)]


def _company_is_nullable(model: type[models.Model]) -> bool:
    return any(field.column == "company_id" and field.null for field in model._meta.fields)


def _company_guards(table: str, columns: Collection[str], *, nullable: bool) -> list[str]:
    rule = f"company_id IS NULL OR {IN_COMPANY}" if nullable else IN_COMPANY
    statements = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"DROP POLICY IF EXISTS company_rows ON {table}",
        f"CREATE POLICY company_rows ON {table} USING ({rule}) WITH CHECK ({rule})",
    ]
    if "id" in columns and not nullable:
        statements.append(
            _unless_constraint(f"{table}_in_company", f"ALTER TABLE {table} ADD CONSTRAINT {table}_in_company UNIQUE (company_id, id)")
        )
    return statements


def _composite_key(table: str, field: Any) -> str:
    target = field.remote_field.model._meta.db_table
    name = f"{table}_{field.column}_in_company"[-63:]
    return _unless_constraint(
        name,
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (company_id, {field.column}) "
        f"REFERENCES {target} (company_id, {field.target_field.column})",
    )


def _unless_constraint(name: str, statement: str) -> str:
    return f"DO $do$ BEGIN IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = '{name}') THEN {statement}; END IF; END $do$"


def _append_only(table: str) -> list[str]:
    return [
        f"DROP TRIGGER IF EXISTS append_only ON {table}",
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION core_append_only()",
        f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {APP_ROLE}",
    ]


def _undo_append_only(table: str) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS append_only ON {table}", f"GRANT UPDATE, DELETE ON {table} TO {APP_ROLE}"]


def _audit_triggers(table: str) -> list[str]:
    tables = {
        "INSERT": "NEW TABLE AS new_rows",
        "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
        "DELETE": "OLD TABLE AS old_rows",
    }
    statements = []
    for operation, referencing in tables.items():
        name = f"audit_{operation.lower()}"
        statements += [
            f"DROP TRIGGER IF EXISTS {name} ON {table}",
            f"CREATE TRIGGER {name} AFTER {operation} ON {table} REFERENCING {referencing} "
            "FOR EACH STATEMENT EXECUTE FUNCTION core_audit()",
        ]
    return statements
