"""Commands on pictures of products: add, remove, put first."""

import hashlib
from typing import Any, Final
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from apps.core import events
from apps.core.attachments import safe_filename
from apps.products import pictures
from apps.products.models import Picture, Product

MOST: Final = 12


@transaction.atomic
def add_picture(*, actor: Any, pk: UUID, upload: UploadedFile | None) -> Product:
    """Keep a picture of a product, after those it has.

    Raises:
        PictureRefused: no picture, too large, one too many, or there already.
    """
    product = _locked(pk)
    if upload is None or not upload.size:
        raise pictures.PictureRefused(_("Choose a picture that is not empty."), field="picture")
    name = safe_filename(upload.name or "")
    upload.seek(0)
    content = upload.read(pictures.LARGEST + 1)
    made = pictures.made_of(content, name)
    digest = hashlib.sha256(content).hexdigest()
    rows = Picture.objects.filter(product=product)
    if rows.filter(sha256=digest).exists():
        raise pictures.PictureRefused(
            _("To add %(name)s, choose another; it is there already.") % {"name": name},
            field="picture",
        )
    count = rows.count()
    if count >= MOST:
        raise pictures.PictureRefused(
            _("To add %(name)s, remove one first; %(most)d are the most.")
            % {"name": name, "most": MOST},
            field="picture",
        )
    last = rows.order_by("-position").values_list("position", flat=True).first()
    Picture.objects.create(
        company_id=product.company_id,
        product=product,
        position=0 if last is None else last + 1,
        page=made.page,
        thumb=made.thumb,
        width=made.width,
        height=made.height,
        size=len(made.page),
        sha256=digest,
        created_by=actor,
    )
    events.publish("products.product_pictured", product, reason=name)
    return product


@transaction.atomic
def remove_picture(*, actor: Any, pk: UUID) -> Product:
    """Remove a picture of a product."""
    product = _locked(_product_of(pk))
    Picture.objects.filter(pk=pk).delete()
    events.publish("products.product_pictured", product)
    return product


@transaction.atomic
def lead_picture(*, actor: Any, pk: UUID) -> Product:
    """Put a picture first: lists and scanners show it."""
    product = _locked(_product_of(pk))
    Picture.objects.filter(product=product).exclude(pk=pk).update(position=F("position") + 1)
    Picture.objects.filter(pk=pk).update(position=0)
    events.publish("products.product_pictured", product)
    return product


def _product_of(pk: UUID) -> UUID:
    return Picture.objects.values_list("product_id", flat=True).get(pk=pk)


def _locked(pk: UUID) -> Product:
    """Lock the product, so that its pictures are counted and put in order by one at a time."""
    return Product.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
