"""The form of what may be sold in a product's place."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.companies.command_forms import DAY
from apps.core.forms import PlumbModelForm
from apps.core.lookups import LookupField, LookupForm, LookupFormSet
from apps.products.models import Product, Substitute


class SubstitutesForm(PlumbModelForm):
    """A product, whose lines say what may be sold in its place."""

    class Meta:
        model = Product
        fields = ()


class SubstituteForm(LookupForm, PlumbModelForm):
    """One substitute."""

    substitute = LookupField(
        Product.objects.filter(is_active=True),
        url_name="products:product_options", code="sku", label=_("Substitute"),
    )  # fmt: skip

    class Meta:
        model = Substitute
        fields = ("substitute", "rank", "both_ways", "first", "last", "note")
        widgets = {"first": DAY, "last": DAY}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rank"].widget.attrs["class"] = "num"


Substitutes = forms.inlineformset_factory(
    Product, Substitute, form=SubstituteForm, formset=LookupFormSet, fk_name="product", extra=2,
    can_delete=True, max_num=50,
)  # fmt: skip
