"""The ground: roles, aliases and servers are what production has."""

import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import OperationalError, ProgrammingError, connection, transaction
from django.test import Client, RequestFactory

from erp import celery_app, health
from erp.checks import database_errors
from erp.postgres.base import DatabaseWrapper


@pytest.mark.django_db
def test_tests_run_as_the_application_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, current_setting('fsync'), current_setting('server_version_num')::int >= 150000"
        )

        assert cursor.fetchone() == ("erp_app", "on", True)


@pytest.mark.django_db
def test_the_application_role_makes_no_tables() -> None:
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE stray (id int)")


@pytest.mark.django_db
def test_the_database_passes_its_own_checks() -> None:
    assert database_errors() == []


@pytest.mark.parametrize(
    "command",
    [["-c", "import erp.wsgi"], ["-m", "celery", "--app", "erp", "worker", "--concurrency", "1"]],
    ids=["web", "worker"],
)
def test_no_process_runs_as_the_owner_of_the_tables(command: list[str]) -> None:
    environ = {**os.environ, "DATABASE_URL": os.environ["DATABASE_OWNER_URL"]}

    started = subprocess.run(
        [sys.executable, *command],
        env=environ,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert started.returncode == 1
    assert "erp_owner owns tables" in started.stderr


@pytest.mark.django_db
def test_health_needs_no_login() -> None:
    assert [Client().get(path).status_code for path in ("/healthz", "/readyz")] == [200, 200]


@pytest.mark.django_db
def test_without_its_database_a_process_says_that_it_is_not_ready() -> None:
    def refuse(*_: object) -> None:
        raise OperationalError("connection refused")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseWrapper, "cursor", refuse)

        assert health.readyz(RequestFactory().get("/readyz")).status_code == 503
        assert health.healthz(RequestFactory().get("/healthz")).status_code == 200


@pytest.mark.xdist_group("worker")
def test_a_killed_worker_comes_back(celery_worker: Any) -> None:
    assert len(celery_app.control.ping(timeout=5, limit=1)) == 1

    celery_worker.kill()
    assert celery_app.control.ping(timeout=0.5) == []

    celery_worker.start()
    assert len(celery_app.control.ping(timeout=5, limit=1)) == 1


def test_the_cache_is_a_real_valkey() -> None:
    cache.set("ground", "stands", 5)

    assert cache.get("ground") == "stands"
