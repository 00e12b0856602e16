"""Commands on substitutes: what may be sold in a product's place."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.core import events
from apps.core.drafts import lock_draft
from apps.core.exceptions import InvalidInput
from apps.products.models import Product, Substitute


class WrongSubstitute(InvalidInput):
    """A product does not stand in for itself, for another kind, or twice."""


@transaction.atomic
def save_substitutes(
    *,
    actor: User | None,
    document: Product,
    lines: Sequence[Substitute],
    removed: Collection[UUID] = (),
) -> Product:
    """Store what may be sold in a product's place.

    Raises:
        WrongSubstitute: a substitute is the product itself, of another kind, named twice, or its days end before they
            begin.
        StaleVersion: somebody else saved the product meanwhile.
    """
    lock_draft(document)
    _require_fitting(document, lines, removed)
    document.version += 1
    document.save(update_fields=["version"])
    for row in Substitute.objects.filter(product=document, pk__in=removed):
        row.delete()
    for position, line in enumerate(lines):
        line.company_id, line.product, line.position = document.company_id, document, position
        line._history_user = actor  # type: ignore[attr-defined]
        line.save()
    events.publish("products.substitutes_saved", document)
    return document


def _require_fitting(
    product: Product, lines: Sequence[Substitute], removed: Collection[UUID]
) -> None:
    named: set[UUID] = set()
    for line in lines:
        names = {"product": product, "substitute": line.substitute}
        if line.substitute_id == product.pk:
            raise WrongSubstitute(_("Choose another product in place of %(product)s.") % names)
        if line.substitute.kind != product.kind:
            raise WrongSubstitute(
                _("Choose a substitute of the same kind as %(product)s; %(substitute)s is another.")
                % names
            )
        if line.substitute_id in named:
            raise WrongSubstitute(_("Name %(substitute)s once.") % names)
        if line.first and line.last and line.last < line.first:
            raise WrongSubstitute(_("Let the days of %(substitute)s end after they begin.") % names)
        named.add(line.substitute_id)
    mutual = Substitute.objects.filter(substitute=product, both_ways=True, product__in=named)
    if row := mutual.select_related("product").first():
        raise WrongSubstitute(
            _("Leave out %(substitute)s; it stands in both ways already, on its own page.")
            % {"substitute": row.product}
        )
