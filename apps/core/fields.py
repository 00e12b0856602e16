"""Model fields of the house: money, quantity, and references that stay inside one company."""

from typing import Any

from django.db import models

MONEY = {"max_digits": 20, "decimal_places": 4}
PRICE = {"max_digits": 20, "decimal_places": 6}
QUANTITY = {"max_digits": 20, "decimal_places": 6}
RATE = {"max_digits": 24, "decimal_places": 12}


class MoneyField(models.DecimalField):
    """An amount at the currency's minor unit, numeric(20,4)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**MONEY, **kwargs})


class PriceField(models.DecimalField):
    """A price or cost per unit, numeric(20,6)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**PRICE, **kwargs})


class QuantityField(models.DecimalField):
    """A quantity in some unit, numeric(20,6)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**QUANTITY, **kwargs})


class RateField(models.DecimalField):
    """An exchange rate: company currency per one unit of the foreign currency, numeric(24,12)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**RATE, **kwargs})


class CompanyForeignKey(models.ForeignKey):
    """A reference to a row of the same company.

    Django makes no constraint for it; ``guard_tables()`` adds the composite key
    ``(company_id, x_id) -> (company_id, id)``, so that no row can point into another company.
    """

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        super().__init__(to, on_delete, **kwargs)


class CompanyOneToOneField(models.OneToOneField):
    """The one-to-one form of ``CompanyForeignKey``."""

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        super().__init__(to, on_delete, **kwargs)
