"""Commands on kits: what one holds."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.core import events
from apps.core.exceptions import InvalidInput
from apps.products.choices import ProductKind
from apps.products.models import KitPart, Product
from apps.products.services.goods import save_product


class NotAKit(InvalidInput):
    """The product is no kit."""


class WrongPart(InvalidInput):
    """A kit holds goods, each of them once, and not itself."""


@transaction.atomic
def save_kit(
    *,
    actor: User | None,
    document: Product,
    lines: Sequence[KitPart],
    removed: Collection[UUID] = (),
) -> Product:
    """Store what a kit holds; orders confirmed before keep what it held then.

    Raises:
        NotAKit: the product is none.
        WrongPart: a part is no good, is the kit itself, or is named twice.
        StaleVersion: somebody else saved the kit meanwhile.
    """
    if document.kind != ProductKind.KIT:
        raise NotAKit(
            _("To say what %(product)s holds, make it a kit first.") % {"product": document}
        )
    _require_goods(document, lines, removed)
    save_product(actor=actor, document=document)
    KitPart.objects.filter(kit=document, pk__in=removed).delete()
    for position, line in enumerate(lines):
        line.company_id, line.kit, line.position = document.company_id, document, position
        line._history_user = actor  # type: ignore[attr-defined]
        line.save()
    events.publish("products.kit_changed", document)
    return document


def _require_goods(kit: Product, lines: Sequence[KitPart], removed: Collection[UUID]) -> None:
    seen = set()
    kept = KitPart.objects.filter(kit=kit).exclude(pk__in=[*removed, *(line.pk for line in lines)])
    named = [*(line.product for line in lines), *(row.product for row in kept)]
    for product in named:
        if product.pk == kit.pk:
            raise WrongPart(_("Take %(kit)s out of itself.") % {"kit": kit}, field="product")
        if product.kind != ProductKind.GOODS:
            raise WrongPart(
                _("Put goods into %(kit)s; %(product)s is none.")
                % {"kit": kit, "product": product},
                field="product",
            )
        if product.pk in seen:
            raise WrongPart(
                _("Name %(product)s once, with all that %(kit)s holds of it.")
                % {"kit": kit, "product": product},
                field="product",
            )
        seen.add(product.pk)
