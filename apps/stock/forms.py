"""Forms of receipts, shipments, transfers and adjustments, and what their verbs ask."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.companies.command_forms import DAY, DateForm
from apps.companies.selectors import company_in_force
from apps.core.context import company_id
from apps.core.forms import PlumbModelForm
from apps.core.lookups import LookupField, LookupForm, LookupFormSet
from apps.core.numbers import NumberField
from apps.ledger.formfields import DimensionsField
from apps.parties.models import Party
from apps.products.choices import Tracking
from apps.products.models import Product, Unit
from apps.stock.choices import AdjustmentReason
from apps.stock.formfields import PlaceField
from apps.stock.models import Lot, StockDocument, StockDocumentLine
from apps.stock.reasons import reasons_in_use, usual_reason
from apps.warehouses.models import Warehouse

GOODS = Product.objects.filter(kind="goods", is_active=True).select_related(
    "unit", "purchase_unit", "sale_unit", "category"
)


class DocumentForm(LookupForm, PlumbModelForm):
    """The head of a stock document."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        houses = Warehouse.objects.filter(company_id=company_id(), is_active=True)
        for name in ("warehouse", "to_warehouse"):
            if name in self.fields:
                self.fields[name].queryset = houses
        if self.instance._state.adding:
            first = houses.order_by("code").first()
            self.suggest("date", company_in_force().today())
            self.suggest("warehouse", first.pk if first else None)

    def suggest(self, name: str, value: Any) -> None:
        """Fill in a field that says nothing yet."""
        if not self.initial.get(name):
            self.initial[name] = value


class ReceiptForm(DocumentForm):
    """The head of a receipt."""

    party = LookupField(
        Party.objects.filter(is_supplier=True),
        url_name="parties:party_options", query="?kind=supplier", code="code", label=_("Supplier"), required=False,
    )  # fmt: skip

    class Meta:
        model = StockDocument
        fields = ("warehouse", "party", "date", "reference", "notes")
        widgets = {"date": DAY, "notes": forms.Textarea(attrs={"rows": 2, "class": "wide"})}


class ShipmentForm(DocumentForm):
    """The head of a shipment."""

    party = LookupField(
        Party.objects.filter(is_customer=True),
        url_name="parties:party_options", query="?kind=customer", code="code", label=_("Customer"), required=False,
    )  # fmt: skip

    class Meta(ReceiptForm.Meta):
        pass


