"""Words of a company's settings."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TaxRounding(models.TextChoices):
    """What of a document is taxed together before the tax is rounded."""

    DOCUMENT = "document", _("Once per document")
    LINE = "line", _("On every line")
