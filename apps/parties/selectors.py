"""Reads: the parties a user may see, who looks like a duplicate, what is open with one."""

import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    DecimalField,
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

from apps.access.permissions import may
from apps.companies.models import Company
from apps.core.context import company_id
from apps.parties.models import Address, Party, PaymentTerm

OPTIONS = 20


@dataclass(frozen=True, slots=True)
class OpenBalance:
    """What is unsettled with a party, company currency: they owe us, we owe them."""

    receivable: Decimal
    payable: Decimal

    @property
    def balance(self) -> Decimal:
        """Return the net; positive when they owe us."""
        return self.receivable - self.payable


def visible_parties(user: Any) -> QuerySet[Party]:
    """Return the parties ``user`` may see, with ``city`` of the first address."""
    if not may(user, "parties.view_party"):
        return Party.objects.none()
    addresses = Address.objects.filter(
        company_id=OuterRef("company_id"), party=OuterRef("pk")
    ).order_by("pk")
    parties = Party.objects.filter(company_id=company_id()).select_related(
        "customer_term", "supplier_term"
    )
    return parties.annotate(
        city=Coalesce(Subquery(addresses.values("city")[:1]), Value(""))
    ).order_by("name", "pk")


def visible_customers(user: Any) -> QuerySet[Party]:
    """Return the customers ``user`` may see."""
    return visible_parties(user).filter(is_customer=True)


def visible_suppliers(user: Any) -> QuerySet[Party]:
    """Return the suppliers ``user`` may see."""
    return visible_parties(user).filter(is_supplier=True)


def visible_terms(user: Any) -> QuerySet[PaymentTerm]:
    """Return the payment terms ``user`` may see."""
    if not may(user, "parties.view_paymentterm"):
        return PaymentTerm.objects.none()
    return PaymentTerm.objects.filter(company_id=company_id()).order_by("days", "code", "pk")


def search_parties(parties: QuerySet[Party], text: str) -> QuerySet[Party]:
    """Narrow ``parties`` to those whose code, name, tax number, e-mail or city holds ``text``."""
    wanted = text.strip()
    if not wanted:
        return parties
    number = wanted.replace(" ", "")
    return parties.filter(
        Q(code__icontains=wanted)
        | Q(name__icontains=wanted)
        | Q(legal_name__icontains=wanted)
        | Q(name_i18n__fr__icontains=wanted)
        | Q(name_i18n__ar__icontains=wanted)
        | Q(tax_number__icontains=number)
        | Q(email__icontains=wanted)
    )


def party_options(user: Any, text: str, *, kind: str = "") -> QuerySet[Party]:
    """Return at most 20 parties in use for an autocomplete; ``kind`` is ``customer``, ``supplier`` or "" for both."""
    parties = {"customer": visible_customers, "supplier": visible_suppliers}.get(
        kind, visible_parties
    )(user)
    return search_parties(parties.filter(is_active=True), text)[:OPTIONS]


def lookalikes(party: Party) -> QuerySet[Party]:
    """Return other parties with the same tax number, the same name or the same e-mail address."""
    same = Q(pk__in=[])
    if party.tax_number:
        same |= Q(tax_number=party.tax_number)
    if party.name:
        same |= Q(name__iexact=party.name)
    if party.email:
        same |= Q(email__iexact=party.email)
    return (
        Party.objects.filter(same, company_id=company_id())
        .exclude(pk=party.pk)
        .order_by("code")[:5]
    )


def suggest_code(name: str) -> str:
    """Return a free code for a party called ``name``: its first letters, and a number when they are taken."""
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    base = "".join(letter for letter in folded.upper() if letter.isalnum())[:5] or "P"
    parties = Party.objects.filter(company_id=company_id(), code__startswith=base)
    taken = set(parties.values_list("code", flat=True))
    candidates = (f"{base}{number or ''}" for number in range(len(taken) + 1))
    return next(code for code in candidates if code not in taken)


def tax_country(party: Party) -> str:
    """Return the country whose rule the party's tax number follows: its own, else the company's."""
    return party.country or Company.objects.values_list("country", flat=True).get(pk=company_id())


def open_balance(party_id: UUID) -> OpenBalance:
    """Return what is open with a party: what debits and credits on matched accounts still wait for settlement."""
    zero = Value(Decimal(0), output_field=DecimalField(max_digits=20, decimal_places=4))
    return OpenBalance(
        **Party.objects.filter(company_id=company_id(), pk=party_id).aggregate(
            receivable=Coalesce(
                Sum("open_items__open_amount", filter=Q(open_items__side="debit")), zero
            ),
            payable=Coalesce(
                Sum("open_items__open_amount", filter=Q(open_items__side="credit")), zero
            ),
        )
    )


def open_items(party: Party, *, limit: int = 20) -> list[Any]:
    """Return the oldest open items of a party, each with its entry and ``signed``: positive when they owe us."""
    rows: Any = party.open_items
    signed = Case(When(side="debit", then=F("open_amount")), default=-F("open_amount"))
    items = (
        rows.with_memo().filter(open_amount__gt=0).select_related("entry").annotate(signed=signed)
    )
    return list(items.order_by("due_date", "pk")[:limit])
