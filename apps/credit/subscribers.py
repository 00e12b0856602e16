"""What credit control does after the fact."""

from apps.core.events import subscribe
from apps.core.models import Event
from apps.credit import printing


@subscribe(printing.ASKED, awaited=True)
def render(event: Event) -> None:
    """Render a report somebody asked for as PDF."""
    printing.render_report(event)
