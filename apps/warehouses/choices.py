"""Kinds of locations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LocationKind(models.TextChoices):
    """What a location is; only storage and transit hold stock of our own, consignment that of a supplier."""

    STORAGE = "storage", _("Storage")
    TRANSIT = "transit", _("In transit")
    CONSIGNMENT = "consignment", _("On consignment")
    SUPPLIER = "supplier", _("Suppliers")
    CUSTOMER = "customer", _("Customers")
    ADJUSTMENT = "adjustment", _("Adjustments")
    SCRAP = "scrap", _("Scrap")


class Allocation(models.TextChoices):
    """Which goods of a warehouse an order is promised first; an upper app may register ways of its own."""

    FEFO = "fefo", _("First to expire first")
    FIFO = "fifo", _("First in first")
    NEAREST = "nearest", _("Nearest first, by picking order")


class LocationRole(models.TextChoices):
    """What a place of a warehouse is for; of each but storing there is one."""

    STORING = "storing", _("Storing")
    INSPECTION = "inspection", _("Inspection")
    PACKING = "packing", _("Packing")
    OUTPUT = "output", _("Output")


class Steps(models.TextChoices):
    """In how many steps goods move, each a document of its own."""

    ONE = "one", _("In one step")
    TWO = "two", _("In two steps")


class DeliverySteps(models.TextChoices):
    """In how many steps goods leave: from the shelf, from the dock, or packed in between."""

    ONE = "one", _("In one step: pick and ship")
    TWO = "two", _("In two steps: pick, then ship")
    THREE = "three", _("In three steps: pick, pack, then ship")


STAGING = (LocationRole.PACKING, LocationRole.OUTPUT)
"""What goods that are about to leave pass through: promised there, and offered to no other order."""

PASSED: dict[str, tuple[LocationRole, ...]] = {
    DeliverySteps.ONE: (),
    DeliverySteps.TWO: (LocationRole.OUTPUT,),
    DeliverySteps.THREE: STAGING,
}
"""The places goods pass on their way out, in their order."""

STOCKED = (LocationKind.STORAGE, LocationKind.TRANSIT)
"""Where goods are our own: valued, and in the books."""
COUNTED = (*STOCKED, LocationKind.CONSIGNMENT)
"""Where it is known how much lies there, whoever owns it."""
BOUGHT_FROM = (LocationKind.SUPPLIER, LocationKind.CONSIGNMENT)
"""Where goods become our own when they leave it for storage."""
