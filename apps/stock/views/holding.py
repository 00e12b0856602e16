"""Screens of goods on hold: the list, one of them, and what becomes of it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.core.commands import command_view
from apps.core.formatting import format_quantity, format_stamp
from apps.core.lists import Tab
from apps.core.screens import DetailScreen, ListScreen
from apps.stock import command_forms, filters, on_hold, services, tables
from apps.stock.models import Level
from apps.stock.tables import place_name


class HeldList(ListScreen):
    """What lies on hold."""

    names = "stock:held"
    model = Level
    visible = on_hold.visible_held
    filterset_class = filters.HeldFilter
    table_class = tables.HeldTable
    title, subtitle = _("On hold"), _("%s to decide on")
    tabs = (Tab(_("All")), Tab(_("To inspect"), {"state": "inspect"}))
    empty = {
        "title": _("Nothing is on hold"),
        "text": _("Let goods or a supplier be inspected when received, or put a location on hold."),
        "icon": "shield-check",
    }


class HeldDetail(DetailScreen):
    """What lies on hold in one place, and the receipts it may have come in with."""

    names = "stock:held"
    model = Level
    visible = on_hold.visible_held
    next_verbs = ("release",)
    verbs = ("reject", "scrap")
    template_name = "stock/held_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the goods with their receipts."""
        context = super().get_context_data(
            facts=_facts(self.object), receipt_lines=on_hold.receipt_lines_of(self.object), **kwargs
        )
        return context | {"list_title": HeldList.title}


def _facts(level: Level) -> list[dict[str, Any]]:
    product, lot = level.product, level.lot
    pairs: list[tuple[Any, Any, str]] = [
        (_("Product"), product, reverse("products:product_detail", args=[product.pk])),
        (_("Lot"), lot or "", lot.get_absolute_url() if lot else ""),
        (_("Location"), place_name(level.location), ""),
        (_("On hand"), format_quantity(level.on_hand, product.unit.code), ""),
        (_("Since"), format_stamp(level.since), ""),
    ]
    return [{"label": label, "value": value, "url": url} for label, value, url in pairs if value]


def _what_is_left() -> str:
    """Return where inspectors go on: the list of what waits."""
    return reverse("stock:held_list")


release_held = command_view(
    services.release_level,
    permission="stock.release_level",
    visible=on_hold.visible_held,
    done=_("Released with %s."),
    form=command_forms.ReleaseForm,
    confirm=_("Write how much of %s is good. It goes where it is free to be promised and shipped."),
    icon="shield-check",
    then=_what_is_left,
)
reject_held = command_view(
    services.reject_level,
    permission="stock.reject_level",
    visible=on_hold.visible_held,
    done=_("Sent back with %s."),
    form=command_forms.RejectForm,
    label=_("Reject to supplier"),
    confirm=_("Write how much of %s goes back. It leaves stock at what it came in with."),
    icon="undo-2",
    then=_what_is_left,
)
scrap_held = command_view(
    services.scrap_level,
    permission="stock.scrap_level",
    visible=on_hold.visible_held,
    done=_("Scrapped with %s."),
    form=command_forms.ScrapForm,
    confirm=_("Write how much of %s is scrapped. It leaves stock at what it cost."),
    danger=True,
    then=_what_is_left,
)
