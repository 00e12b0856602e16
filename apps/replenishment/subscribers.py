"""What replenishment does after the fact: work out proposals where there are too many rules to wait for."""

from uuid import UUID

from apps.access.models import User
from apps.core.events import subscribe
from apps.core.models import Event
from apps.replenishment.services import propose
from apps.replenishment.services.proposing import ASKED


@subscribe(ASKED, awaited=True)
def work_out(event: Event) -> None:
    """Work out the proposals somebody asked for, where they may work."""
    user = User.objects.filter(pk=event.payload["by"], is_active=True).first()
    if user is not None:
        chosen = event.payload["warehouse"]
        propose(actor=user, warehouse=UUID(chosen) if chosen else None)
