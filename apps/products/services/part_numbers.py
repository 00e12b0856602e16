"""Commands on part numbers: what a party calls a product."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.core import events
from apps.core.context import company_id
from apps.core.drafts import lock_draft
from apps.core.exceptions import InvalidInput
from apps.parties.models import Party
from apps.products.models import PartNumber, Product


class NumberTaken(InvalidInput):
    """The party calls another product so, or this one already."""


class NumberMissing(InvalidInput):
    """A part number is not empty."""


@transaction.atomic
def save_part_number(*, actor: User | None, document: PartNumber) -> PartNumber:
    """Store what a party calls a product. Of several numbers in use one is preferred: the first, or the one said to be.

    Raises:
        NumberMissing: nothing was written.
        NumberTaken: the party has the number in use already.
        StaleVersion: somebody else saved it meanwhile.
    """
    document.company_id = company_id()
    document.number = document.number.strip()
    if not document.number:
        raise NumberMissing(_("Write the number the party uses."), field="number")
    lock_parties(document.party_id)
    if not document._state.adding:
        lock_draft(document)
        document.version += 1
    require_free(document)
    document.is_preferred = document.is_preferred and document.is_active
    others = numbers_of(document.party_id, document.product_id).exclude(pk=document.pk)
    if document.is_preferred:
        for other in others.filter(is_preferred=True):
            _prefer(other, actor, preferred=False)
    elif document.is_active:
        document.is_preferred = not others.filter(is_preferred=True).exists()
    document._history_user = actor  # type: ignore[attr-defined]
    document.save()
    if not document.is_active:
        _prefer_next(others, actor)
    told = f"{document.number} ({document.party})"
    events.publish("products.part_number_saved", document.product, reason=told)
    return document


def lock_parties(*parties: UUID) -> None:
    """Let nobody else change the numbers of these parties meanwhile."""
    list(Party.objects.select_for_update(no_key=True).filter(pk__in=parties).order_by("pk"))


def numbers_of(party: UUID, product: UUID) -> QuerySet[PartNumber]:
    """Return what a party calls a product, of the numbers in use, the latest first."""
    rows = PartNumber.objects.filter(company_id=company_id(), party_id=party, product_id=product)
    return rows.filter(is_active=True).order_by("-pk")


def require_free(document: PartNumber) -> None:
    """Refuse a number that the party has in use for something.

    Raises:
        NumberTaken: see the class.
    """
    if not document.is_active:
        return
    rows = PartNumber.objects.filter(company_id=company_id(), party_id=document.party_id)
    taken = rows.filter(number__iexact=document.number, is_active=True).exclude(pk=document.pk)
    if other := taken.select_related("product").first():
        raise number_taken(document.number, document.party, other.product)


def number_taken(number: str, party: Party, product: Product) -> NumberTaken:
    """Return the refusal of a number."""
    return NumberTaken(
        _("Choose another number; %(number)s is what %(party)s calls %(product)s.")
        % {"number": number, "party": party, "product": product},
        field="number",
    )


def _prefer(row: PartNumber, actor: User | None, *, preferred: bool) -> None:
    row.is_preferred = preferred
    row.version += 1
    row._history_user = actor  # type: ignore[attr-defined]
    row.save(update_fields=["is_preferred", "version"])


def _prefer_next(others: QuerySet[PartNumber], actor: User | None) -> None:
    """Let the latest of the numbers left be the preferred one, where none is."""
    if not others.filter(is_preferred=True).exists() and (row := others.first()):
        _prefer(row, actor, preferred=True)
