"""Reconciling: movements become payments, entries and matches in one act, joined with the ledger."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.bank.choices import RECONCILIATION_LIFECYCLE
from apps.bank.identity import bare
from apps.bank.models import (
    BankAccount,
    BankStatementLine,
    PartyAccount,
    ReconciledLine,
    ReconciledPosting,
    Reconciliation,
)
from apps.bank.parts import AccountPart, Parts
from apps.companies.selectors import company_in_force, rate_on
from apps.core import events
from apps.core.context import company_id
from apps.core.exceptions import BusinessError
from apps.core.formatting import format_money
from apps.core.ids import uuid7
from apps.core.money import ZERO, round_money
from apps.ledger import services as ledger
from apps.ledger.choices import Purpose, TaxKind, TaxTreatment
from apps.ledger.models import Account, Entry, EntryLine, OpenItem, Tax
from apps.parties.models import Party
from apps.payments import services as payments
from apps.payments.choices import Direction
from apps.payments.models import Match, Payment

SOURCE: Final = "bank.reconciliation"
HUNDRED: Final = Decimal(100)


class AlreadyReconciled(BusinessError):
    """A movement or an entry line is accounted for."""


class NotBalanced(BusinessError):
    """What was chosen does not come to the movements."""


class WrongPart(BusinessError):
    """A chosen part cannot be used here."""


@dataclass(slots=True)
class _Work:
    """One reconciliation while it is made."""

    actor: Any
    account: BankAccount
    lines: list[BankStatementLine]
    on: date
    reconciliation: Reconciliation
    own_currency: str
    postings: list[EntryLine] = field(default_factory=list)
    payments: list[UUID] = field(default_factory=list)
    matches: list[UUID] = field(default_factory=list)

    def amount_of(self, line: EntryLine) -> Decimal:
        """Return what a line moves, in the bank account's currency."""
        if self.account.currency_id == self.own_currency:
            return line.debit - line.credit
        return line.amount_currency

    def take(self, entry_id: UUID) -> None:
        """Count the lines an entry has on the bank's ledger account."""
        rows = EntryLine.objects.filter(
            company_id=company_id(), entry_id=entry_id, account_id=self.account.account_id
        )
        self.postings += list(rows.order_by("line_no"))


@transaction.atomic
def reconcile(
    *,
    actor: Any,
    pk: UUID,
    line_ids: Collection[UUID],
    parts: Parts,
    opening: Decimal = ZERO,
    rule_id: UUID | None = None,
) -> Reconciliation:
    """Account for movements of the bank account ``pk``: by what is booked, by what is open, by accounts.

    Open items become a payment per party and currency, accounts one entry; both through the bank's journal. All
    of it comes to the movements, or nothing is done. The account's row is held meanwhile.

    Args:
        opening: what of the balance before the first statement is accounted for as well.

    Raises:
        AlreadyReconciled: a movement, or an entry line, is accounted for.
        NotBalanced: what was chosen comes to another sum.
        WrongPart: see the texts; and whatever payments and the ledger refuse.
    """
    account = BankAccount.objects.select_for_update(of=("self",)).select_related(
        "journal__account", "account"
    )
    held = account.get(company_id=company_id(), pk=pk)
    lines = _lines(held, line_ids)
    day = max((line.date for line in lines), default=company_in_force().today())
    reconciliation = Reconciliation(
        id=uuid7(), company_id=company_id(), bank_account=held, date=day, actor=actor,
        opening_amount=opening, rule_id=rule_id,
    )  # fmt: skip
    work = _Work(actor, held, lines, day, reconciliation, company_in_force().currency_id)
    _take_postings(work, parts.postings)
    _settle_items(work, parts)
    _put_on_account(work, parts)
    _book(work, parts, sum((line.amount for line in lines), opening))
    _store(work)
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


def _take_postings(work: _Work, ids: Sequence[UUID]) -> None:
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


def _settle_items(work: _Work, parts: Parts) -> None:
    """Pay the chosen open items, one payment per party, account and currency."""
    wanted = {part.item_id: part.amount for part in parts.items}
    items = OpenItem.objects.filter(company_id=company_id(), pk__in=wanted, party__isnull=False)
    items = items.select_related("entry__invoice", "account", "party").order_by("due_date", "pk")
    groups: dict[tuple[Any, ...], list[OpenItem]] = defaultdict(list)
    for item in items:
        groups[item.party_id, item.account_id, item.currency_id].append(item)
    if sum(map(len, groups.values())) != len(wanted):
        raise WrongPart(_("To reconcile, choose items that are still open."))
    for group in groups.values():
        amounts = {item.pk: _wanted(item, wanted[item.pk]) for item in group}
        _settle_group(work, group, amounts)


