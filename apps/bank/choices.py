"""Formats of statements, what became of a file, how movements are reconciled."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.lifecycle import Lifecycle, Transition


class StatementFormat(models.TextChoices):
    """The formats banks write statements in."""

    CAMT053 = "camt053", "ISO 20022 camt.053"
    MT940 = "mt940", "SWIFT MT940"
    OFX = "ofx", "OFX"
    CSV = "csv", "CSV"
    UNKNOWN = "unknown", _("Unknown")


class FileStatus(models.TextChoices):
    """What became of a file that was brought in."""

    IMPORTED = "imported", _("Imported")
    REFUSED = "refused", _("Refused")


class ReconciliationStatus(models.TextChoices):
    """Whether a reconciliation stands."""

    DONE = "done", _("Reconciled")
    UNDONE = "undone", _("Undone")


RECONCILIATION_LIFECYCLE = Lifecycle(
    [Transition("undo", (ReconciliationStatus.DONE,), ReconciliationStatus.UNDONE)]
)


class PaymentRunStatus(models.TextChoices):
    """The statuses of a payment run."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waits for approval")
    APPROVED = "approved", _("Approved")
    POSTED = "posted", _("Posted")
    CANCELLED = "cancelled", _("Cancelled")


OPEN_RUNS = (PaymentRunStatus.DRAFT, PaymentRunStatus.SUBMITTED, PaymentRunStatus.APPROVED)
PAYMENT_RUN_LIFECYCLE = Lifecycle(
    [
        Transition("submit", (PaymentRunStatus.DRAFT,), PaymentRunStatus.SUBMITTED),
        Transition("approve", (PaymentRunStatus.SUBMITTED,), PaymentRunStatus.APPROVED),
        Transition("reject", (PaymentRunStatus.SUBMITTED,), PaymentRunStatus.DRAFT),
        Transition("post", (PaymentRunStatus.APPROVED,), PaymentRunStatus.POSTED),
        Transition(
            "cancel",
            (PaymentRunStatus.DRAFT, PaymentRunStatus.SUBMITTED),
            PaymentRunStatus.CANCELLED,
        ),
        Transition("withdraw", (PaymentRunStatus.APPROVED,), PaymentRunStatus.CANCELLED),
    ]
)


class Flow(models.TextChoices):
    """Which movements a rule is for."""

    BOTH = "both", _("In and out")
    IN = "in", _("Money in")
    OUT = "out", _("Money out")


class RuleMode(models.TextChoices):
    """What a rule does with a movement it fits."""

    SUGGEST = "suggest", _("Suggest it")
    AUTO = "auto", _("Book it at once")
