"""Forms of sheets and of the plan, what verbs ask, and what a counter writes."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.companies.command_forms import DAY
from apps.companies.selectors import company_in_force
from apps.core.commands import CommandForm
from apps.core.context import company_id
from apps.core.forms import PlumbForm, PlumbModelForm
from apps.core.lookups import LookupField, LookupForm
from apps.core.numbers import NumberField
from apps.counts import selectors
from apps.counts.models import CountPlan, CountSheet
from apps.products.choices import Tracking
from apps.products.models import Product
from apps.warehouses.models import Location, Warehouse
from apps.warehouses.selectors import visible_warehouses

MOST_CODES = 500
QUANTITY: dict[str, Any] = {"max_digits": 19, "decimal_places": 6}


class SheetForm(LookupForm, PlumbModelForm):
    """What is to be counted: a warehouse, or a part of it."""

    fields: dict[str, Any]

    location = LookupField(
        Location.objects.filter(warehouse__isnull=False, is_active=True).select_related("warehouse"),
        url_name="warehouses:location_options", code="code", label=_("Location"), required=False,
        help_text=_("Empty: the whole warehouse. A place counts with all that lies within it."),
    )  # fmt: skip
    codes = forms.CharField(
        label=_("Only these products"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "wide", "dir": "ltr"}),
        help_text=_("SKUs or bar codes, one on each line; empty: all."),
    )

    class Meta:
        model = CountSheet
        fields = (
            "warehouse", "location", "category", "abc_class", "date", "name", "freezes", "notes",
        )  # fmt: skip
        widgets = {"date": DAY, "notes": forms.Textarea(attrs={"rows": 2, "class": "wide"})}
        help_texts = {
            "name": _("Empty: warehouse, place and day."),
            "freezes": _("Nothing else moves there until the count is posted or cancelled."),
            "abc_class": _("By the value shipped; A makes most of it."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        houses = Warehouse.objects.filter(company_id=company_id(), is_active=True)
        self.fields["warehouse"].queryset = houses
        self.initial["date"] = self.initial.get("date") or company_in_force().today()
        self.initial["warehouse"] = self.initial.get("warehouse") or houses.order_by("code").first()

    def clean_codes(self) -> list[Any] | None:
        """Return the products written, or None for all."""
        codes = [code.strip() for code in self.cleaned_data["codes"].splitlines() if code.strip()]
        if not codes:
            return None
        if len(codes) > MOST_CODES:
            raise forms.ValidationError(_("Write at most 500 products; leave it empty for all."))
        rows = Product.objects.filter(company_id=company_id()).filter(
            Q(sku__in=codes) | Q(gtin__in=codes)
        )
        known = {code: row.pk for row in rows for code in (row.sku, row.gtin)}
        unknown = [code for code in codes if code not in known]
        if unknown:
            raise forms.ValidationError(
                _("Write SKUs or bar codes that exist; these do not: %(codes)s."),
                params={"codes": ", ".join(unknown[:5])},
            )
        return [known[code] for code in codes]

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        self.instance.chosen_products = self.cleaned_data.get("codes")


class CountPlanForm(PlumbModelForm):
    """What is tolerated, and how often goods are counted."""

    fields: dict[str, Any]

    class Meta:
        model = CountPlan
        fields = (
            "quantity_percent", "value_limit", "days", "share_a", "share_b", "times_a", "times_b", "times_c",
            "lines_per_sheet", "open_sheets",
        )  # fmt: skip
        help_texts = {
            "quantity_percent": _("Of what was expected; empty: any quantity is tolerated."),
            "value_limit": _("Company currency; empty: any value is tolerated."),
            "times_c": _("0: never planned."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "num"


class SubmitForm(CommandForm):
    """What becomes of lines without a figure; asked when there are any."""

    leave_uncounted = forms.BooleanField(
        label=_("Leave what was not counted as it is in the books"), required=False
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if self.document.counted_count == self.document.line_count:
            self.fields["leave_uncounted"].widget = forms.HiddenInput()


class FigureForm(PlumbForm):
    """What was counted of a line."""

    counted = NumberField(
        label=_("Counted"),
        min_value=0,
        **QUANTITY,
        widget=forms.TextInput(
            attrs={
                "inputmode": "decimal",
                "autocomplete": "off",
                "autofocus": True,
                "class": "count-figure num",
                "dir": "ltr",
            }
        ),
    )


class FoundForm(FigureForm):
    """What was counted of goods that are not on the sheet: where, which lot, how many."""

    fields: dict[str, Any]

    location = forms.ModelChoiceField(Location.objects.none(), label=_("Location"))
    lot_text = forms.CharField(
        label=_("Lot or serial number"),
        max_length=60,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    make_lot = forms.BooleanField(label=_("This lot is new"), required=False)

    field_order = ("location", "lot_text", "make_lot", "counted")

    def __init__(
        self, data: Any = None, *, sheet: CountSheet, product: Product, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        places = selectors.places_within(sheet.warehouse_id, sheet.location_id)
        rows = Location.objects.filter(pk__in=places, is_active=True)
        self.fields["location"].queryset = rows.order_by("pick_order", "code")
        if len(places) == 1:
            self.initial["location"] = self.initial.get("location") or next(iter(places))
        if product.tracking == Tracking.NONE:
            del self.fields["lot_text"], self.fields["make_lot"]


class PlanRunForm(PlumbForm):
    """Where to plan."""

    warehouse = forms.ModelChoiceField(Warehouse.objects.none(), label=_("Warehouse"))

    def __init__(self, data: Any = None, *, user: Any) -> None:
        super().__init__(data)
        houses = visible_warehouses(user).filter(is_active=True)
        self.fields["warehouse"].queryset = houses  # type: ignore[attr-defined]
