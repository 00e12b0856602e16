"""Where goods are, and the virtual places they come from and go to."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase
from simple_history.models import HistoricalRecords

from apps.companies.models import Branch
from apps.core.fields import CompanyForeignKey, QuantityField
from apps.core.models import CompanyModel, TranslatedName
from apps.parties.models import Party
from apps.warehouses import choices


class Warehouse(CompanyModel, TranslatedName):
    """A building with stock; rights can be limited to it."""

    code = models.CharField(_("code"), max_length=12)
    branch = CompanyForeignKey(
        Branch, null=True, blank=True, related_name="+", verbose_name=_("branch")
    )
    street = models.CharField(_("street"), max_length=200, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    allocation = models.CharField(
        _("orders are promised"),
        max_length=20,
        default=choices.Allocation.FEFO,
        db_default=choices.Allocation.FEFO,
    )
    wave_lines = models.PositiveSmallIntegerField(
        _("lines of a wave"),
        default=40,
        db_default=40,
        help_text=_("A picker gets at most so many lines in one walk."),
    )
    receipt_steps = models.CharField(
        _("receipts"),
        max_length=3,
        choices=choices.Steps,
        default=choices.Steps.ONE,
        db_default=choices.Steps.ONE,
        help_text=_(
            "In one step goods go straight to where the put-away rules say; in two they come to the"
            " default location and are put away from there."
        ),
    )
    transfer_steps = models.CharField(
        _("transfers to and from other warehouses"),
        max_length=3,
        choices=choices.Steps,
        default=choices.Steps.ONE,
        db_default=choices.Steps.ONE,
        help_text=_(
            "In two steps goods are sent here and received there; between they are on their way."
        ),
    )
    delivery_steps = models.CharField(
        _("deliveries"),
        max_length=5,
        choices=choices.DeliverySteps,
        default=choices.DeliverySteps.ONE,
        db_default=choices.DeliverySteps.ONE,
        help_text=_(
            "In two steps what is picked is brought to the place for output and leaves from there; in three"
            " it is packed on the way. The places are made when there are none."
        ),
    )
    is_active = models.BooleanField(_("in use"), default=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("warehouse")
        verbose_name_plural = _("warehouses")
        ordering: ClassVar[list[str]] = ["code"]
        permissions: ClassVar[list[Any]] = [("access_warehouse", "Can work in the warehouse")]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "code"], name="warehouse_code_once"),
            models.CheckConstraint(
                condition=models.Q(wave_lines__gte=1), name="warehouse_wave_has_lines"
            ),
            models.CheckConstraint(
                condition=models.Q(receipt_steps__in=choices.Steps.values),
                name="warehouse_receipt_steps_known",
            ),
            models.CheckConstraint(
                condition=models.Q(transfer_steps__in=choices.Steps.values),
                name="warehouse_transfer_steps_known",
            ),
            models.CheckConstraint(
                condition=models.Q(delivery_steps__in=choices.DeliverySteps.values),
                name="warehouse_delivery_steps_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.display_name}"


class Location(CompanyModel):
    """A place in a warehouse's tree, or a virtual place of the company (no warehouse)."""

    warehouse = CompanyForeignKey(
        Warehouse, null=True, blank=True, related_name="locations", verbose_name=_("warehouse")
    )
    parent = CompanyForeignKey(
        "self", null=True, blank=True, related_name="children", verbose_name=_("within")
    )
    code = models.CharField(_("code"), max_length=30)
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(
        _("kind"), max_length=12, choices=choices.LocationKind, default=choices.LocationKind.STORAGE
    )
    owner = CompanyForeignKey(
        Party,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("goods", "owner"),
        db_index=False,
        help_text=_(
            "A supplier whose goods lie here on consignment: counted, and not ours until they are"
            " taken over. Empty: what lies here is our own."
        ),
    )
    pick_order = models.PositiveIntegerField(
        _("picking order"), default=0, db_default=0, help_text=_("The way through the warehouse.")
    )
    capacity = QuantityField(
        _("capacity"),
        null=True,
        blank=True,
        help_text=_("How much fits, all goods together in their stock units; empty: no limit."),
    )
    role = models.CharField(
        _("used for"),
        max_length=10,
        choices=choices.LocationRole,
        default=choices.LocationRole.STORING,
        db_default=choices.LocationRole.STORING,
        help_text=_("Goods that are inspected when they come in go to the place for inspection."),
    )
    is_held = models.BooleanField(
        _("on hold"),
        default=False,
        db_default=False,
        help_text=_("What lies here is on hand and not available: neither promised nor shipped."),
    )
    is_default = models.BooleanField(_("goods go here unless said otherwise"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("location")
        verbose_name_plural = _("locations")
        ordering: ClassVar[list[str]] = ["code"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "warehouse", "code"],
                name="location_code_once",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=["company", "warehouse"],
                name="location_one_default",
                condition=models.Q(is_default=True, warehouse__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["company", "kind"],
                name="location_one_virtual_per_kind",
                condition=models.Q(warehouse__isnull=True),
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=choices.LocationKind.values), name="location_kind_known"
            ),
            models.UniqueConstraint(
                fields=["company", "warehouse", "role"],
                name="location_one_per_role",
                condition=models.Q(warehouse__isnull=False) & ~models.Q(role="storing"),
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=choices.LocationRole.values), name="location_role_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(role="inspection") | models.Q(is_held=True),
                name="location_inspection_is_held",
            ),
            models.CheckConstraint(
                condition=models.Q(is_held=False) | models.Q(is_default=False, kind="storage"),
                name="location_held_is_no_default",
            ),
            models.CheckConstraint(
                condition=~models.Q(role__in=["packing", "output"])
                | models.Q(kind="storage", is_held=False, is_default=False),
                name="location_staging_is_plain",
            ),
            models.CheckConstraint(
                condition=models.Q(capacity__isnull=True)
                | models.Q(capacity__gt=0, capacity__lt=10**13),
                name="location_capacity_positive",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="storage", warehouse__isnull=False)
                | ~models.Q(kind="storage"),
                name="location_storage_in_warehouse",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    kind="consignment",
                    owner__isnull=False,
                    warehouse__isnull=False,
                    is_default=False,
                    role="storing",
                )
                | models.Q(owner__isnull=True) & ~models.Q(kind="consignment"),
                name="location_consignment_has_owner",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """Return the page of its warehouse."""
        return reverse("warehouses:warehouse_detail", args=[self.warehouse_id])


class WarehouseUserObjectPermission(UserObjectPermissionBase):
    """A user's right on one warehouse."""

    content_object = models.ForeignKey(Warehouse, models.CASCADE)


class WarehouseGroupObjectPermission(GroupObjectPermissionBase):
    """A group's right on one warehouse."""

    content_object = models.ForeignKey(Warehouse, models.CASCADE)
