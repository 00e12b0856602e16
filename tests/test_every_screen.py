"""What every list and every form must do, tried on all that the URLs name."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from apps.core.screens import DetailScreen, FormScreen, ListScreen
from apps.core.verbs import LABELS


def patterns(
    resolver: URLResolver | None = None, prefix: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, path)
        else:
            yield path, pattern


def screens_of(kind: type) -> list[Any]:
    """Return a parameter per screen of ``kind`` whose address takes no argument."""
    return [
        pytest.param(f"/{path}", pattern.callback.view_class, id=pattern.name)
        for path, pattern in patterns()
        if issubclass(getattr(pattern.callback, "view_class", object), kind) and "<" not in path
    ]


BY_HTMX = {"HX-Request": "true"}  # as a press on a head asks: for the table alone
LISTS, FORMS = screens_of(ListScreen), screens_of(FormScreen)


@pytest.fixture
def owner(user_in):
    client = Client()
    client.force_login(user_in("owner"))
    return client


@pytest.mark.parametrize(("url", "screen"), LISTS)
def test_every_list_with_verbs_lets_rows_be_chosen(url, screen):
    assert not screen.bulk or screen.table_class.selectable


def test_every_verb_has_a_word_of_its_own():
    commands = [
        (pattern.name or "", pattern.callback.command)
        for _path, pattern in patterns()
        if hasattr(pattern.callback, "command")
    ]

    assert len(commands) > 50
    assert [
        name
        for name, command in commands
        if not command.label and name.rpartition("_")[2] not in LABELS
    ] == []


@pytest.mark.parametrize(("url", "screen"), LISTS)
def test_every_list_opens_in_few_statements(owner, url, screen):
    owner.get(url)
    with CaptureQueriesContext(connection) as statements:
        page = owner.get(url)

    assert page.status_code == 200
    asked = [
        query["sql"] for query in statements.captured_queries if "set_config(" not in query["sql"]
    ]
    assert len(asked) <= 13, "\n".join(sql[:160] for sql in asked)


@pytest.mark.parametrize(("url", "screen"), LISTS)
def test_every_head_of_every_list_sorts_both_ways(owner, url, screen):
    heads = [column.name for column in owner.get(url).context["table"].columns if column.orderable]

    wrong = [
        sort
        for head in heads
        for sort in (head, f"-{head}")
        if owner.get(url, {"sort": sort}, headers=BY_HTMX).status_code != 200
    ]

    assert not wrong


@pytest.mark.parametrize(("url", "screen"), LISTS)
def test_every_column_reads_something_its_rows_have(owner, url, screen):
    page = owner.get(url)
    rows = page.context["filter"].queryset

    missing = [
        column.name
        for column in page.context["table"].columns
        for first in [str(column.accessor).replace("__", ".").split(".")[0]]
        if not hasattr(rows.model, first) and first not in rows.query.annotations
        if column.column.empty_values
    ]

    assert not missing


@pytest.mark.parametrize(("url", "screen"), LISTS)
def test_every_tab_is_a_filter_of_its_list(owner, url, screen):
    page = owner.get(url)
    names = {
        widget.html_name
        for name in page.context["filter"].form.fields
        for widget in [page.context["filter"].form[name]]
    }

    for tab, link in zip(screen.tabs, page.context["tabs"], strict=True):
        answer = owner.get(link["url"])
        assert answer.status_code == 200, tab.label
        shown = [view["active"] for view in answer.context["tabs"]]
        assert shown.count(True) == 1, tab.label
        assert all(any(key.startswith(name) for name in names) for key in tab.filters), tab.label


@pytest.mark.parametrize(("url", "screen"), LISTS)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_list_can_be_exported(owner, url, screen, kind):
    answer = owner.get(url, {"export": kind})

    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)


@pytest.mark.parametrize(("url", "screen"), LISTS)
def test_every_list_takes_any_search_and_any_filter(owner, url, screen):
    names = owner.get(url).context["filter"].form.fields
    wild = dict.fromkeys(names, "\u0000NaN'")

    assert owner.get(url, wild).status_code in {200, 422}
    assert owner.get(url, {"q": "x y %_\\"}).status_code == 200
    assert owner.get(url, {"q": "٣ \u202e 🙂"}).status_code in {200, 422}


@pytest.mark.parametrize(("url", "screen"), LISTS)
def test_every_list_answers_htmx_with_its_table(owner, url, screen):
    answer = owner.get(url, headers=BY_HTMX)

    assert answer.status_code == 200
    assert b'id="list"' in answer.content
    assert b"<html" not in answer.content


@pytest.mark.parametrize(("url", "screen"), FORMS)
def test_every_form_opens_and_says_what_is_missing(owner, url, screen):
    page = owner.get(url)
    empty = {
        field.html_name: field.value() or ""
        for formset in (page.context["lines"], page.context.get("contacts"))
        if formset is not None
        for field in formset.management_form
    }

    answer = owner.post(url, empty)

    assert page.status_code == 200
    assert answer.status_code == 422
    assert answer.context["form"].errors


def test_there_are_screens_to_try():
    kinds = {
        pattern.callback.view_class
        for _path, pattern in patterns()
        if hasattr(pattern.callback, "view_class")
    }

    assert len(LISTS) > 10
    assert len(FORMS) > 5
    assert sum(issubclass(kind, DetailScreen) for kind in kinds) > 5
