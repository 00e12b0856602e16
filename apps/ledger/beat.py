"""What the beat process starts regularly for the ledger; settings read ``SCHEDULE``."""

from typing import Any, Final

SCHEDULE: Final[dict[str, dict[str, Any]]] = {
    "ledger.seal": {"task": "ledger.seal", "schedule": 5.0, "options": {"expires": 5}},
}
