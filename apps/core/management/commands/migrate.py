"""``migrate`` as the role that owns the tables; the application's role may not change them."""

from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands import migrate
from django.db import connections


class Command(migrate.Command):
    """Django's command with ``--database owner`` as its default where that alias exists."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take Django's arguments."""
        super().add_arguments(parser)
        if "owner" in connections.settings:
            parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run Django's command."""
        super().handle(*args, **options)
