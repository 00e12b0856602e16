"""Every word Plumb shows is there in French and in Arabic, and fills in the same things."""

import pytest
from babel.messages.catalog import Message
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from apps.core import catalogs


@pytest.mark.parametrize("language", catalogs.LANGUAGES)
def test_every_text_is_translated_and_no_translation_is_left_over(language: str) -> None:
    assert catalogs.faults(settings.BASE_DIR, language) == []


@pytest.mark.parametrize("language", catalogs.LANGUAGES)
def test_the_catalog_counts_as_djangos_own_does(language: str) -> None:
    stored = catalogs.path_of(settings.BASE_DIR, language).read_text()

    assert catalogs.PLURALS[language] in stored


def test_texts_of_python_and_of_templates_are_found() -> None:
    found = catalogs.template_of(settings.BASE_DIR)

    assert found.get("Sales orders") is not None
    assert found.get("Skip to the content") is not None
    assert found.get("Post", "verb") is not None
    assert found.get("%(pages)s page").id == ("%(pages)s page", "%(pages)s pages")
    assert found.get("What stands in tests only, such as this") is None


@pytest.mark.parametrize(
    ("translated", "fault"),
    [
        ("%(name)s reste", False),
        ("reste", True),
        ("%(nom)s reste", True),
        ("%(name)s et %s", True),
    ],
)
def test_a_translation_that_fills_in_something_else_is_a_fault(
    translated: str, fault: bool
) -> None:
    message = Message("%(name)s stays", translated)

    assert bool(list(catalogs._placeholder_faults(message))) is fault


def test_arabic_may_say_one_and_a_pair_in_words_and_many_not() -> None:
    identity = ("%(n)s day", "%(n)s days")
    good = Message(identity, ("لا أيام", "يوم", "يومان", "%(n)s أيام", "%(n)s يوما", "%(n)s يوم"))
    bad = Message(identity, ("لا أيام", "يوم", "يومان", "أيام", "%(n)s يوما", "%(n)s يوم"))

    assert list(catalogs._placeholder_faults(good)) == []
    assert len(list(catalogs._placeholder_faults(bad))) == 1


@pytest.mark.parametrize(("language", "word"), [("fr", "Factures"), ("ar", "الفواتير")])
def test_what_runs_speaks_what_the_catalog_says(language: str, word: str) -> None:
    with translation.override(language):
        assert gettext("Invoices") == word
