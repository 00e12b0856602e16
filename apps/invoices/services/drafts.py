"""Drafts of invoices: made, saved, priced, cancelled."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.companies.selectors import company_in_force, country_names, rate_on
from apps.core import events
from apps.core.context import company_id
from apps.core.drafts import store_draft
from apps.core.exceptions import BusinessError, InvalidInput
from apps.core.money import LIMIT, ZERO
from apps.core.retry import in_tx
from apps.invoices.choices import (
    BILL_KINDS,
    INVOICE_LIFECYCLE,
)
from apps.invoices.discounts import early_terms
from apps.invoices.models import Bill, Invoice, InvoiceLine
from apps.invoices.selectors import tax_discount_of, totals_of
from apps.ledger import services as ledger
from apps.ledger.choices import Purpose
from apps.ledger.models import Account, Tax
from apps.ledger.selectors import TaxCodes, tax_codes
from apps.ledger.taxes import Totals
from apps.parties.models import Address, Party, PaymentTerm
from apps.products.analysis import take_dimensions
from apps.products.choices import ProductKind
from apps.products.models import Product, Unit
from apps.products.selectors import preferred_numbers


class WrongParty(BusinessError):
    """The party is not a customer, or not a supplier, or archived."""


@dataclass(frozen=True, slots=True)
class InvoiceLineDraft:
    """A line of an invoice to be made by ``draft_invoice``.

    Attributes:
        account: None is the product category's, else the company's default.
        unit_price: of ``unit``, in the invoice's currency, before ``discount`` percent.
        dimensions: value id by dimension id; the entry's line carries them.
        their_number: what the party calls the product, of the order's line.
        asks_ahead: the line asks for a down payment; ``down_payment`` is one that it takes off.
    """

    description: str
    quantity: Decimal
    unit_price: Decimal
    product: Product | None = None
    unit: Unit | None = None
    discount: Decimal = ZERO
    tax: Tax | None = None
    account: Account | None = None
    origin_line_id: UUID | None = None
    dimensions: Mapping[str, str] = field(default_factory=dict)
    their_number: str = ""
    asks_ahead: bool = False
    down_payment: InvoiceLine | None = None

    def row(self) -> InvoiceLine:
        """Return the line this draft becomes."""
        line = InvoiceLine(
            product=self.product,
            description=self.description[:250],
            account=self.account,
            quantity=self.quantity,
            unit=self.unit,
            unit_price=self.unit_price,
            discount=self.discount,
            tax=self.tax,
            dimensions=dict(self.dimensions),
            their_number=self.their_number,
            origin_line_id=self.origin_line_id,
            down_payment=self.down_payment,
        )
        if self.asks_ahead:
            line.down_payment_id = line.pk
        return line


@in_tx
def draft_invoice(
    *,
    actor: Any,
    kind: str,
    party: Party,
    date: date,
    currency: str,
    lines: Sequence[InvoiceLineDraft] = (),
    term: PaymentTerm | None = None,
    reference: str = "",
    delivery_address: str = "",
    notes: str = "",
    tax_rounding: str = "",
    origin_type: str = "",
    origin_id: UUID | None = None,
) -> Invoice:
    """Store a new draft, in a number of statements that does not grow with its lines; see ``save_draft``."""
    document = Invoice(
        kind=kind,
        party=party,
        date=date,
        currency_id=currency,
        term=term or (party.customer_term if kind not in BILL_KINDS else party.supplier_term),
        reference=reference,
        delivery_address=delivery_address,
        notes=notes,
        tax_rounding=tax_rounding,
        origin_type=origin_type,
        origin_id=origin_id,
    )
    rows = [line.row() for line in lines]
    return save_draft(actor=actor, document=document, lines=rows)


@in_tx
def save_draft(
    *, actor: Any, document: Invoice, lines: Sequence[InvoiceLine], removed: Collection[UUID] = ()
) -> Invoice:
    """Store a draft with its lines, priced and totalled; accounts left empty are chosen.

    Raises:
        WrongParty: the party is not an active customer (supplier).
        MissingRate: the currency has no exchange rate on that day.
        InvalidInput: an amount is beyond what can be kept, or the due day is before the date.
        StaleVersion: somebody else saved it meanwhile.
        WrongStatus: it is posted.
    """
    document.__class__ = Invoice
    _check_party(document)
    if document.due_date and document.due_date < document.date:
        raise InvalidInput(
            _("Choose a due day on or after the date of the document."), field="due_date"
        )
    _keep_down_payments(lines)
    _fill_in(document, lines)
    take_dimensions((line for line in lines if _is_free(line)), document.party)
    _take_their_numbers(document, lines)
    price_draft(document, lines)
    document._history_user = actor  # type: ignore[attr-defined]
    store_draft(document, lines, removed, parent="invoice")
    return typed(document)


def _take_their_numbers(document: Invoice, lines: Sequence[InvoiceLine]) -> None:
    """Name products as the party does on lines that stand for themselves; those of an order say it already."""
    own: list[Any] = [
        line for line in lines if _is_free(line) and line.product_id and not line.credits_id
    ]
    if own:
        named = preferred_numbers(document.party_id, [line.product_id for line in own])
        for line in own:
            line.their_number = named.get(line.product_id, "")


def price_draft(document: Invoice, lines: Sequence[InvoiceLine]) -> Totals:
    """Set rate, rounding, nets and totals of a draft, as it is stored and as its form shows while it is typed.

    Raises:
        MissingRate: the currency has no exchange rate on that day.
        InvalidInput: an amount is beyond what can be kept, or the total is below zero.
    """
    document.company_id = company_id()
    document.tax_rounding = document.tax_rounding or company_in_force().tax_rounding
    document.rate = rate_on(document.currency_id, document.date)
    return price(document, lines, tax_codes(line.tax for line in lines))


def typed(document: Invoice) -> Invoice:
    """Return ``document`` as what its kind says: a supplier's becomes a ``Bill``, whose screens differ.

    Rows are written as ``Invoice``: django-simple-history records that class alone.
    """
    document.__class__ = Bill if document.kind in BILL_KINDS else Invoice
    return document


def _check_party(document: Invoice) -> None:
    party = document.party
    is_bill = document.kind in BILL_KINDS
    if party.is_active and (party.is_supplier if is_bill else party.is_customer):
        return
    wanted = _("supplier") if is_bill else _("customer")
    raise WrongParty(
        _("To save the document, choose a %(wanted)s; %(party)s is not an active one.")
        % {"wanted": wanted, "party": party},
        field="party",
    )


def _is_free(line: InvoiceLine) -> bool:
    """Return whether a line stands for itself: made of no order and about no down payment."""
    return line.origin_line_id is None and line.down_payment_id is None


def _keep_down_payments(lines: Sequence[InvoiceLine]) -> None:
    """Keep account and tax of lines about a down payment, whatever was typed: it comes off as it was asked for."""
    named = {line.down_payment_id for line in lines if line.down_payment_id}
    if not named:
        return
    rows = InvoiceLine.objects.filter(company_id=company_id(), pk__in=named)
    stored = rows.select_related("account", "tax").in_bulk()
    for line in lines:
        if asked := stored.get(line.down_payment_id):
            line.account, line.tax = asked.account, asked.tax
            line.product, line.unit, line.discount = None, None, ZERO


def _fill_in(document: Invoice, lines: Sequence[InvoiceLine]) -> None:
    """Set what was left empty: language, address, accounts, descriptions, units."""
    document.language = document.language or document.party.language
    if not document.billing_address:
        document.billing_address = _billing_address(document.party)
    needy = [line for line in lines if line.account_id is None]
    wanted = (
        [Purpose.UNBILLED, Purpose.EXPENSE] if document.kind in BILL_KINDS else [Purpose.REVENUE]
    )
    defaults = ledger.default_accounts(*wanted) if needy else {}
    for line in needy:
        line.account = _account_of(line, document.kind, defaults)
    for line in lines:
        if line.product_id and not line.description:
            line.description = line.product.name_in(document.language)  # type: ignore[union-attr]
        if line.product_id and line.unit_id is None:
            line.unit_id = line.product.unit_id  # type: ignore[union-attr]


def _account_of(line: InvoiceLine, kind: str, defaults: dict[str, Account]) -> Account:
    """Return the account a line is for; goods that are bought clear what their receipt left to be billed."""
    product = line.product
    if kind not in BILL_KINDS:
        chosen = product.category.revenue_account if product else None
        return chosen or ledger.account_for(Purpose.REVENUE, defaults)
    if product and product.kind == ProductKind.GOODS:
        return ledger.account_for(Purpose.UNBILLED, defaults)
    chosen = product.category.expense_account if product else None
    return chosen or ledger.account_for(Purpose.EXPENSE, defaults)


def _billing_address(party: Party) -> str:
    addresses = Address.objects.filter(company_id=company_id(), party=party).order_by(
        "-is_billing", "pk"
    )
    address = addresses.first()
    if address is None:
        return ""
    country = country_names(party.language).get(address.country)
    return "\n".join(address.lines(country))


def price(document: Invoice, lines: Sequence[InvoiceLine], codes: TaxCodes) -> Totals:
    """Set the net of every line and the totals of the document."""
    totals = totals_of(document, lines, codes)
    for line, net in zip(lines, totals.nets, strict=True):
        line.net = net
    if any(
        abs(amount) >= LIMIT
        for amount in (totals.net, totals.tax, totals.total, *(line.net for line in lines))
    ):
        raise InvalidInput(
            _("Lower the quantities or prices; an amount reaches 1,000,000,000,000,000.")
        )
    if totals.total < 0:
        raise InvalidInput(
            _("Raise the quantities or make a credit note; the total is below zero.")
        )
    document.net, document.tax, document.total = totals.net, totals.tax, totals.total
    document.withheld, document.tax_discount = totals.withheld, tax_discount_of(document)
    document.discount_percent, document.discount_days, document.discount_tax = early_terms(document)
    return totals


def locked(pk: UUID) -> Invoice:
    """Lock and return a document with what every command needs of it."""
    rows = Invoice.objects.select_for_update(of=("self",)).select_related("party", "term")
    return rows.get(pk=pk)


@transaction.atomic
def cancel_invoice(*, actor: Any, pk: UUID) -> Invoice:
    """Cancel a draft; it keeps no number.

    Raises:
        WrongStatus: it is not a draft.
    """
    document = locked(pk)
    INVOICE_LIFECYCLE.advance(document, "cancel")
    document.version += 1
    document._history_user = actor  # type: ignore[attr-defined]
    document.save(update_fields=["status", "version"])
    events.publish("invoices.cancelled", document, kind=document.kind)
    return typed(document)
