"""Debts for tests: invoices, and what settled them when."""

from datetime import date
from typing import Any

from apps.credit.ageing import Aged
from apps.invoices.tests.factories import line, posted
from apps.ledger.tests.factories import make_party


def shown(aged: Aged) -> str:
    """Return a report as text, a line per row: party, buckets, on account, total."""
    rows = [*aged.rows, *aged.totals]
    names = [
        *(row.party.code if row.party else "-" for row in aged.rows),
        *("total" for _ in aged.totals),
    ]
    return "\n".join(
        " ".join(
            [
                f"{name:<6}",
                *(f"{amount:>9.2f}" for amount in (*row.buckets, row.on_account, row.total)),
            ]
        ).rstrip()
        for name, row in zip(names, rows, strict=True)
    )


def owed(amount: str, on: date, **fields: Any) -> Any:
    """Return a posted customer invoice of ``on``, due that day when the party has no terms."""
    return posted(line("1", amount), on=on, **fields)


def sample_objects() -> dict[str, Any]:
    """Return what the screens are about, for the access sweep; the company has books."""
    return {}


def sample_arguments() -> dict[str, dict[str, Any]]:
    """Return whose debts are shown, for the access sweep."""
    party = make_party("CREDIT")
    owed("100", date(2026, 1, 15), party=party)
    return {f"credit:party_{side}": {"pk": party.pk} for side in ("receivables", "payables")}
