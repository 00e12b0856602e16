"""Writes: parties with their addresses and contacts, payment terms."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from apps.core.context import company_id
from apps.core.events import publish
from apps.core.exceptions import BusinessError, InvalidInput, StaleVersion
from apps.parties.models import Address, Contact, Party, PaymentTerm
from apps.parties.selectors import suggest_code, tax_country
from apps.parties.tax_numbers import clean_tax_number


class CodeTaken(BusinessError):
    """Another row of the company has the code."""


class NeitherCustomerNorSupplier(BusinessError):
    """A party must be one of the two, or both."""


@transaction.atomic
def save_party(
    *,
    actor: Any,
    party: Party,
    addresses: Iterable[Address] = (),
    contacts: Iterable[Contact] = (),
    removed: Sequence[Address | Contact] = (),
) -> Party:
    """Save a new or edited party with those of its addresses and contacts that are given.

    A missing code is made from the name; the tax number is checked by its country's rule.

    Args:
        removed: addresses and contacts to delete.

    Raises:
        StaleVersion: somebody else saved the party since it was read.
        CodeTaken: another party has the code.
        NeitherCustomerNorSupplier: it is none of the two.
        InvalidInput: the tax number is wrong.
    """
    is_new = party._state.adding
    party.company_id = company_id()
    if not is_new:
        _take_version(party)
    if not (party.is_customer or party.is_supplier):
        raise NeitherCustomerNorSupplier(
            _("To save %s, say whether it is a customer, a supplier or both.") % party,
            field="is_customer",
        )
    party.code = party.code.strip().upper() or suggest_code(party.name)
    _free_code(party, party.code)
    party.tax_number = clean_tax_number(party.tax_number, tax_country(party))
    _save(actor, party)
    rows: list[Any] = [*addresses, *contacts]
    for row in rows:
        row.party = party
        _save(actor, row)
    for gone in removed:
        gone._history_user = actor  # type: ignore[union-attr]
        gone.delete()
    publish("parties.party_created" if is_new else "parties.party_changed", party, code=party.code)
    return party


@transaction.atomic
def archive_party(*, actor: Any, pk: UUID) -> Party:
    """Take a party out of the choices of new documents; what it has, stays."""
    return _set_active(actor, pk, active=False)


@transaction.atomic
def restore_party(*, actor: Any, pk: UUID) -> Party:
    """Offer an archived party again."""
    return _set_active(actor, pk, active=True)


@transaction.atomic
def save_term(*, actor: Any, term: PaymentTerm) -> PaymentTerm:
    """Save new or edited payment terms; documents that exist keep the due date they have.

    Raises:
        CodeTaken: other terms have the code.
    """
    term.company_id = company_id()
    term.code = term.code.strip().upper()
    _free_code(term, term.code)
    _save(actor, term)
    publish("parties.paymentterm_saved", term, code=term.code)
    return term


def _free_code(row: Party | PaymentTerm, code: str) -> None:
    others = (
        type(row)._default_manager.filter(company_id=company_id(), code=code).exclude(pk=row.pk)
    )
    if other := others.first():
        raise CodeTaken(
            _("To use the code %(code)s, change that of %(other)s, which has it.")
            % {"code": code, "other": other},
            field="code",
        )


def _take_version(party: Party) -> None:
    """Lock the stored row and count its version up."""
    stored = Party.objects.select_for_update().only("version").get(pk=party.pk)
    if stored.version != party.version:
        raise StaleVersion(
            _(
                "To save %s, open it again; somebody else has changed it meanwhile. What you typed is still here."
            )
            % party
        )
    party.version += 1


def _set_active(actor: Any, pk: UUID, *, active: bool) -> Party:
    party = Party.objects.select_for_update().get(pk=pk)
    if party.is_active == active:
        done = _("in use") if active else _("archived")
        raise InvalidInput(_("%(party)s is %(done)s already.") % {"party": party, "done": done})
    party.is_active = active
    party.version += 1
    _save(actor, party)
    publish("parties.party_restored" if active else "parties.party_archived", party)
    return party


def _save(actor: Any, row: models.Model) -> None:
    row.company_id = company_id()  # type: ignore[attr-defined]
    row._history_user = actor  # type: ignore[attr-defined]
    row.save()
