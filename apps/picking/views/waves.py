"""Screens of waves: what waits for one, the list, one wave with its way, its shipments and its verbs."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from apps.core.answers import document_url, go_to, refuse, run_once
from apps.core.commands import MANY, command_view
from apps.core.exceptions import BusinessError
from apps.core.formatting import format_quantity, format_stamp
from apps.core.lists import Tab
from apps.core.permissions import may, right
from apps.core.screens import DetailScreen, ListScreen
from apps.picking import filters, selectors, services, tables
from apps.picking.choices import LIVE, WAVE_LIFECYCLE
from apps.picking.models import Wave
from apps.stock.models import StockDocument


class ShippableList(ListScreen):
    """Draft shipments that wait for a wave, the oldest first."""

    names = "picking:shippable"
    model = StockDocument
    permission = "picking.view_wave"
    visible = selectors.visible_shippable
    filterset_class = filters.ShippableFilter
    table_class = tables.ShippableTable
    title, subtitle = _("To be picked"), _("%s shipments")
    bulk = ("make_wave",)
    empty = {
        "title": _("Nothing waits to be picked"),
        "text": _("Ship a sales order, or write a shipment by hand."),
        "icon": "package-check",
    }


class WaveList(ListScreen):
    """Waves, newest first."""

    visible = selectors.visible_waves
    filterset_class = filters.WaveFilter
    table_class = tables.WaveTable
    title, subtitle = _("Waves"), _("%s waves")
    tabs = (
        Tab(_("To pick")),
        Tab(_("Done"), {"status": "done"}),
        Tab(_("All"), {"status": "all"}),
    )
    empty = {
        "title": _("No wave is to be picked"),
        "text": _("Choose the shipments that wait, and make a wave of them."),
        "icon": "scan-barcode",
    }
    template_name = "picking/wave_list.html"


class WaveDetail(DetailScreen):
    """One wave: its way through the warehouse, and its shipments."""

    model = Wave
    visible = selectors.visible_waves
    lifecycle = WAVE_LIFECYCLE
    next_verbs = ("bring", "ship")
    template_name = "picking/wave_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the wave with its lines by place and its shipments."""
        wave = self.object
        lines = list(selectors.lines_of(wave.pk))
        is_live = wave.status in LIVE
        return super().get_context_data(
            facts=wave_facts(wave),
            lines=lines,
            shipments=selectors.shipments_of(lines),
            can_pick=is_live and may(self.request.user, "picking.pick_wave"),
            next_line=selectors.next_line(lines) if is_live else None,
            steps=wave.warehouse.delivery_steps,
            **kwargs,
        )


def wave_facts(wave: Any) -> list[dict[str, Any]]:
    """Return what stands at the head of a wave."""
    done = f"{format_quantity(wave.settled_count)} / {format_quantity(wave.line_count)}"
    rows = [
        (_("Warehouse"), wave.warehouse),
        (_("Shipments"), format_quantity(wave.shipment_count)),
        (_("Lines done"), done),
        (_("Made"), format_stamp(wave.created_at)),
        (_("Made by"), wave.created_by or ""),
        (_("Ended"), format_stamp(wave.ended_at) if wave.ended_at else ""),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


finish_wave = command_view(
    services.finish_wave,
    permission="picking.finish_wave",
    visible=selectors.visible_waves,
    done=_("Finished %s."),
    confirm=_("Finish %s? What was not shipped waits for another wave."),
    icon="check",
)
cancel_wave = command_view(
    services.cancel_wave,
    permission="picking.cancel_wave",
    visible=selectors.visible_waves,
    done=_("Cancelled %s. Put back what was picked."),
    confirm=_(
        "Cancel %s? Its shipments wait for another wave, and what was picked goes back. What was brought to the"
        " dock is shipped from there."
    ),
    danger=True,
)


@right("picking.add_wave")
@require_POST
@transaction.non_atomic_requests
def make_waves(request: HttpRequest) -> HttpResponse:
    """Make waves of the chosen shipments."""
    chosen = _chosen(request)
    back = reverse("picking:shippable_list")
    try:
        answer = run_once(request, lambda: _make(request.user, chosen))
    except BusinessError as error:
        return refuse(request, error, back)
    messages.success(request, answer["message"])
    return go_to(request, answer["url"])


def _chosen(request: HttpRequest) -> list[UUID]:
    try:
        return [UUID(pk) for pk in dict.fromkeys(request.POST.getlist("pk")[:MANY])]
    except ValueError as error:
        raise Http404 from error


def _make(user: Any, chosen: Sequence[UUID]) -> dict[str, Any]:
    allowed = selectors.visible_shippable(user).filter(pk__in=chosen).values_list("pk", flat=True)
    made = services.make_waves(actor=user, pks=list(allowed))
    words = ngettext(
        "Made %(count)d wave: %(names)s.", "Made %(count)d waves: %(names)s.", len(made)
    )
    names = ", ".join(str(wave) for wave in made[:5])
    url = document_url(made[0]) if len(made) == 1 else reverse("picking:wave_list")
    return {"url": url, "message": words % {"count": len(made), "names": names}}
