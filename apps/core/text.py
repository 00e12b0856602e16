"""Text as people type it: what is visible is kept, what hides or turns other text is refused."""

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Unicode Bidi_Control: marks, embeddings, overrides and isolates. Source: UAX #9, section 2.
BIDI_CONTROLS: Final = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_BIDI: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ALLOWED_CONTROLS: Final = frozenset("\t\n\r")


def hidden_characters(text: str) -> list[str]:
    """Return the code points of ``text`` nobody sees but programs obey: NUL, controls, bidi controls, surrogates."""
    return [f"U+{ord(character):04X}" for character in text if _is_hidden(character)]


def _is_hidden(character: str) -> bool:
    code = ord(character)
    is_control = (code < 0x20 and character not in _ALLOWED_CONTROLS) or 0x7F <= code < 0xA0
    return (
        is_control
        or character in _BIDI
        or 0xD800 <= code <= 0xDFFF
        or character in "\ufeff\u2028\u2029"
    )


def refuse_hidden_characters(text: Any) -> None:
    """Validate that ``text`` holds no hidden character.

    Raises:
        ValidationError: with the sentence for the user.
    """
    found = hidden_characters(text) if isinstance(text, str) else []
    if found:
        raise ValidationError(
            _(
                "Remove the hidden characters from this text (%(characters)s); type it instead of pasting it."
            ),
            code="hidden_characters",
            params={"characters": ", ".join(dict.fromkeys(found))},
        )


def clean_text(text: str) -> str:
    """Return ``text`` without spaces around it; refuse hidden characters.

    Raises:
        ValidationError: with the sentence for the user.
    """
    refuse_hidden_characters(text)
    return text.strip()
