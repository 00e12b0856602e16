"""The form of a part number."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.core.forms import PlumbModelForm
from apps.core.lookups import LookupField, LookupForm
from apps.parties.models import Party
from apps.products.models import PartNumber, Product


class PartNumberForm(LookupForm, PlumbModelForm):
    """What a party calls a product; whose and which stays."""

    fields: dict[str, Any]

    party = LookupField(
        Party.objects.filter(is_active=True),
        url_name="parties:party_options", code="code", label=_("Party"),
    )  # fmt: skip
    product = LookupField(
        Product.objects.filter(is_active=True),
        url_name="products:product_options", code="sku", label=_("Product"),
    )  # fmt: skip

    class Meta:
        model = PartNumber
        fields = ("party", "product", "number", "description", "is_preferred", "is_active")
        help_texts = {
            "number": _("As the party writes it; it finds the product in orders of that party."),
            "is_preferred": _(
                "Stands on its orders, deliveries and invoices; another one steps back."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].widget.attrs["dir"] = "ltr"
        if not self.instance._state.adding:
            self.fields["party"].disabled = self.fields["product"].disabled = True
        for name in ("party", "product"):
            if self.initial.get(name):
                self.fields["number"].widget.attrs["autofocus"] = True

    def _get_validation_exclusions(self) -> set[str]:
        """Leave what is unique to the service, which says whose number it is."""
        return super()._get_validation_exclusions() | {"number"}  # type: ignore[misc]
