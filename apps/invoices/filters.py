"""What a list of invoices can be narrowed to."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.core.filters import SearchFilter
from apps.invoices.choices import BILL_KINDS, SALES_KINDS, InvoiceKind, Settlement
from apps.invoices.models import Invoice
from apps.invoices.selectors import settlement_filter

SETTLEMENTS = [
    ("unpaid", _("Not settled")),
    *((value.value, value.label) for value in Settlement if value not in ("draft", "cancelled")),
]


class DocumentFilter(django_filters.FilterSet):
    """Search, status, settlement, days."""

    q = SearchFilter("number", "reference", "party__name", "party__code")
    settlement = django_filters.ChoiceFilter(
        method="with_settlement", label=_("Settlement"), choices=SETTLEMENTS
    )
    date = django_filters.DateFromToRangeFilter(label=_("Date"))
    due_date = django_filters.DateFromToRangeFilter(label=_("Due"))

    class Meta:
        model = Invoice
        fields = ("status",)

    def with_settlement(self, rows: QuerySet[Invoice], _name: str, value: str) -> QuerySet[Invoice]:
        """Return the documents settled that far."""
        return rows.filter(settlement_filter(value))


def _kinds(kinds: tuple[InvoiceKind, ...]) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        label=_("Kind"), choices=[(kind.value, kind.label) for kind in kinds]
    )


class InvoiceFilter(DocumentFilter):
    """Customer invoices and credit notes."""

    kind = _kinds(SALES_KINDS)


class BillFilter(DocumentFilter):
    """Supplier bills and credit notes."""

    kind = _kinds(BILL_KINDS)
