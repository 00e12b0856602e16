"""The reasons to adjust stock a company begins with: code, kind, whether it asks for a note, and names by language."""

from typing import Any, Final

from apps.stock.choices import AdjustmentReason as Kind

REASONS: Final = (
    ("COUNT", Kind.COUNT, False, {"en": "Count difference", "fr": "Écart d’inventaire", "ar": "فرق جرد"}),
    ("FOUND", Kind.GAIN, False, {"en": "Found", "fr": "Retrouvé", "ar": "عُثر عليه"}),
    ("LOSS", Kind.LOSS, True, {"en": "Lost or stolen", "fr": "Perdu ou volé", "ar": "مفقود أو مسروق"}),
    ("OWN-USE", Kind.LOSS, True, {"en": "Taken for own use", "fr": "Prélevé pour nos besoins", "ar": "استُعمل داخلياً"}),
    ("SCRAP", Kind.SCRAP, False, {"en": "Scrapped", "fr": "Mis au rebut", "ar": "أُتلف"}),
    ("DAMAGED", Kind.SCRAP, False, {"en": "Damaged", "fr": "Endommagé", "ar": "تالف"}),
    ("EXPIRED", Kind.SCRAP, False, {"en": "Expired", "fr": "Périmé", "ar": "منتهي الصلاحية"}),
    ("TRANSIT", Kind.LOST, False, {"en": "Lost on the way", "fr": "Perdu en chemin", "ar": "فُقد في الطريق"}),
    ("OPENING", Kind.OPENING, False, {"en": "Opening stock", "fr": "Stock d’ouverture", "ar": "مخزون افتتاحي"}),
)  # fmt: skip


def reasons_in(language: str) -> list[dict[str, Any]]:
    """Return the values of each reason, named in ``language`` with the others as translations."""
    return [
        {
            "code": code,
            "kind": kind.value,
            "asks_note": asks_note,
            "sequence": 10 * place,
            "name": names.get(language, names["en"]),
            "name_i18n": names,
        }
        for place, (code, kind, asks_note, names) in enumerate(REASONS, 1)
    ]
