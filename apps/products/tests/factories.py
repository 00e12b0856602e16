"""Products for tests."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from apps.ledger.models import Tax
from apps.ledger.tests.factories import make_party
from apps.products.families import combinations
from apps.products.models import (
    Attribute,
    AttributeValue,
    Category,
    Family,
    FamilyValue,
    KitPart,
    PartNumber,
    Picture,
    Product,
    Substitute,
    TaxExemption,
    TaxRule,
    Unit,
)
from apps.products.services import (
    add_picture,
    make_variants,
    save_attribute,
    save_category,
    save_family,
    save_kit,
    save_part_number,
    save_product,
    save_substitutes,
    save_tax_exemption,
    save_tax_rule,
    save_unit,
)


def make_unit(code: str = "pc", **fields: Any) -> Unit:
    """Return the unit with this code, made when it is not there: pieces unless said otherwise."""
    values = {"name": code, "dimension": "count", **fields}
    found = Unit.objects.filter(code=code).first()
    return found or save_unit(actor=None, document=Unit(code=code, **values))


def make_category(name: str = "", *, method: str = "average", **fields: Any) -> Category:
    """Return the category with this name, made when it is not there; costing by moving average."""
    name = name or f"Goods by {method}"
    found = Category.objects.filter(name=name).first()
    return found or save_category(
        actor=None, document=Category(name=name, costing_method=method, **fields)
    )


def make_product(sku: str = "TEA", *, method: str = "average", **fields: Any) -> Product:
    """Return a new product counted in pieces."""
    values: dict[str, Any] = {"name": sku.title(), **fields}
    values.setdefault("unit", make_unit())
    values.setdefault("category", make_category(method=method))
    return save_product(actor=None, document=Product(sku=sku, **values))


def make_kit(
    sku: str = "HAMPER", parts: dict[Product, str] | None = None, **fields: Any
) -> Product:
    """Return a new kit that holds so many of each product."""
    kit = make_product(sku, kind="kit", **fields)
    lines = [KitPart(product=part, quantity=Decimal(many)) for part, many in (parts or {}).items()]
    return save_kit(actor=None, document=kit, lines=lines) if lines else kit


def make_number(party: Any, product: Product, number: str, **fields: Any) -> PartNumber:
    """Return a new number by which a party calls a product."""
    row = PartNumber(party=party, product=product, number=number, **fields)
    return save_part_number(actor=None, document=row)


def a_picture(colour: str = "red", size: tuple[int, int] = (300, 200), kind: str = "PNG") -> bytes:
    """Return the bytes of a picture of one colour."""
    kept = BytesIO()
    Image.new("RGB", size, colour).save(kept, format=kind)
    return kept.getvalue()


def make_picture(product: Product, content: bytes | None = None) -> Picture:
    """Return a new picture of a product."""
    upload = SimpleUploadedFile("tea.png", content or a_picture())
    add_picture(actor=None, pk=product.pk, upload=upload)
    return Picture.objects.filter(product=product).order_by("-position").first()  # type: ignore[return-value]


def make_substitute(product: Product, substitute: Product, **fields: Any) -> None:
    """Let a product be sold in another's place."""
    product.refresh_from_db()
    line = Substitute(substitute=substitute, **fields)
    save_substitutes(actor=None, document=product, lines=[line])


def make_attribute(code: str, *codes: str, **fields: Any) -> Attribute:
    """Return a new attribute with values of these codes: ``make_attribute("SIZE", "M", "L")``."""
    values = [AttributeValue(code=one, name=one.capitalize()) for one in codes]
    document = Attribute(**{"code": code, "name": code.capitalize(), **fields})
    return save_attribute(actor=None, document=document, lines=values)


def make_family(
    code: str = "SHIRT",
    *attributes: Attribute,
    surcharges: dict[str, str] | None = None,
    values: Sequence[FamilyValue] = (),
    **fields: Any,
) -> Family:
    """Return a new family of all values of the attributes, without variants."""
    usual = {"name": code.title(), "category": make_category(), "unit": make_unit()}
    rows = list(values) or [
        FamilyValue(value=value, surcharge=Decimal((surcharges or {}).get(value.code, "0")))
        for attribute in attributes
        for value in attribute.values.all()
    ]
    document = Family(code=code, **{**usual, **fields})
    return save_family(actor=None, document=document, lines=rows)


def sample_arguments() -> dict[str, dict[str, Any]]:
    """Return what addresses take that are no document's of products, for the access sweep."""
    return {"products:party_numbers": {"pk": make_party("NUMBERED").pk}}


def sample_objects() -> dict[str, Any]:
    """Return one object of each kind that has screens, by URL namespace and model, for the access sweep."""
    product = make_product(sale_price=Decimal("4.50"))
    zero = Tax.objects.get(company_id=product.company_id, code="S0")
    rule = TaxRule(name="Exports", use="sale", zone="abroad", target=zero)
    exemption = TaxExemption(
        party=make_party("EXEMPT"), tax=zero, certificate="C-1", first=date(2020, 1, 1)
    )
    family = make_family("SAMPLE", make_attribute("SHADE", "RED"))
    make_variants(actor=None, pk=family.pk, keys=[each.key for each in combinations(family)])
    return {
        "product": product,
        "picture": make_picture(product),
        "attribute": Attribute.objects.get(code="SHADE"),
        "family": family,
        "kit": make_kit(parts={product: "2"}),
        "category": product.category,
        "unit": product.unit,
        "partnumber": make_number(exemption.party, product, "X-1"),
        "taxrule": save_tax_rule(actor=None, document=rule),
        "taxexemption": save_tax_exemption(actor=None, document=exemption),
    }
