"""Forms of warehouses and their locations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.companies.formfields import CountryField
from apps.companies.selectors import branches
from apps.core.forms import PlumbModelForm
from apps.core.lookups import LookupField, LookupForm, is_id
from apps.core.translated import TranslatedNameForm
from apps.parties.models import Party
from apps.warehouses import allocation
from apps.warehouses.choices import LocationRole
from apps.warehouses.models import Location, Warehouse


class WarehouseForm(TranslatedNameForm):
    """A building with stock."""

    fields: dict[str, Any]

    country = CountryField(label=_("Country"), required=False)
    allocation = forms.ChoiceField(
        label=_("Orders are promised"),
        choices=allocation.choices,
        help_text=_("Which goods go first when several lots or places hold a product."),
    )

    class Meta:
        model = Warehouse
        fields = (
            "name",
            "code",
            "branch",
            "street",
            "postal_code",
            "city",
            "country",
            "allocation",
            "wave_lines",
            "receipt_steps",
            "transfer_steps",
            "delivery_steps",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["branch"].queryset = branches()


class LocationForm(LookupForm, PlumbModelForm):
    """A place in a warehouse; the warehouse of a new one comes with the address."""

    fields: dict[str, Any]

    owner = LookupField(
        Party.objects.filter(is_supplier=True),
        url_name="parties:party_options",
        query="?kind=supplier",
        code="code",
        label=_("Owner"),
        required=False,
        help_text=Location._meta.get_field("owner").help_text,
    )

    class Meta:
        model = Location
        fields = (
            "warehouse",
            "parent",
            "code",
            "name",
            "owner",
            "pick_order",
            "capacity",
            "role",
            "is_held",
            "is_default",
            "is_active",
        )
        widgets = {"warehouse": forms.HiddenInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["warehouse"].required = True
        self.fields["warehouse"].queryset = Warehouse.objects.all()
        chosen = self["warehouse"].value()
        places = (
            Location.objects.filter(warehouse_id=chosen)
            if is_id(str(chosen))
            else Location.objects.none()
        )
        self.fields["parent"].queryset = places.exclude(pk=self.instance.pk).order_by("code")
        if not self.instance._state.adding:
            self.fields["warehouse"].disabled = True
            self.fields["owner"].disabled = True

    def clean(self) -> dict[str, Any] | None:
        """Put a place for inspection on hold, ticked or not: it is for nothing else."""
        values = super().clean()
        if self.cleaned_data.get("role") == LocationRole.INSPECTION:
            self.cleaned_data["is_held"] = True
        return values
