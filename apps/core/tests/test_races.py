"""Posting a document while somebody adds a line to it: whoever comes second sees what the first one did."""

import os
import random
import time
from uuid import uuid4

import psycopg
import pytest
from django.db import connection, transaction

from apps.core.sql import frozen_lines
from apps.core.testing import in_threads

ROUNDS = 40
pauses = random.Random(1)  # noqa: S311 no secret


@pytest.fixture
def tables():
    """Make a document table and its lines that every connection sees; drop them after the test."""
    names = f"race_{uuid4().hex[:8]}"
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute(f"CREATE TABLE {names} (id uuid PRIMARY KEY, status text, total int)")
        owner.execute(
            f"CREATE TABLE {names}_line (id serial PRIMARY KEY, document_id uuid, amount int)"
        )
        for statement in frozen_lines(f"{names}_line", parent=names, key="document_id").sql:
            owner.execute(statement)
        yield names
        owner.execute(f"DROP TABLE {names}_line, {names}")


@pytest.mark.django_db(transaction=True)
def test_a_line_added_while_its_document_is_posted_is_counted_or_refused(tables):
    def execute(sql, *params):
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall() if cursor.description else None

    def post(document):
        with transaction.atomic():
            execute(f"SELECT FROM {tables} WHERE id = %s FOR UPDATE", document)
            time.sleep(pauses.uniform(0, 0.01))
            (total,) = execute(
                f"SELECT coalesce(sum(amount), 0) FROM {tables}_line WHERE document_id = %s",
                document,
            )[0]
            execute(
                f"UPDATE {tables} SET status = 'posted', total = %s WHERE id = %s", total, document
            )

    def add(document):
        time.sleep(pauses.uniform(0, 0.01))
        with transaction.atomic():
            execute(f"INSERT INTO {tables}_line (document_id, amount) VALUES (%s, 1)", document)
            time.sleep(pauses.uniform(0, 0.01))

    documents = [uuid4() for _ in range(ROUNDS)]
    for document in documents:
        execute(f"INSERT INTO {tables} VALUES (%s, 'draft', 0)", document)
    calls = [lambda d=d, work=work: work(d) for d in documents for work in (add, post, add)]
    in_threads(calls, at_once=12)

    wrong = execute(
        f"SELECT d.id, d.total, count(l.id) FROM {tables} d LEFT JOIN {tables}_line l ON l.document_id = d.id "
        "GROUP BY d.id, d.total HAVING d.total <> count(l.id)"
    )
    assert wrong == []
    assert execute(f"SELECT count(*) FROM {tables} WHERE status = 'posted'") == [(ROUNDS,)]
