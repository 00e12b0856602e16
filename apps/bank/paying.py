"""What a payment run may pay: the due items of suppliers, with the discounts still open on the day."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from apps.bank.models import BankAccount, PartyAccount, PaymentRun, PaymentRunLine
from apps.core.context import company_id
from apps.core.money import ZERO
from apps.ledger.choices import Control
from apps.ledger.models import OpenItem
from apps.parties.models import Party
from apps.payments.services import discountable

MOST = 500


@dataclass(frozen=True, slots=True)
class Choice:
    """An item somebody chose to pay.

    Attributes:
        amount: of its currency, what is settled of it; None is all that is open.
        take_discount: whether its early-payment discount is taken off.
    """

    item_id: UUID
    amount: Decimal | None = None
    take_discount: bool = False


@dataclass(slots=True)
class Payable:
    """An open item on offer, with its early-payment discount if it is still open on the day."""

    item: OpenItem
    discount: Decimal = ZERO
    discount_until: date | None = None

    @property
    def is_credit(self) -> bool:
        """Return whether it lowers what the supplier gets."""
        return self.item.side == "debit"

    @property
    def paper(self) -> Any:
        """Return the document behind it, if there is one."""
        return getattr(self.item.entry, "invoice", None) or getattr(
            self.item.entry, "payment", None
        )


@dataclass(slots=True)
class Payee:
    """A supplier with what is on offer, and where it is paid."""

    party: Party
    account: PartyAccount | None
    rows: list[Payable] = field(default_factory=list)


def payees(
    account: BankAccount,
    *,
    on: date,
    due_by: date,
    party: Party | None = None,
    with_discounts: bool = True,
    run: PaymentRun | None = None,
) -> list[Payee]:
    """Return whom ``account`` may pay on a day: bills due by ``due_by``, those whose discount ends, and credits.

    Items of another open run are not offered. Credits are offered of suppliers with a bill on offer.

    Args:
        run: the draft whose own items are offered as well.
    """
    rows = _offered(account, run, party)
    discounts = discountable(rows)
    found: dict[UUID, list[Payable]] = defaultdict(list)
    own = _items_of(run)
    for item in rows:
        cut = discounts.get(item.pk)
        is_open = cut is not None and on <= cut["last"]
        payable = Payable(item, cut["amount"], cut["last"]) if cut and is_open else Payable(item)
        early = with_discounts and is_open
        if payable.is_credit or item.due_date <= due_by or early or item.pk in own:
            found[item.party_id].append(payable)  # type: ignore[index]
    paid = {pk: rows for pk, rows in found.items() if not all(row.is_credit for row in rows)}
    accounts = accounts_to_pay(paid)
    people = [Payee(rows[0].item.party, accounts.get(pk), rows) for pk, rows in paid.items()]  # type: ignore[arg-type]
    return sorted(people, key=lambda payee: (payee.party.name, payee.party.pk))


def _offered(account: BankAccount, run: PaymentRun | None, party: Party | None) -> list[OpenItem]:
    """Return the open items on payable accounts in the account's currency that no other open run holds."""
    held = PaymentRunLine.objects.filter(
        company_id=company_id(), item_id=OuterRef("pk"), active=True
    )
    if run is not None:
        held = held.exclude(run_id=run.pk)
    items = OpenItem.objects.with_memo().filter(
        ~Exists(held),
        company_id=company_id(),
        account__control=Control.PAYABLE,
        currency_id=account.currency_id,
        open_currency__gt=0,
        party__isnull=False,
    )
    if party is not None:
        items = items.filter(party=party)
    items = items.select_related("entry__invoice", "entry__payment", "party")
    return list(items.order_by("due_date", "pk")[:MOST])


def _items_of(run: PaymentRun | None) -> set[UUID]:
    if run is None:
        return set()
    lines = PaymentRunLine.objects.filter(company_id=company_id(), run_id=run.pk)
    return set(lines.values_list("item_id", flat=True))


def accounts_to_pay(parties: Iterable[UUID]) -> dict[UUID, PartyAccount]:
    """Return by party the account it is paid on."""
    rows = PartyAccount.objects.filter(
        company_id=company_id(), party_id__in=list(parties), is_payable=True
    )
    return {row.party_id: row for row in rows}


def chosen_items(choices: Collection[Choice]) -> list[OpenItem]:
    """Return the items of ``choices`` with their papers, by party and due date."""
    items = OpenItem.objects.with_memo().filter(
        company_id=company_id(), pk__in=[c.item_id for c in choices]
    )
    related = ("entry__invoice", "entry__payment", "party", "account")
    return list(
        items.select_related(*related).order_by("party__name", "party_id", "due_date", "pk")
    )


def text_of(items: Iterable[OpenItem]) -> str:
    """Return what a supplier reads on its statement: its own numbers of the bills, else ours; 140 characters."""
    words: list[str] = []
    for item in items:
        paper = getattr(item.entry, "invoice", None)
        word = (paper.reference if paper else "") or item.memo or item.entry.reference
        if word and word not in words:
            words.append(word)
    text = ", ".join(words)
    return text if len(text) <= 140 else text[:137] + "..."
