"""What counts do after the fact."""

from apps.core.events import subscribe
from apps.core.models import Event
from apps.counts import printing


@subscribe(printing.ASKED, awaited=True)
def render(event: Event) -> None:
    """Render a sheet somebody asked for as PDF."""
    printing.render_sheet(event)
