"""Tables of parties and payment terms."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.companies.selectors import country_names
from apps.core.columns import CodeColumn, PartyColumn, QuantityColumn, StatusColumn
from apps.parties.models import Party, PaymentTerm


def _url(record: Party) -> str:
    return reverse("parties:party_detail", args=[record.pk])


class KindColumn(tables.Column):
    """Customer, supplier, or both, in words."""

    def render(self, record: Party) -> str:
        """Return the words."""
        words = (
            (record.is_customer, gettext("Customer")),
            (record.is_supplier, gettext("Supplier")),
        )
        return ", ".join(word for holds, word in words if holds)

    value = render


class PartyTable(tables.Table):
    """Customers and suppliers."""

    code = CodeColumn(verbose_name=_("Code"))
    name = PartyColumn(
        accessor="display_name",
        order_by=("name",),
        verbose_name=_("Name"),
        linkify=_url,
    )
    kind = KindColumn(empty_values=(), orderable=False, verbose_name=_("Kind"))
    city = tables.Column(verbose_name=_("City"))
    country = tables.Column(verbose_name=_("Country"))
    tax_number = CodeColumn(verbose_name=_("Tax number"))
    email = tables.Column(verbose_name=_("E-mail"))
    phone = CodeColumn(verbose_name=_("Phone"))
    currency = tables.Column(accessor="currency_id", verbose_name=_("Currency"))
    state = StatusColumn(accessor="state", label="state_label", orderable=False)

    always_shown = ("name",)
    hidden_at_first = ("phone", "currency")
    selectable = True

    class Meta:
        model = Party
        fields = (
            "name",
            "code",
            "kind",
            "city",
            "country",
            "tax_number",
            "email",
            "phone",
            "currency",
            "state",
        )
        sequence = fields
        attrs = {"class": "table table--cards"}
        row_attrs = {"data-href": _url}

    def render_country(self, value: str) -> str:
        """Return the country's name."""
        return country_names().get(value, value)


class TermTable(tables.Table):
    """Payment terms."""

    code = CodeColumn(verbose_name=_("Code"))
    name = tables.Column(accessor="display_name", order_by=("name",), verbose_name=_("Name"))
    days = QuantityColumn(verbose_name=_("Days"))
    end_of_month = tables.BooleanColumn(yesno="✔,–", verbose_name=_("From the end of the month"))
    is_active = tables.BooleanColumn(yesno="✔,–", verbose_name=_("In use"))

    class Meta:
        model = PaymentTerm
        fields = ("code", "name", "days", "end_of_month", "is_active")
        sequence = fields
        attrs = {"class": "table table--cards"}
        row_attrs = {
            "data-href": lambda record: reverse("parties:paymentterm_edit", args=[record.pk])
        }
