"""What people do with the outbox: look at dead letters and send one again."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.context import acting_as, company_id
from apps.core.exceptions import WrongStatus
from apps.core.models import Delivery


def dead_letters() -> "QuerySet[Delivery]":
    """Return the deliveries laid aside after their last attempt, latest first."""
    return (
        Delivery.objects.filter(company_id=company_id(), status=Delivery.Status.DEAD)
        .select_related("event")
        .order_by("-pk")
    )


@transaction.atomic
def retry_delivery(*, actor: Any, pk: UUID) -> Delivery:
    """Make a dead letter due again, with all its attempts before it.

    Raises:
        WrongStatus: it is not dead.
    """
    delivery = Delivery.objects.select_for_update().get(company_id=company_id(), pk=pk)
    if delivery.status != Delivery.Status.DEAD:
        raise WrongStatus(
            _("To send it again, choose a dead letter; this one is still on its way or done.")
        )
    delivery.status, delivery.attempts, delivery.due_at = Delivery.Status.PENDING, 0, timezone.now()
    with acting_as(actor):
        delivery.save(update_fields=["status", "attempts", "due_at"])
    return delivery
