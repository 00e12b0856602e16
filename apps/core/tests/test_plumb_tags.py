"""The tags write what the style sheet and a screen reader expect."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import django_tables2 as tables
import pytest
from django.conf import settings
from django.template import Context, Template
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils import translation

from apps.core.charts import Bar, Series, bar_chart, column_chart, line_chart
from apps.core.columns import AmountColumn, CodeColumn
from apps.core.icons import ICONS
from apps.core.rows import body

TEMPLATES = Path(settings.BASE_DIR) / "templates"
SCREENS = [
    path for path in sorted(TEMPLATES.rglob("*.html")) if not path.name.endswith("_print.html")
]


def render(source, **context):
    return Template("{% load plumb %}" + source).render(Context(context))


def test_money_is_isolated_and_negative_money_can_be_red():
    assert (
        render('{% money x "EUR" %}', x=Decimal("1234.5"))
        == '<bdi dir="ltr" class="money">\u20ac1,234.50</bdi>'
    )
    assert (
        render('{% money x "EUR" tone=True %}', x=Decimal(-1))
        == '<bdi dir="ltr" class="money tone-bad">\u2212\u20ac1.00</bdi>'
    )


def test_zero_and_nothing_can_be_a_dash_that_is_read_out():
    assert 'aria-label="none"' in render('{% money x "EUR" zero="dash" %}', x=Decimal(0))
    assert 'aria-label="none"' in render("{{ x|quantity }}", x=None)
    assert "0.00" in render('{{ x|amount:"EUR" }}', x=Decimal(0))


def test_a_day_carries_its_machine_form_and_its_weekday():
    html = render("{% date x %}", x=date(2026, 11, 18))

    assert (
        html
        == '<time datetime="2026-11-18" title="Wednesday 18 November 2026" class="nowrap"><bdi>18 Nov 2026</bdi></time>'
    )


def test_a_moment_shows_its_full_stamp_on_hover():
    html = render("{% stamp x %}", x=datetime(2026, 11, 18, 14, 5, 9, tzinfo=UTC))

    assert 'title="2026-11-18 14:05:09 UTC"' in html
    assert "18 Nov 2026, 14:05" in html


def test_a_status_always_has_a_word():
    assert (
        render('{% badge "posted" "Posted" %}') == '<span class="badge badge--posted">Posted</span>'
    )
    assert render('{% badge "posted" %}') == '<span class="badge badge--posted">posted</span>'


@pytest.mark.parametrize(
    "source",
    [
        "{{ x|code }}",
        "{% badge x x %}",
        "{% initial x %}",
        "{% party_name x %}",
        "{% card x subtitle=x id=x %}{% endcard %}",
    ],
)
def test_what_people_typed_is_escaped(source):
    assert "<script" not in render(source, x='<script>"')


def test_an_icon_is_hidden_from_readers_unless_it_has_a_label():
    assert 'aria-hidden="true"' in render('{% icon "truck" %}')
    assert 'role="img" aria-label="Late"' in render('{% icon "clock" label="Late" %}')


def test_an_unknown_icon_is_a_circle():
    assert '#circle"' in render('{% icon "no-such-icon" %}')


def test_every_icon_a_template_names_is_in_the_sprite():
    named = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(
            r'\{% icon "([^"]+)"|icon\|default:"([^"]+)"| icon="([^"]+)"', path.read_text()
        )
    }
    flat = {name for names in named for name in names if name}

    assert flat
    assert flat - ICONS == set()


@pytest.mark.parametrize("path", SCREENS, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_every_template_compiles_and_obeys_the_content_security_policy(path):
    source = path.read_text()

    get_template(str(path.relative_to(TEMPLATES)))
    assert not re.search(r"<[^>]*\s(style|on\w+|hx-on[\w:-]*)=", source)
    assert not re.search(
        r"<style|<script(?![^>]*\bsrc=)|javascript:|hx-(vals|headers)=.js:", source
    )


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("fr", "ltr"), ("ar", "rtl")])
def test_the_page_has_the_language_and_its_direction(language, direction):
    with translation.override(language):
        assert (
            render("{% page_language %} {% html_attributes %}") == f'{language} dir="{direction}"'
        )


def test_the_theme_comes_from_the_cookie_and_only_a_known_one():
    request = RequestFactory().get("/")
    request.COOKIES = {"theme": "dark", "density": "compact"}
    assert render("{% html_attributes %}", request=request).endswith(
        'data-theme="dark" data-density="compact"'
    )

    request.COOKIES = {"theme": '"><script>', "density": "x"}
    assert "data-" not in render("{% html_attributes %}", request=request)


def test_what_a_user_has_chosen_goes_before_the_browser():
    request = RequestFactory().get("/")
    request.COOKIES = {"theme": "dark"}

    assert 'data-theme="light"' in render(
        "{% html_attributes %}", request=request, user=SimpleNamespace(theme="light")
    )
    assert "data-theme" not in render(
        "{% html_attributes %}", request=request, user=SimpleNamespace(theme="")
    )


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_chart_is_drawn_with_points_as_decimal_signs_in_every_language(language):
    series = [Series("Revenue", [Decimal("1.5"), Decimal("2.7"), Decimal(3)])]
    with translation.override(language):
        line = render_to_string(
            "components/chart_line.html",
            {"chart": line_chart(title="A", labels=list("abc"), series=series)},
        )
        columns = render_to_string(
            "components/chart_columns.html",
            {"chart": column_chart(title="A", labels=list("abc"), series=series)},
        )
        bars = render_to_string(
            "components/chart_bars.html",
            {"chart": bar_chart(title="A", bars=[Bar("x", 3), Bar("y", 1)])},
        )

    for html in (line, columns, bars):
        assert not re.search(r'\b(x|y|x1|x2|y1|y2|width|height)="[^"]*[,\u066b]', html)
    assert "<title" in line
    assert "<desc" in line
    assert "<table" in bars


def test_a_verb_posts_with_its_key_and_asks_first():
    verb = {
        "label": "Reverse",
        "url": "/x/",
        "danger": True,
        "confirm": "Reverses 5.00 EUR.",
        "idempotency_key": "k1",
    }

    html = render_to_string("components/verbs.html", {"verbs": [verb], "csrf_token": "t"})

    assert 'method="post" action="/x/"' in html
    assert 'name="idempotency_key" value="k1"' in html
    assert 'name="csrfmiddlewaretoken" value="t"' in html
    assert 'data-confirm="Reverses 5.00 EUR."' in html


def test_the_primary_verb_is_the_button_and_the_others_a_menu():
    verbs = [{"label": "Post", "url": "/p/", "primary": True}, {"label": "Cancel", "url": "/c/"}]

    html = render_to_string("components/verbs.html", {"verbs": verbs, "csrf_token": "t"})

    button, menu = html.split("<details")
    assert "/p/" in button
    assert "/c/" in menu
    assert "/p/" not in menu


class Rows(tables.Table):
    name = CodeColumn()
    total = AmountColumn(currency="currency", sum=True)
    selectable = True

    class Meta:
        row_attrs = {"data-href": lambda record: f"/{record.pk}/"}


def row(pk, name, total):
    return SimpleNamespace(pk=pk, name=name, total=total, currency="EUR")


def test_the_rows_of_a_table_carry_label_link_checkbox_and_figure():
    html = body(Rows([row(7, "A-1", Decimal("1234.5"))]))

    assert 'data-href="/7/"' in html
    assert 'name="pk" value="7"' in html
    assert 'data-label="Name"><bdi class="code">A-1</bdi>' in html
    assert 'class="num" data-value="1234.5" data-label="Total"' in html
    assert '<bdi dir="ltr" class="money">1,234.50</bdi>' in html


def test_what_depends_on_the_record_is_asked_for_each_row():
    html = body(Rows([row(1, "A", Decimal(1)), row(2, "B", Decimal(2)), row(3, "C", None)]))

    assert re.findall(r'data-value="([^"]*)"', html) == ["1", "2"]
    assert html.count('aria-label="none"') == 1


def test_the_rows_of_a_table_escape_what_people_typed():
    assert "<script" not in body(Rows([row("<script>", "<script>", Decimal(1))]))
