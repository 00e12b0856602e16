"""Model fields of the house: money, quantity, and references that stay inside one company."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.numbers import NumberField

MONEY = {"max_digits": 20, "decimal_places": 4}
PRICE = {"max_digits": 20, "decimal_places": 6}
QUANTITY = {"max_digits": 20, "decimal_places": 6}
RATE = {"max_digits": 24, "decimal_places": 12}


class ExactField(models.DecimalField):
    """A decimal that forms, the admin's too, read as the language writes numbers."""

    def formfield(self, **kwargs: Any) -> Any:
        """Return the form field; the admin's widget for numbers is not taken, it would lose separators."""
        kwargs.pop("widget", None)
        return super().formfield(**{"form_class": NumberField, **kwargs})


class MoneyField(ExactField):
    """An amount at the currency's minor unit, numeric(20,4)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**MONEY, **kwargs})


class PriceField(ExactField):
    """A price or cost per unit, numeric(20,6)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**PRICE, **kwargs})


class QuantityField(ExactField):
    """A quantity in some unit, numeric(20,6)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**QUANTITY, **kwargs})


class RateField(ExactField):
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


class TheirNumberField(models.CharField):
    """What the party of a document calls the product of a line, as it was when the document was made."""

    def __init__(self, **kwargs: Any) -> None:
        usual: dict[str, Any] = {"verbose_name": _("their number"), "max_length": 60}
        usual |= {"blank": True, "default": "", "db_default": "", "editable": False}
        super().__init__(**{**usual, **kwargs})


class DimensionsField(models.JSONField):
    """The analytic dimensions of a line, or those a document takes from this row: value id by dimension id.

    Both ids are written as text. The ledger's triggers check that the value belongs to the dimension.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"default": dict, "db_default": {}, "blank": True, **kwargs})
