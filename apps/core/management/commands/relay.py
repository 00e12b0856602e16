"""The outbox relay: a process that hands events over to the workers until it is told to stop."""

import logging
import signal
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any, Final

from django.core.management.base import BaseCommand
from django.db import Error as DatabaseTrouble
from django.db import close_old_connections, connection
from kombu.exceptions import OperationalError as BrokerError

from apps.core.relay import relay_once

logger = logging.getLogger(__name__)

POLL: Final = 0.5
LONGEST_PAUSE: Final = 10.0


class Command(BaseCommand):
    """Poll the outbox twice a second; ride out restarts of PostgreSQL and of the broker."""

    stopping = False
    help = "Hand events over from the outbox to the workers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take ``--once``."""
        parser.add_argument(
            "--once", action="store_true", help="Hand over what is due now and stop."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until SIGTERM or SIGINT, or once."""
        if options["once"]:
            self.stdout.write(f"{relay_once()} handed over.")
            return
        signal.signal(signal.SIGTERM, self._ask_to_stop)
        signal.signal(signal.SIGINT, self._ask_to_stop)
        self.stdout.write("Relay started.")
        pause = POLL
        while not self.stopping:
            try:
                close_old_connections()
                sent = relay_once()
                pause = POLL
                if sent:
                    logger.info("Handed over %d deliveries.", sent)
            except (DatabaseTrouble, BrokerError, OSError) as error:
                pause = min(pause * 2, LONGEST_PAUSE)
                logger.warning("Relay waits %.1f s: %s", pause, str(error).strip().split("\n")[0])
                connection.close()
            self._rest(pause)
        connection.close()
        self.stdout.write("Relay stopped.")

    def _ask_to_stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _rest(self, seconds: float) -> None:
        """Sleep, but notice within a quarter of a second that it is time to stop."""
        until = time.monotonic() + seconds
        while not self.stopping and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, 0.25))
