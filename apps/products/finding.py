"""Which product is meant by what somebody types or scans: bar code, a party's own number, SKU, words of the name."""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Upper

from apps.core.context import company_id
from apps.products.models import AttributeValue, PartNumber, Product
from apps.products.selectors import visible_products

OPTIONS: Final = 20
WORDS: Final = 8


def product_options(user: Any, text: str, *, kind: str = "", party: str = "") -> list[Product]:
    """Return at most 20 products in use that fit: by bar code or ``party``'s number, else by SKU and name.

    An exact SKU comes first; words may also occur in the numbers of the party.

    Args:
        party: its id, as a form has it; "" is none.
    """
    products = visible_products(user).filter(is_active=True)
    if kind:
        products = products.filter(kind=kind)
    text = text.strip()
    numbers = numbers_of(party)
    if exact := _exact(products, text, numbers):
        return exact
    words = text.split()[:WORDS]
    values = _values(words) if len(words) > 1 else {}
    for word in words:
        found_in = Q(sku__icontains=word) | Q(name__icontains=word) | Q(gtin__startswith=word)
        if numbers is not None:
            like = numbers.filter(number__icontains=word)
            found_in |= Q(pk__in=like.values("product_id"))
        if word.lower() in values:
            found_in |= Q(variant__values__overlap=values[word.lower()])
        products = products.filter(found_in)
    if values:
        products = _best_first(products, values)
    found = list(products[:OPTIONS])
    return sorted(found, key=lambda product: product.sku.lower() != text.lower())


def _values(words: Iterable[str]) -> dict[str, list[UUID]]:
    """Return the values of attributes whose code or name, in any language, each word is."""
    wanted = {word.lower() for word in words}
    paths = ("code", "name", *(f"name_i18n__{code}" for code, _language in settings.LANGUAGES))
    of_word = Q()
    for path in paths:
        for word in wanted:
            of_word |= Q(**{f"{path}__iexact": word})
    found: dict[str, list[UUID]] = {}
    for value in AttributeValue.objects.filter(of_word, company_id=company_id()):
        for name in {value.code, value.name, *value.name_i18n.values()}:
            if str(name).lower() in wanted:
                found.setdefault(str(name).lower(), []).append(value.pk)
    return found


def _best_first(products: QuerySet[Product], values: dict[str, list[UUID]]) -> QuerySet[Product]:
    """Put the variants first that have most of the values: "shirt red M" is no other shirt with an m in it."""
    has: Any = Value(0)
    for ids in values.values():
        has = has + Case(
            When(variant__values__overlap=ids, then=1), default=0, output_field=IntegerField()
        )
    return products.annotate(has_values=has).order_by("-has_values", "sku", "pk")


def _exact(
    products: QuerySet[Product], text: str, numbers: QuerySet[PartNumber] | None
) -> list[Product]:
    """Return the product that a whole number names, the party's own before the bar code."""
    found: list[Product] = []
    if text and numbers is not None:
        mine = numbers.filter(number__iexact=text).values("product_id")
        found = list(products.filter(pk__in=mine))
    digits = text.replace(" ", "").replace("-", "")
    if not found and digits.isascii() and digits.isdigit() and len(digits) >= 8:
        found = list(products.filter(gtin=digits)[:OPTIONS])
    return found


def numbers_of(party: str) -> QuerySet[PartNumber] | None:
    """Return the numbers in use of a party, None where the text is no id."""
    try:
        pk = UUID(party)
    except ValueError:
        return None
    return PartNumber.objects.filter(company_id=company_id(), party_id=pk, is_active=True)


def meant_by(texts: Iterable[str], party: str, products: QuerySet[Product]) -> dict[str, Product]:
    """Return which of ``products`` each text names as a bar code or as a number of ``party``, in two statements."""
    typed = {text.strip().upper(): text for text in texts}
    numbers = numbers_of(party)
    if not typed:
        return {}
    found = {typed[row.gtin]: row for row in products.filter(gtin__in=typed)}
    if numbers is not None:
        rows = numbers.annotate(typed=Upper("number")).filter(typed__in=typed)
        named = dict(rows.values_list("typed", "product_id"))
        goods = products.in_bulk(list(named.values()))
        found |= {typed[text]: goods[pk] for text, pk in named.items() if pk in goods}
    return found
