"""The file formats of an export, and which of them hand the same books to the same program."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Format(models.TextChoices):
    """What an export is written for."""

    BEANCOUNT = "beancount", _("Beancount")
    HLEDGER = "hledger", _("hledger")
    IIF = "iif", _("QuickBooks Desktop (IIF)")
    QUICKBOOKS = "quickbooks", _("QuickBooks Online (JSON)")
    XERO = "xero", _("Xero (CSV)")
    XERO_JSON = "xero_json", _("Xero (JSON)")
    FEC = "fec", _("French audit file (FEC)")


TARGETS: dict[str, str] = {
    Format.IIF: "quickbooks",
    Format.QUICKBOOKS: "quickbooks",
    Format.XERO: "xero",
    Format.XERO_JSON: "xero",
}
"""Formats that add to another program's books, and whose: what went there once never goes again."""
