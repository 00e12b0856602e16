"""Screens of the reasons to adjust stock."""

from django.utils.translation import gettext_lazy as _

from apps.core.lists import Tab
from apps.core.screens import FormScreen, ListScreen
from apps.stock import filters, reason_forms, reason_tables, reasons, services
from apps.stock.models import Reason


class ReasonList(ListScreen):
    """Why stock may be adjusted."""

    visible = reasons.visible_reasons
    filterset_class = filters.ReasonFilter
    table_class = reason_tables.ReasonTable
    title, subtitle = _("Adjustment reasons"), _("%s reasons")
    create = _("New reason")
    tabs = (
        Tab(_("All")),
        Tab(_("In use"), {"is_active": "true"}),
        Tab(_("Archived"), {"is_active": "false"}),
    )
    empty = {
        "title": _("No reason here"),
        "text": _("Add one, such as goods given away, with the account that bears it."),
        "icon": "scale",
    }


class ReasonEdit(FormScreen):
    """The form of a reason."""

    model = Reason
    visible = reasons.visible_reasons
    form_class = reason_forms.ReasonForm
    service = services.save_reason
    title = _("Adjustment reason")


class ReasonCreate(ReasonEdit):
    """The form of a new reason."""

    permission = "stock.add_reason"
    title = _("New adjustment reason")
