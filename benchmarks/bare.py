"""The same rows without Plumb: copies of our tables with keys and indexes, and without triggers, policies or references.

``raw`` writes them by plain psycopg, ``orm`` by Django models made for them.
"""

import os
from functools import cache
from typing import Any

import psycopg
from django.db import models
from psycopg.types.json import JsonbDumper

PREFIX = "bare_"


def make_tables(*originals: type[models.Model]) -> None:
    """Make the bare copies and let the application's role write them."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        for original in originals:
            table = original._meta.db_table
            owner.execute(f"DROP TABLE IF EXISTS {PREFIX}{table}")
            owner.execute(
                f"CREATE TABLE {PREFIX}{table} (LIKE {table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)"
            )
            owner.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {PREFIX}{table} TO erp_app")


@cache
def bare_model(original: type[models.Model]) -> Any:
    """Return a model of the bare copy: the same columns, references as plain values."""
    fields: dict[str, Any] = {"__module__": __name__}
    for field in original._meta.concrete_fields:
        plain: Any = field
        while plain.is_relation:
            plain = plain.target_field
        copy = plain.clone()
        copy.null, copy.primary_key, copy._unique = field.null, field.primary_key, False
        if field.is_relation:
            copy.default = models.NOT_PROVIDED
        fields[field.attname] = copy
        copy.db_column = field.column
    fields["Meta"] = type(
        "Meta",
        (),
        {"app_label": "benchmarks", "db_table": PREFIX + original._meta.db_table, "managed": False},
    )
    return type(f"Bare{original.__name__}", (models.Model,), fields)


def values_of(rows: list[Any]) -> list[dict[str, Any]]:
    """Return the column values of model instances."""
    return [
        {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
        for row in rows
    ]


class RawWriter:
    """Plain psycopg on its own connection: prepared, one transaction per call."""

    def __init__(self) -> None:
        self.connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
        self.connection.prepare_threshold = 1
        self.connection.adapters.register_dumper(dict, JsonbDumper)

    def insert(self, table: str, rows: list[dict[str, Any]]) -> None:
        """Insert ``rows`` in one multi-row statement."""
        columns = list(rows[0])
        one = "(" + ", ".join(["%s"] * len(columns)) + ")"
        statement = f"INSERT INTO {PREFIX}{table} ({', '.join(columns)}) VALUES " + ", ".join(
            [one] * len(rows)
        )
        self.connection.execute(statement, [row[column] for row in rows for column in columns])
