"""Every word Plumb shows is there in French and in Arabic, and fills in the same things."""

from pathlib import Path

import pytest
from babel.messages.catalog import Message
from django.apps import apps
from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
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
    "translated", ["reste", "%(nom)s reste", "%(name)s et %s", "%(name) s reste"]
)
def test_a_translation_that_fills_in_something_else_is_a_fault(translated: str) -> None:
    assert len(list(catalogs._placeholder_faults(Message("%(name)s stays", translated)))) == 1


def test_a_translation_may_fill_in_the_same_in_another_order() -> None:
    message = Message("%(name)s of %(day)s", "%(day)s : %(name)s")

    assert list(catalogs._placeholder_faults(message)) == []


def test_what_is_missing_left_over_or_guessed_is_told(tmp_path: Path) -> None:
    source = tmp_path / "apps" / "shop" / "views.py"
    source.parent.mkdir(parents=True)
    source.write_text('title, other, third = _("Sell"), _("Buy"), _("Lend")\n')
    stored = catalogs.path_of(tmp_path, "fr")
    stored.parent.mkdir(parents=True)
    stored.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Sell"\nmsgstr "Vendre"\n\n#, fuzzy\nmsgid "Lend"\nmsgstr "Louer"\n\nmsgid "Rent"\nmsgstr "Louer"\n'
    )

    assert catalogs.faults(tmp_path, "fr") == [
        "fr: nobody says 'Rent' any more",
        "fr: 'Buy' is not translated",
        "fr: the translation of 'Lend' is only a guess",
    ]


def test_bringing_a_catalog_in_line_keeps_what_is_translated_and_guesses_nothing(
    tmp_path: Path,
) -> None:
    source = tmp_path / "templates" / "shop.html"
    source.parent.mkdir(parents=True)
    source.write_text('{% load i18n %}<p>\n  {% translate "Sell" %}\n{% translate "Buy" %}</p>\n')
    stored = catalogs.path_of(tmp_path, "ar")
    stored.parent.mkdir(parents=True)
    stored.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Sell"\nmsgstr "بيع"\n\n'
        'msgid "Rent"\nmsgstr "تأجير"\n'
    )

    catalogs.update(tmp_path, "ar")

    after = catalogs.read(tmp_path, "ar")
    assert {message.id: message.string for message in after if message.id} == {
        "Sell": "بيع",
        "Buy": "",
    }
    assert catalogs.PLURALS["ar"] in stored.read_text()


def test_every_model_is_named_in_words_that_are_translated() -> None:
    unnamed = [
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("apps.")
        and not model.__name__.startswith("Historical")
        and not model.__name__.endswith(("ObjectPermission", "IdempotencyKey"))
        and not isinstance(model._meta.verbose_name, Promise)
    ]

    assert unnamed == []


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
