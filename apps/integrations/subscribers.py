"""What exports do after the fact."""

from apps.core.events import subscribe
from apps.core.models import Event
from apps.integrations import services


@subscribe(services.ASKED, awaited=True)
def write_file(event: Event) -> None:
    """Write the file of an export somebody asked for."""
    services.make_export(pk=event.aggregate_id)
