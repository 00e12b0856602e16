"""Deferrals: revenue and expense spread over the days they belong to, a part a month."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.companies.selectors import company_in_force
from apps.core import events
from apps.core.context import company_id
from apps.core.drafts import store_draft
from apps.core.exceptions import BusinessError, InvalidInput
from apps.core.money import ZERO, round_money
from apps.core.numbering import take_number
from apps.ledger.choices import (
    DEFERRAL_LIFECYCLE,
    Control,
    DeferralKind,
    DeferralMethod,
    DeferralStatus,
)
from apps.ledger.models import Deferral, DeferralPart, Entry
from apps.ledger.schedules import deferral_parts
from apps.ledger.services.drafts import Posting
from apps.ledger.services.posting import post_entry

SOURCE = "ledger.deferral"
PART = "ledger.deferralpart"


class PartPosted(BusinessError):
    """A part of a deferral has its entry."""


@transaction.atomic
def save_deferral(
    *, actor: Any, document: Deferral, lines: Any = (), removed: Any = ()
) -> Deferral:
    """Store a draft deferral.

    Raises:
        InvalidInput: the amount has no coins, the days run backwards, or an account is the wrong one.
        WrongStatus: it was started.
        StaleVersion: somebody else saved it meanwhile.
    """
    own = company_in_force().currency_id
    if document.amount <= 0 or document.amount != round_money(document.amount, own):
        raise InvalidInput(
            _("Write an amount above zero that %(currency)s has coins for.") % {"currency": own},
            field="amount",
        )
    if document.end < document.start:
        raise InvalidInput(_("Choose a day after the first one."), field="end")
    for field in ("result_account", "deferred_account"):
        if getattr(document, field).control != Control.NONE:
            raise InvalidInput(
                _("Choose another account; this one is kept by a sub-ledger."), field=field
            )
    if document.result_account_id == document.deferred_account_id:
        raise InvalidInput(_("Choose two different accounts."), field="deferred_account")
    document._history_user = actor  # type: ignore[attr-defined]
    store_draft(document, (), (), parent="deferral")
    return document


@transaction.atomic
def start_deferral(*, actor: Any, pk: UUID) -> Deferral:
    """Move the amount to the deferral account, when it is not there yet, and lay down the parts.

    Raises:
        WrongStatus: it is not a draft.
        PeriodClosed: the period it is booked in is closed.
    """
    deferral = _locked(pk)
    DEFERRAL_LIFECYCLE.require(deferral, "start")
    parts = deferral_parts(
        deferral.amount,
        start=deferral.start,
        end=deferral.end,
        by_days=deferral.method == DeferralMethod.DAYS,
        currency=company_in_force().currency_id,
    )
    DeferralPart.objects.bulk_create(
        DeferralPart(company_id=deferral.company_id, deferral=deferral, on=on, amount=amount)
        for on, amount in parts
    )
    DEFERRAL_LIFECYCLE.advance(deferral, "start")
    deferral.number = take_number("deferral", year=deferral.date.year, prefix="DEF")
    if deferral.moves:
        _post(deferral, actor, deferral.date, -deferral.amount, SOURCE, deferral.pk, "start")
    return _save_step(deferral, actor, "started")


@transaction.atomic
def post_part(*, actor: Any, pk: UUID) -> Entry:
    """Post one part of a running deferral on its day.

    Raises:
        WrongStatus: the deferral does not run.
        PartPosted: it has its entry.
        PeriodClosed: the period of its day is closed.
    """
    deferral = _locked(DeferralPart.objects.values_list("deferral_id", flat=True).get(pk=pk))
    DEFERRAL_LIFECYCLE.require(deferral, "cancel")
    part = DeferralPart.objects.select_for_update().get(pk=pk)
    if part.entry_id:
        raise PartPosted(_("The part of this day is posted already."))
    part.entry = _post(deferral, actor, part.on, part.amount, PART, part.pk, "post")
    part.save(update_fields=["entry"])
    return part.entry


@transaction.atomic
def cancel_deferral(*, actor: Any, pk: UUID, on: date) -> Deferral:
    """End a deferral: what remains of it goes back to revenue or expense on ``on``, at once.

    Raises:
        WrongStatus: it is cancelled already.
        PeriodClosed: the period of ``on`` is closed.
    """
    deferral = _locked(pk)
    was_running = deferral.status == DeferralStatus.RUNNING
    DEFERRAL_LIFECYCLE.advance(deferral, "cancel")
    left = remaining(deferral)
    if was_running and left:
        _post(deferral, actor, on, left, SOURCE, deferral.pk, "cancel")
    return _save_step(deferral, actor, "cancelled")


def remaining(deferral: Deferral) -> Decimal:
    """Return what of a started deferral has no entry yet."""
    parts = deferral.parts.filter(entry__isnull=True).values_list("amount", flat=True)
    return sum(parts, ZERO)


def due_parts(until: date) -> list[DeferralPart]:
    """Return the parts of running deferrals up to ``until`` that have no entry, oldest first."""
    parts = DeferralPart.objects.filter(
        company_id=company_id(), on__lte=until, entry__isnull=True, deferral__status="running"
    )
    return list(parts.select_related("deferral").order_by("on", "pk"))


def _post(
    deferral: Deferral, actor: Any, on: date, amount: Decimal, source: str, pk: UUID, kind: str
) -> Entry:
    """Post ``amount`` from the deferral account to the result; negative goes the other way."""
    side = -1 if deferral.kind == DeferralKind.REVENUE else 1
    return post_entry(
        actor=actor,
        journal=deferral.journal_id,
        on=on,
        postings=[
            Posting(
                deferral.result_account_id,
                side * amount,
                party=deferral.party_id,
                dimensions=deferral.dimensions,
            ),
            Posting(deferral.deferred_account_id, -side * amount, party=deferral.party_id),
        ],
        source_type=source,
        source_id=pk,
        kind=kind,
        reference=deferral.number,
        memo=deferral.memo,
    )


def _locked(pk: UUID) -> Deferral:
    return Deferral.objects.select_for_update(of=("self",)).get(pk=pk)


def _save_step(deferral: Deferral, actor: Any, happened: str) -> Deferral:
    deferral.version += 1
    deferral._history_user = actor  # type: ignore[attr-defined]
    deferral.save(update_fields=["status", "number", "version"])
    events.publish(f"ledger.deferral_{happened}", deferral, number=deferral.number)
    return deferral
