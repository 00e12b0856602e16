"""Make the icon sprite and the fonts from their packages into static_build/, once; nothing of others is committed."""

import hashlib
from argparse import ArgumentParser
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from django.conf import settings
from django.core.management.base import BaseCommand
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from apps.core.icons import ICONS

SVG: Final = "{http://www.w3.org/2000/svg}"
PACKAGES: Final = ("lucide", "fontpkg-inter", "fontpkg-noto-sans-arabic", "fonttools")
LATIN: Final = [
    *range(0x20, 0x250),
    *range(0x370, 0x460),
    *range(0x2000, 0x2070),
    *range(0x20A0, 0x20C1),
    0x2116, 0x2122, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265, 0x2318, 0x2713,
]  # fmt: skip
ARABIC: Final = [
    *range(0x600, 0x700),
    *range(0x750, 0x780),
    0x200C,
    0x200D,
    0x200E,
    0x200F,
    0x20,
    0xA0,
]
WEIGHTS: Final = {"Regular": 400, "SemiBold": 600}
FEATURES: Final = "calt case ccmp fina init isol kern liga locl mark medi mkmk rlig tnum".split()


class Font:
    """A variable font of a package, to be pinned to one optical size and width."""

    def __init__(
        self, name: str, package: str, file: str, pins: dict[str, float], letters: list[int]
    ) -> None:
        self.name, self.package, self.file, self.pins, self.letters = (
            name,
            package,
            file,
            pins,
            letters,
        )

    def load(self) -> TTFont:
        """Return the font, read from its package."""
        return TTFont(str(files(self.package) / "files" / self.file))

    def subset(self, font: TTFont, flavor: str | None) -> TTFont:
        """Return ``font`` with the letters we write."""
        options = subset.Options(
            layout_features=FEATURES, flavor=flavor, notdef_outline=True, name_IDs=["*"]
        )
        worker = subset.Subsetter(options)
        worker.populate(unicodes=self.letters)
        worker.subset(font)
        font.flavor = flavor
        return font


FONTS: Final = (
    Font("inter", "fontpkg_inter", "Inter[opsz,wght].ttf", {"opsz": 14}, LATIN),
    Font(
        "noto-sans-arabic",
        "fontpkg_noto_sans_arabic",
        "NotoSansArabic[wdth,wght].ttf",
        {"wdth": 100},
        ARABIC,
    ),
)


class Command(BaseCommand):
    """The command."""

    help = (
        "Make the icon sprite and the fonts into static_build/; does nothing when they are there."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --force."""
        parser.add_argument("--force", action="store_true", help="make them again")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build what is missing or made from other versions."""
        folder = Path(settings.BASE_DIR) / "static_build"
        stamp = folder / ".stamp"
        wanted = fingerprint()
        if not options["force"] and stamp.is_file() and stamp.read_text() == wanted:
            return
        (folder / "icons").mkdir(parents=True, exist_ok=True)
        (folder / "fonts").mkdir(exist_ok=True)
        write(folder / "icons" / "sprite.svg", sprite(ICONS).encode())
        for font in FONTS:
            build_font(font, folder / "fonts")
        write(stamp, wanted.encode())
        self.stdout.write(f"Made {len(ICONS)} icons and {len(FONTS)} fonts in static_build/.")


def fingerprint() -> str:
    """Return what the assets are made from: versions, icon names and this file."""
    parts = [
        *(version(package) for package in PACKAGES),
        *sorted(ICONS),
        Path(__file__).read_text(),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def write(path: Path, content: bytes) -> None:
    """Write the file whole or not at all."""
    half = path.with_name(path.name + ".half")
    half.write_bytes(content)
    half.replace(path)


def sprite(names: frozenset[str]) -> str:
    """Return one SVG with a symbol per icon."""
    with ZipFile(str(files("lucide") / "lucide.zip")) as archive:
        symbols = [symbol(name, archive.read(f"{name}.svg").decode()) for name in sorted(names)]
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>'


def symbol(name: str, source: str) -> str:
    """Return the drawing of one icon as a symbol; the page gives colour and stroke."""
    shapes = ET.fromstring(source)  # noqa: S314 - a file of an installed package
    inner = "".join(f"<{shape.tag.removeprefix(SVG)} {attributes(shape)}/>" for shape in shapes)
    return f'<symbol id="{name}" viewBox="0 0 24 24">{inner}</symbol>'


def attributes(shape: ET.Element) -> str:
    """Return the attributes as they stand in the tag."""
    return " ".join(f'{key}="{value}"' for key, value in shape.attrib.items())


def build_font(font: Font, folder: Path) -> None:
    """Write the font for the browser (one woff2 of all weights) and for PDFs (one file per weight)."""
    pinned = instancer.instantiateVariableFont(font.subset(font.load(), None), font.pins)
    for style, weight in WEIGHTS.items():
        single = instancer.instantiateVariableFont(
            pinned, {"wght": weight}, inplace=False, updateFontNames=False
        )
        save(single, folder / f"{font.name}-{style.lower()}.ttf")
    pinned.flavor = "woff2"
    save(pinned, folder / f"{font.name}.woff2")


def save(font: TTFont, path: Path) -> None:
    """Save the font whole or not at all."""
    half = path.with_name(path.name + ".half")
    font.save(half)
    half.replace(path)
