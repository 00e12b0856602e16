"""What the commands of a wave share: its lock, its lines."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.core import events
from apps.core.exceptions import BusinessError
from apps.picking.choices import WAVE_LIFECYCLE
from apps.picking.models import PickLine, Wave
from apps.picking.selectors import lines_of
from apps.warehouses.services import require_access


class NotInWave(BusinessError):
    """The line or shipment is not of this wave."""


def lock_wave(actor: User | None, pk: UUID) -> Wave:
    """Lock a wave; its commands come one after the other.

    Raises:
        NotAllowed: the actor has no access to its warehouse.
    """
    rows = Wave.objects.select_for_update(of=("self",), no_key=True).select_related("warehouse")
    wave = rows.get(pk=pk)
    require_access(actor, wave.warehouse_id)
    return wave


def lines_by_id(wave: Wave) -> dict[UUID, PickLine]:
    """Return the lines of a locked wave, in the order of the way."""
    return {line.pk: line for line in lines_of(wave.pk)}


def line_told(wave: UUID, pk: UUID) -> PickLine:
    """Return a line of a wave, not locked.

    Raises:
        NotInWave: it is none of its lines.
    """
    return line_of({line.pk: line for line in lines_of(wave).select_related("wave")}, pk)


def line_of(lines: dict[UUID, PickLine], pk: UUID) -> PickLine:
    """Return one of the lines.

    Raises:
        NotInWave: it is none of them.
    """
    if pk not in lines:
        raise NotInWave(_("To pick, open the wave again; this line is not in it."))
    return lines[pk]


def move_on(actor: User | None, wave: Wave, verb: str) -> Wave:
    """Let a wave take the step ``verb`` of its life cycle, and say so.

    Raises:
        WrongStatus: its status does not allow it.
    """
    WAVE_LIFECYCLE.advance(wave, verb)
    wave.version += 1
    if verb != "start":
        wave.ended_at = timezone.now()
    wave._history_user = actor  # type: ignore[attr-defined]
    wave.save(update_fields=["status", "version", "ended_at"])
    done = {"start": "begun", "finish": "finished", "cancel": "cancelled"}[verb]
    events.publish(f"picking.wave_{done}", wave, number=wave.number)
    return wave
