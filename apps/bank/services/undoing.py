"""Undoing a reconciliation: its movements are open again, what it posted is reversed."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from apps.bank.choices import RECONCILIATION_LIFECYCLE
from apps.bank.models import (
    BankAccount,
    Reconciliation,
)
from apps.bank.services.work import SOURCE, Work, store
from apps.companies.selectors import company_in_force
from apps.core import events
from apps.core.context import company_id
from apps.core.ids import uuid7
from apps.ledger import services as ledger
from apps.ledger.models import Entry
from apps.payments import services as payments
from apps.payments.models import Match, Payment


@transaction.atomic
def undo_reconciliation(*, actor: Any, pk: UUID, on: date | None = None) -> Reconciliation:
    """Undo a reconciliation: its movements are open again, what it posted is reversed.

    Raises:
        WrongStatus: it is undone already.
        PeriodClosed: the reversals would fall into a closed period.
    """
    reconciliation = Reconciliation.objects.select_related("bank_account").get(
        company_id=company_id(), pk=pk
    )
    account = (
        BankAccount.objects.select_for_update(of=("self",))
        .select_related("journal", "account")
        .get(company_id=company_id(), pk=reconciliation.bank_account_id)
    )
    reconciliation.refresh_from_db()
    RECONCILIATION_LIFECYCLE.advance(reconciliation, "undo")
    reconciliation.save(update_fields=["status"])
    day = max(on or company_in_force().today(), reconciliation.date)
    originals = Payment.objects.filter(company_id=company_id(), pk__in=reconciliation.payments)
    entries = []
    for payment in originals.order_by("pk"):
        if payment.status == "posted":
            payments.reverse_payment(actor=actor, pk=payment.pk, on=day)
            entries.append(payment.entry_id)
    made = Match.objects.filter(company_id=company_id(), pk__in=reconciliation.matches)
    for match in made.filter(reversal__isnull=True).order_by("pk"):
        payments.unmatch(actor=actor, pk=match.pk, on=day)
    own = Entry.objects.filter(
        company_id=company_id(), source_type=SOURCE, source_id=pk, kind="post"
    ).first()
    if own is not None:
        ledger.reverse_entry(actor=actor, pk=own.pk, on=day)
        entries.append(own.pk)
    for entry_id in entries:
        _offset(actor, account, entry_id, day)
    events.publish("bank.undone", reconciliation)
    return reconciliation


def _offset(actor: Any, account: BankAccount, entry_id: Any, on: date) -> None:
    """Join what an entry and its reversal have on the bank's account against each other."""
    reconciliation = Reconciliation(
        id=uuid7(), company_id=company_id(), bank_account=account, date=on, actor=actor
    )
    work = Work(actor, account, [], on, on, reconciliation, company_in_force().currency_id)
    work.take(entry_id)
    mirror = Entry.objects.get(company_id=company_id(), reverses_id=entry_id)
    work.take(mirror.pk)
    if work.postings:
        store(work)
