"""Screens of transfers in two steps: what is on its way, and the verbs that send it, take it in or give it up."""

from django.utils.translation import gettext_lazy as _

from apps.core.commands import command_view
from apps.core.lists import Tab
from apps.core.screens import ListScreen
from apps.stock import command_forms, filters, on_the_way, selectors, services, tables


class TransitList(ListScreen):
    """What is on its way between warehouses."""

    visible = on_the_way.visible_transit
    filterset_class = filters.TransitFilter
    table_class = tables.TransitTable
    title, subtitle = _("On the way"), _("%s lines on their way")
    tabs = (
        Tab(_("All")),
        Tab(_("To receive"), {"state": "arriving"}),
        Tab(_("Overdue"), {"state": "late"}),
    )
    empty = {
        "title": _("Nothing is on its way"),
        "text": _(
            "Let a warehouse transfer in two steps: what it sends stands here until it is received."
        ),
        "icon": "truck",
    }


send_transfer = command_view(
    services.send_transfer,
    permission="stock.send_transfer",
    visible=selectors.visible_transfers,
    done=_("Sent %s."),
    confirm=_(
        "Send %s? The goods leave this warehouse and are on their way; the other one receives them."
    ),
    icon="truck",
    offered=on_the_way.waits_to_be_sent,
)
receive_transfer = command_view(
    services.receive_transfer,
    permission="stock.receive_transfer",
    visible=selectors.visible_transfers,
    done=_("Received with %s."),
    form=command_forms.ReceiveForm,
    confirm=_("Write how much of %s has arrived. The rest stays on its way."),
    icon="package-check",
    offered=on_the_way.is_on_the_way,
)
return_transfer = command_view(
    services.return_transfer,
    permission="stock.return_transfer",
    visible=selectors.visible_transfers,
    done=_("Sent back with %s."),
    form=command_forms.ReturnForm,
    confirm=_("All of %s that is still on its way goes back to where it was sent from."),
    icon="undo-2",
    offered=on_the_way.is_on_the_way,
)
lose_transfer = command_view(
    services.lose_transfer,
    permission="stock.lose_transfer",
    visible=selectors.visible_transfers,
    done=_("Written off with %s."),
    form=command_forms.LoseForm,
    confirm=_(
        "Write how much of %s never arrived. It leaves stock at what it cost, as an adjustment."
    ),
    danger=True,
    offered=on_the_way.is_on_the_way,
)
