"""What customers call goods, what is sold in their place, and how they look: left for who tries the demonstration."""

from io import BytesIO
from typing import Final

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image, ImageDraw, ImageFont

from apps.access.models import User
from apps.companies.models import Company
from apps.core.context import company_context
from apps.parties.models import Party
from apps.products.choices import ProductKind
from apps.products.models import PartNumber, Picture, Product, Substitute
from apps.products.services import add_picture, save_part_number, save_substitutes

GOODS: Final = 6
PARTIES: Final = 2
COLOURS: Final = ("#4f46e5", "#0f766e", "#b45309", "#be123c", "#1d4ed8", "#4d7c0f")


def dress_products(company: Company, who: User) -> None:
    """Give a few goods numbers, substitutes and a picture; once and no more. No total changes."""
    with company_context(company.pk, user_id=who.pk), transaction.atomic():
        if Picture.objects.exists() or PartNumber.objects.exists():
            return
        rows = Product.objects.filter(kind=ProductKind.GOODS, is_active=True)
        goods = list(rows.order_by("sku")[:GOODS])
        parties = Party.objects.filter(is_customer=True, is_active=True).order_by("code")[:PARTIES]
        for party in parties:
            for product in goods[: GOODS // 2]:
                number = f"{party.code[:3]}-{product.sku}"
                row = PartNumber(party=party, product=product, number=number)
                save_part_number(actor=who, document=row)
        for product, colour in zip(goods, COLOURS, strict=False):
            upload = SimpleUploadedFile(f"{product.sku}.png", _tile(product.name, colour))
            add_picture(actor=who, pk=product.pk, upload=upload)
        _substitute(who, goods)


def _substitute(who: User, goods: list[Product]) -> None:
    """Let goods counted alike stand in for each other, two by two."""
    for product, other in zip(goods[::2], goods[1::2], strict=False):
        if product.unit_id == other.unit_id:
            line = Substitute(substitute=other, both_ways=True)
            save_substitutes(actor=who, document=product, lines=[line])


def _tile(name: str, colour: str) -> bytes:
    """Return a picture with the first letter of a name on a box of one colour."""
    image = Image.new("RGB", (480, 480), "#f4f4f5")
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((90, 110, 390, 400), radius=28, fill=colour)
    draw.polygon(((90, 150), (150, 70), (330, 70), (390, 150)), fill=colour, outline="#f4f4f5")
    font = ImageFont.load_default(size=170)
    draw.text((240, 265), name[:1].upper(), font=font, fill="#ffffff", anchor="mm")
    kept = BytesIO()
    image.save(kept, format="PNG")
    return kept.getvalue()
