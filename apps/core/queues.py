"""The queues of the workers: what somebody sits and waits for overtakes everything else."""

from typing import Final

AWAITED: Final = "awaited"
LATER: Final = "celery"
QUEUES: Final = (AWAITED, LATER)
"""What workers take from, the first before the second."""
