"""What the line forms of sales and purchase orders have in common."""

from typing import Any

from apps.core.forms import PlumbModelForm
from apps.core.lookups import LookupForm


class OrderLineForm(LookupForm, PlumbModelForm):
    """A line of an order; unit, price and tax come from the product where they are left empty.

    Subclasses declare the fields ``product``, ``unit`` and ``tax`` and say in ``side`` whose price is meant.
    """

    side = "sale"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit_price"].required = False
        self.fields["discount"].required = False
        for name in ("quantity", "unit_price", "discount"):
            self.fields[name].widget.attrs["class"] = "num"

    def clean(self) -> dict[str, Any] | None:
        """Fill in what the product says."""
        values = super().clean()
        product = self.cleaned_data.get("product")
        if product:
            self._fill("unit", getattr(product, f"{self.side}_unit") or product.unit)
            self._fill("unit_price", getattr(product, f"{self.side}_price"))
            if self.instance._state.adding:
                self._fill("tax", getattr(product, f"{self.side}_tax"))
        self._fill("discount", 0)
        return values

    def _fill(self, name: str, value: Any) -> None:
        if self.cleaned_data.get(name) in (None, "") and name not in self.errors:
            self.cleaned_data[name] = value
