"""Screens of receipts and shipments."""

from django.utils.translation import gettext_lazy as _

from apps.core.commands import bulk_view
from apps.stock import forms, selectors, services
from apps.stock.choices import DocumentKind
from apps.stock.views.documents import DocumentDetail, DocumentEdit, DocumentList, in_part, verbs_of


class ReceiptList(DocumentList):
    """Receipts."""

    names = "stock:receipt"
    visible = selectors.visible_receipts
    title, create = _("Receipts"), _("New receipt")
    empty = {
        "title": _("No receipt here"),
        "text": _("Receive a purchase order, or write one by hand."),
        "icon": "package-plus",
    }


class ReceiptDetail(DocumentDetail):
    """One receipt."""

    names = "stock:receipt"
    visible = selectors.visible_receipts
    verbs = ("post_part",)


class ReceiptEdit(DocumentEdit):
    """The form of a receipt."""

    names, permission = "stock:receipt", "stock.edit_receipt"
    visible = selectors.visible_receipts
    form_class, lines_class = forms.ReceiptForm, forms.ReceiptLines
    service = services.save_receipt
    kind, new_title = DocumentKind.RECEIPT, _("New receipt")


post_receipt, cancel_receipt, reverse_receipt = verbs_of(
    "receipt",
    selectors.visible_receipts,
    services.post_receipt,
    services.cancel_receipt,
    services.reverse_receipt,
)
post_receipts = bulk_view(post_receipt)
post_part_receipt = in_part("receipt", selectors.visible_receipts, services.post_receipt)


class ShipmentList(DocumentList):
    """Shipments."""

    names = "stock:shipment"
    visible = selectors.visible_shipments
    title, create = _("Shipments"), _("New shipment")
    empty = {
        "title": _("No shipment here"),
        "text": _("Ship a sales order, or write one by hand."),
        "icon": "truck",
    }


class ShipmentDetail(DocumentDetail):
    """One shipment."""

    names = "stock:shipment"
    visible = selectors.visible_shipments
    verbs = ("post_part",)


class ShipmentEdit(DocumentEdit):
    """The form of a shipment."""

    names, permission = "stock:shipment", "stock.edit_shipment"
    visible = selectors.visible_shipments
    form_class, lines_class = forms.ShipmentForm, forms.ShipmentLines
    service = services.save_shipment
    kind, new_title = DocumentKind.SHIPMENT, _("New shipment")


post_shipment, cancel_shipment, reverse_shipment = verbs_of(
    "shipment",
    selectors.visible_shipments,
    services.post_shipment,
    services.cancel_shipment,
    services.reverse_shipment,
)
post_shipments = bulk_view(post_shipment)
post_part_shipment = in_part("shipment", selectors.visible_shipments, services.post_shipment)
