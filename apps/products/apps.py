"""App configuration."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProductsConfig(AppConfig):
    """What is bought, stocked and sold: products, categories, units and prices."""

    name = "apps.products"
    verbose_name = _("Products")
    role_permissions: ClassVar[dict[str, list[str]]] = {}
