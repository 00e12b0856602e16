"""Debts for tests: invoices, and what settled them when."""

from datetime import date
from decimal import Decimal
from typing import Any

from apps.core.attachments import store_attachment
from apps.core.context import company_id
from apps.credit import services
from apps.credit.ageing import Aged
from apps.credit.mailing import REMINDER_PDF
from apps.credit.models import Dispute, DunningLetter, DunningLevel, DunningRun
from apps.invoices.tests.factories import line, posted
from apps.ledger.tests.factories import account, make_party


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


def levels() -> list[DunningLevel]:
    """Return the dunning levels of the company in force, the usual ones when it has none."""
    found = DunningLevel.objects.filter(company_id=company_id()).order_by("position")
    return list(found) or services.start_levels(actor=None)


def make_levels(*, fee: str = "0") -> None:
    """Make the usual dunning levels; the second asks ``fee`` in company currency."""
    for level in services.start_levels(actor=None):
        if Decimal(fee) and level.position == 2:
            level.fee, level.fee_account = Decimal(fee), account("7085")
            services.save_level(actor=None, document=level)


def sample_objects() -> dict[str, Any]:
    """Return a draft run, a level and a dispute, for the access sweep; the company has books."""
    first = levels()[0]
    party = make_party("DUNNED")
    owed("100", date(2026, 1, 15), party=party)
    dispute = Dispute(party=make_party("DISPUTED"), reason="Broken", since=date(2026, 1, 20))
    return {
        "dunninglevel": first,
        "dunningrun": services.draft_run(actor=None),
        "dispute": services.save_dispute(actor=None, document=dispute),
    }


def sample_arguments() -> dict[str, dict[str, Any]]:
    """Return whose debts are shown, and a reminder that was issued, for the access sweep."""
    party = make_party("CREDIT")
    owed("100", date(2026, 1, 15), party=party)
    level = levels()[0]
    run = DunningRun.objects.create(company_id=party.company_id, date=date(2026, 2, 1))
    letter = DunningLetter.objects.create(
        company_id=party.company_id, run=run, party=party, level=level, means="letter", language="en",
        subject="Ninth", text="Pay.",
    )  # fmt: skip
    store_attachment(
        target=letter,
        filename="a.pdf",
        content=b"%PDF-1.7",
        content_type="application/pdf",
        kind=REMINDER_PDF,
    )
    names = (
        "party_receivables", "party_payables", "statement", "statement_ask", "statement_send", "party_panel",
    )  # fmt: skip
    return {f"credit:{name}": {"pk": party.pk} for name in names} | {
        "credit:letter_pdf": {"pk": letter.pk}
    }
