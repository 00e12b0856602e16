"""A client of the fault campaign: sells, and notes each sale it was told of, whatever dies meanwhile.

``python -m tests.campaigns.client NAME ACKNOWLEDGED STOP``: writes the reference of each committed sale as a line of
ACKNOWLEDGED until the file STOP exists. A sale whose outcome is unknown is looked up, never guessed.
"""

import sys
import time
from itertools import count
from pathlib import Path

import django


def main(name: str, acknowledged: Path, stop: Path) -> None:
    """Sell until told to stop."""
    django.setup()
    from django.db import DatabaseError, InterfaceError, connection, transaction  # noqa: PLC0415

    from apps.companies.models import Company  # noqa: PLC0415
    from apps.core.context import company_context  # noqa: PLC0415
    from apps.core.retry import run_tx  # noqa: PLC0415
    from apps.sales.models import SalesOrder  # noqa: PLC0415
    from tests.campaigns.scene import CODE, sell  # noqa: PLC0415

    company = Company.objects.get(code=CODE)
    with company_context(company.pk), acknowledged.open("a", buffering=1) as log:
        for number in count():
            reference = f"{name}-{number}"
            while True:
                if stop.exists():
                    return
                try:
                    with transaction.atomic():
                        known = SalesOrder.objects.filter(reference=reference).exists()
                    if not known:
                        run_tx(lambda reference=reference: sell(reference))
                except (DatabaseError, InterfaceError):
                    connection.close()
                    time.sleep(0.1)
                else:
                    break
            log.write(reference + "\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
