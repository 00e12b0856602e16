"""Keys in the order of time."""

from datetime import UTC, datetime, timedelta

from apps.core.ids import floor_at, uuid7


def test_keys_made_later_sort_after_earlier_ones():
    keys = [uuid7() for _ in range(10_000)]

    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)
    assert {key.version for key in keys} == {7}


def test_the_floor_of_a_moment_parts_the_keys_before_it_from_those_after():
    now = datetime.now(UTC)

    assert floor_at(now - timedelta(seconds=1)) < uuid7() < floor_at(now + timedelta(seconds=60))
