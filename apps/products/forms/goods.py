"""Forms of products with suppliers' prices, of categories and of units."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.companies.formfields import CurrencyField
from apps.companies.selectors import company_in_force
from apps.core.context import company_id
from apps.core.forms import CustomFieldsForm, PlumbModelForm
from apps.core.lookups import LookupField, LookupForm, LookupFormSet
from apps.core.translated import TranslatedNameForm
from apps.ledger.choices import TaxUse
from apps.ledger.formfields import DimensionsField
from apps.ledger.models import Account, Tax
from apps.parties.models import Party
from apps.products.gtin import WrongGtin, clean_gtin
from apps.products.models import Category, KitPart, Product, SupplierPrice, Unit

MOST = 10**6  # kilograms, cubic metres of one stock unit


class ProductForm(CustomFieldsForm, TranslatedNameForm):
    """A good or a service."""

    fields: dict[str, Any]

    class Meta:
        model = Product
        fields = (
            "name", "sku", "gtin", "kind", "category", "unit", "sale_unit", "purchase_unit", "sale_price", "sale_tax",
            "purchase_price", "purchase_tax", "standard_cost", "reorder_level", "tracking", "shelf_life_days",
            "inspect_on_receipt", "weight", "volume",
            "description",
        )  # fmt: skip
        widgets = {
            "gtin": forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric"}),
            "sku": forms.TextInput(attrs={"dir": "ltr"}),
            "description": forms.Textarea(attrs={"rows": 3, "class": "wide"}),
        }
        help_texts = {
            "unit": _("What stock is counted in; it stays once the product has moved."),
            "sale_unit": _("The stock unit when left empty."),
            "purchase_unit": _("The stock unit when left empty."),
            "reorder_level": _("Buy more when less than this is available."),
            "tracking": _("Can change while none of it is in stock."),
            "shelf_life_days": _("A new lot expires so many days after it came in."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        company = company_id()
        for name in ("unit", "sale_unit", "purchase_unit"):
            self.fields[name].queryset = Unit.objects.filter(company_id=company, is_active=True)
        self.fields["category"].queryset = Category.objects.filter(company_id=company)
        for name, use in (("sale_tax", TaxUse.SALE), ("purchase_tax", TaxUse.PURCHASE)):
            self.fields[name].queryset = Tax.objects.filter(
                company_id=company, use=use, is_active=True
            )

    def clean(self) -> dict[str, Any] | None:
        """Refuse a weight or volume that is none above zero, at the field."""
        values = super().clean()
        for name in ("weight", "volume"):
            value = self.cleaned_data.get(name)
            if value is not None and not 0 < value < MOST:
                self.add_error(name, _("Write a number above zero, or leave it empty."))
        return values

    def clean_gtin(self) -> str:
        """Return the digits, checked."""
        try:
            return clean_gtin(self.cleaned_data["gtin"])
        except WrongGtin as error:
            raise forms.ValidationError(error.message) from error


class SupplierPriceForm(LookupForm, PlumbModelForm):
    """What one supplier asks."""

    supplier = LookupField(
        Party.objects.filter(is_supplier=True, is_active=True),
        url_name="parties:party_options", query="?kind=supplier", code="code", label=_("Supplier"),
    )  # fmt: skip
    currency = CurrencyField(label=_("Currency"))

    class Meta:
        model = SupplierPrice
        fields = (
            "supplier",
            "price",
            "currency",
            "minimum_quantity",
            "order_multiple",
            "lead_days",
            "is_preferred",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.initial.get("currency"):
            self.initial["currency"] = company_in_force().currency_id
        for name in ("price", "minimum_quantity", "order_multiple", "lead_days"):
            self.fields[name].widget.attrs["class"] = "num"

    def clean(self) -> dict[str, Any] | None:
        """Refuse a quantity below zero and a multiple of nothing, at the field."""
        values = super().clean()
        least, multiple = (
            self.cleaned_data.get(name) for name in ("minimum_quantity", "order_multiple")
        )
        if least is not None and least < 0:
            self.add_error("minimum_quantity", _("Write a quantity of zero or more, such as 12."))
        if multiple is not None and multiple <= 0:
            self.add_error(
                "order_multiple",
                _("Write a multiple above zero, or leave it empty for any quantity."),
            )
        return values


SupplierPrices = forms.inlineformset_factory(
    Product, SupplierPrice, form=SupplierPriceForm, formset=LookupFormSet, extra=1, can_delete=True, max_num=50
)  # fmt: skip


class KitForm(PlumbModelForm):
    """A kit, whose lines say what it holds."""

    class Meta:
        model = Product
        fields = ("description",)
        widgets = {"description": forms.Textarea(attrs={"rows": 2, "class": "wide"})}


class KitPartForm(LookupForm, PlumbModelForm):
    """Goods in a kit."""

    product = LookupField(
        Product.objects.filter(kind="goods", is_active=True),
        url_name="products:product_options", query="?kind=goods", code="sku", label=_("Product"),
    )  # fmt: skip

    class Meta:
        model = KitPart
        fields = ("product", "quantity")


KitParts = forms.inlineformset_factory(
    Product, KitPart, form=KitPartForm, formset=LookupFormSet, fk_name="kit", extra=3, can_delete=True, max_num=100
)  # fmt: skip


class CategoryForm(LookupForm, TranslatedNameForm):
    """A family of products."""

    dimensions = DimensionsField(
        help_text=_("New lines take them; what a line says itself, or its user takes away, stays.")
    )

    fields: dict[str, Any]

    class Meta:
        model = Category
        fields = (
            "name",
            "parent",
            "costing_method",
            "cost_scope",
            "stock_account",
            "cost_account",
            "revenue_account",
            "expense_account",
            "variance_account",
            "dimensions",
            "description",
        )
        help_texts = {
            "costing_method": _(
                "Goods on hand keep the method they came in with until they are gone, or it is applied to them."
            ),
            "cost_scope": _("Standard cost and actual cost by lot know only the whole company."),
            "stock_account": _("The company's default account when left empty; so are the others."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        company = company_id()
        self.fields["parent"].queryset = Category.objects.filter(company_id=company).exclude(
            pk=self.instance.pk
        )
        accounts = Account.objects.filter(company_id=company, is_active=True)
        for name in self.Meta.fields:
            if name.endswith("_account"):
                control = "stock" if name == "stock_account" else ""
                self.fields[name].queryset = accounts.filter(control=control)


class UnitForm(TranslatedNameForm):
    """A unit of measure."""

    class Meta:
        model = Unit
        fields = (
            "name",
            "code",
            "dimension",
            "numerator",
            "denominator",
            "decimals",
            "is_active",
        )
        help_texts = {
            "numerator": _(
                "One of this unit is numerator / denominator base units: a box of 9 is 9 / 1."
            ),
            "decimals": _("How finely it is counted: 0 for pieces, 3 for kilograms to the gram."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            for name in ("dimension", "numerator", "denominator"):
                self.fields[name].disabled = True
