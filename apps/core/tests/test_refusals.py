"""What a trigger refuses reaches the user as a sentence in their language, under a code that stays."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from apps.core.answers import run_once
from apps.core.exceptions import BusinessError
from apps.core.management.base import HouseCommand
from apps.core.refusals import INTERNAL, SPOKEN, RuleOfTheBooks, pattern_of, refusal_of
from apps.ledger.tests.factories import make_books, post
from apps.products.tests.factories import make_product


def raised(template: str, code: str) -> IntegrityError:
    """Return what Django raises when a trigger says ``template``, filled with 1, 2, 3."""
    text = template
    for number in range(1, template.count("%") + 1):
        text = text.replace("%", str(number), 1)
    with (
        pytest.raises(IntegrityError) as error,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "DO $$ BEGIN RAISE EXCEPTION USING MESSAGE = "
            f"'{text}', ERRCODE = 'check_violation', CONSTRAINT = '{code}'; END $$"
        )
    return error.value


@pytest.mark.parametrize(("code", "template"), SPOKEN)
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_every_sentence_is_said_in_every_language(
    db: None, code: str, template: str, language: str
) -> None:
    with translation.override(language):
        refusal = refusal_of(raised(template, code))

    assert isinstance(refusal, RuleOfTheBooks)
    assert refusal.code == code
    assert "%" not in refusal.message
    with translation.override("en"):
        english = refusal_of(raised(template, code))
    assert (str(refusal) == str(english)) == (language == "en")


@pytest.mark.parametrize("code", sorted(INTERNAL))
def test_what_only_a_bug_breaks_says_so_with_its_code(db: None, code: str, caplog: Any) -> None:
    refusal = refusal_of(raised("Whatever the trigger says.", code))

    assert f"(rule {code})" in str(refusal)
    assert "Whatever the trigger says." in caplog.text


def test_days_and_tables_are_shown_as_people_read_them(company: Any) -> None:
    make_books()
    with translation.override("fr"), pytest.raises(BusinessError) as refused:
        raise refusal_of(
            raised("To post on 2026-02-01, use a date in an open period.", "entry_in_open_period")
        )
    assert "1 févr. 2026" in str(refused.value)

    with (
        pytest.raises(IntegrityError) as error,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "DO $$ BEGIN RAISE EXCEPTION 'Rows of ledger_entry stay as they were written; correct them with a new row.'"
            " USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; END $$"
        )
    assert "“entry”" in str(refusal_of(error.value))


def test_a_real_trigger_speaks_the_language_of_who_asked(
    company: Any, rf: Any, user_in: Any
) -> None:
    product = make_product("TEA")
    request = rf.post("/", {})
    request.user = user_in("owner")

    def change() -> dict[str, Any]:
        type(product.unit).objects.filter(pk=product.unit_id).update(numerator=7)
        return {}

    with translation.override("fr"), pytest.raises(RuleOfTheBooks) as refused:
        run_once(request, change)

    assert refused.value.code == "unit_ratio_fixed"
    assert "créez une nouvelle unité" in str(refused.value)


def test_a_command_ends_with_the_sentence_and_a_constraint_of_a_table_stays_a_bug(
    company: Any,
) -> None:
    make_books()
    entry = post(("5120", "10"), ("7070", "-10"))

    class Tries(HouseCommand):
        def run(self, **options: Any) -> None:
            raise self.error

    tries = Tries()
    tries.error = raised("To reserve, give quantities above zero.", "reservation_positive")
    with pytest.raises(Exception, match="above zero") as ended:
        tries.handle(as_json=False)
    assert ended.value.returncode == 1

    with pytest.raises(IntegrityError) as once, transaction.atomic():
        type(entry).objects.bulk_create([entry])
    assert refusal_of(once.value) is once.value


def test_a_template_matches_only_what_its_trigger_says() -> None:
    pattern = pattern_of("Unit % keeps its ratio (a.b); make %.")

    assert pattern.fullmatch("Unit X keeps its ratio (a.b); make Y.").groups() == ("X", "Y")
    assert not pattern.fullmatch("Unit X keeps its ratio (aXb); make Y.")
