"""What the ledger does after the fact."""

from apps.core.events import subscribe
from apps.core.models import Event
from apps.ledger import printing
from apps.ledger.services.anchoring import anchor_head


@subscribe(printing.ASKED, awaited=True)
def render(event: Event) -> None:
    """Render a report somebody asked for as PDF."""
    printing.render_report(event)


@subscribe("ledger.period_closed")
def anchor_closing(event: Event) -> None:
    """Write down outside the database which head of the chain the closing saw."""
    anchor_head(why=f"close {event.payload['code']}")
