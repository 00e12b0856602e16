"""What every test stands on: its own copy of the migrated database, a real Valkey, and real worker processes.

Tests run as ``erp_app``, like production. Nothing is ever truncated: each test makes its own company.
"""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.db import connections
from django.test import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from redis import Redis

from apps.core.context import current
from apps.core.models import CompanyModel
from erp import celery_app, env
from script.ground import testing

# how fast examples are made says how busy the machine is, nothing about the code
hypothesis_settings.register_profile(
    "plumb", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("plumb")

PATIENCE = 30  # seconds until a process must be ready, or have stopped


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Give this process its slot before any test is collected; the process that only hands out work needs none."""
    hands_out = bool(session.config.getoption("numprocesses", None)) and not hasattr(
        session.config, "workerinput"
    )
    stack = ExitStack()
    session.config.add_cleanup(stack.close)
    try:
        if hands_out:
            testing.ensure_template(os.environ)
            return
        _move_to(stack.enter_context(testing.slot(dict(os.environ))))
        _keep_anchors_in(Path(stack.enter_context(TemporaryDirectory(prefix="plumb-anchors-"))))
    except testing.CannotTest as reason:
        pytest.exit(str(reason), returncode=3)
    stack.callback(connections.close_all)


def _move_to(slot: testing.Slot) -> None:
    """Point Django, Celery and all child processes at the slot's databases."""
    os.environ.update(slot.environ)
    for alias in settings.DATABASES:
        settings.DATABASES[alias]["NAME"] = slot.database
        connections[alias].settings_dict["NAME"] = slot.database
    settings.REDIS_URL = slot.environ["REDIS_URL"]
    settings.CELERY_BROKER_URL = celery_app.conf.broker_url = env.broker(settings.REDIS_URL)
    settings.CACHES["default"]["LOCATION"] = settings.REDIS_URL
    Redis.from_url(settings.REDIS_URL).flushdb()


def _keep_anchors_in(folder: Path) -> None:
    """Point this process, and the workers it starts, at a place of their own for anchors and their key."""
    settings.LEDGER_ANCHORS = os.environ["ERP_ANCHORS"] = str(folder / "anchors")
    settings.LEDGER_ANCHOR_KEY = os.environ["ERP_ANCHOR_KEY"] = str(folder / "key.pem")


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """Use the copy made at the start, in place of Django's own test database."""


@pytest.fixture(scope="session", autouse=True)
def _nothing_is_flushed() -> Iterator[None]:
    """Keep Django from truncating after transactional tests: the application's role may not, and need not."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: None)
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no process works at it when the others have done everything."""
    longest = ("campaigns", "scenarios", "ground")
    items.sort(key=lambda item: not any(part in item.path.parts for part in longest))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None, Any, Any]:
    """Check the deferred rules at the end of every test that will be rolled back, as COMMIT would."""
    result = yield
    connection = connections["default"]
    if (
        connection.connection is not None
        and connection.in_atomic_block
        and not connection.needs_rollback
    ):
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return result


@pytest.fixture
def owner_sql() -> Iterator[psycopg.Connection[Any]]:
    """Return a connection as ``erp_owner``, outside Django, rolled back at the end."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as connection:
        yield connection
        connection.rollback()


@pytest.fixture
def app_sql() -> Iterator[psycopg.Connection[Any]]:
    """Return a connection as ``erp_app``, outside Django, rolled back at the end."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        yield connection
        connection.rollback()


@pytest.fixture
def company(db: None) -> Iterator[Any]:
    """Return a company of the test's own; the test runs in its context."""
    from apps.companies.tests.factories import make_company  # noqa: PLC0415 - needs the settings of the slot
    from apps.core.context import company_context  # noqa: PLC0415

    made = make_company()
    with company_context(made.pk):
        yield made


@pytest.fixture
def other_company(db: None) -> Any:
    """Return a second company, in another currency; the test does not run in it."""
    from apps.companies.tests.factories import make_company  # noqa: PLC0415

    return make_company(name="Meridian Ltd", currency="USD", country="US")


@pytest.fixture
def user_in(company: Any) -> Callable[..., Any]:
    """Return a function that makes a user of the test's company: ``user_in("accountant")``."""
    from apps.access.tests.factories import make_user  # noqa: PLC0415

    return lambda *roles, **fields: make_user(*roles, companies=(company,), **fields)


