"""Verbs that let a wave's shipments go on, each by itself; what waits at the dock, and to be put back."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext_lazy as _

from apps.core.answers import answer_of, document_url, go_to, run_once
from apps.core.commands import Command, bulk_view, command_view
from apps.core.exceptions import BusinessError
from apps.core.screens import ListScreen
from apps.picking import filters, selectors, services, tables
from apps.picking.choices import WaveStatus
from apps.picking.models import Wave
from apps.stock.models import Level, StockDocument

Act = Callable[..., StockDocument]


def _comes_next(step: str, wave: Any) -> bool:
    """Return whether ``step`` is what some shipment of the wave, picked to the end, wants next."""
    if wave.status != WaveStatus.PICKING:
        return False
    if not hasattr(wave, "next_steps"):
        states = selectors.shipments_of(selectors.lines_of(wave.pk))
        wave.next_steps = {state.next_step(wave.warehouse.delivery_steps) for state in states}
    return step in wave.next_steps


BRING = Command(
    services.bring_picked,
    permission="picking.bring_wave",
    visible=selectors.visible_waves,
    done=_("Brought with %s."),
    label=_("Bring to the dock"),
    confirm=_(
        "Bring what is picked to the end of %s? It lies there from then on, promised as it was."
    ),
    icon="package-check",
    offered=partial(_comes_next, "bring"),
)
SHIP = Command(
    services.ship_picked,
    permission="picking.ship_wave",
    visible=selectors.visible_waves,
    done=_("Shipped %s."),
    label=_("Ship picked"),
    confirm=_("Ship what is picked to the end of %s? What is short waits in backorders."),
    icon="truck",
    offered=partial(_comes_next, "ship"),
)


@transaction.non_atomic_requests
def bring_wave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Bring the shipments of a wave that are picked to the end to where they are packed or leave from."""
    return _each(request, pk, BRING, "bring")


@transaction.non_atomic_requests
def ship_wave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ship the shipments of a wave that wait for nothing else."""
    return _each(request, pk, SHIP, "ship")


def _each(request: HttpRequest, pk: UUID, command: Command, step: str) -> HttpResponse:
    """Let the shipments of a wave that come to ``step`` take it, one after the other, each with its own answer."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    with transaction.atomic():
        wave: Wave = command.find(request.user, pk)
        states = selectors.shipments_of(selectors.lines_of(wave.pk))
        steps = wave.warehouse.delivery_steps
    ready = [state.shipment.pk for state in states if state.next_step(steps) == step]
    for shipment in ready:
        act = partial(_answer, command, request.user, pk, shipment)
        try:
            answer = run_once(request, act, str(shipment))
        except BusinessError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, answer["message"])
    if not ready:
        messages.info(request, _("Nothing is picked to the end; pick first, or say what is short."))
    return go_to(request, document_url(wave))


def _answer(command: Command, user: Any, wave: UUID, shipment: UUID) -> dict[str, Any]:
    return answer_of(command.service(actor=user, pk=wave, shipment=shipment), command.done)


for view, command in ((bring_wave, BRING), (ship_wave, SHIP)):
    view.right, view.command = command.permission, command  # type: ignore[attr-defined]


class DockList(ListScreen):
    """Draft shipments whose goods lie where they leave from, the oldest first."""

    names = "picking:dock"
    model = StockDocument
    permission = "picking.view_wave"
    visible = selectors.to_ship
    filterset_class = filters.StagedFilter
    table_class = tables.StagedTable
    title, subtitle = _("To ship"), _("%s shipments")
    bulk = ("ship",)
    empty = {
        "title": _("Nothing waits at the dock"),
        "text": _("Pick a wave and bring what was picked to the dock."),
        "icon": "truck",
    }


ship_from_dock = command_view(
    services.ship_from_dock,
    permission="picking.ship_wave",
    visible=selectors.to_ship,
    done=_("Shipped %s."),
    icon="truck",
)
ship_many = bulk_view(ship_from_dock)


class BenchList(DockList):
    """Draft shipments whose goods lie where they are packed, the oldest first."""

    names = "picking:bench"
    visible = selectors.to_pack
    table_class = tables.BenchTable
    title = _("To pack")
    bulk = ("pack",)
    empty = {
        "title": _("Nothing is to be packed"),
        "text": _("Pick a wave and bring what was picked; it is packed before it leaves."),
        "icon": "package-open",
    }


pack_shipment = command_view(
    services.pack_shipment,
    permission="picking.pack_wave",
    visible=selectors.to_pack,
    done=_("Packed, and brought to the dock with %s."),
    icon="package-check",
)
pack_many = bulk_view(pack_shipment)


class PutBackList(ListScreen):
    """What lies free on the way out: it goes back to a shelf."""

    names = "picking:putback"
    model = Level
    permission = "picking.pick_wave"
    visible = selectors.to_put_back
    filterset_class = filters.PutBackFilter
    table_class = tables.PutBackTable
    title, subtitle = _("To put back"), _("%s to put back")
    empty = {
        "title": _("Nothing is to be put back"),
        "text": _("What was brought to the dock and is promised to nobody any more waits here."),
        "icon": "package-check",
    }
