"""Formats of statements and what became of a file."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StatementFormat(models.TextChoices):
    """The formats banks write statements in."""

    CAMT053 = "camt053", "ISO 20022 camt.053"
    MT940 = "mt940", "SWIFT MT940"
    OFX = "ofx", "OFX"
    CSV = "csv", "CSV"
    UNKNOWN = "unknown", _("Unknown")


class FileStatus(models.TextChoices):
    """What became of a file that was brought in."""

    IMPORTED = "imported", _("Imported")
    REFUSED = "refused", _("Refused")
