"""A lot nobody knew, written down before it comes in: a counter found it."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from apps.access.models import User
from apps.companies.selectors import company_in_force
from apps.core import events
from apps.core.context import company_id
from apps.core.retry import in_tx
from apps.products.choices import Tracking
from apps.products.models import Product
from apps.stock.models import Lot
from apps.stock.services.lots import LONGEST, WrongLot


@in_tx
def create_lot(
    *, actor: User | None, product: Product, number: str, expires_on: date | None = None
) -> Lot:
    """Make a lot or serial number of a traced product; to be used by ``expires_on``, else as long as the product keeps.

    Raises:
        WrongLot: the product is not traced, or the number is empty, too long or taken.
    """
    number = number.strip()
    if product.tracking == Tracking.NONE:
        words = _("Leave the lot of %(product)s empty; it is not traced.")
    elif not 0 < len(number) <= LONGEST:
        words = _("Write a number of at most 60 characters.")
    elif Lot.objects.filter(product=product, number=number).exists():
        words = _("Choose another number; %(number)s is taken.")
    else:
        days = product.shelf_life_days
        usual = None if days is None else company_in_force().today() + timedelta(days=days)
        lot = Lot(
            company_id=company_id(), product=product, number=number, expires_on=expires_on or usual
        )
        lot._history_user = actor  # type: ignore[attr-defined]
        lot.save()
        events.publish("stock.lot_changed", lot)
        return lot
    raise WrongLot(words % {"product": product, "number": number}, field="lot_text")
