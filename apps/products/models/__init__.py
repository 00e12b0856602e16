"""What is bought, stocked and sold, and which tax code it gets."""

from apps.products.models.families import (
    Attribute,
    AttributeValue,
    Family,
    FamilyValue,
    Variant,
)
from apps.products.models.goods import LIMIT, Category, Product, SupplierPrice, Unit
from apps.products.models.kits import KitPart
from apps.products.models.part_numbers import PartNumber
from apps.products.models.pictures import Picture
from apps.products.models.substitutes import Substitute
from apps.products.models.taxes import TaxExemption, TaxRule

__all__ = [
    "LIMIT",
    "Attribute",
    "AttributeValue",
    "Category",
    "Family",
    "FamilyValue",
    "KitPart",
    "PartNumber",
    "Picture",
    "Product",
    "Substitute",
    "SupplierPrice",
    "TaxExemption",
    "TaxRule",
    "Unit",
    "Variant",
]
