"""What commands share: one line of error, the exit code, the company."""

import json

import pytest
from django.core.management import CommandError, call_command

from apps.core.context import company_id
from apps.core.exceptions import BusinessError, InvalidInput
from apps.core.management.base import CompanyCommand


class Trial(CompanyCommand):
    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--error", default="")

    def run(self, *, error, **options):
        if error == "rule":
            raise BusinessError("To do this, do that.")
        if error == "input":
            raise InvalidInput("To do this, write that.")
        if error == "code":
            self.exit_code = 1
        self.say("for people")
        return {"company": self.company.code, "same": company_id() == self.company.pk}


def test_a_command_runs_in_its_company_and_answers_people_or_programs(company, capsys):
    call_command(Trial(), "--company", company.code)
    assert capsys.readouterr().out == "for people\n"

    call_command(Trial(), "--company", company.code, "--json")
    assert json.loads(capsys.readouterr().out) == {"company": company.code, "same": True}


@pytest.mark.parametrize(("error", "code"), [("rule", 1), ("input", 2)])
def test_a_refusal_is_one_line_and_its_code(company, error, code):
    with pytest.raises(CommandError, match=r"^To do this") as refused:
        call_command(Trial(), "--company", company.code, "--error", error)

    assert refused.value.returncode == code


def test_a_command_may_end_with_a_code_after_its_answer(company, capsys):
    with pytest.raises(SystemExit) as ended:
        call_command(Trial(), "--company", company.code, "--json", "--error", "code")

    assert ended.value.code == 1
    assert json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("arguments", [["--bogus"], ["--company", "NOPE"], ["--company"]])
def test_wrong_arguments_are_one_line_and_code_two(db, arguments):
    with pytest.raises(CommandError, match=r"^[A-Z][^\n]*\.$") as refused:
        call_command(Trial(), *arguments)

    assert refused.value.returncode == 2
