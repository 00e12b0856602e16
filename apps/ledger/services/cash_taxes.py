"""Taxes that are due when their document is paid: moved from where they wait, in proportion to what is settled."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from apps.companies.selectors import company_in_force
from apps.core.context import company_id
from apps.core.ids import uuid7
from apps.core.money import ZERO, round_money
from apps.ledger.choices import JournalType, TaxRole
from apps.ledger.models import EntryLine, OpenItem
from apps.ledger.selectors import journal_of
from apps.ledger.services.drafts import EntryDraft, Posting
from apps.ledger.services.posting import post_entries

SOURCE = "ledger.entry"
KIND = "cash_tax:"
CONTROLS = ("receivable", "payable")
_Sums = dict[UUID, tuple[Decimal, Decimal]]


@transaction.atomic
def settle_cash_taxes(*, actor: Any, entries: Collection[UUID], on: date) -> None:
    """Book what has become due of the taxes of ``entries``, or is due no more: as much of them as is settled.

    What was moved before is read from the books, so that the parts sum to the whole and doing it again books nothing.
    The open items of the entries must be held by the caller.

    Raises:
        PeriodClosed: ``on`` lies in a closed period.
    """
    lines = EntryLine.objects.filter(
        company_id=company_id(), entry_id__in=entries, tax_role=TaxRole.PENDING
    )
    waiting: dict[UUID, list[EntryLine]] = defaultdict(list)
    for line in lines.select_related("tax", "entry").order_by("entry_id", "line_no"):
        if line.entry.source_type != SOURCE:
            waiting[line.entry_id].append(line)
    if not waiting:
        return
    shares, moved = _shares(waiting), _moved(waiting)
    own, journal = company_in_force().currency_id, journal_of(JournalType.GENERAL)
    drafts = []
    for entry, rows in waiting.items():
        postings = [
            posting
            for line in rows
            for posting in _parts(line, shares[entry], moved[entry].get(line.tax_id), own)  # type: ignore[arg-type]
        ]
        reference = rows[0].entry.reference
        drafts.append(
            EntryDraft(
                journal, on, postings, SOURCE, entry, f"{KIND}{uuid7().hex[-20:]}", reference,
                _("Tax due on payment: %(document)s") % {"document": reference},
            )
        )  # fmt: skip
    post_entries(actor=actor, drafts=[draft for draft in drafts if draft.lines])


def _parts(
    line: EntryLine, share: tuple[Decimal, Decimal], moved: tuple[Decimal, Decimal] | None, own: str
) -> list[Posting]:
    """Return the two postings that bring what has moved of one tax up, or down, to the settled share."""
    settled, whole = share
    amount_before, base_before = moved or (ZERO, ZERO)
    amount = round_money((line.debit - line.credit) * settled / whole, own) - amount_before
    base = round_money((line.tax_base or ZERO) * settled / whole, own) - base_before
    tax: Any = line.tax
    return [
        Posting(line.account_id, -amount, party=line.party_id, tax=tax.pk, tax_base=-base,
                tax_role=TaxRole.PENDING),
        Posting(tax.account_id, amount, party=line.party_id, tax=tax.pk, tax_base=base),
    ]  # fmt: skip


def _shares(entries: Collection[UUID]) -> dict[UUID, tuple[Decimal, Decimal]]:
    """Return what is settled of each entry, and the whole, in the currency of its open items."""
    items = OpenItem.objects.filter(
        company_id=company_id(), entry_id__in=list(entries), account__control__in=CONTROLS
    )
    rows = items.order_by().values_list("entry_id")
    return {
        pk: (whole - left, whole)
        for pk, whole, left in rows.annotate(Sum("amount_currency"), Sum("open_currency"))
    }


def _moved(entries: Collection[UUID]) -> dict[UUID, _Sums]:
    """Return, per entry, what has moved of each tax, with its base."""
    lines = EntryLine.objects.filter(
        company_id=company_id(),
        entry__source_type=SOURCE,
        entry__source_id__in=list(entries),
        entry__kind__startswith=KIND,
        tax_role=TaxRole.TAX,
        tax__isnull=False,
    )
    rows = lines.order_by().values_list("entry__source_id", "tax_id")
    sums: dict[UUID, _Sums] = defaultdict(dict)
    for entry, tax, debit, credit, base in rows.annotate(
        Sum("debit"), Sum("credit"), Sum("tax_base")
    ):
        sums[entry][tax] = (debit - credit, base)
    return sums
