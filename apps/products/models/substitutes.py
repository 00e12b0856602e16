"""What may be sold in a product's place."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from apps.core.fields import CompanyForeignKey
from apps.core.models import CompanyModel
from apps.products.models.goods import Product

Q, F = models.Q, models.F


class Substitute(CompanyModel):
    """A product that may take another's place, the lowest rank first, from a day to a day where they are given."""

    product = CompanyForeignKey(
        Product, models.CASCADE, related_name="substitutes", verbose_name=_("product"),
        db_index=False,
    )  # fmt: skip
    position = models.PositiveIntegerField(default=0)
    substitute = CompanyForeignKey(
        Product, related_name="stands_in_for", verbose_name=_("substitute")
    )
    rank = models.PositiveSmallIntegerField(_("rank"), default=1)
    both_ways = models.BooleanField(_("both ways"), default=False)
    first = models.DateField(_("from"), null=True, blank=True)
    last = models.DateField(_("to"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("substitute")
        verbose_name_plural = _("substitutes")
        ordering: ClassVar[list[str]] = ["rank", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "product", "substitute"], name="substitute_once"
            ),
            models.CheckConstraint(
                condition=~Q(product=F("substitute")), name="substitute_is_another"
            ),
            models.CheckConstraint(
                condition=Q(first__isnull=True) | Q(last__isnull=True) | Q(last__gte=F("first")),
                name="substitute_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return str(self.substitute_id)
