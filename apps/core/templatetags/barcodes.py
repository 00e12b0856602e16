"""``{% load barcodes %}{{ product.sku|barcode }}``: the bar code of a text."""

from django import template
from django.utils.safestring import SafeString

from apps.core.barcodes import barcode_svg

register = template.Library()


@register.filter
def barcode(text: object) -> SafeString:
    """Return the bar code of ``text`` as SVG; nothing where it has none."""
    return barcode_svg(str(text))
