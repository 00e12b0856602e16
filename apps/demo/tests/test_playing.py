"""Two sides of one story: the office never before the warehouse, each day once, whatever broke off."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

import pytest

from apps.companies.models import Company
from apps.demo.playing import Planned, play_side_by_side

pytestmark = pytest.mark.django_db(transaction=True)
FIRST = date(2026, 1, 5)


class Tale:
    """Writes down what is played; ``breaks`` is a step that fails."""

    def __init__(self, breaks: str = "") -> None:
        self.done: list[str] = []
        self.breaks = breaks

    def side(self, name: str, days: int) -> Iterator[Planned]:
        for number in range(days):
            yield FIRST + timedelta(days=number), 0, partial(self.step, f"{name}{number}")

    def step(self, what: str) -> None:
        if what == self.breaks:
            raise RuntimeError(what)
        self.done.append(what)

    def play(self, company: Company) -> None:
        play_side_by_side(company, self.side("goods", 4), self.side("books", 5), lambda day: None)


def test_the_office_follows_the_warehouse_and_outlives_it(company: Company):
    tale = Tale()

    tale.play(company)

    assert [what for what in tale.done if "goods" in what] == [f"goods{n}" for n in range(4)]
    assert [what for what in tale.done if "books" in what] == [f"books{n}" for n in range(5)]
    assert all(tale.done.index(f"goods{n}") < tale.done.index(f"books{n}") for n in range(4))


@pytest.mark.parametrize("breaks", ["goods2", "books1", "books4"])
def test_what_broke_off_goes_on_where_it_stopped(company: Company, breaks: str):
    broken, mended, again = Tale(breaks), Tale(), Tale()
    with pytest.raises(RuntimeError, match=breaks):
        broken.play(company)

    mended.play(company)
    again.play(company)

    assert sorted(broken.done + mended.done) == [
        *(f"books{n}" for n in range(5)),
        *(f"goods{n}" for n in range(4)),
    ]
    assert again.done == []
