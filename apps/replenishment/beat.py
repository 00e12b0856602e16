"""What the beat process starts regularly for replenishment; settings read ``SCHEDULE``."""

from typing import Any, Final

from celery.schedules import crontab

SCHEDULE: Final[dict[str, dict[str, Any]]] = {
    "replenishment.propose": {
        "task": "replenishment.propose",
        "schedule": crontab(hour="*/4", minute=41),  # in each time zone once before work begins
        "options": {"expires": 3 * 3600},
    },
}
