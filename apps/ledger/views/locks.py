"""Screens of what keeps people out of the books: locks by area, and what was posted in spite of one."""

from django.utils.translation import gettext_lazy as _

from apps.core.form_screen import FormScreen
from apps.core.screens import ListScreen
from apps.ledger import filters, forms, selectors, services, tables
from apps.ledger.models import AreaLock


class AreaLockList(ListScreen):
    """Up to which day each area is locked."""

    visible = selectors.visible_area_locks
    filterset_class = filters.AreaLockFilter
    table_class = tables.AreaLockTable
    title = _("Locks")
    create = _("Lock an area")
    empty = {
        "title": _("Nothing is locked"),
        "text": _("Lock sales, purchases, stock, taxes or everything up to a day."),
    }


class AreaLockEdit(FormScreen):
    """The form of a lock."""

    model = AreaLock
    visible = selectors.visible_area_locks
    form_class = forms.AreaLockForm
    service = services.save_area_lock
    title = _("Lock")


class AreaLockCreate(AreaLockEdit):
    """The form of a new lock."""

    permission = "ledger.add_arealock"
    title = _("Lock an area")


class LockOverrideList(ListScreen):
    """What was posted in spite of a soft lock, by whom."""

    visible = selectors.visible_lock_overrides
    filterset_class = filters.LockOverrideFilter
    table_class = tables.LockOverrideTable
    title = _("Posted in spite of a lock")
