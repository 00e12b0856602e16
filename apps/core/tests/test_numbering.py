"""Numbers without gaps, whoever takes them and whoever gives up."""

from functools import partial

import pytest
from django.db import transaction

from apps.companies.tests.factories import make_company
from apps.core.context import company_context
from apps.core.numbering import take_number, take_numbers
from apps.core.testing import in_threads


class GaveUp(Exception):
    pass


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_with_one_rolled_back_take_consecutive_numbers():
    def post(gives_up):
        with transaction.atomic():
            number = take_number("trial", year=2026, prefix="T")
            if gives_up:
                raise GaveUp
        return number

    with company_context(make_company().pk):
        answers = in_threads([partial(post, n == 25) for n in range(50)], at_once=25)

    numbers = sorted(answer for answer in answers if isinstance(answer, str))
    assert numbers == [f"T-2026-{n:05d}" for n in range(1, 50)]
    assert [type(answer) for answer in answers if not isinstance(answer, str)] == [GaveUp]


def test_several_numbers_are_taken_in_one_go(company):
    assert take_numbers("trial", year=2026, prefix="T", count=3) == [
        "T-2026-00001",
        "T-2026-00002",
        "T-2026-00003",
    ]
    assert take_number("trial", year=2026, prefix="OTHER") == "T-2026-00004"


def test_each_year_series_and_company_counts_from_one(company, other_company):
    assert take_number("trial", year=2026, prefix="T") == "T-2026-00001"
    assert take_number("trial", year=2027, prefix="T") == "T-2027-00001"
    assert take_number("other", year=2026, prefix="O") == "O-2026-00001"
    with company_context(other_company.pk):
        assert take_number("trial", year=2026, prefix="T") == "T-2026-00001"
