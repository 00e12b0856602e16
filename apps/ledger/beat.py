"""What the beat process starts regularly for the ledger; settings read ``SCHEDULE``."""

from typing import Any, Final

from celery.schedules import crontab

SCHEDULE: Final[dict[str, dict[str, Any]]] = {
    "ledger.anchor": {
        "task": "ledger.anchor",
        "schedule": crontab(minute=7),
        "options": {"expires": 3000},
    },
    "ledger.run_recurring": {
        "task": "ledger.run_recurring",
        "schedule": crontab(minute=23),
        "options": {"expires": 3000},
    },
}
