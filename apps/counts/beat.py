"""What the beat process starts regularly for counts; settings read ``SCHEDULE``."""

from typing import Any, Final

from celery.schedules import crontab

SCHEDULE: Final[dict[str, dict[str, Any]]] = {
    "counts.plan": {
        "task": "counts.plan",
        "schedule": crontab(hour="3", minute=17),
        "options": {"expires": 6 * 3600},
    },
}
