"""``manage.py seed_volume``: years of a distributor's stock moves, for measuring."""

from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from apps.core.management.base import HouseCommand
from apps.demo.volume.services import Size, seed_volume

NUMBERS = (
    ("products", 50_000, "How many products"),
    ("moves", 12_000_000, "How many stock moves"),
    ("months", 24, "Over how many months"),
    ("seed", 1, "The same seed draws the same history"),
)


class Command(HouseCommand):
    """Write the history of a company of its own, by bulk SQL; nobody can work in the database meanwhile."""

    help = "Write years of receipts and shipments into a company of their own: what the services would have made."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the company and the size."""
        super().add_arguments(parser)
        parser.add_argument(
            "--company", default="VOLUME", metavar="CODE", help="The company (default: VOLUME)."
        )
        parser.add_argument(
            "--until",
            type=date.fromisoformat,
            metavar="DATE",
            help="The last day (default: yesterday).",
        )
        for name, default, text in NUMBERS:
            parser.add_argument(
                f"--{name}", type=int, default=default, metavar="N", help=f"{text} (default: {default})."
            )  # fmt: skip

    def run(self, **options: Any) -> dict[str, Any]:
        """Write the history and return what was asked for."""
        last = options["until"] or timezone.localdate() - timedelta(days=1)
        size = Size(options["products"], options["moves"], last, options["months"], options["seed"])
        base = seed_volume(options["company"], size, say=self.say_now)
        return {
            "company": base.company.code,
            "products": size.products,
            "moves": size.moves,
            "first": size.first,
            "last": size.last,
            "seed": size.seed,
        }

    def say_now(self, line: str) -> None:
        """Print a line at once, into a file too: it takes long until the next."""
        self.say(line)
        self.stdout.flush()
