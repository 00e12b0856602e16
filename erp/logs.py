"""Structured logs: one JSON object a line in production, readable lines in development."""

from typing import Any

import structlog
from django.http import HttpRequest

CHATTER = ("celery.app.trace", "celery.beat", "celery.worker.consumer", "django_structlog.celery")
"""What says on every task that all is well: good to have in production, in the way on a screen."""

SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
]


def logging_config(*, readable: bool, level: str) -> dict[str, Any]:
    """Return the configuration of the standard logging module, and set structlog up to end in it."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    rendering: list[Any] = (
        [
            structlog.dev.ConsoleRenderer(
                colors=False, exception_formatter=structlog.dev.plain_traceback
            )
        ]
        if readable
        else [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *rendering,
                ],
                "foreign_pre_chain": SHARED,
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django.server": {"handlers": [], "propagate": True},
            "fontTools": {"level": "WARNING"},
            "weasyprint": {"level": "ERROR"},
            "celery.worker.strategy": {"level": "WARNING"},
            **({name: {"level": "WARNING"} for name in CHATTER} if readable else {}),
        },
    }


def bind_request_id(request: HttpRequest, **_: Any) -> None:
    """Name the request in log lines as the context, the events and the audit rows name it."""
    structlog.contextvars.bind_contextvars(request_id=getattr(request, "id", ""))
