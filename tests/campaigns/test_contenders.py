"""The contest with few contenders, through a real web server: the suite's small version."""

import socket

import pytest
from django.db import connection, transaction

from apps.core.context import company_context
from apps.core.prove import prove
from tests.campaigns.contenders import COUNTS, as_goods, contend, findings
from tests.campaigns.crowd import CODE, make

pytestmark = pytest.mark.django_db(transaction=True)
DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"


def asked(query: str) -> list[tuple]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def test_what_there_is_is_sold_and_everybody_else_is_told(start_process):
    made = make(contenders=24, stock=4)
    before = asked(DEADLOCKS)[0][0]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = free.getsockname()
    command = ["-m", "gunicorn", "erp.wsgi", "--config", "erp/gunicorn.py"]
    server = start_process("web", [*command, "--bind", f"127.0.0.1:{address[1]}"], "Listening at")

    single = contend(address, made["session"], made["hot"], threads=6)
    mixed = contend(address, made["session"], made["mixed"], threads=6)

    server.stop()
    with company_context(made["company"]):
        goods = as_goods(asked(COUNTS))
    found = findings(single, mixed, goods, 4, asked(DEADLOCKS)[0][0] - before)
    assert found["wrong"] == {}
    assert found["single"] == {"sold": 4, "told": 20}
    assert prove([(made["company"], CODE)]).details == []
