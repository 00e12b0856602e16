"""What the line forms of sales and purchase orders have in common."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.companies.selectors import company_in_force
from apps.core.exceptions import BusinessError
from apps.core.forms import PlumbModelForm
from apps.core.lookups import LookupForm, LookupFormSet, is_id, lookup_fields
from apps.core.money import ZERO
from apps.products.finding import meant_by
from apps.products.models import Product
from apps.products.order_lines import require_figures, stock_quantity
from apps.products.selectors import tax_defaults

FIGURES = frozenset({"quantity", "unit_price", "discount"})


class OrderLineForm(LookupForm, PlumbModelForm):
    """A line of an order; unit, price and tax come from the product where they are left empty.

    Subclasses declare the fields ``product``, ``unit`` and ``tax`` and say in ``side`` whose price is meant.
    ``shown_net`` is what the line comes to, as shown; the screen sets it.
    """

    side = "sale"
    document: Any = None
    shown_net = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit_price"].required = False
        self.fields["discount"].required = False
        self.fields["description"].widget.attrs["placeholder"] = _("As the product")
        self.fields["unit_price"].widget.attrs["placeholder"] = _("As listed")
        for name in FIGURES:
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
        self._fill("discount", ZERO)
        if not self.errors and self.cleaned_data.get("unit_price") is not None:
            self._check_figures(product)
        return values

    def _get_validation_exclusions(self) -> set[str]:
        """Leave out what is checked here already; the model would ask the database for each line and field."""
        lookups = {name for name, _field in lookup_fields(self.fields)}
        return super()._get_validation_exclusions() | lookups | FIGURES  # type: ignore[misc]

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

    def _check_figures(self, product: Product | None) -> None:
        """Say at the field what the service would say of the whole order; a line without a product may take off."""
        values = self.cleaned_data
        quantity = values["quantity"]
        try:
            require_figures(
                quantity if product else abs(quantity),
                values["unit_price"],
                values["discount"],
            )
            if product:
                stock_quantity(product, quantity, values["unit"])
        except BusinessError as error:
            self.add_error(error.field if error.field in self.fields else "quantity", str(error))

    def _fill(self, name: str, value: Any) -> None:
        if self.cleaned_data.get(name) in (None, "") and name not in self.errors:
            self.cleaned_data[name] = value


class OrderLineFormSet(LookupFormSet):
    """Lines in which a product may be typed or scanned as a bar code, or as the party's own number."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = self.lookups["product"]
        typed = {str(value) for value in self._chosen("product") if value}
        unknown = {text for text in typed if text not in known and not is_id(text)}
        if unknown:
            field: Any = self.form.base_fields["product"]
            known |= meant_by(unknown, self.data.get("party") or "", field.queryset.all())
