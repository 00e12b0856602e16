"""Lots and serial numbers: what tells goods of one product apart."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from apps.core.fields import CompanyForeignKey
from apps.core.models import CompanyModel
from apps.parties.models import Party
from apps.products.models import Product


class Lot(CompanyModel):
    """Goods of one product that came into being together, or the one piece that bears a serial number.

    A blocked or expired lot is promised to nobody and leaves to no customer.
    """

    product = CompanyForeignKey(
        Product, related_name="lots", verbose_name=_("product"), db_index=False
    )
    number = models.CharField(_("number"), max_length=60)
    expires_on = models.DateField(
        _("use by"), null=True, blank=True, help_text=_("The last day it may leave on.")
    )
    supplier = CompanyForeignKey(
        Party, null=True, blank=True, related_name="+", verbose_name=_("supplier")
    )
    is_blocked = models.BooleanField(_("blocked"), default=False, editable=False)
    notes = models.TextField(_("notes"), blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("lot")
        verbose_name_plural = _("lots")
        permissions: ClassVar[list[Any]] = [
            ("block_lot", "Can block a lot"),
            ("unblock_lot", "Can unblock a lot"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "product", "number"], name="lot_once"),
            models.CheckConstraint(condition=~models.Q(number=""), name="lot_has_number"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "number"], name="lot_by_number"),
            models.Index(
                fields=["company", "expires_on"],
                name="lot_by_expiry",
                condition=models.Q(expires_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("stock:lot_detail", args=[self.pk])

    @property
    def state(self) -> str:
        """Return whether it may leave, as a code for the badge."""
        return "blocked" if self.is_blocked else "active"

    @property
    def state_label(self) -> str:
        """Return the state in words."""
        return str(_("Blocked") if self.is_blocked else _("Free"))
