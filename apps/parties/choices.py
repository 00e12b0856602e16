"""The parts of payment terms, what becomes of the tax of an early-payment discount, and what a party is to a tax."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class InstalmentKind(models.TextChoices):
    """How large an instalment is."""

    PERCENT = "percent", _("Percent of the total")
    FIXED = "fixed", _("Fixed amount")
    BALANCE = "balance", _("What is left")


class DiscountTax(models.TextChoices):
    """Whether an early-payment discount takes tax with it."""

    REDUCED = "reduced", _("Reduced when the discount is taken")
    KEPT = "kept", _("Not reduced: the discount is of the net amount")
    INVOICED = "invoiced", _("Reduced on the invoice, whether or not the discount is taken")


class TaxCategory(models.TextChoices):
    """What a party is to the rules of a tax."""

    BUSINESS = "business", _("Business")
    CONSUMER = "consumer", _("Consumer")
    PUBLIC = "public", _("Public body")
