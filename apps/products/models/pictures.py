"""Pictures of products, as bytes in two sizes."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.fields import CompanyForeignKey
from apps.core.models import CompanyModel, user_fk
from apps.products.models.goods import Product

LARGEST_KEPT = 2 * 2**20


class Picture(CompanyModel):
    """A picture of a product, made anew from what was uploaded: WebP, without what a camera wrote into it.

    The bytes never change, so whoever has them may keep them; ``sha256`` is that of the upload.
    """

    product = CompanyForeignKey(
        Product, models.CASCADE, related_name="pictures", verbose_name=_("product"), db_index=False
    )
    position = models.PositiveIntegerField(default=0)
    page = models.BinaryField()
    thumb = models.BinaryField()
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    created_by = user_fk(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "product", "sha256"], name="picture_once_per_product"
            ),
            models.CheckConstraint(
                condition=models.Q(size__gt=0, size__lte=LARGEST_KEPT, width__gt=0, height__gt=0),
                name="picture_has_a_size",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.width} × {self.height}"

    def get_absolute_url(self) -> str:
        """Return the page of the product."""
        return reverse("products:product_detail", args=[self.product_id])
