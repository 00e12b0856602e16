"""Kinds, statuses and the life cycle of stock documents."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.lifecycle import Lifecycle, Transition


class DocumentKind(models.TextChoices):
    """What a stock document does."""

    RECEIPT = "receipt", _("Receipt")
    SHIPMENT = "shipment", _("Shipment")
    TRANSFER = "transfer", _("Transfer")
    ADJUSTMENT = "adjustment", _("Adjustment")


DRAFT_NAMES = {
    DocumentKind.RECEIPT: _("Draft receipt of %(date)s"),
    DocumentKind.SHIPMENT: _("Draft shipment of %(date)s"),
    DocumentKind.TRANSFER: _("Draft transfer of %(date)s"),
    DocumentKind.ADJUSTMENT: _("Draft adjustment of %(date)s"),
}


class DocumentStatus(models.TextChoices):
    """The statuses of a stock document."""

    DRAFT = "draft", _("Draft")
    POSTED = "posted", _("Posted")
    REVERSED = "reversed", _("Reversed")
    CANCELLED = "cancelled", _("Cancelled")


DOCUMENT_LIFECYCLE = Lifecycle(
    [
        Transition("post", (DocumentStatus.DRAFT,), DocumentStatus.POSTED),
        Transition("cancel", (DocumentStatus.DRAFT,), DocumentStatus.CANCELLED),
        Transition("reverse", (DocumentStatus.POSTED,), DocumentStatus.REVERSED),
    ]
)

NUMBER_PREFIX = {
    DocumentKind.RECEIPT: "RCV",
    DocumentKind.SHIPMENT: "SHP",
    DocumentKind.TRANSFER: "TRF",
    DocumentKind.ADJUSTMENT: "ADJ",
}


class AdjustmentReason(models.TextChoices):
    """What kind a reason to adjust stock is: which way goods may go, and the account when the reason names none."""

    COUNT = "count", _("Count difference")
    GAIN = "gain", _("Found")
    LOSS = "loss", _("Loss")
    SCRAP = "scrap", _("Scrapped")
    LOST = "lost", _("Lost on the way")
    OPENING = "opening", _("Opening stock")


COMES_IN = frozenset({AdjustmentReason.GAIN})
GOES_OUT = frozenset({AdjustmentReason.LOSS, AdjustmentReason.SCRAP, AdjustmentReason.LOST})


class ValueKind(models.TextChoices):
    """Why a stock value changed."""

    RECEIPT = "receipt", _("Receipt")
    ISSUE = "issue", _("Issue")
    ADJUSTMENT = "adjustment", _("Cost adjustment")
    REVERSAL = "reversal", _("Reversal")
    TRANSFER = "transfer", _("Transfer")
    METHOD = "method", _("Change of costing method")


class PoolScope(models.TextChoices):
    """What the parts of a product's cost pool are."""

    COMPANY = "company", _("One for the company")
    WAREHOUSE = "warehouse", _("One for each warehouse")
    LOT = "lot", _("One for each lot")
