"""Payment runs once they are handed over: approved, sent back, withdrawn, posted."""

from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.bank.choices import PAYMENT_RUN_LIFECYCLE
from apps.bank.formats.pain import Debtor, Order, amount_text, credit_transfers
from apps.bank.models import PaymentRun, PaymentTransfer
from apps.bank.services.runs import held, require_open, save_step, transfers_of
from apps.companies.selectors import company_in_force
from apps.core.attachments import store_attachment
from apps.core.context import company_id
from apps.core.exceptions import BusinessError
from apps.core.exports import write_csv
from apps.core.numbering import take_number
from apps.ledger.models import OpenItem
from apps.payments import services as payments
from apps.payments.choices import Direction
from apps.payments.models import Payment

ORDER_XML: Final = "payment_order_xml"
ORDER_CSV: Final = "payment_order_csv"
SERIES: Final = "payment_run"


class OwnRun(BusinessError):
    """Who wrote or submitted a run cannot approve it."""


@transaction.atomic
def approve_run(*, actor: Any, pk: UUID) -> PaymentRun:
    """Approve what somebody else submitted: it gets its number, and its files for the bank are archived.

    Raises:
        WrongStatus: it does not wait for approval.
        OwnRun: the actor wrote or submitted it.
        WrongItem: something of it was settled meanwhile.
    """
    run = held(pk)
    PAYMENT_RUN_LIFECYCLE.advance(run, "approve")
    if actor is None or actor.pk in {run.created_by_id, run.written_by_id, run.submitted_by_id}:
        raise OwnRun(
            _("To approve %(run)s, ask a second person; you wrote or submitted it.") % {"run": run}
        )
    require_open(run)
    run.approved_by, run.approved_at = actor, timezone.now()
    run.number = take_number(SERIES, year=run.date.year, prefix="RUN")
    save_step(run, actor, "approved", transfers=run.transfer_count)
    _archive(run, actor)
    return run


def _archive(run: PaymentRun, actor: Any) -> None:
    """Store the files of an approved run: pain.001 where the company's account has an IBAN, and CSV."""
    transfers = transfers_of(run)
    account, currency = run.bank_account, run.bank_account.currency_id
    orders = [
        Order(key_of(run, row), row.holder, row.iban, row.bic, row.amount, row.text)
        for row in transfers
    ]
    if account.iban:
        company = company_in_force()
        content = credit_transfers(
            key=run.number,
            debtor=Debtor(company.name, account.iban, account.bic),
            currency=currency,
            on=run.date,
            made_at=run.approved_at,  # type: ignore[arg-type]
            orders=orders,
        )
        _store(run, ORDER_XML, "xml", content, "application/xml", actor)
    rows: list[list[Any]] = [
        [_("Transfer"), _("Name"), _("IBAN"), _("BIC"), _("Amount"), _("Currency"), _("Pay on"), _("Text")]
    ]  # fmt: skip
    for o in orders:
        amount = amount_text(o.amount, currency)
        rows.append([o.key, o.name, o.iban, o.bic, amount, currency, run.date, o.text])
    with write_csv(rows) as file:
        _store(run, ORDER_CSV, "csv", file.read(), "text/csv; charset=utf-8", actor)


def _store(run: PaymentRun, kind: str, ending: str, content: bytes, mime: str, actor: Any) -> None:
    store_attachment(
        target=run,
        filename=f"{run.number}.{ending}",
        content=content,
        content_type=mime,
        kind=kind,
        actor=actor,
    )


def key_of(run: PaymentRun, transfer: PaymentTransfer) -> str:
    """Return what a transfer is called at the bank, from end to end."""
    return f"{run.number}-{transfer.position}"


@transaction.atomic
def reject_run(*, actor: Any, pk: UUID, reason: str) -> PaymentRun:
    """Send a submitted run back to its writer as a draft, with the reason.

    Raises:
        WrongStatus: it does not wait for approval.
    """
    run = held(pk)
    PAYMENT_RUN_LIFECYCLE.advance(run, "reject")
    run.note = reason[:250]
    return save_step(run, actor, "rejected")


@transaction.atomic
def withdraw_run(*, actor: Any, pk: UUID, reason: str) -> PaymentRun:
    """Take an approved run back that the bank did not execute; its items are free, its number stays used.

    Raises:
        WrongStatus: it is not approved, or posted already.
    """
    run = held(pk)
    PAYMENT_RUN_LIFECYCLE.advance(run, "withdraw")
    run.note = reason[:250]
    return save_step(run, actor, "withdrawn")


@transaction.atomic
def post_run(*, actor: Any, pk: UUID) -> PaymentRun:
    """Book an approved run: a payment per supplier, each settling its items and taking their discounts.

    The payments go through the journal for payments in transit if the bank account names one, else through its own.

    Raises:
        WrongStatus: it is not approved, or posted already.
        WrongItem: something of it was settled meanwhile.
        PeriodClosed: its day lies in a closed period.
    """
    run = held(pk)
    PAYMENT_RUN_LIFECYCLE.advance(run, "post")
    require_open(run)
    transfers = transfers_of(run)
    for transfer in transfers:
        transfer.payment = _pay(actor, run, transfer)
    PaymentTransfer.objects.bulk_update(transfers, ["payment"])
    return save_step(run, actor, "posted", transfers=len(transfers))


def _pay(actor: Any, run: PaymentRun, transfer: PaymentTransfer) -> Payment:
    """Register the payment of one supplier and settle what the transfer was for."""
    account = run.bank_account
    payment = payments.register_payment(
        actor=actor,
        direction=Direction.DISBURSEMENT,
        party=transfer.party,
        journal=account.transit_journal or account.journal,
        date=run.date,
        amount=transfer.amount,
        currency=account.currency_id,
        reference=key_of(run, transfer),
    )
    assert payment.entry_id is not None
    own = OpenItem.objects.get(
        company_id=company_id(), entry_id=payment.entry_id, party_id=transfer.party_id
    )
    lines = list(transfer.lines.all())
    payments.match_items(
        actor=actor,
        allocations=[
            *(payments.Allocation(line.item_id, line.amount) for line in lines),
            payments.Allocation(own.pk),
        ],
        on=run.date,
        discounts={line.item_id for line in lines if line.discount},
        note=str(run),
    )
    return payment
