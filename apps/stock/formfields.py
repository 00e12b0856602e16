"""What forms of stock ask in a way of their own."""

from typing import Any

from apps.core.lookups import LookupField
from apps.warehouses.models import Location

PLACES = Location.objects.filter(warehouse__isnull=False, is_active=True).select_related(
    "warehouse"
)


class PlaceField(LookupField):
    """A location of a warehouse, shown with it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            PLACES.all(), url_name="warehouses:location_options", code="code", **kwargs
        )

    def label_from_instance(self, obj: Any) -> str:
        """Return warehouse and location."""
        return f"{obj.warehouse.code}/{obj.code}"
