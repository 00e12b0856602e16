"""What the lists of the tax return can be narrowed to."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from apps.core.context import company_id
from apps.core.filters import SearchFilter
from apps.ledger.choices import TaxRole
from apps.ledger.models import EntryLine, Tax, TaxBox, TaxReturn
from apps.ledger.selectors import LANGUAGES, visible_taxes
from apps.ledger.tax_selectors import visible_tax_boxes
from apps.ledger.taxreturns import SETTLEMENT, lines_of_box

NAMES = ("name", *(f"name_i18n__{language}" for language in LANGUAGES))


def _taxes(request: object) -> Any:
    return visible_taxes(getattr(request, "user", None))


def _boxes(request: object) -> Any:
    return visible_tax_boxes(getattr(request, "user", None))


class TaxBoxFilter(django_filters.FilterSet):
    """Search, side."""

    q = SearchFilter("code", *NAMES)

    class Meta:
        model = TaxBox
        fields = ("side",)


class TaxReturnFilter(django_filters.FilterSet):
    """Search by receipt."""

    q = SearchFilter("reference")

    class Meta:
        model = TaxReturn
        fields: tuple[str, ...] = ()


class TaxLineFilter(django_filters.FilterSet):
    """Search, box, tax code, dates, and what no box explains."""

    q = SearchFilter("entry__reference", "memo", "party__name")
    box = django_filters.ModelChoiceFilter(queryset=_boxes, label=_("Box"), method="in_box")
    tax = django_filters.ModelChoiceFilter(queryset=_taxes, label=_("Tax code"))
    date = django_filters.DateFromToRangeFilter(label=_("Date"))
    outside = django_filters.BooleanFilter(label=_("In no box"), method="in_no_box")

    class Meta:
        model = EntryLine
        fields: tuple[str, ...] = ()

    def in_box(self, rows: QuerySet[EntryLine], _name: str, box: TaxBox) -> QuerySet[EntryLine]:
        """Keep the lines a box takes up."""
        return rows.filter(lines_of_box(box))

    def in_no_box(self, rows: QuerySet[EntryLine], _name: str, wanted: Any) -> QuerySet[EntryLine]:
        """Keep, or leave out, lines on tax accounts that no box which counts explains."""
        owed = Q(tax_role__in=[TaxRole.TAX, TaxRole.REVERSE], tax__isnull=False)
        counted = Q(pk__in=[])
        for box in (
            TaxBox.objects.filter(company_id=company_id())
            .exclude(side="memo")
            .prefetch_related("sources")
        ):
            counted |= lines_of_box(box)
        taxes = Tax.objects.filter(company_id=company_id())
        on_account = Q(account__in=taxes.values("account")) | Q(
            account__in=taxes.values("reverse_account")
        )
        unexplained = (owed & ~counted) | (
            Q(tax__isnull=True) & on_account & ~Q(entry__source_type=SETTLEMENT)
        )
        return rows.filter(unexplained if wanted else ~unexplained)
