"""Bar codes say what they were made of: read back bar by bar by a reader that shares no code with the writer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.core.barcodes import barcode_svg, modules_of

# ISO/IEC 15417, table 1: widths of bar, space, bar, space, bar, space for the values 0 to 105.
WIDTHS = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 "
    "123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 "
    "232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 "
    "313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 "
    "111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 "
    "111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 "
    "114311 411113 411311 113141 114131 311141 411131 211412 211214 211232"
).split()
STOP = "1100011101011"
SETS = {103: "A", 104: "B", 105: "C"}
SHIFTS = {"A": {100: "B", 99: "C"}, "B": {101: "A", 99: "C"}, "C": {100: "B", 101: "A"}}


def values_of(bars: str) -> list[int]:
    patterns = {
        "".join("10"[place % 2] * int(width) for place, width in enumerate(widths)): value
        for value, widths in enumerate(WIDTHS)
    }
    assert bars.endswith(STOP)
    body = bars[: -len(STOP)]
    return [patterns[body[at : at + 11]] for at in range(0, len(body), 11)]


def read_code128(bars: str) -> str:
    start, *data, check = values_of(bars)
    assert check == (start + sum(place * value for place, value in enumerate(data, 1))) % 103
    current, text = SETS[start], ""
    for value in data:
        if value in SHIFTS[current]:
            current = SHIFTS[current][value]
        elif current == "C":
            text += f"{value:02d}"
        else:
            text += chr(value + 32)
    return text


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=60))
def test_what_is_drawn_reads_back_as_it_was(text):
    if text.isdigit() and len(text) in (8, 12, 13):
        text += "x"

    assert read_code128(modules_of(text)) == text


def test_trade_item_numbers_are_drawn_as_ean():
    assert modules_of("4006381333931") == (
        "101" "0001101" "0100111" "0101111" "0111101" "0001001" "0110011"
        "01010" "1000010" "1000010" "1000010" "1110100" "1000010" "1100110" "101"
    )  # fmt: skip
    assert len(modules_of("96385074")) == 67
    assert modules_of("036000291452") == modules_of("0036000291452")
    assert read_code128(modules_of("4006381333932")) == "4006381333932"  # its check digit is wrong


@pytest.mark.parametrize("text", ["", "قطعة", "a\nb", "x" * 61, "١٢٣٤"])
def test_text_that_no_scanner_types_has_no_bars(text):
    assert modules_of(text) == ""
    assert barcode_svg(text) == ""


def test_the_drawing_escapes_its_text_and_leaves_room_on_both_sides():
    drawing = barcode_svg('"<b>')

    assert "&quot;&lt;b&gt;" in drawing
    assert 'viewBox="0 0 99 40"' in drawing
    assert 'd="M10 0h2v40h-2z' in drawing
