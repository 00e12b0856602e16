"""Settings from the environment: a bad value is refused by name, a good one is understood."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from erp import env

PRODUCTION = {
    "SECRET_KEY": "a-key-of-fifty-characters-that-nobody-else-knows-0123456789",
    "DATABASE_URL": "postgresql://erp_app@/erp",
    "REDIS_URL": "redis://localhost/0",
    "EMAIL_URL": "smtps://mail.example",
    "ALLOWED_HOSTS": "erp.example",
}


def start(**environ: str) -> subprocess.CompletedProcess[str]:
    """Load the settings in a process of their own."""
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from erp import settings as s; print(s.DEBUG, s.SESSION_COOKIE_SECURE)",
        ],
        env={"PATH": os.environ["PATH"], **environ},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_without_debugging_and_with_secure_cookies() -> None:
    assert start(**PRODUCTION).stdout == "False True\n"


@pytest.mark.parametrize("missing", ["SECRET_KEY", "DATABASE_URL", "REDIS_URL", "EMAIL_URL"])
def test_production_does_not_start_without(missing: str) -> None:
    started = start(**{name: value for name, value in PRODUCTION.items() if name != missing})

    assert started.returncode == 1
    assert f"Set the environment variable {missing}" in started.stderr


def test_debugging_is_for_development_only() -> None:
    assert start(**PRODUCTION, ERP_DEBUG="yes").stdout.startswith("False")


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (lambda: env.flag("X", default=False), "perhaps"),
        (lambda: env.number("X", 1), "1e5"),
        (lambda: env.number("X", 1), "٣"),
        (lambda: env.number("X", 1, low=1), "0"),
        (lambda: env.one_of("X", ("a", "b"), "a"), "c"),
        (lambda: env.database("X", session={}), "mysql://erp_app@/erp"),
        (lambda: env.database("X", session={}), "postgresql:///erp"),
        (lambda: env.mail("X", None), "mail.example"),
    ],
)
def test_a_bad_value_is_refused_by_name(read, value, monkeypatch) -> None:
    monkeypatch.setenv("X", value)

    with pytest.raises(ImproperlyConfigured, match=r"^X "):
        read()


def test_a_database_url_carries_limits_to_every_connection(monkeypatch) -> None:
    monkeypatch.setenv("X", "postgresql://erp_app:s%40crt@db.example:6000/erp?sslmode=require")

    found = env.database("X", session={"lock_timeout": "3s"})

    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "erp_app",
        "s@crt",
        "db.example",
        "6000",
        "erp",
    )
    assert found["OPTIONS"] == {"sslmode": "require", "options": "-c lock_timeout=3s"}


@pytest.mark.parametrize(
    ("redis", "broker"),
    [
        ("redis://host:6379/2", "redis://host:6379/2"),
        ("unix:///var/run/valkey.sock?db=3", "redis+socket:///var/run/valkey.sock?virtual_host=3"),
    ],
)
def test_celery_reaches_the_same_server(redis: str, broker: str) -> None:
    assert env.broker(redis) == broker


def test_a_task_never_outlives_its_claim() -> None:
    claim = settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]

    assert claim > settings.CELERY_TASK_TIME_LIMIT > settings.CELERY_TASK_SOFT_TIME_LIMIT
