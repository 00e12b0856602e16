"""What the bank does after the fact."""

from apps.bank import printing
from apps.core.events import subscribe
from apps.core.models import Event


@subscribe(printing.ASKED, awaited=True)
def render(event: Event) -> None:
    """Render a reconciliation report somebody asked for as PDF."""
    printing.render_report(event)
