"""What the beat process starts regularly for companies; settings read ``SCHEDULE``."""

from typing import Any, Final

SCHEDULE: Final[dict[str, dict[str, Any]]] = {
    "companies.import_rates": {
        "task": "companies.import_rates",
        "schedule": 6 * 3600.0,
        "options": {"expires": 3600},
    },
}
