"""Rules that say when a product is to be ordered for a warehouse, and what they proposed, with the figures why."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from apps.core.fields import CompanyForeignKey, QuantityField
from apps.core.models import CompanyModel, user_fk
from apps.parties.models import Party
from apps.products.models import Product
from apps.purchasing.models import PurchaseOrder
from apps.replenishment import choices
from apps.sales.models import SalesOrder
from apps.stock.models import StockDocument
from apps.warehouses.models import Warehouse

LIMIT = 10**13
DAYS = 3650


def _between(*names: str, low: int = 0, high: int = LIMIT) -> models.Q:
    """Return the condition that each of ``names`` is empty or a number from ``low`` to below ``high``."""
    known = models.Q()
    for name in names:
        known &= models.Q(**{f"{name}__isnull": True}) | models.Q(
            **{f"{name}__gte": low, f"{name}__lt": high}
        )
    return known


def origin_of(row: Any) -> str:
    """Return the supplier, or the warehouse, that a rule or a proposal names, "" for none."""
    return str(row.supplier or row.from_warehouse or "")


class Rule(CompanyModel):
    """When a product is to be ordered for a warehouse, up to how many, and from where."""

    product = CompanyForeignKey(
        Product, related_name="replenishment_rules", verbose_name=_("product")
    )
    warehouse = CompanyForeignKey(Warehouse, related_name="+", verbose_name=_("warehouse"))
    method = models.CharField(
        _("method"), max_length=8, choices=choices.Method, default=choices.Method.MINIMUM
    )
    minimum = QuantityField(_("minimum"), default=0)
    target = QuantityField(_("maximum"), default=0)
    demand_days = models.PositiveSmallIntegerField(
        _("days looked back"), default=choices.DAYS_OF_DEMAND
    )
    safety_stock = QuantityField(_("safety stock"), default=0)
    cover_days = models.PositiveSmallIntegerField(_("an order lasts, in days"), default=30)
    source = models.CharField(
        _("source"), max_length=8, choices=choices.Source, default=choices.Source.BUY
    )
    supplier = CompanyForeignKey(
        Party, null=True, blank=True, related_name="+", verbose_name=_("supplier")
    )
    from_warehouse = CompanyForeignKey(
        Warehouse, null=True, blank=True, related_name="+", verbose_name=_("from warehouse")
    )
    lead_days = models.PositiveSmallIntegerField(_("lead time in days"), null=True, blank=True)
    minimum_order = QuantityField(_("smallest order"), null=True, blank=True)
    order_multiple = QuantityField(_("in multiples of"), null=True, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("replenishment rule")
        verbose_name_plural = _("replenishment rules")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "product", "warehouse"], name="replenishment_rule_once"
            ),
            models.CheckConstraint(
                condition=models.Q(method__in=choices.Method.values),
                name="replenishment_method_known",
            ),
            models.CheckConstraint(
                condition=_between("minimum", "target", "safety_stock", "minimum_order"),
                name="replenishment_quantities_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(order_multiple__isnull=True)
                | models.Q(order_multiple__gt=0, order_multiple__lt=LIMIT),
                name="replenishment_multiple_positive",
            ),
            models.CheckConstraint(
                condition=models.Q(target__gte=models.F("minimum")),
                name="replenishment_maximum_above_minimum",
            ),
            models.CheckConstraint(
                condition=models.Q(demand_days__gte=1)
                & _between("demand_days", "cover_days", "lead_days", high=DAYS + 1),
                name="replenishment_days_known",
            ),
            models.CheckConstraint(
                condition=models.Q(source="buy", from_warehouse__isnull=True)
                | models.Q(source="transfer", from_warehouse__isnull=False, supplier__isnull=True)
                & ~models.Q(from_warehouse=models.F("warehouse")),
                name="replenishment_source_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product} · {self.warehouse.code}"

    @property
    def origin(self) -> str:
        """Return who or where the goods come from, in words."""
        return origin_of(self) or str(_("Preferred supplier"))

    @property
    def state(self) -> str:
        """Return ``active`` or ``inactive``, the colour of its badge."""
        return "active" if self.is_active else "inactive"

    @property
    def state_label(self) -> str:
        """Return the state in words."""
        return str(_("In use") if self.is_active else _("Switched off"))


class Proposal(CompanyModel):
    """What a rule wants ordered, with the figures that say why; in the product's stock unit.

    While it is open every run brings it up to date; afterwards it stands as it was decided.
    """

    rule = CompanyForeignKey(Rule, related_name="proposals", verbose_name=_("rule"))
    product = CompanyForeignKey(Product, related_name="proposals", verbose_name=_("product"))
    warehouse = CompanyForeignKey(Warehouse, related_name="+", verbose_name=_("warehouse"))
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=choices.ProposalStatus,
        default=choices.ProposalStatus.OPEN,
    )
    source = models.CharField(_("source"), max_length=8, choices=choices.Source)
    supplier = CompanyForeignKey(
        Party, null=True, related_name="proposals", verbose_name=_("supplier")
    )
    from_warehouse = CompanyForeignKey(
        Warehouse, null=True, related_name="+", verbose_name=_("from warehouse")
    )
    quantity = QuantityField(_("quantity"))
    day = models.DateField(_("worked out for"))
    due_date = models.DateField(_("would arrive"))
    method = models.CharField(_("method"), max_length=8, choices=choices.Method)
    on_hand = QuantityField(_("on hand"))
    reserved = QuantityField(_("reserved"))
    demand = QuantityField(_("asked for, not reserved"))
    incoming = QuantityField(_("on its way"))
    projected = QuantityField(_("projected"))
    minimum = QuantityField(_("minimum"))
    target = QuantityField(_("maximum"))
    daily_demand = QuantityField(_("leaves per day"), null=True)
    demand_days = models.PositiveSmallIntegerField(_("days looked back"))
    safety_stock = QuantityField(_("safety stock"))
    lead_days = models.PositiveSmallIntegerField(_("lead time in days"))
    minimum_order = QuantityField(_("smallest order"))
    order_multiple = QuantityField(_("in multiples of"))
    made_at = models.DateTimeField(_("proposed"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_by = user_fk(null=True)
    ordered = QuantityField(_("ordered"), null=True)
    order = CompanyForeignKey(
        PurchaseOrder, null=True, related_name="proposals", verbose_name=_("purchase order")
    )
    transfer = CompanyForeignKey(
        StockDocument, null=True, related_name="proposals", verbose_name=_("transfer")
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    dismissed_until = models.DateField(_("not before"), null=True)

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        permissions: ClassVar[list[Any]] = [
            ("accept_proposal", "Can accept a proposal"),
            ("dismiss_proposal", "Can dismiss a proposal"),
            ("run_proposal", "Can have proposals worked out"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "product", "warehouse"],
                name="proposal_open_once",
                condition=models.Q(status="open"),
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=choices.ProposalStatus.values),
                name="proposal_status_known",
            ),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0, quantity__lt=LIMIT, order_multiple__gt=0)
                & _between("on_hand", "reserved", "demand", "incoming", "minimum", "target"),
                name="proposal_figures_known",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    projected=models.F("on_hand")
                    - models.F("reserved")
                    - models.F("demand")
                    + models.F("incoming")
                ),
                name="proposal_projected_adds_up",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    status="accepted", order__isnull=False, transfer__isnull=True, ordered__gt=0
                )
                | models.Q(
                    status="accepted", order__isnull=True, transfer__isnull=False, ordered__gt=0
                )
                | ~models.Q(status="accepted")
                & models.Q(order__isnull=True, transfer__isnull=True, ordered__isnull=True),
                name="proposal_accepted_has_order",
            ),
            models.CheckConstraint(
                condition=models.Q(status="dismissed", dismissed_until__isnull=False)
                & ~models.Q(reason="")
                | ~models.Q(status="dismissed") & models.Q(dismissed_until__isnull=True, reason=""),
                name="proposal_dismissed_has_reason",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "status", "due_date", "id"], name="proposal_by_due"),
        ]

    def __str__(self) -> str:
        return f"{self.product} → {self.warehouse.code}"

    @property
    def origin(self) -> str:
        """Return who or where the goods come from, in words."""
        return origin_of(self) or str(_("No supplier"))


class ProposalDemand(CompanyModel):
    """A sales order that waits for goods of a proposal, and for how many; stock unit."""

    proposal = CompanyForeignKey(Proposal, models.CASCADE, related_name="waiting")
    order = CompanyForeignKey(SalesOrder, related_name="proposals", verbose_name=_("sales order"))
    quantity = QuantityField(_("quantity"))

    class Meta:
        verbose_name = _("order that waits")
        verbose_name_plural = _("orders that wait")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "proposal", "order"], name="proposal_names_order_once"
            ),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0, quantity__lt=LIMIT),
                name="proposal_demand_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.quantity}"