@pytest.fixture
def count_sql(db: None) -> Callable[[Callable[[], Any]], int]:
    """Return a function that counts the statements of a call, without those that frame transactions."""
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - needs the settings of the slot

    from apps.companies.selectors import currency_in_force  # noqa: PLC0415
    from apps.core.context import current  # noqa: PLC0415

    frame = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK", "SELECT set_config")

    def count(call: Callable[[], Any]) -> int:
        if current().company_id:
            currency_in_force()  # a process reads it once
        with CaptureQueriesContext(connections["default"]) as captured:
            call()
        return sum(not query["sql"].startswith(frame) for query in captured.captured_queries)

    return count


class Running:
    """A real process of Plumb on this test's databases."""

    def __init__(self, name: str, command: list[str], ready: str, log: Path) -> None:
        """Start ``command`` and wait until its log holds ``ready``."""
        self.name, self.command, self.ready, self.log = name, command, ready, log
        self.process = self.start()

    def start(self) -> subprocess.Popen[bytes]:
        """Start the process, again after ``kill``, and wait until it is ready."""
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, *self.command],
                cwd=settings.BASE_DIR,
                env={
                    name: value
                    for name, value in os.environ.items()
                    if name != "DATABASE_OWNER_URL"
                },
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + PATIENCE
        while self.ready not in self.log.read_text(errors="replace"):
            if self.process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(
                    f"{self.name} does not start:\n{self.log.read_text(errors='replace')[-4000:]}"
                )
            time.sleep(0.05)
        return self.process

    def kill(self) -> None:
        """Kill the process and its children with -9."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Stop the process as the supervisor does."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.kill()


@pytest.fixture(scope="session")
def start_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Running]]:
    """Return a function that starts a process: ``start_process("relay", ["manage.py", "relay"], "Relay started")``."""
    logs = tmp_path_factory.mktemp("processes")
    started: list[Running] = []

    def start(name: str, command: list[str], ready: str) -> Running:
        started.append(Running(name, command, ready, logs / f"{name}-{len(started)}.log"))
        return started[-1]

    yield start
    for process in started:
        process.stop()


@pytest.fixture(scope="session")
def celery_worker(start_process: Callable[..., Running]) -> Running:
    """Return a real Celery worker on this test process's database and Valkey database.

    It sees only what is committed: use it in tests marked ``django_db(transaction=True)``.
    """
    command = ["-m", "celery", "--app", "erp", "worker", "--concurrency", "1", "--loglevel", "INFO"]
    return start_process("worker", [*command, "--without-gossip", "--without-mingle"], " ready.")


@pytest.fixture
def relay(start_process: Callable[..., Running]) -> Iterator[Running]:
    """Return a running outbox relay, stopped after the test."""
    running = start_process("relay", ["manage.py", "relay"], "Relay started")
    yield running
    running.stop()


def wait_until(condition: Callable[[], Any], *, seconds: float = PATIENCE) -> Any:
    """Return the first true value of ``condition``; fail when it stays false."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > deadline:
            pytest.fail(f"Not within {seconds} seconds.")
        time.sleep(0.05)
    return value


@pytest.fixture(name="wait_until")
def _wait_until() -> Callable[..., Any]:
    """Return ``wait_until``."""
    return wait_until


@pytest.fixture(autouse=True)
def rows_are_read_in_a_transaction(monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    """Refuse a request that asks for rows of a company outside of a transaction of its own.

    Such a request sees none: the company is told with each transaction. Within a test's transaction it would see them.
    """
    depth: list[int] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 Django's signature
        connection = context["connection"]
        if depth and _depth(connection) <= depth[-1] and current().company_id:
            asked = set(re.findall(r'(?:FROM|JOIN|INTO|UPDATE) "(\w+)"', sql)) & _company_tables()
            assert not asked, (
                f"Outside of a transaction nothing is seen of {sorted(asked)}: {sql[:300]}"
            )
        return execute(sql, params, many, context)

    def answer(handler: Any, request: Any) -> Any:
        depth.append(_depth(connections["default"]))
        try:
            return get_response(handler, request)
        finally:
            depth.pop()

    get_response = BaseHandler.get_response
    monkeypatch.setattr(BaseHandler, "get_response", answer)
    with connections["default"].execute_wrapper(watch):
        yield


def _depth(connection: Any) -> int:
    """Return how many transactions are open, one within the other."""
    return len(connection.savepoint_ids) + connection.in_atomic_block


@cache
def _company_tables() -> frozenset[str]:
    return frozenset(
        model._meta.db_table for model in apps.get_models() if issubclass(model, CompanyModel)
    )
