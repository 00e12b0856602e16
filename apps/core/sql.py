"""Migration steps for the rules the database keeps, and nothing else: every guard of a table is made here.

A usual ``0002_guards.py``, in this order::

    guard_tables("sales", unaudited=["sales_reservedsum"]),     # companies apart, changes recorded
    append_only("sales_pricefact"),                             # facts: add and read, nothing else
    read_only("sales_reservedsum"),                             # kept by triggers; the application only reads
    lifecycle("sales_order", ORDER_LIFECYCLE.pairs()),          # the status moves as the life cycle says
    no_delete("sales_order"),                                   # rows end in a status, never in nothing
    frozen("sales_order", editable=["draft"], may_change=["memo"]),
    frozen_lines("sales_orderline", parent="sales_order", key="order_id", editable=["draft"]),
    sql_object(SQL, "order_confirmed_has_lines", version=1),    # a rule of the app's own, one file each

``prove`` asks the catalogue whether each guard still stands.
"""

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from django.db import migrations, models

from apps.core.fields import CompanyForeignKey, CompanyOneToOneField

APP_ROLE = "erp_app"
IN_COMPANY = "company_id = nullif(current_setting('erp.company_id', true), '')::uuid"
COMPANY_TABLE = "companies_company"
SECRET_COLUMNS = ("password",)


class GuardSQL(migrations.RunSQL):
    """A step that remembers which triggers and rights it leaves behind, for ``prove``."""

    triggers: tuple[tuple[str, str], ...] = ()
    append_only: tuple[str, ...] = ()
    read_only: tuple[str, ...] = ()
    no_delete: tuple[str, ...] = ()


class GuardTables(migrations.RunPython):
    """The step of ``guard_tables``, with what it was told, for ``prove``."""

    guarded_app = ""
    unaudited: frozenset[str] = frozenset()


def sql_object(directory: Path, name: str, *, version: int) -> migrations.RunSQL:
    """Return the migration step that moves ``name`` to ``version``; undone by the file one lower.

    ``_v0`` drops whatever any version made; between two versions it runs first.
    """
    drop, up, down = (
        (directory / f"{name}_v{n}.sql").read_text() for n in (0, version, version - 1)
    )
    if version == 1:
        return migrations.RunSQL(up, down)
    return migrations.RunSQL(drop + up, drop + down)


def append_only(*tables: str) -> GuardSQL:
    """Return the step after which rows of ``tables`` can be added and read, by anybody, and nothing else."""
    step = GuardSQL(
        [statement for table in tables for statement in _append_only(table)],
        [statement for table in tables for statement in _undo_append_only(table)],
    )
    step.append_only = tables
    step.triggers = tuple((table, "append_only") for table in tables)
    return step


