"""Forms of attributes with their values, and of families with the values their variants may have."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from apps.core.commands import CommandForm
from apps.core.context import company_id
from apps.core.forms import PlumbModelForm
from apps.core.lookups import LookupField, LookupForm, LookupFormSet
from apps.core.translated import TranslatedNameForm
from apps.ledger.choices import TaxUse
from apps.ledger.models import Tax
from apps.products import families
from apps.products.models import (
    Attribute,
    AttributeValue,
    Category,
    Family,
    FamilyValue,
    Unit,
)

PLAIN = _("Letters, digits, dots and underscores.")


class _Coded(TranslatedNameForm):
    """A form with a code that goes into SKUs."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["dir"] = "ltr"

    def clean_code(self) -> str:
        """Refuse what would not be plain in a SKU."""
        code = str(self.cleaned_data["code"])
        if not all(c.isascii() and (c.isalnum() or c in "._") for c in code):
            raise forms.ValidationError(PLAIN)
        return code


class AttributeForm(_Coded):
    """What products of a family differ in."""

    class Meta:
        model = Attribute
        fields = ("name", "code", "position")
        help_texts = {
            "code": _("Stands in patterns of SKUs: {COLOUR}."),
            "position": _("Names and SKUs of variants follow it."),
        }


class AttributeValueForm(_Coded):
    """One value, in the languages of the screens."""

    class Meta:
        model = AttributeValue
        fields = ("name", "code", "is_active")


AttributeValues = forms.inlineformset_factory(
    Attribute, AttributeValue, form=AttributeValueForm, extra=3, can_delete=True, max_num=200
)


class FamilyForm(TranslatedNameForm):
    """What variants have in common."""

    fields: dict[str, Any]
    whole = forms.ModelMultipleChoiceField(
        Attribute.objects.none(), label=_("All values of"), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Adds every value in use; choose single ones below."),
    )  # fmt: skip

    class Meta:
        model = Family
        fields = (
            "name", "code", "category", "unit", "sale_price", "sale_tax", "purchase_price", "purchase_tax",
            "sku_pattern",
        )  # fmt: skip
        widgets = {
            "code": forms.TextInput(attrs={"dir": "ltr"}),
            "sku_pattern": forms.TextInput(attrs={"dir": "ltr"}),
        }
        help_texts = {
            "sku_pattern": _("{family} and the codes of attributes in braces; empty: all of them, joined by dashes."),
            "unit": _("New variants get what stands here; those that exist only what is carried to them."),
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        company = company_id()
        self.fields["unit"].queryset = Unit.objects.filter(company_id=company, is_active=True)
        self.fields["category"].queryset = Category.objects.filter(company_id=company)
        for name, use in (("sale_tax", TaxUse.SALE), ("purchase_tax", TaxUse.PURCHASE)):
            taxes = Tax.objects.filter(company_id=company, use=use, is_active=True)
            self.fields[name].queryset = taxes
        attributes = Attribute.objects.filter(company_id=company)
        stored = not self.instance._state.adding
        if stored and self.instance.variants.exists():
            attributes = attributes.filter(
                values__in=self.instance.chosen.values("value_id")
            ).distinct()
        self.fields["whole"].queryset = attributes

    def _post_clean(self) -> None:
        super()._post_clean()
        self.instance.whole = list(self.cleaned_data.get("whole") or ())


class ValueField(LookupField):
    """A value, named with its attribute."""

    def label_from_instance(self, obj: Any) -> str:
        """Return attribute and value."""
        return f"{obj.attribute.display_name}: {obj.display_name}"


class FamilyValueForm(LookupForm, PlumbModelForm):
    """A value and its surcharge."""

    value = ValueField(
        AttributeValue.objects.filter(is_active=True)
        .select_related("attribute")
        .order_by("attribute__position", "attribute__code", "position", "pk"),
        label=_("Value"),
    )

    class Meta:
        model = FamilyValue
        fields = ("value", "surcharge")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["surcharge"].required = False
        self.fields["surcharge"].widget.attrs["class"] = "num"

    def clean_surcharge(self) -> Any:
        """Return nothing as zero."""
        return self.cleaned_data.get("surcharge") or 0


FamilyValues = forms.inlineformset_factory(
    Family, FamilyValue, form=FamilyValueForm, formset=LookupFormSet, extra=3, can_delete=True, max_num=200
)  # fmt: skip

WORDS = {
    "name": _("Name"),
    "category": _("Category"),
    "tax": _("Taxes"),
    "unit": _("Stock unit"),
    "price": _("Sale price"),
}


class CarryForm(CommandForm):
    """What of a family is carried to its variants; only what differs is asked."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for name, products in families.differing(self.document).items():
            skus = ", ".join(product.sku for product in products[:5])
            self.fields[name] = forms.BooleanField(
                label=capfirst(str(WORDS[name])),
                required=False,
                initial=name != "price",
                help_text=_("%(count)d differ: %(skus)s")
                % {"count": len(products), "skus": skus + (" …" if len(products) > 5 else "")},
            )

    def clean(self) -> dict[str, Any]:
        """Return the chosen fields as one value."""
        super().clean()
        chosen = [name for name in self.fields if self.cleaned_data.get(name)]
        if not chosen:
            raise forms.ValidationError(_("Choose what is to be carried."))
        return {"fields": chosen}
