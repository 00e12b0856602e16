"""Which goods a costing method fits."""

from django.utils.translation import gettext as _

from apps.core.exceptions import InvalidInput
from apps.products.choices import CostingMethod, CostScope, ProductKind, Tracking
from apps.products.models import Category, Product

BY_WAREHOUSE = {CostingMethod.AVERAGE, CostingMethod.FIFO}


class CostScopeUnfit(InvalidInput):
    """The costing method is kept over the whole company only."""


class NotTraced(InvalidInput):
    """Actual cost by lot needs goods that are traced."""


def require_fitting_scope(category: Category) -> None:
    """Refuse cost by warehouse for a method that knows none.

    Raises:
        CostScopeUnfit: see above.
    """
    if category.cost_scope != CostScope.COMPANY and category.costing_method not in BY_WAREHOUSE:
        raise CostScopeUnfit(
            _(
                "Keep %(method)s over the whole company; only average and layers are kept by warehouse."
            )
            % {"method": category.get_costing_method_display()},
            field="cost_scope",
        )


def require_traced_goods(category: Category) -> None:
    """Refuse actual cost by lot for a category that has goods in use which are not traced.

    Raises:
        NotTraced: see above; it names the first of them.
    """
    if category.costing_method != CostingMethod.LOT or category._state.adding:
        return
    bare = Product.objects.filter(
        category_id=category.pk,
        kind=ProductKind.GOODS,
        tracking=Tracking.NONE,
        is_active=True,
    )
    first = bare.order_by("sku").first()
    if first is not None:
        raise NotTraced(
            _("To value %(category)s by lot, trace its goods first; %(product)s is not traced.")
            % {"category": category, "product": first},
            field="costing_method",
        )


def require_traced(product: Product) -> None:
    """Refuse a good that is not traced in a category valued by lot.

    Raises:
        NotTraced: see above.
    """
    by_lot = product.category.costing_method == CostingMethod.LOT
    if by_lot and product.kind == ProductKind.GOODS and product.tracking == Tracking.NONE:
        raise NotTraced(
            _("Trace %(product)s by lot or serial number; %(category)s is valued by lot.")
            % {"product": product, "category": product.category},
            field="tracking",
        )
