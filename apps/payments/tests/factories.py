"""Payments for tests."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from apps.companies.models import Company
from apps.core.context import company_id
from apps.invoices.models import Invoice
from apps.invoices.tests.factories import DAY, posted
from apps.ledger.models import Journal
from apps.ledger.tests.factories import account, make_party
from apps.parties.models import Party, PaymentTerm
from apps.parties.services import save_term
from apps.payments import services
from apps.payments.choices import Direction
from apps.payments.models import Match, Payment, WriteOffReason


def bank() -> Journal:
    """Return the bank journal of the company in force."""
    return Journal.objects.get(company_id=company_id(), code="BNK")


def pay(
    amount: str,
    *invoices: tuple[Invoice, str],
    direction: str = Direction.RECEIPT,
    on: date = DAY,
    currency: str = "",
    **fields: Any,
) -> Payment:
    """Return a posted payment: ``pay("150", (first, "100"), (second, "50"))``."""
    allocations: dict[UUID, Decimal] = {invoice.pk: Decimal(part) for invoice, part in invoices}
    party = (
        invoices[0][0].party if invoices else Party.objects.filter(company_id=company_id()).first()
    )
    return services.register_payment(
        actor=None,
        direction=direction,
        party=party,
        journal=bank(),
        date=on,
        amount=Decimal(amount),
        currency=currency or Company.objects.get(pk=company_id()).currency_id,
        allocations=allocations,
        **fields,
    )


def early(treatment: str = "reduced") -> PaymentTerm:
    """Return terms with 3 % within ten days."""
    found = PaymentTerm.objects.filter(company_id=company_id(), code="EARLY").first()
    return found or save_term(
        actor=None,
        term=PaymentTerm(
            code="EARLY", name="30 days, 3 % in 10", days=30,
            discount_percent=Decimal(3), discount_days=10, discount_tax=treatment,
        ),
    )  # fmt: skip


def sample_objects() -> dict[str, Any]:
    """Return a draft for the access sweep; the company has books."""
    make_party()
    draft = Payment(
        direction=Direction.RECEIPT,
        party=Party.objects.filter(company_id=company_id()).first(),
        journal=bank(),
        date=DAY,
        amount=Decimal(10),
        currency_id=Company.objects.get(pk=company_id()).currency_id,
    )
    saved = services.save_draft(actor=None, document=draft, lines=[], removed=set())
    return {"payment": saved, "invoice": posted(), "writeoffreason": make_reason()}


def make_reason(
    code: str = "SMALL", *, limit: str | None = None, on: str = "6580"
) -> WriteOffReason:
    """Return a reason that books on the account ``on``."""
    return services.save_reason(
        actor=None,
        document=WriteOffReason(
            code=code, name="Small difference", account=account(on), limit=limit and Decimal(limit)
        ),
    )


def sample_arguments() -> dict[str, dict[str, Any]]:
    """Return whose open items are matched, and a match to undo, for the access sweep."""
    make_party("SWEEP")
    invoice = posted()
    pay("100", (invoice, "100"))
    match = Match.objects.filter(company_id=company_id()).latest("id")
    return {
        "payments:match_desk": {"party": invoice.party_id},
        "payments:match_preview": {"party": invoice.party_id},
        "payments:match_undo": {"pk": match.pk},
    }