class TransferForm(DocumentForm):
    """The head of a transfer."""

    class Meta:
        model = StockDocument
        fields = ("warehouse", "to_warehouse", "date", "expected_date", "reference", "notes")
        widgets = {
            "date": DAY,
            "expected_date": DAY,
            "notes": forms.Textarea(attrs={"rows": 2, "class": "wide"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_warehouse"].required = True


class AdjustmentForm(DocumentForm):
    """The head of an adjustment."""

    why = LookupField(reasons_in_use(), label=_("Reason"), empty_label=None)

    class Meta:
        model = StockDocument
        fields = ("warehouse", "why", "date", "reference", "notes")
        widgets = {"date": DAY, "notes": forms.Textarea(attrs={"rows": 2, "class": "wide"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.suggest("why", usual_reason(AdjustmentReason.COUNT))


class LotFields:
    """The lot of a line as people write or scan it; the fields are there when the company traces anything.

    What was written goes to the service with the line: ``lot_text`` and ``lot_expires_on``.
    """

    fields: dict[str, Any]
    instance: Any
    initial: Any
    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, traces: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not traces:
            for name in ("lot_text", "lot_expires_on"):
                self.fields.pop(name, None)
        elif self.instance.lot_id:
            self.initial["lot_text"] = self.instance.lot.number

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        for name in ("lot_text", "lot_expires_on"):
            if name in self.fields:
                setattr(self.instance, name, self.cleaned_data.get(name))


def _lot_field() -> forms.CharField:
    return forms.CharField(
        label=_("Lot or serial numbers"),
        required=False,
        max_length=4000,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )


class LotFormSet(LookupFormSet):
    """Lines that know whether the company traces goods, and the lots they are of."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Say whether lots are asked for; one statement for all lines."""
        if not hasattr(self, "traces"):
            self.traces = Product.objects.exclude(tracking=Tracking.NONE).exists()
        return {**super().get_form_kwargs(index), "traces": self.traces}

    def get_queryset(self) -> Any:
        """Return the stored lines with their lots."""
        if not hasattr(self, "_lines"):
            self._lines = super().get_queryset().select_related("lot")
        return self._lines


class LineForm(LotFields, LookupForm, PlumbModelForm):
    """A line of a stock document; the unit is the stock unit where it is left empty."""

    product = LookupField(
        GOODS, url_name="products:product_options", code="sku", label=_("Product")
    )
    unit = LookupField(Unit.objects.filter(is_active=True), label=_("Unit"), required=False)
    usual_unit = "unit"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("quantity", "unit_cost", "counted", "change"):
            if name in self.fields:
                self.fields[name].widget.attrs["class"] = "num"

    def clean(self) -> dict[str, Any] | None:
        """Take the unit from the product where none was given."""
        values = super().clean()
        product = self.cleaned_data.get("product")
        if product and not self.cleaned_data.get("unit"):
            self.cleaned_data["unit"] = getattr(product, self.usual_unit) or product.unit
        return values


class ReceiptLineForm(LineForm):
    """Goods that come in."""

    lot_text = _lot_field()
    lot_expires_on = forms.DateField(label=_("Use by"), required=False, widget=DAY)
    to_location = PlaceField(label=_("To"), required=False)
    dimensions = DimensionsField()
    usual_unit = "purchase_unit"

    class Meta:
        model = StockDocumentLine
        fields = (
            "product", "quantity", "unit", "unit_cost", "to_location", "memo", "dimensions",
        )  # fmt: skip

    field_order = (
        "product", "quantity", "unit", "lot_text", "lot_expires_on", "unit_cost", "to_location", "memo", "dimensions",
    )  # fmt: skip


class ShipmentLineForm(LineForm):
    """Goods that leave."""

    lot_text = _lot_field()
    from_location = PlaceField(label=_("From"), required=False)
    dimensions = DimensionsField()
    usual_unit = "sale_unit"

    class Meta:
        model = StockDocumentLine
        fields = ("product", "quantity", "unit", "from_location", "memo", "dimensions")

    field_order = ("product", "quantity", "unit", "lot_text", "from_location", "memo", "dimensions")


class TransferLineForm(LineForm):
    """Goods that go elsewhere."""

    lot_text = _lot_field()
    from_location = PlaceField(label=_("From"), required=False)
    to_location = PlaceField(label=_("To"), required=False)

    class Meta:
        model = StockDocumentLine
        fields = ("product", "quantity", "unit", "from_location", "to_location", "memo")

    field_order = (
        "product",
        "quantity",
        "unit",
        "lot_text",
        "from_location",
        "to_location",
        "memo",
    )


class AdjustmentLineForm(LotFields, LookupForm, PlumbModelForm):
    """What was counted of a product in a place, or by how much its stock changes."""

    product = LookupField(
        GOODS, url_name="products:product_options", code="sku", label=_("Product")
    )
    place = PlaceField(label=_("Location"))
    lot_text = _lot_field()
    counted = NumberField(
        label=_("Counted"), required=False, min_value=0, max_digits=19, decimal_places=6
    )
    change = NumberField(label=_("or change by"), required=False, max_digits=19, decimal_places=6)
    why = LookupField(reasons_in_use(), label=_("Other reason"), required=False)
    dimensions = DimensionsField()

    class Meta:
        model = StockDocumentLine
        fields = ("product", "unit_cost", "why", "memo", "dimensions")

    field_order = (
        "product", "place", "lot_text", "counted", "change", "unit_cost", "why", "memo", "dimensions",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("counted", "change", "unit_cost"):
            self.fields[name].widget.attrs["class"] = "num"
        if not self.instance._state.adding:
            gains = self.instance.from_location.warehouse_id is None
            place = self.instance.to_location_id if gains else self.instance.from_location_id
            self.initial["place"] = place
            self.initial["change"] = self.instance.quantity if gains else -self.instance.quantity

    def clean(self) -> dict[str, Any] | None:
        """Hand what was written to the service with the line: one of count and change."""
        values = super().clean()
        counted, change = self.cleaned_data.get("counted"), self.cleaned_data.get("change")
        if self.has_changed() and not self.errors and counted is None and not change:
            self.add_error("counted", _("Write what was counted, or by how much stock changes."))
        self.instance.place = self.cleaned_data.get("place")
        self.instance.counted = counted
        self.instance.change = change or Decimal(0)
        return values


class AdjustmentFormSet(LotFormSet):
    """Lines of an adjustment; the place of a stored line is one of its two locations."""

    def _chosen(self, name: str) -> list[Any]:
        if name == "place" and not self.is_bound:
            rows = self.get_queryset()
            return [pk for row in rows for pk in (row.from_location_id, row.to_location_id)]
        return super()._chosen(name)

    def get_queryset(self) -> Any:
        """Return the stored lines with their locations."""
        if not hasattr(self, "_lines"):
            lines = super(LotFormSet, self).get_queryset()
            self._lines = lines.select_related("lot", "from_location", "to_location")
        return self._lines


def _lines(form: type[forms.ModelForm], formset: type[LookupFormSet] = LotFormSet) -> Any:
    return forms.inlineformset_factory(
        StockDocument, StockDocumentLine, form=form, formset=formset, extra=3, can_delete=True
    )


ReceiptLines = _lines(ReceiptLineForm)
ShipmentLines = _lines(ShipmentLineForm)
TransferLines = _lines(TransferLineForm)
AdjustmentLines = _lines(AdjustmentLineForm, AdjustmentFormSet)


class PartForm(DateForm):
    """How much of each line moves now; the rest waits in a backorder."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["on"].initial = self.document.date
        self.of_lines = {}
        lines = self.document.lines.select_related("product", "unit").order_by("position", "pk")
        for line in lines:
            name = f"line_{line.pk.hex}"
            self.of_lines[name] = line.pk
            self.fields[name] = NumberField(
                label=f"{line.product} ({line.unit.code})",
                min_value=0,
                max_value=line.quantity,
                max_digits=19,
                decimal_places=6,
                initial=line.quantity,
            )

    def clean(self) -> dict[str, Any]:
        """Return what the service takes: the day, and the quantities by line."""
        values = super().clean() or self.cleaned_data
        quantities = {pk: values[name] for name, pk in self.of_lines.items() if name in values}
        return {"on": values.get("on"), "quantities": quantities}


class LotForm(LookupForm, PlumbModelForm):
    """What is known of a lot."""

    supplier = LookupField(
        Party.objects.filter(is_supplier=True),
        url_name="parties:party_options", query="?kind=supplier", code="code", label=_("Supplier"), required=False,
    )  # fmt: skip

    class Meta:
        model = Lot
        fields = ("number", "expires_on", "supplier", "notes")
        widgets = {"expires_on": DAY, "notes": forms.Textarea(attrs={"rows": 2, "class": "wide"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.moves.exists():
            self.fields["number"].disabled = True
            self.fields["number"].help_text = _("It has moved under its number and keeps it.")


class ReverseForm(DateForm):
    """The day the goods go back."""
