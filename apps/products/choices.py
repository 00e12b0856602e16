"""Kinds of products and how their cost is kept."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProductKind(models.TextChoices):
    """Whether a product is kept in stock; a kit is what it holds when it leaves."""

    GOODS = "goods", _("Goods")
    SERVICE = "service", _("Service")
    KIT = "kit", _("Kit")


class CostingMethod(models.TextChoices):
    """How goods are valued."""

    AVERAGE = "average", _("Moving average")
    FIFO = "fifo", _("First in, first out")
    STANDARD = "standard", _("Standard cost")
    LOT = "lot", _("Actual cost by lot")


class CostScope(models.TextChoices):
    """Over which goods of a product an average is taken, or layers are drawn on in order."""

    COMPANY = "company", _("The whole company")
    WAREHOUSE = "warehouse", _("Each warehouse by itself")


class Tracking(models.TextChoices):
    """How single goods of a product are told apart."""

    NONE = "none", _("Not told apart")
    LOT = "lot", _("By lot")
    SERIAL = "serial", _("By serial number")


class Zone(models.TextChoices):
    """Where a tax rule wants the party to be, seen from the company."""

    HOME = "home", _("In the company's country")
    ABROAD = "abroad", _("In another country")
    EU = "eu", _("In another country of the EU")
    OUTSIDE = "outside", _("Outside the EU, in another country")