def _wanted(item: OpenItem, amount: Decimal | None) -> Decimal:
    part = item.open_currency if amount is None else amount
    if part <= 0 or part > item.open_currency or part != round_money(part, item.currency_id):
        raise WrongPart(
            _("To settle %(entry)s, write an amount up to %(open)s; only that is open.")
            % {
                "entry": item.entry,
                "open": format_money(item.open_currency, item.currency_id),
            }
        )
    return part


def _settle_group(work: _Work, group: Sequence[OpenItem], left: dict[UUID, Decimal]) -> None:
    """Set both sides off against each other, and pay what is left of the larger one."""
    debits = [item for item in group if item.side == "debit"]
    against = [item for item in group if item.side == "credit"]
    pairs = []
    for debit in debits:
        for credit in against:
            part = min(left[debit.pk], left[credit.pk])
            if part > 0:
                pairs.append(payments.Pair(debit.pk, credit.pk, part))
                left[debit.pk] -= part
                left[credit.pk] -= part
    if pairs:
        matched = payments.match_pairs(actor=work.actor, pairs=pairs, on=work.on)
        work.matches += [match.pk for match in matched if match.amount_currency]
    rest = [item for item in group if left[item.pk] > 0]
    if rest:
        _pay(work, rest, left)


def _pay(work: _Work, rest: Sequence[OpenItem], left: dict[UUID, Decimal]) -> None:
    first = rest[0]
    papers = [getattr(item.entry, "invoice", None) for item in rest]
    by_invoice = all(paper is not None for paper in papers)
    payment = payments.register_payment(
        actor=work.actor,
        direction=Direction.RECEIPT if first.side == "debit" else Direction.DISBURSEMENT,
        party=first.party,  # type: ignore[arg-type]
        journal=work.account.journal,
        date=work.on,
        amount=sum((left[item.pk] for item in rest), ZERO),
        currency=first.currency_id,
        allocations={p.pk: left[i.pk] for p, i in zip(papers, rest, strict=True)}  # type: ignore[union-attr]
        if by_invoice
        else None,
        reference=_reference(work),
    )
    if not by_invoice:
        _match_by_hand(work, payment, rest, left)
    _count(work, payment)


def _match_by_hand(
    work: _Work, payment: Payment, rest: Sequence[OpenItem], left: dict[UUID, Decimal]
) -> None:
    """Match items that are no invoice's with a payment that went on account."""
    assert payment.entry_id is not None
    own = OpenItem.objects.get(
        company_id=company_id(), entry_id=payment.entry_id, party=payment.party
    )
    if own.account_id != rest[0].account_id:
        raise WrongPart(
            _("To settle %(entry)s, choose it among the payments; it goes through another account.")
            % {"entry": rest[0].entry}
        )
    pairs = [
        payments.Pair(item.pk, own.pk, left[item.pk])
        if own.side == "credit"
        else payments.Pair(own.pk, item.pk, left[item.pk])
        for item in rest
    ]
    payments.match_pairs(actor=work.actor, pairs=pairs, on=work.on)


def _put_on_account(work: _Work, parts: Parts) -> None:
    if not parts.on_account:
        return
    if parts.party_id is None:
        raise WrongPart(_("To put money on account, choose whose it is."), field="party")
    party = Party.objects.get(company_id=company_id(), pk=parts.party_id)
    payment = payments.register_payment(
        actor=work.actor,
        direction=Direction.RECEIPT if parts.on_account > 0 else Direction.DISBURSEMENT,
        party=party,
        journal=work.account.journal,
        date=work.on,
        amount=abs(parts.on_account),
        currency=work.account.currency_id,
        reference=_reference(work),
    )
    _count(work, payment)


def _count(work: _Work, payment: Payment) -> None:
    assert payment.entry_id is not None
    work.payments.append(payment.pk)
    work.take(payment.entry_id)


def _reference(work: _Work) -> str:
    line = work.lines[0] if work.lines else None
    return (line.end_to_end or line.reference or line.text)[:60] if line else ""


def _book(work: _Work, parts: Parts, wanted: Decimal) -> None:
    """Book the account parts; what is left over must be nothing, or an exchange difference."""
    booked = sum((work.amount_of(line) for line in work.postings), ZERO)
    accounts = list(parts.accounts)
    left = wanted - booked - sum((part.amount for part in accounts), ZERO)
    if left and parts.exchange:
        purpose = Purpose.EXCHANGE_GAIN if left > 0 else Purpose.EXCHANGE_LOSS
        accounts.append(AccountPart(ledger.default_account(purpose).pk, left))
        left = ZERO
    if left:
        raise NotBalanced(
            _("To reconcile, choose what comes to %(wanted)s; %(left)s is left over.")
            % {
                "wanted": format_money(wanted, work.account.currency_id),
                "left": format_money(left, work.account.currency_id),
            }
        )
    if accounts:
        _post(work, accounts)


