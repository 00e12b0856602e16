"""Numbers in forms, as each language writes them."""

from decimal import Decimal

import pytest
from django import forms
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from apps.core.forms import PlumbForm
from apps.core.money import NotANumber
from apps.core.numbers import NumberField, writing_of


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("en", "1,234.50", "1234.50"),
        ("en", "1234.5", "1234.5"),
        ("en", "12,345,678", "12345678"),
        ("en", "1,234", "1234"),
        ("fr", "1 234,50", "1234.50"),
        ("fr", "1\u202f234,50", "1234.50"),
        ("fr", "1\u00a0234\u00a0567", "1234567"),
        ("fr", "1234,5", "1234.5"),
        ("fr", "1234.50", "1234.50"),
        ("fr", "-7,25", "-7.25"),
        ("fr", "\u22127,25", "-7.25"),
        ("ar", "1234.5", "1234.5"),
        ("en", "  12 ", "12"),
    ],
)
def test_a_number_is_read_as_the_language_writes_it(language, text, number):
    assert writing_of(language).read(text) == Decimal(number)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "1.234,50"),
        ("en", "1,5"),
        ("en", "1234,50"),
        ("en", "12,34.5"),
        ("en", "1,234,5"),
        ("en", "1 234"),
        ("fr", "1.234"),
        ("fr", "1,234.50"),
        ("fr", "12 34,5"),
        ("fr", "1.234,50"),
        *(
            ("en", text)
            for text in (
                "NaN",
                "Infinity",
                "1e5",
                "10" + "0" * 19,
                "\u0661\u0662",
                "1\x00",
                "1\u202e2",
                ",",
            )
        ),
        *(
            ("fr", text)
            for text in ("nan", "inf", "1e5", "1e-5", "\uff11", "1\u2066", "--1", "-", "1,2,3")
        ),
    ],
)
def test_what_could_mean_two_things_or_nothing_is_refused(language, text):
    with pytest.raises(NotANumber):
        writing_of(language).read(text)


@given(
    st.sampled_from(["en", "fr", "ar", "de", "pt-br"]),
    st.decimals(-(10**15) + 1, 10**15 - 1, places=6),
)
def test_what_an_input_shows_is_read_back_as_the_same_number(language, number):
    try:
        again = writing_of(language).read(writing_of(language).write(number))
    except NotANumber as refused:
        raise AssertionError(writing_of(language).write(number)) from refused

    assert again == number


class AmountForm(PlumbForm):
    amount = forms.DecimalField(max_digits=20, decimal_places=4, min_value=0, required=False)
    note = forms.CharField(required=False)


def test_a_plain_decimal_field_of_a_form_becomes_one_that_reads_languages():
    with translation.override("fr"):
        form = AmountForm({"amount": "1 234,50"})

        assert isinstance(form.fields["amount"], NumberField)
        assert form.is_valid(), form.errors
        assert form.cleaned_data["amount"] == Decimal("1234.50")


@pytest.mark.parametrize("text", ["NaN", "1e5", "Infinity", "1" + "0" * 20, "-1", "1.23456"])
def test_the_error_stands_at_the_field_and_says_what_to_do(text):
    form = AmountForm({"amount": text})

    assert not form.is_valid()
    assert list(form.errors) == ["amount"]


def test_a_refused_number_shows_the_language_s_own_example():
    with translation.override("en"):
        form = AmountForm({"amount": "abc"})
        assert "1,234.50" in form.errors["amount"][0]


def test_an_empty_number_is_none():
    form = AmountForm({"amount": "  "})

    assert form.is_valid()
    assert form.cleaned_data["amount"] is None


def test_the_input_shows_no_idle_zeros_and_keeps_what_was_typed_wrongly():
    with translation.override("fr"):
        assert 'value="1234,50"' in str(
            AmountForm(initial={"amount": Decimal("1234.5000")})["amount"]
        )
        assert 'value="12"' in str(AmountForm(initial={"amount": Decimal("12.0000")})["amount"])
        assert 'value="abc"' in str(AmountForm({"amount": "abc"})["amount"])


@pytest.mark.parametrize("text", ["a\x00b", "a\u202eb", "a\u2066b", "\u200fa", "a\x07", "\ufeffa"])
def test_hidden_characters_are_refused_in_every_text_field(text):
    form = AmountForm({"note": text})

    assert not form.is_valid()
    assert "note" in form.errors


@pytest.mark.parametrize(
    "text", ["Café à côté", "شركة المثال", "two\nlines\tand a tab", "emoji 🙂", "zero\u200cwidth"]
)
def test_what_people_write_is_kept(text):
    assert AmountForm({"note": text}).is_valid()
