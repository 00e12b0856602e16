"""Reminding: levels, runs from draft to sent, fees in the books."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.companies.selectors import company_in_force
from apps.core import events
from apps.core.context import company_id
from apps.core.exceptions import BusinessError
from apps.core.ids import uuid7
from apps.core.money import round_money
from apps.core.numbering import take_number
from apps.credit.choices import DUNNING_LIFECYCLE
from apps.credit.dunning import FEE_SOURCE, Proposal, propose
from apps.credit.models import DunningLetter, DunningLevel, DunningLine, DunningRun
from apps.credit.usual_levels import USUAL_LEVELS
from apps.ledger import services as ledger
from apps.ledger.choices import JournalType, Purpose

SERIES = "dunning_run"


class NoLevels(BusinessError):
    """The company has no dunning level in use."""


class NothingToSend(BusinessError):
    """Nobody is to be reminded of anything."""


class WrongLevel(BusinessError):
    """Levels do not rise in days, or a fee has no account."""


@transaction.atomic
def save_level(
    *, actor: Any, document: DunningLevel, lines: Any = (), removed: Any = ()
) -> DunningLevel:
    """Store a level.

    Raises:
        WrongLevel: a higher level begins no later, or a fee has no account.
    """
    del lines, removed
    document.company_id = company_id()
    fee = round_money(Decimal(document.fee), company_in_force().currency_id)
    if fee != document.fee:
        raise WrongLevel(
            _("Write the fee with the decimals of the company's currency."), field="fee"
        )
    if fee and document.fee_account is None:
        raise WrongLevel(_("To charge a fee, choose its revenue account."), field="fee_account")
    others = _levels_held().exclude(pk=document.pk)
    for other in others:
        if other.position == document.position:
            raise WrongLevel(_("There is a level of that number already."), field="position")
        if (other.position < document.position) != (other.days < document.days):
            raise WrongLevel(
                _("Let a higher level begin later; %(level)s begins at %(days)s days.")
                % {"level": other, "days": other.days},
                field="days",
            )
    document._history_user = actor  # type: ignore[attr-defined]
    document.save()
    events.publish("credit.level_saved", document)
    return document


@transaction.atomic
def start_levels(*, actor: Any) -> list[DunningLevel]:
    """Give a company without levels the three usual ones, without fees."""
    if _levels_held().exists():
        raise WrongLevel(_("To start with the usual levels there must be none yet."))
    return [
        save_level(actor=actor, document=DunningLevel(company_id=company_id(), **values))
        for values in USUAL_LEVELS
    ]


@transaction.atomic
def draft_run(*, actor: Any, on: date | None = None) -> DunningRun:
    """Draft the reminders of a day; two drafts at once never hold the same item at the same level.

    Raises:
        NoLevels: the company has no level in use.
        NothingToSend: nobody is to be reminded.
    """
    if not list(_levels_held().filter(is_active=True)):
        raise NoLevels(_("To remind anybody, set up a dunning level first."))
    day = on or company_in_force().today()
    found = propose(day)
    if not found.letters:
        raise NothingToSend(
            _("Nobody is to be reminded: nothing overdue has come to its next level.")
        )
    run = DunningRun(company_id=company_id(), date=day, created_by=actor)
    run._history_user = actor  # type: ignore[attr-defined]
    run.save(force_insert=True)
    _store(run, found.letters)
    events.publish("credit.run_drafted", run, letters=len(found.letters))
    return run


@transaction.atomic
def send_run(*, actor: Any, pk: UUID) -> DunningRun:
    """Send a draft run: what was paid or disputed meanwhile falls away, fees are booked, letters stand still.

    Workers archive the letters as PDF and e-mail them after commit.

    Raises:
        WrongStatus: it is not a draft.
        NothingToSend: nothing of it is to be reminded of any more.
        PeriodClosed: a fee would be booked in a closed period.
    """
    list(_levels_held())
    run = _locked(pk)
    DUNNING_LIFECYCLE.advance(run, "send")
    _bring_up_to_date(run)
    letters = list(run.letters.select_related("party", "level").order_by("pk"))
    number = take_number(SERIES, year=run.date.year, prefix="DUN")
    for letter in letters:
        if letter.fee:
            letter.fee_entry = _book_fee(actor, run, letter, number)
    DunningLetter.objects.bulk_update([row for row in letters if row.fee_entry], ["fee_entry"])
    run.number, run.sent_by, run.sent_at = number, actor, timezone.now()
    run.version += 1
    run._history_user = actor  # type: ignore[attr-defined]
    run.save()
    events.publish("credit.run_sent", run, letters=len(letters))
    events.publish_many(
        "credit.reminder_issued", [(row, {"to": row.to, "means": row.means}) for row in letters]
    )
    return run


@transaction.atomic
def cancel_run(*, actor: Any, pk: UUID) -> DunningRun:
    """Cancel a draft run; its items are free for the next one.

    Raises:
        WrongStatus: it is not a draft.
    """
    run = _locked(pk)
    DUNNING_LIFECYCLE.require(run, "cancel")
    run.lines.all().delete()
    run.letters.all().delete()
    DUNNING_LIFECYCLE.advance(run, "cancel")
    run.version += 1
    run._history_user = actor  # type: ignore[attr-defined]
    run.save(update_fields=["status", "version"])
    events.publish("credit.run_cancelled", run)
    return run


def _levels_held() -> Any:
    """Return the levels, locked until commit: they are what two runs at once wait for."""
    rows = DunningLevel.objects.select_for_update(of=("self",)).filter(company_id=company_id())
    return rows.order_by("pk")


def _locked(pk: UUID) -> DunningRun:
    return DunningRun.objects.select_for_update(of=("self",)).get(company_id=company_id(), pk=pk)


def _bring_up_to_date(run: DunningRun) -> None:
    """Write the letters anew from what is open now, of the items that were in the draft and nothing else."""
    drafted = set(run.lines.values_list("item_id", "level_id"))
    letters = []
    for letter in propose(run.date, besides=run.pk).letters:
        letter.items = [
            item for item in letter.items
            if (item.debt.item, item.level.pk if item.level else None) in drafted
        ]  # fmt: skip
        if any(item.level for item in letter.items):
            letters.append(letter)
    if not letters:
        raise NothingToSend(
            _(
                "To send this run something must still be owed; cancel it, for all of it is settled or disputed."
            )
        )
    run.lines.all().delete()
    run.letters.all().delete()
    _store(run, letters)


def _store(run: DunningRun, proposals: Sequence[Proposal]) -> None:
    rows = [(_letter(run, proposal), proposal) for proposal in proposals]
    DunningLetter.objects.bulk_create([letter for letter, _proposal in rows])
    DunningLine.objects.bulk_create(
        DunningLine(
            company_id=run.company_id,
            run=run,
            letter=letter,
            item_id=item.debt.item,
            level=item.level,
            reference=item.debt.reference[:120],
            date=item.debt.day,
            due_date=item.debt.due,
            days=item.days,
            currency_id=item.debt.currency,
            amount=item.debt.amount,
            amount_currency=item.debt.amount_currency,
            why=item.why[:250],
        )
        for letter, proposal in rows
        for item in proposal.items
    )


def _letter(run: DunningRun, proposal: Proposal) -> DunningLetter:
    party, level = proposal.party, proposal.level
    language = party.language or company_in_force().language
    return DunningLetter(
        id=uuid7(),
        company_id=run.company_id,
        run=run,
        party=party,
        level=level,
        means=proposal.means,
        to=party.email,
        language=language,
        subject=level.name_in(language),
        text=level.text_in(language),
        fee=level.fee,
    )


def _book_fee(actor: Any, run: DunningRun, letter: DunningLetter, number: str) -> Any:
    """Debit the party's account with the fee, credit its revenue."""
    assert letter.level.fee_account_id is not None
    return ledger.post_entry(
        actor=actor,
        journal=ledger.journal_of(JournalType.GENERAL),
        on=run.date,
        postings=[
            ledger.Posting(
                ledger.default_account(Purpose.RECEIVABLE),
                letter.fee,
                party=letter.party_id,
                due_date=run.date,
            ),
            ledger.Posting(letter.level.fee_account_id, -letter.fee),
        ],
        source_type=FEE_SOURCE,
        source_id=letter.pk,
        reference=number,
        memo=letter.subject,
    )
