"""How a rule works, where goods come from, and the life cycle of proposals."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.lifecycle import Lifecycle, Transition


class Method(models.TextChoices):
    """When a rule asks for goods, and how many."""

    MINIMUM = "minimum", _("Minimum and maximum")
    DEMAND = "demand", _("From demand")
    ORDER = "order", _("Only for orders")


class Source(models.TextChoices):
    """Where a rule gets its goods."""

    BUY = "buy", _("Buy from a supplier")
    TRANSFER = "transfer", _("Bring from another warehouse")


class ProposalStatus(models.TextChoices):
    """The statuses of a proposal; ``lapsed``: the next run found that nothing is missing any more."""

    OPEN = "open", _("Open")
    ACCEPTED = "accepted", _("Accepted")
    DISMISSED = "dismissed", _("Dismissed")
    LAPSED = "lapsed", _("Not needed any more")


PROPOSAL_LIFECYCLE: Final = Lifecycle(
    [
        Transition("accept", (ProposalStatus.OPEN,), ProposalStatus.ACCEPTED),
        Transition("dismiss", (ProposalStatus.OPEN,), ProposalStatus.DISMISSED),
        Transition("lapse", (ProposalStatus.OPEN,), ProposalStatus.LAPSED),
    ]
)
DAYS_OF_DEMAND: Final = 90
