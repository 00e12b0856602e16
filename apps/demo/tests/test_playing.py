"""Two sides of one story: the office never before the warehouse, each day once, whatever broke off."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from apps.companies.models import Company
from apps.core.ids import uuid7
from apps.demo.playing import OfficeBrokeOff, Planned, play_side_by_side

pytestmark = pytest.mark.django_db(transaction=True)
FIRST = date(2026, 1, 5)


class Tale:
    """Writes down what is played, by two processes; ``breaks`` is a step that fails."""

    def __init__(self, folder: Path, breaks: str = "") -> None:
        self.book = folder / uuid7().hex
        self.book.touch()
        self.breaks = breaks

    @property
    def done(self) -> list[str]:
        return self.book.read_text().split()

    def side(self, name: str, days: int) -> Iterator[Planned]:
        for number in range(days):
            yield FIRST + timedelta(days=number), 0, partial(self.step, f"{name}{number}")

    def step(self, what: str) -> None:
        if what == self.breaks:
            raise RuntimeError(what)
        with self.book.open("a") as book:
            book.write(f"{what}\n")

    def play(self, company: Company) -> None:
        play_side_by_side(company, self.side("goods", 4), self.side("books", 5), lambda day: None)


def test_the_office_follows_the_warehouse_and_outlives_it(company: Company, tmp_path: Path):
    tale = Tale(tmp_path)

    tale.play(company)

    done = tale.done
    assert [what for what in done if "goods" in what] == [f"goods{n}" for n in range(4)]
    assert [what for what in done if "books" in what] == [f"books{n}" for n in range(5)]
    assert all(done.index(f"goods{n}") < done.index(f"books{n}") for n in range(4))


@pytest.mark.parametrize(
    ("breaks", "error"),
    [("goods2", RuntimeError), ("books1", OfficeBrokeOff), ("books4", OfficeBrokeOff)],
)
def test_what_broke_off_goes_on_where_it_stopped(
    company: Company, tmp_path: Path, breaks: str, error: type[Exception]
):
    broken, mended, again = Tale(tmp_path, breaks), Tale(tmp_path), Tale(tmp_path)
    with pytest.raises(error):
        broken.play(company)

    mended.play(company)
    again.play(company)

    assert sorted(broken.done + mended.done) == [
        *(f"books{n}" for n in range(5)),
        *(f"goods{n}" for n in range(4)),
    ]
    assert again.done == []
