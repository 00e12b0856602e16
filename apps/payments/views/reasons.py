"""Screens of write-off reasons."""

from django.utils.translation import gettext_lazy as _

from apps.core.screens import FormScreen, ListScreen
from apps.payments import filters, forms, selectors, services, tables
from apps.payments.models import WriteOffReason


class ReasonList(ListScreen):
    """Why something may be written off."""

    visible = selectors.visible_reasons
    filterset_class = filters.ReasonFilter
    table_class = tables.ReasonTable
    title = _("Write-off reasons")
    create = _("New reason")
    empty = {
        "title": _("No reason yet"),
        "text": _("Add one, such as small differences, with its account and limit."),
    }


class ReasonEdit(FormScreen):
    """The form of a write-off reason."""

    model = WriteOffReason
    visible = selectors.visible_reasons
    form_class = forms.ReasonForm
    service = services.save_reason
    title = _("Write-off reason")


class ReasonCreate(ReasonEdit):
    """The form of a new write-off reason."""

    permission = "payments.add_writeoffreason"
    title = _("New write-off reason")
