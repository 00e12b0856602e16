"""Tax codes and boxes of the tax return to start with: what a template's data files say. Pure."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from apps.ledger.charts import DATA, ChartTax, taxes_of
from apps.ledger.choices import BoxContent, BoxSide, TaxRole, TaxTreatment, TaxUse

LANGUAGES = {"en": "", "fr": "_fr", "ar": "_ar"}


@dataclass(frozen=True, slots=True)
class ChartBox:
    """A box of the tax return of a template: ``sources`` are tax codes, each with the part that is meant."""

    code: str
    side: str
    content: str
    names: dict[str, str]
    sources: tuple[tuple[str, str], ...]


@cache
def codes_of(template: str) -> tuple[ChartTax, ...]:
    """Return every tax code a template begins with: the usual rates, then exports, exemptions and reverse charges."""
    return (*taxes_of(template), *(_code(row) for row in _rows(DATA / "codes" / f"{template}.csv")))


@cache
def boxes_of(template: str) -> tuple[ChartBox, ...]:
    """Return the boxes of a template's tax return: those of its country's form, else one for each tax code."""
    path = DATA / "boxes" / f"{template}.csv"
    return tuple(_box(row) for row in _rows(path)) if path.exists() else ()


def generic_boxes(taxes: Iterable[ChartTax]) -> Iterator[ChartBox]:
    """Yield a box for each tax code: what is due, what is deducted, and for information what is not taxed."""
    for tax in taxes:
        if not tax.rate and tax.use == TaxUse.SALE:
            yield _own(tax, BoxSide.MEMO, BoxContent.BASE)
        elif tax.treatment == TaxTreatment.REVERSE:
            names = {
                "en": f"{tax.names['en']}, owed by us",
                "fr": f"{tax.names.get('fr', tax.names['en'])}, due par nous",
                "ar": f"{tax.names.get('ar', tax.names['en'])}، مستحقة علينا",
            }
            sources = ((tax.code, TaxRole.REVERSE.value),)
            yield ChartBox(f"{tax.code[:10]}-R", BoxSide.DUE, BoxContent.BOTH, names, sources)
            yield _own(tax, BoxSide.DEDUCTIBLE, BoxContent.BOTH)
        elif tax.rate:
            is_credit = (tax.use == TaxUse.PURCHASE) != (tax.treatment == TaxTreatment.WITHHELD)
            yield _own(tax, BoxSide.DEDUCTIBLE if is_credit else BoxSide.DUE, BoxContent.BOTH)


def _own(tax: ChartTax, side: BoxSide, content: BoxContent) -> ChartBox:
    return ChartBox(tax.code[:12], side, content, tax.names, ((tax.code, TaxRole.TAX.value),))


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _in_languages(row: dict[str, str], column: str) -> dict[str, str]:
    return {code: row[column + end] for code, end in LANGUAGES.items() if row[column + end]}


def _code(row: dict[str, str]) -> ChartTax:
    return ChartTax(
        row["code"],
        row["use"],
        Decimal(row["rate"]),
        _in_languages(row, "name"),
        row["treatment"],
        row["category"],
        row["reason_code"],
        _in_languages(row, "reason"),
        row["account"],
        row["reverse"],
    )


def _box(row: dict[str, str]) -> ChartBox:
    pairs = [source.partition(":") for source in row["sources"].split()]
    sources = tuple((code, role) for code, _colon, role in pairs)
    return ChartBox(row["code"], row["side"], row["content"], _in_languages(row, "name"), sources)
