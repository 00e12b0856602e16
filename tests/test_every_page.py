"""What a person must find on every page, tried on all that the URLs name: a word on whatever can be pressed."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.test.html import Element, parse_html

from tests.test_access_sweep import BY_APP, Documents

PRESSED = {"a", "button", "h1", "summary", "label"}


@pytest.fixture
def owner(user_in, caplog):
    caplog.set_level("CRITICAL")
    client = Client()
    client.force_login(user_in("owner"))
    return client


def elements(node: Any) -> Iterator[Element]:
    """Yield ``node`` and all below it."""
    if isinstance(node, Element):
        yield node
        for child in node.children:
            yield from elements(child)


def words(node: Any) -> str:
    """Return what a person reads or hears of ``node``."""
    if not isinstance(node, Element):
        return str(node).strip()
    own = [value for name, value in node.attributes if name in {"aria-label", "alt"} and value]
    return " ".join([*own, *(words(child) for child in node.children)]).strip()


def silent(page: str) -> list[str]:
    """Return the things to press, and headings, that say nothing."""
    return [
        str(node)[:200]
        for node in elements(parse_html(page))
        if node.name in PRESSED and ("aria-hidden", "true") not in node.attributes
        if not words(node)
    ]


def test_a_button_without_a_word_is_found():
    assert silent('<main><button class="btn"><svg></svg></button><a href="/">Home</a></main>')
    assert not silent('<button aria-label="Close"><svg></svg></button>')


@pytest.mark.parametrize("app", sorted(BY_APP))
def test_every_page_has_a_word_on_all_that_can_be_pressed(owner, company, app):
    documents = Documents(company)
    wrong = {}
    for address in BY_APP[app]:
        answer = owner.get(documents.url(address))
        is_page = answer.status_code == 200 and not answer.streaming and b"<h1" in answer.content
        if is_page and (found := silent(answer.content.decode())):
            wrong[address.name] = found

    assert not wrong, wrong
