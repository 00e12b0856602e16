"""Payment runs while they are prepared: their items chosen, handed over, cancelled."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.bank.choices import PAYMENT_RUN_LIFECYCLE
from apps.bank.formats.pain import latin
from apps.bank.models import PaymentRun, PaymentRunLine, PaymentTransfer
from apps.bank.paying import MOST, Choice, accounts_to_pay, chosen_items, text_of
from apps.core import events
from apps.core.context import company_id
from apps.core.drafts import lock_draft
from apps.core.exceptions import BusinessError
from apps.core.formatting import format_money
from apps.core.ids import uuid7
from apps.core.money import ZERO, round_money
from apps.ledger.choices import Control
from apps.ledger.models import OpenItem
from apps.payments.services import discountable


class NothingToPay(BusinessError):
    """No item is chosen, or credits leave a supplier nothing to get."""


class WrongItem(BusinessError):
    """An item cannot be paid by this run: not open, of no supplier, or in another currency."""


class InAnotherRun(BusinessError):
    """An item stands in another open run."""


class NoAccountToPay(BusinessError):
    """A supplier, or the company, has no account a transfer can name."""


@transaction.atomic
def save_run(*, actor: Any, document: PaymentRun, choices: Sequence[Choice]) -> PaymentRun:
    """Store a draft run of the items chosen, one transfer per supplier; what it held before is free.

    Raises:
        NothingToPay: nothing is chosen, or the credits of a supplier outweigh its bills.
        WrongItem: an item has less open, is of no supplier or in another currency.
        InAnotherRun: an item stands in another open run.
        WrongStatus, StaleVersion: it is no draft any more, or somebody else saved it meanwhile.
    """
    items = chosen_items(choices)
    if not items:
        raise NothingToPay(_("To make a payment run, choose at least one item."))
    if len(items) > MOST:
        raise NothingToPay(
            _("To make a payment run, choose at most %(most)d items.") % {"most": MOST}
        )
    document.company_id = company_id()
    if document._state.adding:
        document.created_by = actor
    else:
        lock_draft(document)
        document.version += 1
    transfers, lines = _parts(document, items, {choice.item_id: choice for choice in choices})
    document.written_by = actor
    document.total = sum((transfer.amount for transfer in transfers), ZERO)
    document.transfer_count = len(transfers)
    document._history_user = actor  # type: ignore[attr-defined]
    document.save()
    document.lines.all().delete()
    document.transfers.all().delete()
    PaymentTransfer.objects.bulk_create(transfers)
    try:
        with transaction.atomic():
            PaymentRunLine.objects.bulk_create(lines)
    except IntegrityError as error:
        raise _taken(error) from None
    events.publish("bank.saved", document, transfers=len(transfers))
    return document


def _taken(error: IntegrityError) -> BusinessError:
    if getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") == "run_item_once":
        return InAnotherRun(
            _("To pay these items, leave out what another open payment run holds; look again.")
        )
    raise error


def _parts(
    run: PaymentRun, items: Sequence[OpenItem], choices: dict[UUID, Choice]
) -> tuple[list[PaymentTransfer], list[PaymentRunLine]]:
    """Return the transfers of a run, and what each settles."""
    by_party: dict[UUID, list[OpenItem]] = defaultdict(list)
    for item in items:
        by_party[item.party_id].append(item)  # type: ignore[index]
    discounts = discountable([item for item in items if choices[item.pk].take_discount])
    transfers, lines = [], []
    for position, own in enumerate(by_party.values(), 1):
        transfer = PaymentTransfer(
            id=uuid7(), company_id=run.company_id, run=run, position=position, party=own[0].party
        )
        rows = [_line(run, transfer, item, choices[item.pk], discounts) for item in own]
        transfer.amount = sum(map(_signed, rows), ZERO)
        if transfer.amount <= 0:
            raise NothingToPay(
                _(
                    "To pay %(party)s, choose more bills or fewer credits; nothing would be left to pay."
                )
                % {"party": transfer.party}
            )
        transfer.text = text_of(own)
        transfers.append(transfer)
        lines += rows
    _name_accounts(transfers)
    return transfers, lines


def _signed(line: PaymentRunLine) -> Decimal:
    return -line.amount if line.is_credit else line.amount - line.discount


def _line(
    run: PaymentRun,
    transfer: PaymentTransfer,
    item: OpenItem,
    choice: Choice,
    discounts: dict[UUID, dict[str, Any]],
) -> PaymentRunLine:
    amount = item.open_currency if choice.amount is None else choice.amount
    currency = run.bank_account.currency_id
    if item.account.control != Control.PAYABLE or item.currency_id != currency:
        raise WrongItem(
            _("To pay %(entry)s, choose items of suppliers in %(currency)s.")
            % {"entry": item.name, "currency": currency}
        )
    if not amount.is_finite() or amount <= 0 or amount != round_money(amount, currency):
        raise WrongItem(_("Write an amount above zero, with the decimals of its currency."))
    if amount > item.open_currency:
        raise WrongItem(
            _("To pay %(entry)s, write an amount up to %(open)s; only that is open.")
            % {"entry": item.name, "open": format_money(item.open_currency, currency)}
        )
    cut = discounts.get(item.pk)
    granted = cut if cut and run.date <= cut["last"] and amount == item.open_currency else None
    if choice.take_discount and granted is None:
        raise WrongItem(
            _("To take the discount of %(entry)s, pay it whole and within its days.")
            % {"entry": item.name}
        )
    return PaymentRunLine(
        company_id=run.company_id,
        run=run,
        transfer=transfer,
        item=item,
        amount=amount,
        discount=granted["amount"] if granted else ZERO,
        is_credit=item.side == "debit",
    )


def _name_accounts(transfers: Sequence[PaymentTransfer]) -> None:
    """Copy where each supplier is paid, as it is known now."""
    accounts = accounts_to_pay(transfer.party_id for transfer in transfers)
    for transfer in transfers:
        account = accounts.get(transfer.party_id)
        transfer.iban, transfer.bic = (account.iban, account.bic) if account else ("", "")
        party = transfer.party
        holder = (account.holder if account else "") or party.legal_name or party.name
        transfer.holder = holder[:70]


@transaction.atomic
def submit_run(*, actor: Any, pk: UUID) -> PaymentRun:
    """Hand a draft run to a second person; where suppliers are paid is copied, and nothing changes from here on.

    Raises:
        WrongStatus: it is not a draft.
        NoAccountToPay: a supplier has no account to pay to, or its name no Latin letter.
        WrongItem: something of it was settled meanwhile.
    """
    run = held(pk)
    PAYMENT_RUN_LIFECYCLE.advance(run, "submit")
    transfers = list(run.transfers.select_related("party").order_by("position"))
    _name_accounts(transfers)
    missing = [str(row.party) for row in transfers if not row.iban]
    if missing:
        raise NoAccountToPay(
            _("To submit %(run)s, give these suppliers an account to pay to: %(names)s.")
            % {"run": run, "names": ", ".join(missing[:5])}
        )
    nameless = [str(row.party) for row in transfers if not latin(row.holder, 70)]
    if nameless:
        raise NoAccountToPay(
            _("To submit %(run)s, write the account holder in Latin letters: %(names)s.")
            % {"run": run, "names": ", ".join(nameless[:5])}
        )
    require_open(run)
    PaymentTransfer.objects.bulk_update(transfers, ["iban", "bic", "holder"])
    run.submitted_by, run.note = actor, ""
    return save_step(run, actor, "submitted")


def require_open(run: PaymentRun) -> None:
    """Refuse a run of which something was settled meanwhile.

    Raises:
        WrongItem: an item has less open than the run would settle.
    """
    for line in run.lines.select_related("item__entry").order_by("pk"):
        if line.amount > line.item.open_currency:
            raise WrongItem(
                _("To pay %(run)s, take %(entry)s out of it; it was settled meanwhile.")
                % {"run": run, "entry": line.item.name}
            )


@transaction.atomic
def cancel_run(*, actor: Any, pk: UUID) -> PaymentRun:
    """Cancel a run nobody approved yet; its items are free.

    Raises:
        WrongStatus: it is approved, posted or cancelled.
    """
    run = held(pk)
    PAYMENT_RUN_LIFECYCLE.advance(run, "cancel")
    return save_step(run, actor, "cancelled")


def held(pk: UUID) -> PaymentRun:
    """Lock and return a run with its bank account."""
    rows = PaymentRun.objects.select_for_update(of=("self",)).select_related(
        "bank_account__journal__account", "bank_account__transit_journal__account"
    )
    return rows.get(company_id=company_id(), pk=pk)


def save_step(run: PaymentRun, actor: Any, event: str, **facts: Any) -> PaymentRun:
    """Store a step of a run and tell of it."""
    run.version += 1
    run._history_user = actor  # type: ignore[attr-defined]
    run.save()
    events.publish(f"bank.{event}", run, number=run.number, **facts)
    return run


def transfers_of(run: PaymentRun) -> Collection[PaymentTransfer]:
    """Return the transfers of a run in their order, with their items."""
    rows = run.transfers.select_related("party", "payment").prefetch_related("lines")
    return list(rows.order_by("position"))
