"""Primary keys: UUIDs of version 7, ordered by the time they were made."""

from datetime import UTC, datetime
from uuid import UUID

from uuid_utils.compat import uuid7 as _uuid7


def uuid7() -> UUID:
    """Return a new UUIDv7; later calls in one process sort after earlier ones. Source: RFC 9562."""
    return _uuid7()


def floor_at(moment: datetime) -> UUID:
    """Return the smallest UUIDv7 of ``moment``, to search a key range by time.

    Args:
        moment: aware; milliseconds count.
    """
    milliseconds = int(moment.astimezone(UTC).timestamp() * 1000)
    return UUID(int=(milliseconds << 80) | (0x7 << 76) | (0b10 << 62))
