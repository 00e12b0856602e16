"""Keeping the boxes of the tax return, and filing it: figures frozen, tax locked, what is owed moved to one account."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.companies.selectors import company_in_force
from apps.core import events
from apps.core.context import company_id
from apps.core.drafts import lock_draft
from apps.core.exceptions import BusinessError, InvalidInput
from apps.core.ids import uuid7
from apps.ledger.choices import Area, BoxSide, JournalType, Purpose
from apps.ledger.models import (
    AreaLock,
    Entry,
    TaxBox,
    TaxBoxSource,
    TaxReturn,
    TaxReturnBox,
)
from apps.ledger.selectors import default_account, journal_of
from apps.ledger.services.drafts import Posting
from apps.ledger.services.locks import save_area_lock
from apps.ledger.services.posting import post_entry
from apps.ledger.services.setup import store
from apps.ledger.taxreturns import SETTLEMENT, Figures, tax_return

_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended('ledger.taxreturn:' || %s, 0))"


class CountedTwice(InvalidInput):
    """Two boxes would count the same tax."""


class InNoBox(BusinessError):
    """A tax with an amount is in no box that counts, so the return would not tie to the books."""


class AlreadyFiled(InvalidInput):
    """The days were filed, or some before them were not."""


@transaction.atomic
def save_tax_box(
    *,
    actor: Any,
    document: TaxBox,
    lines: Sequence[TaxBoxSource] = (),
    removed: Collection[UUID] = (),
) -> TaxBox:
    """Store a box with the taxes in it; returns that were filed keep what they have.

    Raises:
        CodeTaken: another box has the code.
        CountedTwice: a tax would stand twice in it, or in two boxes that count.
        InvalidInput: a box that counts would hold bases alone.
        StaleVersion: somebody else saved it meanwhile.
    """
    if document.side != BoxSide.MEMO and document.content == "base":
        raise InvalidInput(
            _("Let the box hold the tax; one that counts cannot hold bases alone."), field="content"
        )
    _require_once(document, lines)
    if not document._state.adding:
        lock_draft(document)
        document.version += 1
    stored: TaxBox = store(actor, document, "ledger.tax_box_saved")
    if removed:
        stored.sources.filter(pk__in=removed).delete()
    for line in lines:
        line.company_id, line.box = company_id(), stored
        line.save()
    return stored


def _require_once(box: TaxBox, lines: Iterable[TaxBoxSource]) -> None:
    keys = [(line.tax_id, line.role) for line in lines]
    if len(set(keys)) < len(keys):
        raise CountedTwice(_("Take one out; the same part of a tax stands twice in this box."))
    if box.side == BoxSide.MEMO:
        return
    others = TaxBoxSource.objects.filter(company_id=company_id(), tax_id__in=[k[0] for k in keys])
    for other in (
        others.exclude(box__side=BoxSide.MEMO).exclude(box=box.pk).select_related("box", "tax")
    ):
        if (other.tax_id, other.role) in keys:
            raise CountedTwice(
                _("Take %(tax)s out, or out of box %(box)s first; it would be counted twice.")
                % {"tax": other.tax.code, "box": other.box.code}
            )


@transaction.atomic
def file_tax_return(
    *,
    actor: Any,
    first: date,
    last: date,
    reference: str = "",
    settle: bool = False,
    on: date | None = None,
) -> TaxReturn:
    """Freeze the return of a span, lock tax up to its last day, and move what is owed to the account it is paid from.

    The lock is set first: it waits for who is posting, so that the figures hold everything.

    Args:
        reference: what the tax office answered.
        settle: post the entry that brings the tax accounts of the return to the account of tax to pay.
        on: the day of that entry; None is the last day of the span.

    Raises:
        AlreadyFiled: a day of it was filed, or days between the last return and this one were not.
        InvalidInput: the span is not over, or runs backwards; there is no box.
        InNoBox: a tax that was booked is in no box that counts.
        PeriodClosed: the entry's day lies in a closed period.
        NoDefaultAccount: no account for tax to pay is chosen.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ONE_AT_A_TIME, [str(company_id())])
    _require_next(first, last)
    _lock_tax(actor, last)
    figures = tax_return(first, last)
    _require_complete(figures)
    pk = uuid7()
    entry = _settle(actor, pk, figures, on or last) if settle else None
    filed = _freeze(actor, pk, figures, reference, entry)
    events.publish(
        "ledger.tax_return_filed",
        filed,
        first=first.isoformat(),
        last=last.isoformat(),
        net=str(filed.net),
    )
    return filed


def _freeze(
    actor: Any, pk: UUID, figures: Figures, reference: str, entry: Entry | None
) -> TaxReturn:
    """Write the return and its boxes down."""
    filed = TaxReturn.objects.create(
        id=pk,
        company_id=company_id(),
        first=figures.first,
        last=figures.last,
        due=figures.total(BoxSide.DUE),
        deductible=figures.total(BoxSide.DEDUCTIBLE),
        net=figures.net,
        reference=reference,
        entry=entry,
        filed_by=actor,
    )
    TaxReturnBox.objects.bulk_create(
        TaxReturnBox(
            company_id=company_id(), tax_return=filed, position=row.box.position, code=row.box.code,
            name=row.box.name, name_i18n=row.box.name_i18n, side=row.box.side, content=row.box.content,
            base=row.base, tax=row.tax,
        )
        for row in figures.boxes
    )  # fmt: skip
    return filed


def _require_next(first: date, last: date) -> None:
    if first > last:
        raise InvalidInput(_("Choose a last day on or after the first."), field="last")
    if last >= company_in_force().today():
        raise InvalidInput(
            _("To file the return, wait until %(last)s is over.") % {"last": date_format(last)},
            field="last",
        )
    before = TaxReturn.objects.filter(company_id=company_id()).order_by("-last").first()
    if before and (first - before.last).days != 1:
        raise AlreadyFiled(
            _(
                "To file the next return, begin it on the day after %(last)s; up to then it is filed."
            )
            % {"last": date_format(before.last)},
            field="first",
        )


def _lock_tax(actor: Any, last: date) -> None:
    lock = AreaLock.objects.filter(company_id=company_id(), area=Area.TAX).first()
    lock = lock or AreaLock(area=Area.TAX)
    if lock.hard_until is None or lock.hard_until < last:
        lock.hard_until = last
    save_area_lock(actor=actor, document=lock)


def _require_complete(figures: Figures) -> None:
    if not figures.boxes:
        raise InNoBox(_("To file the return, make its boxes first."))
    for tax, _amount in figures.outside:
        raise InNoBox(
            _(
                "To file the return, put %(tax)s into one box that counts; its tax is in none, or in two."
            )
            % {"tax": tax.code}
        )


def _settle(actor: Any, pk: UUID, figures: Figures, on: date) -> Entry | None:
    if on < figures.last:
        raise InvalidInput(
            _("Settle on %(last)s or later; the return runs until then.")
            % {"last": date_format(figures.last)},
            field="on",
        )
    postings = [Posting(account, -amount) for account, amount in figures.settled.items()]
    if not postings:
        return None
    owed = -sum((posting.amount for posting in postings), Decimal(0))
    payable = Posting(default_account(Purpose.TAX_PAYABLE), owed)
    span = f"{figures.first:%Y-%m-%d} – {figures.last:%Y-%m-%d}"
    return post_entry(
        actor=actor,
        journal=journal_of(JournalType.GENERAL),
        on=on,
        postings=[*postings, payable],
        source_type=SETTLEMENT,
        source_id=pk,
        reference=span,
        memo=_("Tax return %(span)s") % {"span": span},
    )