def _post(work: _Work, accounts: Sequence[AccountPart]) -> None:
    """Post one entry: the sum on the bank, each part on its account, with the tax that is in it."""
    found = Account.objects.filter(company_id=company_id()).in_bulk(
        {part.account_id for part in accounts}
    )
    taxes = Tax.objects.filter(company_id=company_id()).select_related("account")
    by_id = taxes.in_bulk({part.tax_id for part in accounts if part.tax_id})
    currency, own = work.account.currency_id, work.own_currency
    rate = rate_on(currency, work.on)
    postings = []
    for part in accounts:
        account = found.get(part.account_id)
        if account is None or account.control or account.pk == work.account.account_id:
            raise WrongPart(
                _(
                    "To book a part of it, choose an account that no sub-ledger keeps; not %(account)s."
                )
                % {"account": account or "–"}
            )
        if part.amount != round_money(part.amount, currency):
            raise WrongPart(_("Write amounts with the decimals of %(c)s.") % {"c": currency})
        tax = _plain_tax(by_id.get(part.tax_id)) if part.tax_id else None
        net = part.amount
        if tax is not None and tax.rate:
            net = round_money(part.amount * HUNDRED / (HUNDRED + tax.rate), currency)
        base = -round_money(net * rate, own)
        shared: dict[str, Any] = {"currency": currency, "rate": rate, "memo": part.memo}
        postings.append(ledger.Posting(account, base, amount_currency=-net, **shared))
        if tax is not None and part.amount != net:
            amount = part.amount - net
            postings.append(
                ledger.Posting(
                    tax.account_id,  # type: ignore[arg-type] # a plain tax has one
                    -round_money(amount * rate, own),
                    amount_currency=-amount,
                    tax=tax,
                    tax_base=base,
                    **shared,
                )
            )
    total = sum((part.amount for part in accounts), ZERO)
    bank = -sum((posting.amount for posting in postings), ZERO)
    first = ledger.Posting(
        work.account.account, bank, currency=currency, amount_currency=total, rate=rate
    )
    entry = ledger.post_entry(
        actor=work.actor,
        journal=work.account.journal,
        on=work.on,
        postings=[first, *postings],
        source_type=SOURCE,
        source_id=work.reconciliation.pk,
        reference=_reference(work),
        memo=" ".join(f"{line.name} {line.text}".strip() for line in work.lines[:3])[:250],
    )
    work.take(entry.pk)


def _plain_tax(tax: Tax | None) -> Tax | None:
    """Return ``tax`` if a gross amount says what the tax in it is; others need a bill."""
    if tax is None or (
        tax.kind == TaxKind.PERCENT
        and tax.treatment == TaxTreatment.CHARGED
        and tax.deductible == HUNDRED
        and tax.account_id is not None
        and tax.pending_account_id is None
    ):
        return tax
    raise WrongPart(
        _("Choose a tax of one percentage, charged and wholly deductible; not %(tax)s.")
        % {"tax": tax}
    )


def _store(work: _Work) -> None:
    reconciliation = work.reconciliation
    if not work.postings:
        raise NotBalanced(_("To reconcile, choose what the movement is."))
    reconciliation.line_count, reconciliation.posting_count = len(work.lines), len(work.postings)
    reconciliation.payments = [str(pk) for pk in work.payments]
    reconciliation.matches = [str(pk) for pk in work.matches]
    reconciliation.save(force_insert=True)
    shared = {"company_id": reconciliation.company_id, "reconciliation": reconciliation}
    ReconciledLine.objects.bulk_create(
        ReconciledLine(**shared, line=line, position=place)
        for place, line in enumerate(work.lines, 1)
    )
    ReconciledPosting.objects.bulk_create(
        ReconciledPosting(**shared, posting=posting, position=place)
        for place, posting in enumerate(work.postings, 1)
    )


def _learn(work: _Work, parts: Parts) -> None:
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
    work = _Work(actor, account, [], on, reconciliation, company_in_force().currency_id)
    work.take(entry_id)
    mirror = Entry.objects.get(company_id=company_id(), reverses_id=entry_id)
    work.take(mirror.pk)
    if work.postings:
        _store(work)
