"""What the line forms of sales and purchase orders have in common."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.companies.selectors import company_in_force
from apps.core.exceptions import BusinessError
from apps.core.forms import PlumbModelForm
from apps.core.lookups import LookupForm
from apps.products.models import Product
from apps.products.order_lines import require_figures, stock_quantity
from apps.products.selectors import tax_defaults


class OrderLineForm(LookupForm, PlumbModelForm):
    """A line of an order; unit, price and tax come from the product where they are left empty.

    Subclasses declare the fields ``product``, ``unit`` and ``tax`` and say in ``side`` whose price is meant.
    """

    side = "sale"
    document: Any = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit_price"].required = False
        self.fields["discount"].required = False
        self.fields["description"].widget.attrs["placeholder"] = _("As the product")
        self.fields["unit_price"].widget.attrs["placeholder"] = _("As listed")
        for name in ("quantity", "unit_price", "discount"):
            self.fields[name].widget.attrs["class"] = "num"

    def has_changed(self) -> bool:
        """Return whether something was written; a new line of which only the discount was cleared is empty."""
        written = ("product", "description", "quantity", "unit_price")
        is_empty = self.instance._state.adding and not any(
            self.data.get(self.add_prefix(name)) for name in written
        )
        return not is_empty and super().has_changed()

    def clean(self) -> dict[str, Any] | None:
        """Fill in what the product says."""
        values = super().clean()
        product = self.cleaned_data.get("product")
        if product:
            self._fill("unit", getattr(product, f"{self.side}_unit") or product.unit)
            self._fill("unit_price", getattr(product, f"{self.side}_price"))
            if self.instance._state.adding:
                self._fill("tax", self._default_tax(product))
        self._fill("discount", 0)
        if product and not self.errors:
            self._check_figures(product)
        return values

    def _default_tax(self, product: Product) -> Any:
        """Return the code that exemptions and rules give to this party and product, else the product's own."""
        own = getattr(product, f"{self.side}_tax")
        document = self.document
        if document is None or document.party_id is None:
            return own
        defaults = getattr(document, "_tax_defaults", None)
        if defaults is None:
            day = document.date or company_in_force().today()
            defaults = document._tax_defaults = tax_defaults(document.party, self.side, day)
        return defaults.of(product, own)

    def _check_figures(self, product: Product) -> None:
        """Say at the field what the service would say of the whole order."""
        values = self.cleaned_data
        try:
            require_figures(values["quantity"], values["unit_price"], Decimal(values["discount"]))
            stock_quantity(product, values["quantity"], values["unit"])
        except BusinessError as error:
            self.add_error(error.field if error.field in self.fields else "quantity", str(error))

    def _fill(self, name: str, value: Any) -> None:
        if self.cleaned_data.get(name) in (None, "") and name not in self.errors:
            self.cleaned_data[name] = value
