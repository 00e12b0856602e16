"""Commands of products: units, categories, products and suppliers' prices."""

from collections.abc import Callable, Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.core import events
from apps.core.context import company_id
from apps.core.exceptions import BusinessError, InvalidInput, StaleVersion
from apps.products import costing_rules
from apps.products.gtin import clean_gtin
from apps.products.models import Category, Product, SupplierPrice, Unit

saved_participants: list[Callable[[User | None, Product], object]] = []
"""Called after a product is stored, in the same transaction; stock revalues at a new standard cost here."""


class CodeTaken(InvalidInput):
    """Another row of the company has this code."""


class RatioFixed(BusinessError):
    """The ratio of a unit is what quantities already written mean, so it stays."""


class UnitFixed(BusinessError):
    """A product with stock moves keeps the unit they are counted in."""


class TracedAsItCame(BusinessError):
    """Goods in stock keep how they are told apart."""


class CategoryCycle(InvalidInput):
    """A category would be above itself."""


class StillInStock(BusinessError):
    """Goods of the product are on hand, so it cannot be archived."""


@transaction.atomic
def save_unit(*, actor: User | None, document: Unit) -> Unit:
    """Store a unit of measure.

    Raises:
        CodeTaken: another unit has the code.
        RatioFixed: dimension or ratio of a stored unit would change.
    """
    _require_free(document, code=document.code)
    if not document._state.adding:
        stored = Unit.objects.select_for_update().get(pk=document.pk)
        if (stored.dimension, stored.ratio) != (document.dimension, document.ratio):
            raise RatioFixed(
                _(
                    "To measure differently, make a new unit; quantities are written in %(unit)s already."
                )
                % {"unit": stored}
            )
    return _store(document, actor)


@transaction.atomic
def save_category(*, actor: User | None, document: Category) -> Category:
    """Store a category with its accounts and costing method; stock on hand keeps the ones it came in with.

    Raises:
        CodeTaken: another category has the name.
        CategoryCycle: it would stand above itself.
        CostScopeUnfit: its costing method is not kept by warehouse.
        NotTraced: actual cost by lot is wanted for goods that are not traced.
    """
    _require_free(document, name=document.name)
    costing_rules.require_fitting_scope(document)
    costing_rules.require_traced_goods(document)
    above: Category | None = document.parent
    while above is not None:
        if above.pk == document.pk:
            raise CategoryCycle(
                _("Choose a parent outside %(category)s; this one stands below it.")
                % {"category": document},
                field="parent",
            )
        above = above.parent
    return _store(document, actor)


@transaction.atomic
def save_product(
    *,
    actor: User | None,
    document: Product,
    lines: Sequence[SupplierPrice] = (),
    removed: Collection[UUID] = (),
) -> Product:
    """Store a product with what its suppliers ask for it.

    Raises:
        CodeTaken: another product has the SKU or the GTIN.
        WrongGtin: the digits are no GTIN.
        OtherDimension: sales or purchase unit do not convert to the stock unit.
        UnitFixed: the stock unit or kind of a product with moves would change.
        NotTraced: its category is valued by lot, and it has none.
        TracedAsItCame: how goods are told apart would change while some are in stock.
        StaleVersion: somebody else saved the product meanwhile.
    """
    document.gtin = clean_gtin(document.gtin)
    _require_free(document, sku=document.sku)
    if document.gtin:
        _require_free(document, gtin=document.gtin)
    _require_one_dimension(document)
    costing_rules.require_traced(document)
    is_new = document._state.adding
    if not is_new:
        _require_current(document)
        document.version += 1
    _store(document, actor)
    _store_supplier_prices(document, lines, removed)
    for participant in saved_participants:
        participant(actor, document)
    events.publish("products.product_created" if is_new else "products.product_changed", document)
    return document


@transaction.atomic
def archive_product(*, actor: User | None, pk: UUID) -> Product:
    """Take a product out of use; what is written about it stays.

    Raises:
        StillInStock: some of it is on hand.
    """
    product = Product.objects.select_for_update().get(pk=pk)
    on_hand = product.levels.aggregate(total=models.Sum("on_hand"))["total"]
    if on_hand:
        raise StillInStock(
            _(
                "To archive %(product)s, ship, scrap or adjust what is left of it; %(quantity)s are on hand."
            )
            % {"product": product, "quantity": f"{on_hand.normalize():f}"}
        )
    return _set_active(actor, product, active=False)


@transaction.atomic
def restore_product(*, actor: User | None, pk: UUID) -> Product:
    """Take an archived product back into use."""
    return _set_active(actor, Product.objects.select_for_update().get(pk=pk), active=True)


def _set_active(actor: User | None, product: Product, *, active: bool) -> Product:
    if product.is_active != active:
        product.is_active = active
        product.version += 1
        product._history_user = actor  # type: ignore[attr-defined]
        product.save(update_fields=["is_active", "version"])
        events.publish(
            "products.product_restored" if active else "products.product_archived", product
        )
    return product


def _require_current(document: Product) -> None:
    stored = Product.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if stored.version != document.version:
        raise StaleVersion(
            _(
                "To save %(product)s, look at what changed and save again; somebody else saved it meanwhile."
            )
            % {"product": stored}
        )
    changed = (stored.unit_id, stored.kind) != (document.unit_id, document.kind)
    if changed and stored.moves.exists():
        raise UnitFixed(
            _(
                "To count %(product)s in another unit, make a new product; its moves are written in %(unit)s."
            )
            % {"product": stored, "unit": stored.unit},
            field="unit",
        )
    if stored.tracking != document.tracking and stored.levels.filter(on_hand__gt=0).exists():
        raise TracedAsItCame(
            _("To trace %(product)s otherwise, wait until none is in stock or make a new product.")
            % {"product": stored},
            field="tracking",
        )


def _require_one_dimension(product: Product) -> None:
    for field in ("sale_unit", "purchase_unit"):
        unit = getattr(product, field)
        if unit is not None and unit.dimension != product.unit.dimension:
            raise InvalidInput(
                _(
                    "Choose a unit that measures %(wanted)s, as the stock unit does; %(unit)s does not."
                )
                % {"wanted": product.unit.dimension, "unit": unit},
                field=field,
            )


def _store_supplier_prices(
    product: Product, lines: Sequence[SupplierPrice], removed: Collection[UUID]
) -> None:
    if removed:
        for price in product.supplier_prices.filter(pk__in=removed):
            price.delete()
    for line in lines:
        line.product = product
        line.company_id = product.company_id
        line.save()


def _require_free(document: Any, **code: str) -> None:
    if type(document)._default_manager.filter(**code).exclude(pk=document.pk).exists():
        [(field, value)] = code.items()
        label = document._meta.get_field(field).verbose_name
        raise CodeTaken(
            _("Choose another %(label)s; %(value)s is taken.") % {"label": label, "value": value},
            field=field,
        )


def _store(document: Any, actor: User | None) -> Any:
    document.company_id = company_id()
    document._history_user = actor
    document.save()
    return document