def read_only(*tables: str) -> GuardSQL:
    """Return the step after which the application role may only read ``tables``: triggers keep them."""
    step = GuardSQL(
        [f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {table} FROM {APP_ROLE}" for table in tables],
        [f"GRANT INSERT, UPDATE, DELETE ON {table} TO {APP_ROLE}" for table in tables],
    )
    step.read_only = tables
    return step


def often_analyzed(*tables: str) -> migrations.RunSQL:
    """Return the step after which the planner counts again when a fiftieth of a table has changed, not a tenth.

    A new company in a large table is unknown to the planner until then, and is planned for as if it had one row.
    """
    return migrations.RunSQL(
        [f"ALTER TABLE {table} SET (autovacuum_analyze_scale_factor = 0.02)" for table in tables],
        [f"ALTER TABLE {table} RESET (autovacuum_analyze_scale_factor)" for table in tables],
    )


def no_delete(*tables: str) -> GuardSQL:
    """Return the step after which the application role may no longer delete rows of ``tables``."""
    step = GuardSQL(
        [f"REVOKE DELETE, TRUNCATE ON {table} FROM {APP_ROLE}" for table in tables],
        [f"GRANT DELETE ON {table} TO {APP_ROLE}" for table in tables],
    )
    step.no_delete = tables
    return step


def lifecycle(
    table: str,
    pairs: Iterable[tuple[str, str]],
    *,
    initial: Collection[str] = ("draft",),
    column: str = "status",
) -> GuardSQL:
    """Return the step after which ``column`` begins as one of ``initial`` and moves only along ``pairs``.

    The allowed moves stand in the triggers' conditions, so an allowed statement costs nothing more. When the
    life cycle changes, a later migration calls this again with the new pairs.

    Args:
        pairs: ``LIFECYCLE.pairs()``, every allowed (old, new) status.
        initial: the statuses a row may be written with; name "posted" too if documents are born posted.
    """
    known = (
        ", ".join(f"({_literal(old)}, {_literal(new)})" for old, new in sorted(pairs))
        or "(NULL, NULL)"
    )
    moved = f"OLD.{column} IS DISTINCT FROM NEW.{column}"
    return _trigger_step(
        table,
        ["lifecycle_begin", "lifecycle_move"],
        [
            f"CREATE TRIGGER lifecycle_begin BEFORE INSERT ON {table} FOR EACH ROW "
            f"WHEN (NEW.{column} NOT IN ({_literals(initial)})) EXECUTE FUNCTION core_lifecycle('{column}')",
            f"CREATE TRIGGER lifecycle_move BEFORE UPDATE ON {table} FOR EACH ROW "
            f"WHEN ({moved} AND ((OLD.{column}, NEW.{column}) IN ({known})) IS NOT TRUE) "
            f"EXECUTE FUNCTION core_lifecycle('{column}')",
        ],
    )


def frozen(
    table: str,
    *,
    editable: Collection[str] = ("draft",),
    may_change: Collection[str] = (),
    column: str = "status",
) -> GuardSQL:
    """Return the step after which a row in no ``editable`` status keeps its values and is not deleted.

    The update that leaves an editable status may still change everything (post = set the number, the date and
    the status at once). Afterwards only the status, ``version`` and the ``may_change`` columns move.

    Args:
        editable: statuses in which the row may be edited and deleted.
        may_change: columns, such as ``reversed_by_id`` or ``sent_at``, that change later.
    """
    fixed = f"OLD.{column} NOT IN ({_literals(editable)})"
    arguments = f"'{column}', '{_array(['version', *may_change])}'"
    return _trigger_step(
        table,
        ["frozen_update", "frozen_delete"],
        [
            f"CREATE TRIGGER frozen_update BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({fixed}) "
            f"EXECUTE FUNCTION core_frozen({arguments})",
            f"CREATE TRIGGER frozen_delete BEFORE DELETE ON {table} FOR EACH ROW WHEN ({fixed}) "
            f"EXECUTE FUNCTION core_frozen({arguments})",
        ],
    )


def frozen_lines(
    table: str,
    *,
    parent: str,
    key: str,
    editable: Collection[str] = ("draft",),
    may_change: Collection[str] = (),
    column: str = "status",
) -> GuardSQL:
    """Return the step after which lines stand still once their document is in no ``editable`` status.

    Each statement locks the documents of the lines it touched (``FOR NO KEY UPDATE``, in key order) and reads
    their status as it then is, so adding a line cannot race with posting. Once per statement, not per line.

    Args:
        parent: the document's table.
        key: the line's column that names the document: ``invoice_id``.
        may_change: the line's columns, such as ``invoiced_quantity``, that change later.
        column: the status column of ``parent``.
    """
    arguments = f"'{parent}', '{key}', '{column}', '{_array(editable)}', '{_array(may_change)}'"
    return _trigger_step(
        table,
        [f"frozen_lines_{operation.lower()}" for operation in TRANSITIONS],
        _statement_triggers(table, "frozen_lines", f"core_frozen_lines({arguments})"),
    )


def dimensions_of(*tables: str) -> GuardSQL:
    """Return the step after which ``dimensions`` of ``tables`` holds values of the company, each under its dimension.

    An empty column costs nothing. The function is the ledger's: depend on its ``0002_guards``.
    """
    step = GuardSQL(
        [
            f"CREATE TRIGGER dimensions_known BEFORE INSERT OR UPDATE OF dimensions ON {table} FOR EACH ROW "
            "WHEN (NEW.dimensions <> '{}') EXECUTE FUNCTION ledger_dimensions_known()"
            for table in tables
        ],
        [f"DROP TRIGGER IF EXISTS dimensions_known ON {table}" for table in tables],
    )
    step.triggers = tuple((table, "dimensions_known") for table in tables)
    return step


def guard_tables(app_label: str, *, unaudited: Collection[str] = ()) -> GuardTables:
    """Return the step that guards every table of an app: companies kept apart, changes recorded.

    Tables with a ``company_id`` get ``UNIQUE (company_id, id)``, forced row-level security and composite
    foreign keys; history tables become append-only; every other table gets the audit triggers, except
    ``unaudited`` ones (append-only facts and balances that triggers keep). Running it again adds what is missing.
    A table that reaches its company through a composite key loses its single key to the company: it says
    nothing more, and would lock the one company row for every row written.
    """

    def guard(apps: Any, schema_editor: Any) -> None:
        models_of_app = apps.get_app_config(app_label).get_models(include_auto_created=True)
        statements = [
            statement
            for model in models_of_app
            for statement in table_guards(model, audited=model._meta.db_table not in unaudited)
        ]
        for statement in sorted(
            statements, key=lambda text: "FOREIGN KEY" in text
        ):  # after the keys they point to
            schema_editor.execute(statement, None)

    step = GuardTables(guard, migrations.RunPython.noop)
    step.guarded_app, step.unaudited = app_label, frozenset(unaudited)
    return step


def table_guards(model: type[models.Model], *, audited: bool) -> list[str]:
    """Return the statements that guard the table of ``model``."""
    table = model._meta.db_table
    columns = {field.column for field in model._meta.fields}
    is_history = "history_id" in columns
    statements = []
    if "company_id" in columns:
        statements += _company_guards(model, is_history=is_history)
    if is_history:
        statements += _append_only(table)
    elif audited:
        statements += _audit_triggers(model)
    else:  # a step that forgot to name the table may have made them
        statements += _drop_triggers(table, *(f"audit_{name.lower()}" for name in TRANSITIONS))
    return statements


def company_keys(model: type[models.Model]) -> list[Any]:
    """Return the fields of ``model`` that refer to a row of the same company."""
    return [
        field
        for field in model._meta.fields
        if isinstance(field, CompanyForeignKey | CompanyOneToOneField)
    ]


def composite_key_name(table: str, column: str) -> str:
    """Return the name of the constraint that keeps ``column`` inside the company."""
    return f"{table}_{column}_in_company"[-63:].lstrip("_")


def _company_guards(model: type[models.Model], *, is_history: bool) -> list[str]:
    table = model._meta.db_table
    nullable = not is_history and any(
        field.column == "company_id" and field.null for field in model._meta.fields
    )
    rule = f"company_id IS NULL OR {IN_COMPANY}" if nullable else IN_COMPANY
    statements = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"DROP POLICY IF EXISTS company_rows ON {table}",
        f"CREATE POLICY company_rows ON {table} USING ({rule}) WITH CHECK ({rule})",
    ]
    if is_history:
        return statements
    key = model._meta.pk.column
    if not nullable and key != "company_id":
        name = f"{table}_in_company"[-63:]
        statements.append(
            _unless_constraint(
                table, name, f"ALTER TABLE {table} ADD CONSTRAINT {name} UNIQUE (company_id, {key})"
            )
        )
    keys = company_keys(model)
    statements += [_composite_key(table, field) for field in keys]
    if any(not field.null for field in keys):
        statements.append(_drop_company_key(table))
    return statements


