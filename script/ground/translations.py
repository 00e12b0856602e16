"""Compile the translations that are newer than what they were compiled to; no gettext has to be installed."""

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from script.ground.paths import ROOT


def compile_all() -> None:
    """Write ``django.mo`` beside each ``django.po``."""
    for source in ROOT.glob("locale/*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as text:
            catalog = read_po(text, locale=source.parts[-3])
        half_written = target.with_suffix(".mo.new")
        with half_written.open("wb") as binary:
            write_mo(binary, catalog)
        half_written.replace(target)
