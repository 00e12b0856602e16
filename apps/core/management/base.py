"""What the commands of this project share: the company, ``--json``, exit codes and errors of one line.

Exit codes: 0 done, 1 refused by a rule (the sentence says what to do), 2 the arguments are wrong.
"""

import json
import sys
from argparse import ArgumentParser
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError

from apps.core.context import company_context
from apps.core.exceptions import BusinessError, InvalidInput
from apps.core.refusals import refusal_of
from apps.core.tenants import company_by_code

REFUSED = 1
WRONG_ARGUMENTS = 2


class OneLineParser(CommandParser):
    """Answers wrong arguments with one line and exit code 2, from Python too."""

    def error(self, message: str) -> NoReturn:
        """Say in one line what is wrong with the arguments."""
        sentence = message[:1].upper() + message[1:] + ("" if message.endswith(".") else ".")
        if not self.called_from_command_line:
            raise CommandError(sentence, returncode=WRONG_ARGUMENTS)
        self.exit(WRONG_ARGUMENTS, f"{self.prog}: {sentence}\n")


class HouseCommand(BaseCommand):
    """A command with ``--json`` and one-line errors; write ``run(**options)``.

    ``run`` returns what ``--json`` prints, or None. Otherwise it prints with ``self.say``, which is silent under
    ``--json``. A ``BusinessError`` becomes one line on stderr and exit code 1 (2 for ``InvalidInput``).
    """

    as_json = False
    exit_code = 0
    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Make the parser whose errors are one line."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.__class__ = OneLineParser
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take ``--json``; subclasses call this and add theirs."""
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="Print one JSON object."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the command, print its answer, end with its exit code."""
        self.as_json = options.pop("as_json")
        try:
            answer = self.run_in_scope(**options)
        except InvalidInput as error:
            raise CommandError(str(error), returncode=WRONG_ARGUMENTS) from error
        except BusinessError as error:
            raise CommandError(str(error), returncode=REFUSED) from error
        except IntegrityError as error:
            refusal = refusal_of(error)
            if refusal is error:
                raise
            raise CommandError(str(refusal), returncode=REFUSED) from error
        if self.as_json and answer is not None:
            self.stdout.write(json.dumps(answer, cls=DjangoJSONEncoder, ensure_ascii=False))
        if self.exit_code:
            self.stdout.flush()
            sys.exit(self.exit_code)

    def run_in_scope(self, **options: Any) -> Any:
        """Call ``run``; subclasses put a company around it."""
        return self.run(**options)

    def run(self, *args: Any, **options: Any) -> Any:
        """Do the work; set ``self.exit_code`` to end with another code than 0."""
        raise NotImplementedError

    def say(self, line: object = "") -> None:
        """Print a line for people; nothing under ``--json``."""
        if not self.as_json:
            self.stdout.write(str(line))


class CompanyCommand(HouseCommand):
    """A command for one company, ``--company CODE``; ``self.company`` is it, and its context is entered.

    No transaction is open: a command calls services, which open their own, and reads inside
    ``transaction.atomic()``.
    """

    company: Any = None

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take ``--company`` and ``--json``."""
        super().add_arguments(parser)
        parser.add_argument(
            "--company", default="DEMO", metavar="CODE", help="The company's code (default: DEMO)."
        )

    def run_in_scope(self, **options: Any) -> Any:
        """Run the command as its company."""
        self.company = company_by_code(options.pop("company"))
        with company_context(self.company.pk):
            return self.run(**options)
