"""The catalogs of translations: what the sources say, merged into ``locale/``; nothing but Babel is needed."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.extract import extract as extract_from
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

LANGUAGES: Final = ("fr", "ar")
DOMAIN: Final = "django"
KEYWORDS: Final = {
    **DEFAULT_KEYWORDS,
    "_lazy": None,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLURALS: Final = {
    "fr": "nplurals=2; plural=(n > 1);",
    "ar": (
        "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : "
        "n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;"
    ),
}
"""As Django's own catalogs have them, so that both become one."""
PLACEHOLDER: Final = re.compile(r"%(?:\(\w+\))?[#0\- +]*[\d.]*[diouxXeEfFgGcrsa%]")


def sources(root: Path) -> Iterator[Path]:
    """Yield the files whose words are shown: Python and templates, tests apart."""
    for folder in ("apps", "erp", "templates"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in {".py", ".html", ".txt", ".xml"} and "tests" not in path.parts:
                yield path


def words_of(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """Yield what a file marks for translation, with its context."""
    if path.suffix == ".py":
        for _line, message, _comments, context in extract_from_file("python", path, KEYWORDS):
            yield message, context
        return
    code = "\n".join(line.strip() for line in templatize(path.read_text()).splitlines())
    file = BytesIO(code.encode())
    for _line, message, _comments, context in extract_from("python", file, KEYWORDS):
        yield message, context


def template_of(root: Path) -> Catalog:
    """Return the catalog of every text the sources mark, without translations."""
    catalog = Catalog(domain=DOMAIN)
    for path in sources(root):
        for message, context in words_of(path):
            catalog.add(message, context=context)
    return catalog


def path_of(root: Path, language: str) -> Path:
    """Return where the catalog of a language lies."""
    return root / "locale" / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(root: Path, language: str) -> Catalog:
    """Return the catalog of a language as it is stored."""
    path = path_of(root, language)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def update(root: Path, language: str) -> Catalog:
    """Bring the stored catalog of a language in line with the sources and return it.

    What is translated stays, what is new comes in empty, what nobody says any more goes. Nothing is guessed.
    """
    stored = {(message.id, message.context): message.string for message in read(root, language)}
    catalog = Catalog(locale=language, domain=DOMAIN)
    for message in template_of(root):
        if message.id:
            string = stored.get((message.id, message.context), "")
            catalog.add(message.id, string, context=message.context)
    path = path_of(root, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    half_written = path.with_suffix(".po.new")
    with half_written.open("wb") as file:
        file.write(_text_of(catalog, language))
    half_written.replace(path)
    return catalog


def faults(root: Path, language: str) -> list[str]:
    """Return what is wrong with the stored catalog of a language, a sentence each."""
    stored = read(root, language)
    wanted = {(message.id, message.context) for message in template_of(root) if message.id}
    found = [
        f"{language}: nobody says {message.id!r} any more"
        for message in stored
        if message.id and (message.id, message.context) not in wanted
    ]
    for identity, context in sorted(wanted, key=str):
        message = stored.get(_first(identity), context)
        if message is None or not all(_strings(message)):
            found.append(f"{language}: {identity!r} is not translated")
        elif message.fuzzy:
            found.append(f"{language}: the translation of {identity!r} is only a guess")
        else:
            found += [f"{language}: {fault}" for fault in _placeholder_faults(message)]
    return found


def placeholders(text: str) -> list[str]:
    """Return the places of ``text`` that are filled in: named ones in any order, bare ones as they come."""
    return sorted(PLACEHOLDER.findall(text))


def _placeholder_faults(message: Message) -> Iterator[str]:
    """Yield where a translation fills in other things; Arabic may say none, one and a pair in words."""
    strings = _strings(message)
    is_plural = not isinstance(message.id, str)
    wanted = placeholders(message.id[-1] if is_plural else str(message.id))
    for number, string in enumerate(strings):
        given = placeholders(string)
        said_in_words = is_plural and len(strings) == 6 and number < 3 and set(given) < set(wanted)
        if given != wanted and not said_in_words:
            yield f"{string!r} fills in {given}, {message.id!r} {wanted}"


def _strings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def _first(identity: str | tuple[str, ...] | list[str]) -> str:
    return identity if isinstance(identity, str) else identity[0]


def _text_of(catalog: Catalog, language: str) -> bytes:
    """Return the catalog as text that changes only when a word does: no dates, no places, sorted."""
    buffer = BytesIO()
    write_po(buffer, catalog, width=0, no_location=True, sort_output=True, omit_header=True)
    header = "\n".join(
        [
            f"# Plumb's words in {language}: translate here, then run script/manage makemessages.",
            'msgid ""',
            'msgstr ""',
            '"Project-Id-Version: Plumb\\n"',
            f'"Language: {language}\\n"',
            f'"Plural-Forms: {PLURALS[language]}\\n"',
            '"MIME-Version: 1.0\\n"',
            '"Content-Type: text/plain; charset=utf-8\\n"',
            '"Content-Transfer-Encoding: 8bit\\n"',
            "",
        ]
    )
    return header.encode() + b"\n" + buffer.getvalue()
