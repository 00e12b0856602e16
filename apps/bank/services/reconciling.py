"""Reconciling: movements become payments, entries and matches in one act, joined with the ledger."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.bank.identity import bare
from apps.bank.models import (
    BankAccount,
    BankStatementLine,
    PartyAccount,
    ReconciledLine,
    ReconciledPosting,
    Reconciliation,
)
from apps.bank.parts import Parts
from apps.bank.services.booking import book_rest
from apps.bank.services.settling import put_on_account, settle_items
from apps.bank.services.work import AlreadyReconciled, Work, WrongPart, store
from apps.companies.selectors import company_in_force
from apps.core import events
from apps.core.context import company_id
from apps.core.formatting import format_date
from apps.core.ids import uuid7
from apps.core.money import ZERO
from apps.ledger import services as ledger
from apps.ledger.models import EntryLine
from apps.ledger.open_days import first_open_day
from apps.payments.models import Payment
from apps.payments.selectors import AREAS


@transaction.atomic
def reconcile(
    *,
    actor: Any,
    pk: UUID,
    line_ids: Collection[UUID],
    parts: Parts,
    opening: Decimal = ZERO,
    on: date | None = None,
    book_on: date | None = None,
    rule_id: UUID | None = None,
) -> Reconciliation:
    """Account for movements of the bank account ``pk``: by what is booked, by what is open, by accounts.

    Open items become a payment per party and currency, accounts one entry; both through the bank's journal. All
    of it comes to the movements, or nothing is done. The account's row is held meanwhile.

    Args:
        opening: what of the balance before the first statement is accounted for as well.
        on: when it is booked, where the day of the movement cannot be, as its period is closed.
        book_on: the same, where nobody chose a day: the first one still open, see ``first_open_day``.

    Raises:
        AlreadyReconciled: a movement, or an entry line, is accounted for.
        NotBalanced: what was chosen comes to another sum.
        WrongPart: see the texts; and whatever payments and the ledger refuse.
        LateDocument: ``book_on`` is not the first day still open.
    """
    account = BankAccount.objects.select_for_update(of=("self",)).select_related(
        "journal__account", "account"
    )
    held = account.get(company_id=company_id(), pk=pk)
    lines = _lines(held, line_ids)
    moved = max((line.date for line in lines), default=company_in_force().today())
    if book_on and book_on != moved:
        ledger.require_first_open_day(actor=actor, on=moved, areas=AREAS, book_on=book_on)
    day = book_on or on or moved
    if day < moved:
        raise WrongPart(
            _("To reconcile, choose %(day)s or a later day; the bank moved the money then.")
            % {"day": format_date(moved)},
            field="on",
        )
    reconciliation = Reconciliation(
        id=uuid7(), company_id=company_id(), bank_account=held, date=day, actor=actor,
        opening_amount=opening, rule_id=rule_id,
    )  # fmt: skip
    keeps_day = day == moved or day == first_open_day(actor=actor, on=moved, areas=AREAS)
    paid_on = moved if keeps_day else day
    own = company_in_force().currency_id
    work = Work(actor, held, lines, day, paid_on, reconciliation, own)
    _take_postings(work, parts.postings)
    settle_items(work, parts)
    put_on_account(work, parts)
    book_rest(work, parts, sum((line.amount for line in lines), opening))
    store(work)
    _learn(work, parts)
    events.publish("bank.reconciled", reconciliation, movements=len(lines))
    return reconciliation


def _lines(account: BankAccount, ids: Collection[UUID]) -> list[BankStatementLine]:
    rows = BankStatementLine.objects.filter(
        company_id=company_id(), bank_account=account, pk__in=ids
    ).order_by("pk")
    lines = list(rows)
    if len(lines) != len(set(ids)):
        raise WrongPart(_("To reconcile, choose movements of %(account)s.") % {"account": account})
    taken = ReconciledLine.objects.filter(company_id=company_id(), line__in=lines, active=True)
    if taken.exists():
        raise AlreadyReconciled(
            _("To reconcile, choose movements that are open; one is reconciled already.")
        )
    return lines


def _take_postings(work: Work, ids: Sequence[UUID]) -> None:
    rows = EntryLine.objects.filter(
        company_id=company_id(), pk__in=ids, account_id=work.account.account_id
    )
    found = list(rows.order_by("pk"))
    if len(found) != len(set(ids)):
        raise WrongPart(
            _("To reconcile, choose entries on %(account)s.") % {"account": work.account.account}
        )
    taken = ReconciledPosting.objects.filter(
        company_id=company_id(), posting__in=found, active=True
    )
    if taken.exists():
        raise AlreadyReconciled(
            _("To reconcile, choose entries that are open; one is reconciled already.")
        )
    work.postings += found


def _learn(work: Work, parts: Parts) -> None:
    """Remember by which account a party's movements are known, where there is one party and one account."""
    ibans = {bare(line.iban) for line in work.lines if line.iban}
    parties = set(
        Payment.objects.filter(company_id=company_id(), pk__in=work.payments).values_list(
            "party_id", flat=True
        )
    )
    if len(ibans) != 1 or len(parties) != 1:
        return
    PartyAccount.objects.bulk_create(
        [PartyAccount(company_id=company_id(), party_id=parties.pop(), iban=ibans.pop())],
        ignore_conflicts=True,
    )
