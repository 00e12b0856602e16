"""What a list of warehouses can be narrowed to."""

import django_filters

from apps.core.filters import SearchFilter
from apps.warehouses.models import Warehouse


class WarehouseFilter(django_filters.FilterSet):
    """Search, in use."""

    q = SearchFilter("code", "name", "city")

    class Meta:
        model = Warehouse
        fields = ("q", "is_active")
