"""Screens of the closing checklist's tasks: what they are, whose, and ticking them off on the page of a period."""

from django.utils.translation import gettext_lazy as _

from apps.core.commands import command_view
from apps.core.form_screen import FormScreen
from apps.core.screens import ListScreen
from apps.ledger import filters, forms, selectors, services, tables
from apps.ledger.models import ClosingTask


class ClosingTaskList(ListScreen):
    """What people do before a period is closed."""

    visible = selectors.visible_closing_tasks
    filterset_class = filters.ClosingTaskFilter
    table_class = tables.ClosingTaskTable
    title = _("Closing tasks")
    create = _("New task")
    empty = {
        "title": _("No task yet"),
        "text": _("Add what somebody does before a month is closed, such as counting the cash."),
        "icon": "list-checks",
    }


class ClosingTaskEdit(FormScreen):
    """The form of a task."""

    model = ClosingTask
    visible = selectors.visible_closing_tasks
    form_class = forms.ClosingTaskForm
    service = services.save_closing_task
    title = _("Closing task")


class ClosingTaskCreate(ClosingTaskEdit):
    """The form of a new task."""

    permission = "ledger.add_closingtask"
    title = _("New closing task")


tick_task = command_view(
    services.tick_task,
    permission="ledger.tick_closingtask",
    visible=selectors.visible_periods,
    done=_("Noted for %s."),
    form=forms.TickForm,
    label=_("Tick off a task"),
    confirm=_("A task of %s is done, or is not after all."),
    icon="list-checks",
)
