"""What the beat process starts regularly for sales; settings read ``SCHEDULE``."""

from typing import Any, Final

from celery.schedules import crontab

SCHEDULE: Final[dict[str, dict[str, Any]]] = {
    "sales.release_expired": {
        "task": "sales.release_expired",
        "schedule": crontab(minute=11),  # in each time zone soon after its midnight
        "options": {"expires": 3600},
    },
}
