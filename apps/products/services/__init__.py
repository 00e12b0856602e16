"""Commands of products: ``from apps.products import services as products``."""

from apps.products.services.families import (
    NothingToMake,
    ValueTwice,
    carry_family,
    make_variants,
    save_attribute,
    save_family,
)
from apps.products.services.goods import (
    CategoryCycle,
    CodeTaken,
    RatioFixed,
    StillInStock,
    TracedAsItCame,
    UnitFixed,
    archive_product,
    restore_product,
    save_category,
    save_product,
    save_unit,
    saved_participants,
)
from apps.products.services.kits import NotAKit, WrongPart, save_kit
from apps.products.services.part_number_files import import_part_numbers
from apps.products.services.part_numbers import NumberMissing, NumberTaken, save_part_number
from apps.products.services.pictures import add_picture, lead_picture, remove_picture
from apps.products.services.substitutes import WrongSubstitute, save_substitutes
from apps.products.services.taxes import (
    AlreadyExempt,
    WrongTaxRule,
    install_tax_rules,
    save_tax_exemption,
    save_tax_rule,
)

__all__ = [
    "AlreadyExempt",
    "CategoryCycle",
    "CodeTaken",
    "NotAKit",
    "NothingToMake",
    "NumberMissing",
    "NumberTaken",
    "RatioFixed",
    "StillInStock",
    "TracedAsItCame",
    "UnitFixed",
    "ValueTwice",
    "WrongPart",
    "WrongSubstitute",
    "WrongTaxRule",
    "add_picture",
    "archive_product",
    "carry_family",
    "import_part_numbers",
    "install_tax_rules",
    "lead_picture",
    "make_variants",
    "remove_picture",
    "restore_product",
    "save_attribute",
    "save_category",
    "save_family",
    "save_kit",
    "save_part_number",
    "save_product",
    "save_substitutes",
    "save_tax_exemption",
    "save_tax_rule",
    "save_unit",
    "saved_participants",
]
