"""Closing a period: checklist, entries, snapshot, lock. One transaction, so it happened or it did not."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import models, transaction
from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from apps.core import events
from apps.core.context import company_id
from apps.core.exceptions import BusinessError, InvalidInput
from apps.core.ids import uuid7
from apps.core.money import ZERO
from apps.ledger import closing
from apps.ledger.balances import Sums, balances_on, digest_of, with_drafts
from apps.ledger.choices import PeriodStatus
from apps.ledger.closing import Finding
from apps.ledger.models import Entry, Period, PeriodBalance, PeriodClosing, Seal
from apps.ledger.services.drafts import EntryDraft
from apps.ledger.services.holding import hold_period
from apps.ledger.services.posting import post_entries
from apps.ledger.services.sealing import seal_entries

ALL = 2**31 - 1


class Blocked(BusinessError):
    """Something on the checklist stands in the way of a closing."""

    def __init__(self, message: str, findings: Sequence[Finding]) -> None:
        super().__init__(message)
        self.findings = findings


@dataclass(frozen=True, slots=True)
class ClosingPlan:
    """What a closing would find and post now.

    Attributes:
        balances_sha256: of the balances it would freeze; "" when it would not.
    """

    period: Period
    findings: list[Finding]
    drafts: list[EntryDraft]
    balances_sha256: str = ""

    @property
    def may_close(self) -> bool:
        """Return whether nothing stands in the way."""
        return not any(finding.stops for finding in self.findings)


@transaction.atomic
def plan_closing(*, pk: UUID, accept: Collection[str] = ()) -> ClosingPlan:
    """Return what closing a period would find and post; changes nothing but sealing what is committed."""
    period = Period.objects.get(company_id=company_id(), pk=pk)
    if period.status == PeriodStatus.CLOSED:
        return ClosingPlan(period, [], [])
    seal_entries(full=True, most=ALL)
    drafts = closing.proposed_entries(period)
    frozen = digest_of(with_drafts(balances_on(period.end), drafts, period.end))
    return ClosingPlan(period, closing.checklist(period, list(accept)), drafts, frozen)


@transaction.atomic
def close_period(
    *, actor: models.Model | None, pk: UUID, accept: Collection[str] = ()
) -> PeriodClosing:
    """Close a period: seal, check, post the closing entries, freeze the balances, lock.

    Closing a closed period changes nothing and returns its closing.

    Args:
        accept: names of warnings on the checklist to accept; kept in the closing.

    Raises:
        Blocked: a blocker, or a warning not accepted, has items.
        InvalidInput: ``accept`` names nothing on the list, or a blocker.
    """
    require_acceptable(accept)
    period = hold_period(pk)
    if period.status == PeriodStatus.CLOSED:
        return latest_closing(period)
    plan = plan_closing(pk=pk, accept=accept)
    if not plan.may_close:
        raise Blocked(_blocked_text(period, plan.findings), plan.findings)
    post_entries(actor=actor, drafts=plan.drafts)
    seal_entries(full=True, most=ALL)
    made = write_closing(actor, period, plan.findings)
    events.publish("ledger.period_closed", period, code=period.code)
    return made


def latest_closing(period: Period) -> PeriodClosing:
    """Return the last closing of ``period``, which holds its balances."""
    return PeriodClosing.objects.filter(period=period, action="close").order_by("-pk")[:1].get()


def require_acceptable(accept: Collection[str]) -> None:
    """Refuse names that no warning on the checklist has.

    Raises:
        InvalidInput: with the names there are.
    """
    warnings = {
        check.name for check in closing.checks if check.severity == closing.Severity.WARNING
    }
    unknown = sorted(set(accept) - warnings)
    if unknown:
        raise InvalidInput(
            _("%(unknown)s cannot be accepted; what can be: %(names)s.")
            % {"unknown": ", ".join(unknown), "names": ", ".join(sorted(warnings)) or "–"},
            field="accept",
        )


def write_closing(
    actor: models.Model | None, period: Period, findings: Sequence[Finding]
) -> PeriodClosing:
    """Freeze the balances of an open period and close it; the caller holds the period and has sealed its entries."""
    balances = balances_on(period.end)
    entries = Entry.objects.filter(period=period).aggregate(count=Count("pk"), total=Sum("total"))
    head = Seal.objects.filter(company_id=period.company_id).order_by("-number").first()
    made = PeriodClosing.objects.create(
        company_id=period.company_id,
        period=period,
        action="close",
        entry_count=entries["count"],
        total=entries["total"] or ZERO,
        balances_sha256=digest_of(balances),
        seal_number=head.number if head else None,
        seal_hash=head.hash if head else "",
        accepted=[
            {"name": finding.check.name, "items": len(finding.items)}
            for finding in findings
            if finding.items and finding.accepted
        ],
        actor_id=actor.pk if actor else None,
    )
    PeriodBalance.objects.bulk_create(
        _balance(made, account, sums) for account, sums in balances.items()
    )
    period.status = PeriodStatus.CLOSED
    return made


def _balance(made: PeriodClosing, account: UUID, sums: Sums) -> PeriodBalance:
    return PeriodBalance(
        id=uuid7(),
        company_id=made.company_id,
        closing=made,
        account_id=account,
        debit=sums.debit,
        credit=sums.credit,
    )


def _blocked_text(period: Period, findings: Sequence[Finding]) -> str:
    stopping = [
        f"{finding.check.label} ({len(finding.items)})" for finding in findings if finding.stops
    ]
    return _("To close period %(period)s, settle this first: %(list)s.") % {
        "period": period.code,
        "list": ", ".join(stopping),
    }