def _composite_key(table: str, field: Any) -> str:
    target = field.remote_field.model._meta.db_table
    name = composite_key_name(table, field.column)
    return _unless_constraint(
        table,
        name,
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (company_id, {field.column}) "
        f"REFERENCES {target} (company_id, {field.target_field.column})",
    )


def _unless_constraint(table: str, name: str, statement: str) -> str:
    return (
        f"DO $do$ BEGIN IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = '{name}' "
        f"AND conrelid = '{table}'::regclass) THEN {statement}; END IF; END $do$"
    )


def _drop_company_key(table: str) -> str:
    return (
        "DO $do$ DECLARE key name; BEGIN FOR key IN SELECT conname FROM pg_constraint "
        f"WHERE contype = 'f' AND conrelid = '{table}'::regclass AND confrelid = to_regclass('{COMPANY_TABLE}') "
        "AND cardinality(conkey) = 1 AND conkey[1] = (SELECT attnum FROM pg_attribute "
        f"WHERE attrelid = '{table}'::regclass AND attname = 'company_id') "
        f"LOOP EXECUTE format('ALTER TABLE {table} DROP CONSTRAINT %I', key); END LOOP; END $do$"
    )


def _append_only(table: str) -> list[str]:
    return [
        *_drop_triggers(table, "append_only"),
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION core_append_only()",
        f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {APP_ROLE}",
    ]


def _undo_append_only(table: str) -> list[str]:
    return [*_drop_triggers(table, "append_only"), f"GRANT UPDATE, DELETE ON {table} TO {APP_ROLE}"]


TRANSITIONS = {
    "INSERT": "NEW TABLE AS new_rows",
    "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "OLD TABLE AS old_rows",
}


def _audit_triggers(model: type[models.Model]) -> list[str]:
    """Record every change; binary columns and secrets stay out of the record."""
    table = model._meta.db_table
    fields = model._meta.fields
    hidden = [
        field.column
        for field in fields
        if isinstance(field, models.BinaryField) or field.column in SECRET_COLUMNS
    ]
    company = "company_id" if any(field.column == "company_id" for field in fields) else ""
    if table == COMPANY_TABLE:
        company = "id"
    arguments = f"'{model._meta.pk.column}', '{company}', '{_array(hidden)}'"
    return _statement_triggers(table, "audit", f"core_audit({arguments})")


def _statement_triggers(table: str, prefix: str, call: str) -> list[str]:
    statements = []
    for operation, referencing in TRANSITIONS.items():
        name = f"{prefix}_{operation.lower()}"
        statements += [
            f"DROP TRIGGER IF EXISTS {name} ON {table}",
            f"CREATE TRIGGER {name} AFTER {operation} ON {table} REFERENCING {referencing} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {call}",
        ]
    return statements


def _trigger_step(table: str, names: Collection[str], create: list[str]) -> GuardSQL:
    drop = _drop_triggers(table, *names)
    up: list[Any] = [*drop, *create]
    down: list[Any] = [*drop]
    step = GuardSQL(up, down)
    step.triggers = tuple((table, name) for name in names)
    return step


def _drop_triggers(table: str, *names: str) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {name} ON {table}" for name in names]


def _literal(text: str) -> str:
    return "'" + str(text).replace("'", "''") + "'"


def _literals(values: Iterable[str]) -> str:
    return ", ".join(_literal(value) for value in values)


def _array(values: Iterable[Any]) -> str:
    return "{" + ",".join(values) + "}"
