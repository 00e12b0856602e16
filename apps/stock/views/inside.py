"""Screens of transfers and adjustments."""

from django.utils.translation import gettext_lazy as _

from apps.core.commands import bulk_view
from apps.stock import filters, forms, selectors, services, tables
from apps.stock.choices import DocumentKind
from apps.stock.views.documents import DocumentDetail, DocumentEdit, DocumentList, verbs_of


class TransferList(DocumentList):
    """Transfers."""

    names = "stock:transfer"
    visible = selectors.visible_transfers
    table_class = tables.TransferTable
    title, create = _("Transfers"), _("New transfer")
    empty = {
        "title": _("No transfer here"),
        "text": _("Move goods from one place to another."),
        "icon": "arrow-left-right",
    }


class TransferDetail(DocumentDetail):
    """One transfer."""

    names = "stock:transfer"
    visible = selectors.visible_transfers
    next_verbs = ("send", "receive")
    verbs = ("return", "lose")


class TransferEdit(DocumentEdit):
    """The form of a transfer."""

    names, permission = "stock:transfer", "stock.edit_transfer"
    visible = selectors.visible_transfers
    form_class, lines_class = forms.TransferForm, forms.TransferLines
    service = services.save_transfer
    kind, new_title = DocumentKind.TRANSFER, _("New transfer")


post_transfer, cancel_transfer, reverse_transfer = verbs_of(
    "transfer",
    selectors.visible_transfers,
    services.post_transfer,
    services.cancel_transfer,
    services.reverse_transfer,
)
post_transfers = bulk_view(post_transfer)


class AdjustmentList(DocumentList):
    """Adjustments."""

    names = "stock:adjustment"
    visible = selectors.visible_adjustments
    filterset_class = filters.AdjustmentFilter
    table_class = tables.AdjustmentTable
    title, create = _("Adjustments"), _("New adjustment")
    empty = {
        "title": _("No adjustment here"),
        "text": _("Count goods, scrap them, or write your opening stock."),
        "icon": "scale",
    }


class AdjustmentDetail(DocumentDetail):
    """One adjustment."""

    names = "stock:adjustment"
    visible = selectors.visible_adjustments


class AdjustmentEdit(DocumentEdit):
    """The form of an adjustment."""

    names, permission = "stock:adjustment", "stock.edit_adjustment"
    visible = selectors.visible_adjustments
    form_class, lines_class = forms.AdjustmentForm, forms.AdjustmentLines
    service = services.save_adjustment
    kind, new_title = DocumentKind.ADJUSTMENT, _("New adjustment")


post_adjustment, cancel_adjustment, reverse_adjustment = verbs_of(
    "adjustment",
    selectors.visible_adjustments,
    services.post_adjustment,
    services.cancel_adjustment,
    services.reverse_adjustment,
)
post_adjustments = bulk_view(post_adjustment)
