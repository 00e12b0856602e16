"""Writes: parties with their addresses and contacts, payment terms."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from apps.core.context import company_id
from apps.core.events import publish
from apps.core.exceptions import BusinessError, InvalidInput, StaleVersion
from apps.core.money import ZERO
from apps.parties.choices import InstalmentKind
from apps.parties.models import Address, Contact, Party, PaymentTerm, PaymentTermLine
from apps.parties.selectors import suggest_code, tax_country
from apps.parties.tax_numbers import clean_tax_number
from apps.parties.terms import HUNDRED


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
def save_term(
    *,
    actor: Any,
    term: PaymentTerm,
    lines: Sequence[PaymentTermLine] = (),
    removed: Collection[UUID] = (),
) -> PaymentTerm:
    """Save new or edited payment terms; documents that exist keep the due dates they have.

    Raises:
        CodeTaken: other terms have the code.
        InvalidInput: the instalments do not come to the whole.
    """
    term.company_id = company_id()
    term.code = term.code.strip().upper()
    _free_code(term, term.code)
    stored = {} if term._state.adding else {line.pk: line for line in term.lines.all()}
    kept = {pk: line for pk, line in stored.items() if pk not in removed}
    kept |= {line.pk: line for line in lines}
    _check_instalments(list(kept.values()))
    term.in_instalments = bool(kept)
    _save(actor, term)
    PaymentTermLine.objects.filter(company_id=company_id(), pk__in=removed, term=term).delete()
    for position, line in enumerate(kept.values()):
        line.term, line.company_id, line.position = term, term.company_id, position
        line.save()
    publish("parties.paymentterm_saved", term, code=term.code)
    return term


def _check_instalments(lines: Sequence[PaymentTermLine]) -> None:
    """Refuse instalments that leave something over, or take more than there is."""
    balances = sum(line.kind == InstalmentKind.BALANCE for line in lines)
    percents = sum((line.value for line in lines if line.kind == InstalmentKind.PERCENT), ZERO)
    if lines and balances != 1 and not (balances == 0 and percents == HUNDRED):
        raise InvalidInput(
            _("Let the percentages come to 100, or let one instalment be what is left.")
        )
    if percents > HUNDRED:
        raise InvalidInput(_("Lower the percentages; they come to more than 100."))


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
