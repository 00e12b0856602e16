"""Screens of sales channels and what each may have promised."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.core.commands import command_view
from apps.core.lists import Tab
from apps.core.screens import FormScreen, ListScreen
from apps.stock import channel_forms, channel_tables, channels, filters, services
from apps.stock.models import ChannelQuota, SalesChannel


class ChannelList(ListScreen):
    """Ways goods are sold."""

    visible = channels.visible_channels
    filterset_class = filters.ChannelFilter
    table_class = channel_tables.ChannelTable
    title, subtitle = _("Sales channels"), _("%s channels")
    create = _("New channel")
    tabs = (
        Tab(_("All")),
        Tab(_("In use"), {"is_active": "true"}),
        Tab(_("Archived"), {"is_active": "false"}),
    )
    empty = {
        "title": _("No sales channel here"),
        "text": _("Add one, such as a web shop or a counter; orders then name it."),
        "icon": "split",
    }


class ChannelEdit(FormScreen):
    """The form of a sales channel."""

    model = SalesChannel
    visible = channels.visible_channels
    form_class = channel_forms.ChannelForm
    service = services.save_channel
    title = _("Sales channel")


class ChannelCreate(ChannelEdit):
    """The form of a new sales channel."""

    permission = "stock.add_saleschannel"
    title = _("New sales channel")


class QuotaList(ListScreen):
    """What each channel may have promised of products, and how much of it is."""

    visible = channels.visible_quotas
    filterset_class = filters.QuotaFilter
    table_class = channel_tables.QuotaTable
    title, subtitle = _("Quotas of channels"), _("%s quotas")
    create = _("New quota")
    tabs = (Tab(_("All")), Tab(_("Nothing left"), {"state": "full"}))
    empty = {
        "title": _("No quota here"),
        "text": _("Without one, orders of a channel may have promised whatever is free."),
        "icon": "gauge",
    }


class QuotaEdit(FormScreen):
    """The form of a quota."""

    model = ChannelQuota
    visible = channels.visible_quotas
    form_class = channel_forms.QuotaForm
    service = services.save_quota
    title = _("Quota of a channel")
    template_name = "stock/channelquota_form.html"

    def extra(self, context: dict[str, Any]) -> dict[str, Any]:
        """Return the context with the address that removes the quota."""
        pk = self.kwargs.get("pk")
        return context | {
            "delete_url": reverse("stock:channelquota_delete", args=[pk]) if pk else ""
        }


class QuotaCreate(QuotaEdit):
    """The form of a new quota."""

    permission = "stock.add_channelquota"
    title = _("New quota of a channel")


delete_quota = command_view(
    services.delete_quota,
    permission="stock.delete_channelquota",
    visible=channels.visible_quotas,
    done=_("Removed the quota."),
    label=_("Remove"),
    danger=True,
)
