"""``manage.py seal_ledger``: give posted entries their number and their place in the hash chain."""

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.db import OperationalError, connection

from apps.core.management.base import HouseCommand
from apps.core.tenants import company_ids
from apps.ledger.tasks import seal_company

PAUSE = 2.0  # seconds between two looks
PAUSE_AFTER_TROUBLE = 5.0


class Command(HouseCommand):
    """Seal the entries of every company, once or until stopped."""

    help = "Give posted entries their number and their place in the hash chain."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take ``--loop`` and ``--full``."""
        super().add_arguments(parser)
        parser.add_argument("--loop", action="store_true", help="Go on until stopped.")
        parser.add_argument(
            "--full", action="store_true", help="Look at all entries, not only at recent ones."
        )

    def run(self, **options: Any) -> dict[str, int]:
        """Seal, and print how many entries that were."""
        sealed = self._seal(full=options["full"])
        self.say(f"Sealed {sealed} entries.")
        if options["loop"]:
            self._loop()
        return {"sealed": sealed}

    def _seal(self, *, full: bool = False) -> int:
        return sum(seal_company(company, full=full) for company in company_ids())

    def _loop(self) -> None:
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        pause = PAUSE
        while not stopped.wait(pause):
            try:
                self._seal()
                pause = PAUSE
            except OperationalError as error:
                self.stderr.write(
                    f"The database does not answer, trying again: {str(error).splitlines()[0]}"
                )
                connection.close()
                pause = PAUSE_AFTER_TROUBLE
