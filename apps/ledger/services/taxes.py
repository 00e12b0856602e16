"""Keeping tax codes: what each is made of must be something that can be computed and booked."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.core.context import company_id
from apps.core.exceptions import BusinessError
from apps.core.money import ZERO
from apps.ledger.choices import TaxKind, TaxTreatment, TaxUse
from apps.ledger.models import Tax, TaxComponent
from apps.ledger.services.setup import store

FULL = 100
LONE = 2


class WrongTax(BusinessError):
    """A tax code says something that cannot be computed, booked or printed."""


@transaction.atomic
def save_tax(
    *,
    actor: Any,
    document: Tax,
    lines: Sequence[TaxComponent] = (),
    removed: Collection[UUID] = (),
) -> Tax:
    """Store a tax code with its components; documents that are posted keep what they have.

    Raises:
        CodeTaken: another tax has the code.
        WrongTax: its figure, its accounts, its reason or its components are missing or at odds.
    """
    if document.kind == TaxKind.GROUP:
        _clear_figures(document)
        _check_components(document, lines)
    elif lines:
        raise WrongTax(
            _("To put taxes into this code, let it be computed as several taxes."), field="kind"
        )
    else:
        _check_figure(document)
        _check_accounts(document)
    stored: Tax = store(actor, document, "ledger.tax_saved")
    if removed:
        stored.components.filter(pk__in=removed).delete()
    for position, line in enumerate(lines):
        line.company_id, line.group, line.position = company_id(), stored, position
        line.save()
    return stored


def _clear_figures(tax: Tax) -> None:
    tax.rate = tax.amount = ZERO
    tax.treatment = TaxTreatment.CHARGED
    tax.included = tax.compound = False
    tax.account = tax.reverse_account = tax.pending_account = None


def _check_components(tax: Tax, lines: Sequence[TaxComponent]) -> None:
    taxes = [line.tax for line in lines]
    if len({one.pk for one in taxes}) < LONE or len({one.pk for one in taxes}) < len(taxes):
        raise WrongTax(_("Put two different taxes or more into a code of several taxes."))
    for one in taxes:
        if one.kind == TaxKind.GROUP or one.use != tax.use:
            raise WrongTax(
                _("Take %(tax)s out; a code of several holds single taxes of its own use.")
                % {"tax": one}
            )
    if sum(_books_nothing(one) for one in taxes) > 1:
        raise WrongTax(_("Put one tax at most into the code that books no amount of its own."))


def _books_nothing(tax: Tax) -> bool:
    """Return whether a tax leaves only its base in the books, on the line it is on."""
    return not (tax.rate or tax.amount) or tax.deductible == 0


def _check_figure(tax: Tax) -> None:
    if tax.kind == TaxKind.PERCENT:
        tax.amount = ZERO
    else:
        tax.rate = ZERO
    uncharged = tax.treatment == TaxTreatment.EXEMPT or (
        tax.treatment == TaxTreatment.REVERSE and tax.use == TaxUse.SALE
    )
    if uncharged and (tax.rate or tax.amount):
        raise WrongTax(
            _("Write 0; nothing is charged under this code."),
            field="rate" if tax.rate else "amount",
        )
    if uncharged and not (tax.reason or tax.reason_code):
        raise WrongTax(_("Write why nothing is charged; documents must say it."), field="reason")
    if tax.treatment != TaxTreatment.CHARGED and tax.included:
        raise WrongTax(
            _("Take the mark off; only a tax that is charged can be in a price."), field="included"
        )
    if tax.deductible != FULL and tax.use != TaxUse.PURCHASE:
        raise WrongTax(
            _("Write 100; only a tax on purchases can be deducted in part."), field="deductible"
        )


def _check_accounts(tax: Tax) -> None:
    reverse = tax.treatment == TaxTreatment.REVERSE and tax.use == TaxUse.PURCHASE
    books = reverse or tax.treatment in (TaxTreatment.CHARGED, TaxTreatment.WITHHELD)
    if books and tax.account_id is None:
        raise WrongTax(_("Choose the account that takes the tax."), field="account")
    if reverse and tax.reverse_account_id is None:
        raise WrongTax(
            _("Choose the account where the tax is owed in the supplier's stead."),
            field="reverse_account",
        )
    if tax.treatment != TaxTreatment.CHARGED and tax.pending_account_id:
        raise WrongTax(
            _("Leave it empty; only a tax that is charged can wait for the payment."),
            field="pending_account",
        )
