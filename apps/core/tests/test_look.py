"""The style sheets keep their promises: readable in both themes, one sheet for both directions, small."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

SHEETS = sorted((Path(settings.BASE_DIR) / "static" / "css").glob("*.css"))
TOKENS = {
    name: (light, dark)
    for name, light, dark in re.findall(
        r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", (SHEETS[0].parent / "tokens.css").read_text()
    )
}
GROUNDS = ("bg", "side", "surface", "raised", "sunken", "hover", "grey-soft")
PAIRS = [
    *(
        (text, ground)
        for text in ("text", "text-2", "muted", "accent-text", "danger", "good")
        for ground in GROUNDS
    ),
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
    ("on-danger", "danger"),
    ("on-danger", "danger-hover"),
    ("accent-text", "accent-soft"),
    ("text", "accent-soft"),
    ("muted", "accent-soft"),
    ("blue", "blue-soft"),
    ("amber", "amber-soft"),
    ("good", "green-soft"),
    ("danger", "red-soft"),
    *(("text", f"{colour}-soft") for colour in ("blue", "amber", "green", "red")),
]
PHYSICAL = re.compile(
    r"(?<![\w-])((margin|padding|border)-(left|right|top|bottom)|(left|right|top|bottom|width|height|(min|max)-(width|height)))\s*:"
)


def luminance(colour):
    short = colour.removeprefix("#")
    full = "".join(sign * 2 for sign in short) if len(short) == 3 else short[:6]
    parts = [int(full[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read_on_its_ground(text, ground, theme):
    assert contrast(TOKENS[text][theme], TOKENS[ground][theme]) >= 4.5


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_sheet_knows_no_left_and_right(sheet):
    css = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    css = re.sub(r"@(media|container)[^{]*", "", css)

    assert PHYSICAL.findall(css) == []


def test_the_sheets_weigh_less_than_twelve_kilobytes_on_the_wire():
    whole = b"".join(sheet.read_bytes() for sheet in SHEETS if sheet.name != "admin.css")

    assert len(gzip.compress(whole)) <= 12 * 1024


@pytest.mark.parametrize(
    "sheet",
    [sheet for sheet in SHEETS if sheet.name not in {"admin.css", "tokens.css"}],
    ids=lambda sheet: sheet.name,
)
def test_every_variable_a_sheet_uses_exists(sheet):
    css = "".join(one.read_text() for one in SHEETS)
    made = set(re.findall(r"(--[\w-]+)\s*:", css))

    assert set(re.findall(r"var\((--[\w-]+)", sheet.read_text())) <= made
