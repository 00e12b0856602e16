"""Tables of branches, currencies and exchange rates."""

from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.companies.models import Branch, Currency, ExchangeRate
from apps.companies.selectors import currency_name
from apps.core.columns import CodeColumn, DateColumn, QuantityColumn

CARDS = {"class": "table table--cards"}


class RateColumn(QuantityColumn):
    """An exchange rate with the digits it has."""

    def render(self, value: Decimal, record: Any) -> Any:
        """Return the rate without trailing zeros."""
        return super().render(value.normalize(), record)


class BranchTable(tables.Table):
    """Branches."""

    code = CodeColumn(verbose_name=_("Code"))
    is_active = tables.BooleanColumn(yesno="✔,–", verbose_name=_("In use"))

    class Meta:
        model = Branch
        fields = ("code", "name", "city", "is_active")
        attrs = CARDS
        row_attrs = {"data-href": lambda record: reverse("companies:branch_edit", args=[record.pk])}


class CurrencyTable(tables.Table):
    """Currencies, each with the last rate known here."""

    code = CodeColumn(verbose_name=_("Code"))
    name = tables.Column(verbose_name=_("Name"), orderable=False)
    minor_units = QuantityColumn(verbose_name=_("Decimals"))
    last_rate = RateColumn(verbose_name=_("Last rate"), orderable=False)
    last_rate_date = DateColumn(verbose_name=_("Of"), orderable=False)

    class Meta:
        model = Currency
        fields = ("code", "name", "minor_units", "last_rate", "last_rate_date")
        attrs = CARDS
        row_attrs = {
            "data-href": lambda record: f"{reverse('companies:exchangerate_list')}?q={record.pk}"
        }

    def render_name(self, record: Currency) -> str:
        """Return the name in the reader's language."""
        return currency_name(record.pk)

    value_name = render_name


class RateTable(tables.Table):
    """Exchange rates."""

    date = DateColumn(verbose_name=_("Date"))
    currency = CodeColumn(accessor="currency_id", verbose_name=_("Currency"))
    rate = RateColumn(verbose_name=_("Company currency for one unit"))
    source = tables.Column(verbose_name=_("Source"))

    class Meta:
        model = ExchangeRate
        fields = ("date", "currency", "rate", "source")
        attrs = CARDS
        row_attrs = {
            "data-href": lambda record: reverse("companies:exchangerate_edit", args=[record.pk])
        }

    def render_source(self, value: str) -> str:
        """Return who said so, in words."""
        words = {"manual": gettext("Typed"), "ecb": gettext("European Central Bank")}
        return words.get(value, value)
