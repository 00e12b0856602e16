"""What the beat process starts regularly; settings read ``SCHEDULE``."""

from typing import Any, Final

SCHEDULE: Final[dict[str, dict[str, Any]]] = {
    "core.redrive": {"task": "core.redrive", "schedule": 30.0, "options": {"expires": 25}},
    "core.sweep": {"task": "core.sweep", "schedule": 6 * 3600.0, "options": {"expires": 3600}},
}
