"""The forms of sales channels and their quotas."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.core.forms import PlumbModelForm
from apps.core.lookups import LookupField, LookupForm
from apps.core.translated import TranslatedNameForm
from apps.products.models import Product
from apps.stock.channels import channels_in_use
from apps.stock.models import ChannelQuota, SalesChannel
from apps.warehouses.models import Warehouse

KEYS = ("channel", "product", "warehouse")


class ChannelForm(TranslatedNameForm):
    """A way goods are sold."""

    class Meta:
        model = SalesChannel
        fields = ("code", "name", "is_active")


class QuotaForm(LookupForm, PlumbModelForm):
    """How much of a product in a warehouse a channel may have promised; whose it is stays as it was made."""

    product = LookupField(
        Product.objects.filter(kind="goods").select_related("unit"),
        url_name="products:product_options",
        code="sku",
        label=_("Product"),
    )

    class Meta:
        model = ChannelQuota
        fields = (*KEYS, "quantity")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["channel"].queryset = channels_in_use(self.instance.channel_id)
        fields["warehouse"].queryset = Warehouse.objects.filter(is_active=True)
        if not self.instance._state.adding:
            for name in KEYS:
                fields[name].disabled = True
