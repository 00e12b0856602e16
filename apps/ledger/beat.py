"""What the beat process starts regularly for the ledger; settings read ``SCHEDULE``."""

from typing import Any, Final

from celery.schedules import crontab

SCHEDULE: Final[dict[str, dict[str, Any]]] = {
    "ledger.anchor": {
        "task": "ledger.anchor",
        "schedule": crontab(minute=7),
        "options": {"expires": 3000},
    },
}
