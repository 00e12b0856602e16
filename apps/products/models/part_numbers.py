"""What customers and suppliers call a product."""

from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from apps.core.fields import CompanyForeignKey
from apps.core.models import CompanyModel
from apps.parties.models import Party
from apps.products.models.goods import Product

Q = models.Q


class PartNumber(CompanyModel):
    """A party's own number for a product. The preferred one of party and product stands on documents."""

    party = CompanyForeignKey(
        Party, related_name="part_numbers", verbose_name=_("party"), db_index=False
    )
    product = CompanyForeignKey(Product, related_name="part_numbers", verbose_name=_("product"))
    number = models.CharField(_("their number"), max_length=60)
    description = models.CharField(_("their description"), max_length=250, blank=True)
    is_preferred = models.BooleanField(_("preferred"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("part number")
        verbose_name_plural = _("part numbers")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                "company", "party", Upper("number"), condition=Q(is_active=True),
                name="part_number_once",
            ),
            models.UniqueConstraint(
                fields=["company", "party", "product"], condition=Q(is_preferred=True),
                name="part_number_preferred_once",
            ),
            models.CheckConstraint(condition=~Q(number=""), name="part_number_written"),
            models.CheckConstraint(
                condition=Q(is_preferred=False) | Q(is_active=True),
                name="part_number_preferred_in_use",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number

    @property
    def state(self) -> str:
        """Return whether it is looked up and stands on new documents."""
        return "active" if self.is_active else "inactive"

    @property
    def state_label(self) -> str:
        """Return the state in words."""
        return str(_("In use") if self.is_active else _("Archived"))
