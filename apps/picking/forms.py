"""Forms of put-away rules, and what a picker fills in when goods are short or taken elsewhere."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core.formatting import format_date, format_quantity
from apps.core.forms import PlumbForm, PlumbModelForm
from apps.core.lookups import LookupField, LookupForm
from apps.core.numbers import NumberField
from apps.picking.models import PickLine, PutawayRule
from apps.picking.selectors import other_places
from apps.products.models import Category, Product
from apps.warehouses.choices import LocationKind
from apps.warehouses.selectors import visible_locations


class PutawayRuleForm(LookupForm, PlumbModelForm):
    """A rule: goods, and where they go."""

    fields: dict[str, Any]

    product = LookupField(
        Product.objects.filter(kind="goods", is_active=True).select_related("unit"),
        url_name="products:product_options", code="sku", label=_("Product"), required=False,
    )  # fmt: skip

    class Meta:
        model = PutawayRule
        fields = ("product", "category", "location", "sequence", "is_active")
        help_texts = {
            "category": _("Instead of a product: all of the category and those below it.")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = Category.objects.order_by("name")
        self.fields["location"].label_from_instance = _place_name
        self.offer_to(None)

    def offer_to(self, user: Any) -> None:
        """Offer the places ``user`` may work in; the service refuses the others."""
        self.fields["location"].queryset = visible_locations(user).filter(
            is_active=True, kind=LocationKind.STORAGE
        )

    def _get_validation_exclusions(self) -> set[str]:
        """Leave to the service what it refuses with a sentence."""
        return super()._get_validation_exclusions() | {"product", "category"}  # type: ignore[misc]


class PackageForm(PlumbForm):
    """What is written down of a package when it is closed."""

    weight = NumberField(max_digits=9, decimal_places=3, label=_("Weight in kg"))
    kind = forms.CharField(max_length=60, required=False, label=_("Kind or size"))
    tracking = forms.CharField(max_length=60, required=False, label=_("Tracking number"))


def _place_name(location: Any) -> str:
    return f"{location.warehouse.code}/{location.code} {location.name}"


class ShortForm(PlumbForm):
    """Why there is no more of a line."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class ElsewhereForm(PlumbForm):
    """Where else a line is picked, how much of it, and why."""

    level = forms.ChoiceField(label=_("From"))
    quantity = NumberField(label=_("Quantity"), min_value=0, max_digits=19, decimal_places=6)
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, data: Any = None, *, line: PickLine) -> None:
        super().__init__(data)
        self.places = other_places(line, line.wave.warehouse_id)
        unit = line.product.unit.code
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            (str(row.pk), _spot_name(row, unit)) for row in self.places
        ]
        self.fields["quantity"].initial = line.left


def _spot_name(row: Any, unit: str) -> str:
    lot = f" · {row.lot}" if row.lot else ""
    until = f" · {format_date(row.lot.expires_on)}" if row.lot and row.lot.expires_on else ""
    return f"{row.location.code}{lot}{until} · {format_quantity(row.free, unit)}"
