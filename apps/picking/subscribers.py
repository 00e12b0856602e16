"""What the warehouse floor does after the fact."""

from apps.core.events import subscribe
from apps.core.models import Event
from apps.picking import printing


@subscribe(printing.ASKED, awaited=True)
def render(event: Event) -> None:
    """Render a pick list somebody asked for as PDF."""
    printing.render_list(event)


@subscribe(printing.LABEL_ASKED, awaited=True)
def render_label(event: Event) -> None:
    """Render a label somebody asked for as PDF."""
    printing.render_label(event)
