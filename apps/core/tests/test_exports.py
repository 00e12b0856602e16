"""Cells of exported files: no formula of a stranger runs, and numbers stay numbers."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from apps.core.exports import neutral, write_csv, write_xlsx


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_starts_like_a_formula_is_neutralised(start):
    assert neutral(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (Decimal("-12.50"), "-12.50"),
        (-3, "-3"),
        (Decimal("1E+3"), "1000"),
        (None, ""),
        (True, "1"),
        (date(2026, 11, 18), "2026-11-18"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_everything_else_is_written_as_it_is(value, cell):
    assert neutral(value) == cell


def test_a_csv_says_that_it_is_utf_8():
    assert write_csv([["Île"]]).read() == "\ufeffÎle\r\n".encode()


def test_an_xlsx_keeps_types():
    row = [
        "=1+1",
        Decimal("-1.5"),
        date(2026, 1, 31),
        datetime(2026, 1, 31, 8, tzinfo=UTC),
        True,
    ]

    sheet = load_workbook(io.BytesIO(write_xlsx([["Head"], row]).read())).active

    assert [cell.data_type for cell in sheet[2]] == ["s", "n", "d", "d", "b"]
    assert sheet["A1"].font.bold
    assert sheet["B2"].value == -1.5
