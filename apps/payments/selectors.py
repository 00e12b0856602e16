"""Reads of payments: what a user may see, what is open with a party, what settled what."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    CharField,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from apps.core.context import company_id
from apps.core.permissions import may
from apps.invoices.querysets import CONTROLS, ZERO_MONEY, has_open_item
from apps.ledger.choices import JournalType
from apps.ledger.models import Journal, OpenItem, line_memo
from apps.ledger.open_days import first_open_day
from apps.parties.models import Party
from apps.payments.models import Match, Payment, WriteOffReason

AREAS = ("everything",)
"""The areas of the books that posting a payment touches, whose locks bind it."""


def first_booking_day(document: Payment, user: Any) -> date | None:
    """Return the first day on which ``user`` may book a draft: its own date unless it is late."""
    return first_open_day(actor=user, on=document.date, areas=AREAS)


def visible_payments(user: Any) -> QuerySet[Payment]:
    """Return the payments ``user`` may see, newest first, with ``open_amount``: what is still on account."""
    if not may(user, "payments.view_payment"):
        return Payment.objects.none()
    item = OpenItem.objects.filter(
        company_id=OuterRef("company_id"),
        entry_id=OuterRef("entry_id"),
        account__control__in=CONTROLS,
    )
    rows = Payment.objects.filter(company_id=company_id()).select_related(
        "party", "journal", "entry"
    )
    return rows.annotate(
        open_item_id=Subquery(item.values("pk")[:1]),
        open_amount=Case(
            When(
                status="posted",
                then=Coalesce(Subquery(item.values("open_currency")[:1]), ZERO_MONEY),
            ),
            default=ZERO_MONEY,
        ),
        settlement=Case(
            When(~Q(status="posted"), then=F("status")),
            When(open_amount=0, then=Value("matched")),
            When(open_amount__lt=F("amount"), then=Value("partial")),
            default=Value("on_account"),
            output_field=CharField(),
        ),
    ).order_by("-date", "-pk")


def visible_reasons(user: Any) -> QuerySet[WriteOffReason]:
    """Return the write-off reasons of the company, for those who may see them."""
    if not may(user, "payments.view_writeoffreason"):
        return WriteOffReason.objects.none()
    reasons = WriteOffReason.objects.filter(company_id=company_id())
    return reasons.select_related("account").order_by("code", "-pk")


def reasons_in_use() -> QuerySet[WriteOffReason]:
    """Return the reasons something may be written off for."""
    reasons = WriteOffReason.objects.filter(company_id=company_id(), is_active=True)
    return reasons.select_related("account").order_by("code", "pk")


def open_items(party_id: UUID, *, currency: str = "") -> QuerySet[OpenItem]:
    """Return what is open with a party on receivable and payable accounts, the oldest due first."""
    items = OpenItem.objects.with_memo().filter(
        company_id=company_id(), party_id=party_id, open_amount__gt=0, account__control__in=CONTROLS
    )
    items = items.filter(currency_id=currency) if currency else items
    return items.select_related("entry", "account").order_by("due_date", "pk")


def items_of_entries(entry_ids: Iterable[UUID]) -> dict[UUID, list[OpenItem]]:
    """Return, per entry, its items on receivable and payable accounts, the first due first: instalments are several."""
    items = OpenItem.objects.filter(
        company_id=company_id(), entry_id__in=list(entry_ids), account__control__in=CONTROLS
    )
    found: dict[UUID, list[OpenItem]] = defaultdict(list)
    for item in items.order_by("due_date", "pk"):
        found[item.entry_id].append(item)
    return found


def matches_of(entry_id: UUID) -> list[Match]:
    """Return what settles the receivable or payable line of an entry, with the other side, oldest first.

    Matches that were undone, and those that undid them, are left out. Each has ``other``: the item across.
    """
    rows = Match.objects.filter(
        Q(debit_item__entry_id=entry_id) | Q(credit_item__entry_id=entry_id),
        company_id=company_id(),
        reverses__isnull=True,
        reversal__isnull=True,
    )
    matches = list(
        with_memos(rows.select_related("debit_item__entry", "credit_item__entry")).order_by(
            "date", "pk"
        )
    )
    for match in matches:
        take_memos(match)
        is_debit = match.debit_item.entry_id == entry_id
        match.other = match.credit_item if is_debit else match.debit_item
    return matches


def with_memos(matches: Any) -> Any:
    """Annotate matches with the memos of the lines they settle; ``take_memos`` hands them to the items."""
    return matches.annotate(
        debit_memo=line_memo("debit_item_id"), credit_memo=line_memo("credit_item_id")
    )


def take_memos(match: Any) -> None:
    """Let the items of an annotated match know their memos."""
    match.debit_item.memo, match.credit_item.memo = match.debit_memo, match.credit_memo


def money_journals() -> QuerySet[Journal]:
    """Return the bank and cash journals in use that name their account."""
    kinds = [JournalType.BANK, JournalType.CASH]
    journals = Journal.objects.filter(
        company_id=company_id(), type__in=kinds, is_active=True, account__isnull=False
    )
    return journals.select_related("account").order_by("code", "pk")


def journals_for(currency: str) -> QuerySet[Journal]:
    """Return the bank and cash journals that take money of a currency, those kept in it first."""
    takes = money_journals().filter(
        Q(account__currency__isnull=True) | Q(account__currency=currency)
    )
    return takes.order_by(F("account__currency").asc(nulls_last=True), "code", "pk")


def settled_between(debit_id: UUID, credit_id: UUID) -> Decimal:
    """Return what two items settle of each other, in their currency."""
    rows = Match.objects.filter(
        company_id=company_id(), debit_item_id=debit_id, credit_item_id=credit_id
    )
    return sum(rows.values_list("amount_currency", flat=True), Decimal(0))


def items_on_desk(party_id: UUID) -> list[OpenItem]:
    """Return what is open with a party, with the papers behind it, the oldest due first."""
    items = open_items(party_id).filter(open_currency__gt=0)
    return list(items.select_related("entry__invoice", "entry__payment", "account"))


def recent_matches(party_id: UUID, *, limit: int = 20) -> list[Match]:
    """Return the last matches of a party that were not undone, newest first; exchange differences go with theirs."""
    rows = Match.objects.filter(
        company_id=company_id(),
        debit_item__party_id=party_id,
        reverses__isnull=True,
        reversal__isnull=True,
        amount_currency__gt=0,
    )
    related = [
        f"{side}_item__entry__{paper}"
        for side in ("debit", "credit")
        for paper in ("invoice", "payment")
    ]
    related.append("clearing__write_off")
    rows = with_memos(rows.select_related("debit_item", *related))
    found = list(rows.order_by("-date", "-pk")[:limit])
    for match in found:
        take_memos(match)
    return found


def parties_to_match() -> QuerySet[Party]:
    """Return the parties with something open on both sides, with ``owed`` and ``owing`` in company currency.

    The sides may be of two accounts: what a party owes can be netted with what it is owed.
    """
    parties = Party.objects.filter(company_id=company_id()).annotate(
        owed=_open_sum("debit"), owing=_open_sum("credit")
    )
    return parties.filter(owed__gt=0, owing__gt=0).order_by("name", "pk")


def _open_sum(side: str) -> Subquery:
    """Return what is open on one side with the party of the outer query, in company currency."""
    items = OpenItem.objects.filter(
        company_id=company_id(),
        party_id=OuterRef("pk"),
        open_amount__gt=0,
        account__control__in=CONTROLS,
        side=side,
    )
    sums = items.order_by().values("party_id").annotate(total=Sum("open_amount"))
    return Subquery(sums.values("total"))


def invoice_options(visible: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Return at most 20 of the ``visible`` documents that are open, by number, reference or party."""
    rows = visible.filter(Q(has_open_item()), status="posted")
    for word in text.split()[:4]:
        rows = rows.filter(
            Q(number__icontains=word)
            | Q(reference__icontains=word)
            | Q(party__name__icontains=word)
        )
    return rows.order_by("due_date", "pk")[:20]


def papers_settled_by(payment: Payment) -> list[dict[str, Any]]:
    """Return what a posted payment settled, oldest first: day, the paper across, amount, exchange difference."""
    if payment.entry_id is None:
        return []
    rows = []
    for match in matches_of(payment.entry_id):
        difference = match.amount if not match.amount_currency else Decimal(0)
        rows.append(
            {
                "pk": match.pk,
                "date": match.date,
                "paper": match.other.paper,  # type: ignore[attr-defined]
                "amount": match.amount_currency,
                "difference": difference,
            }
        )
    return rows
