"""Reopening a period: one person asks and says why, another one approves or declines."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.core import events
from apps.core.context import company_id
from apps.core.exceptions import BusinessError, InvalidInput, NotAllowed, WrongStatus
from apps.ledger.choices import REOPENING_LIFECYCLE, PeriodStatus, ReopeningStatus
from apps.ledger.models import Period, PeriodClosing, Reopening
from apps.ledger.services.holding import hold_period
from apps.ledger.services.year import reverse_year


class NotTheNext(BusinessError):
    """Periods are closed in order and reopened in reverse."""


class SamePerson(NotAllowed):
    """Whoever asked for a reopening would approve it."""


class NobodyAsked(BusinessError):
    """There is no request to decide on."""


@transaction.atomic
def reopen_period(*, actor: Any, pk: UUID, reason: str) -> Reopening:
    """Ask for a closed period to be opened again; somebody else approves with ``approve_period``.

    Raises:
        InvalidInput: the reason is empty, or nobody asks.
        WrongStatus: the period is open.
        NotTheNext: a later period is closed.
        BusinessError: somebody asked already.
    """
    if actor is None:
        raise InvalidInput(_("To reopen a period, say who asks for it."), field="by")
    if not reason.strip():
        raise InvalidInput(_("To reopen a period, write why."), field="reason")
    period = Period.objects.select_for_update(of=("self",), no_key=True).get(
        company_id=company_id(), pk=pk
    )
    _require_reopenable(period)
    pending = pending_reopening(period)
    if pending:
        raise BusinessError(
            _("To reopen period %(period)s, approve what %(user)s asked for.")
            % {"period": period, "user": pending.requested_by}
        )
    asked = Reopening(
        company_id=period.company_id,
        period=period,
        reason=reason.strip(),
        requested_by_id=actor.pk,
    )
    asked._history_user = actor  # type: ignore[attr-defined]
    asked.save()
    events.publish("ledger.reopening_proposed", period, code=period.code, reason=asked.reason)
    return asked


@transaction.atomic
def approve_period(*, actor: Any, pk: UUID) -> PeriodClosing:
    """Open a period that somebody else asked to reopen; if it closed a fiscal year, that is reversed.

    Raises:
        NobodyAsked: there is no request.
        SamePerson: the actor asked for it.
        WrongStatus, NotTheNext: as when it was asked for.
    """
    period = hold_period(pk)
    asked = _asked_for(period)
    if actor is None or asked.requested_by_id == actor.pk:
        raise SamePerson(
            _("To reopen period %(period)s, let somebody else approve; %(user)s asked for it.")
            % {"period": period, "user": asked.requested_by}
        )
    _require_reopenable(period)
    _decide(asked, actor, "approve")
    made = PeriodClosing.objects.create(
        company_id=period.company_id,
        period=period,
        action="reopen",
        reason=asked.reason,
        reopening=asked,
        actor_id=actor.pk,
    )
    reverse_year(actor=actor, period=period, reason=asked.reason)
    events.publish("ledger.period_reopened", period, code=period.code, reason=asked.reason)
    return made


@transaction.atomic
def decline_reopening(*, actor: Any, pk: UUID) -> Reopening:
    """Decline what somebody asked for, or take back what one asked for oneself.

    Raises:
        WrongStatus: it is decided.
    """
    asked = Reopening.objects.select_for_update(of=("self",), no_key=True).get(
        company_id=company_id(), pk=pk
    )
    _decide(asked, actor, "decline")
    events.publish("ledger.reopening_declined", asked.period, code=asked.period.code)
    return asked


def pending_reopening(period: Period) -> Reopening | None:
    """Return the request of ``period`` that waits for a decision; reads what is prefetched."""
    waiting = [
        asked for asked in period.reopenings.all() if asked.status == ReopeningStatus.REQUESTED
    ]
    return waiting[0] if waiting else None


def _asked_for(period: Period) -> Reopening:
    asked = (
        Reopening.objects.select_for_update(of=("self",), no_key=True)
        .select_related("requested_by")
        .filter(period=period, status=ReopeningStatus.REQUESTED)
        .first()
    )
    if asked is None:
        raise NobodyAsked(
            _("To reopen period %(period)s, ask for it first; nobody did.") % {"period": period}
        )
    return asked


def _decide(asked: Reopening, actor: Any, verb: str) -> None:
    REOPENING_LIFECYCLE.advance(asked, verb)
    asked.decided_by_id, asked.decided_at = actor.pk, timezone.now()
    asked.version += 1
    asked._history_user = actor  # type: ignore[attr-defined]
    asked.save()


def _require_reopenable(period: Period) -> None:
    if period.status == PeriodStatus.OPEN:
        raise WrongStatus(
            _("To reopen period %(period)s it must be closed; it is open.") % {"period": period}
        )
    later = Period.objects.filter(
        company_id=period.company_id, start__gt=period.start, status=PeriodStatus.CLOSED
    )
    last = later.order_by("-start").first()
    if last:
        raise NotTheNext(
            _("To reopen period %(period)s, reopen %(last)s first; it is closed.")
            % {"period": period, "last": last}
        )
