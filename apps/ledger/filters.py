"""What the lists of the ledger can be narrowed to."""

import django_filters
from django.utils.translation import gettext_lazy as _

from apps.core.filters import SearchFilter
from apps.ledger.choices import AccountType, TaxUse
from apps.ledger.models import (
    Account,
    AreaLock,
    ClosingTask,
    DefaultAccount,
    Deferral,
    Dimension,
    DimensionRule,
    DimensionValue,
    Entry,
    EntryLine,
    EntryTemplate,
    FiscalYear,
    Journal,
    LockOverride,
    ManualEntry,
    OpeningImport,
    Period,
    ReportRun,
    Revaluation,
    Tax,
)
from apps.ledger.selectors import LANGUAGES, visible_dimensions, visible_journals

NAMES = ("name", *(f"name_i18n__{language}" for language in LANGUAGES))


def _journals(request: object) -> object:
    return visible_journals(getattr(request, "user", None))


def _dimensions(request: object) -> object:
    return visible_dimensions(getattr(request, "user", None))


class AccountFilter(django_filters.FilterSet):
    """Search, type, in use."""

    q = SearchFilter("code", *NAMES)
    type = django_filters.ChoiceFilter(choices=AccountType.choices, label=_("Type"))
    is_active = django_filters.BooleanFilter(label=_("In use"))

    class Meta:
        model = Account
        fields = ("control",)


class EntryFilter(django_filters.FilterSet):
    """Search, journal, period, dates."""

    q = SearchFilter("reference", "memo")
    journal = django_filters.ModelChoiceFilter(queryset=_journals, label=_("Journal"))
    date = django_filters.DateFromToRangeFilter(label=_("Date"))
    period = django_filters.CharFilter(field_name="period__code", label=_("Period"))

    class Meta:
        model = Entry
        fields: tuple[str, ...] = ()


class ManualEntryFilter(django_filters.FilterSet):
    """Search, status, dates."""

    q = SearchFilter("number", "memo")
    date = django_filters.DateFromToRangeFilter(label=_("Date"))

    class Meta:
        model = ManualEntry
        fields = ("status",)


class RevaluationFilter(django_filters.FilterSet):
    """Search by number, dates."""

    q = SearchFilter("number")
    date = django_filters.DateFromToRangeFilter(label=_("Date"))

    class Meta:
        model = Revaluation
        fields: tuple[str, ...] = ()


class ReportRunFilter(django_filters.FilterSet):
    """Search by title, days."""

    q = SearchFilter("title")
    created_at = django_filters.DateFromToRangeFilter(label=_("Pinned"))

    class Meta:
        model = ReportRun
        fields: tuple[str, ...] = ()


class OpeningImportFilter(django_filters.FilterSet):
    """Search by file, dates."""

    q = SearchFilter("filename")
    date = django_filters.DateFromToRangeFilter(label=_("Date"))

    class Meta:
        model = OpeningImport
        fields: tuple[str, ...] = ()


class PeriodFilter(django_filters.FilterSet):
    """Search by code, status."""

    q = SearchFilter("code")

    class Meta:
        model = Period
        fields = ("status",)


class FiscalYearFilter(django_filters.FilterSet):
    """Search by code."""

    q = SearchFilter("code")

    class Meta:
        model = FiscalYear
        fields: tuple[str, ...] = ()


class AreaLockFilter(django_filters.FilterSet):
    """Area."""

    class Meta:
        model = AreaLock
        fields = ("area",)


class ClosingTaskFilter(django_filters.FilterSet):
    """Words, owner, whether it blocks."""

    q = SearchFilter("name", "owner__name")

    class Meta:
        model = ClosingTask
        fields = ("blocks", "is_active")


class LockOverrideFilter(django_filters.FilterSet):
    """Area, day of the posting."""

    date = django_filters.DateFromToRangeFilter(label=_("Date"))

    class Meta:
        model = LockOverride
        fields = ("area", "date")


class JournalFilter(django_filters.FilterSet):
    """Search by code and name, type."""

    q = SearchFilter("code", *NAMES)

    class Meta:
        model = Journal
        fields = ("type",)


class TaxFilter(django_filters.FilterSet):
    """Search by code and name, use."""

    q = SearchFilter("code", *NAMES)
    use = django_filters.ChoiceFilter(choices=TaxUse.choices, label=_("Used on"))

    class Meta:
        model = Tax
        fields: tuple[str, ...] = ()


class DefaultAccountFilter(django_filters.FilterSet):
    """Search by account."""

    q = SearchFilter("account__code", "account__name")

    class Meta:
        model = DefaultAccount
        fields: tuple[str, ...] = ()


class EntryLineFilter(django_filters.FilterSet):
    """Search, account, journal, dates."""

    q = SearchFilter("account__code", "account__name", "entry__reference", "memo", "party__name")
    account = django_filters.CharFilter(
        field_name="account__code", lookup_expr="startswith", label=_("Account from code")
    )
    journal = django_filters.ModelChoiceFilter(
        field_name="entry__journal", queryset=_journals, label=_("Journal")
    )
    date = django_filters.DateFromToRangeFilter(label=_("Date"))

    class Meta:
        model = EntryLine
        fields: tuple[str, ...] = ()


class DimensionFilter(django_filters.FilterSet):
    """Search by code and name."""

    q = SearchFilter("code", *NAMES)

    class Meta:
        model = Dimension
        fields: tuple[str, ...] = ()


class DimensionValueFilter(django_filters.FilterSet):
    """Search, dimension, in use."""

    q = SearchFilter("code", *NAMES)
    dimension = django_filters.ModelChoiceFilter(queryset=_dimensions, label=_("Dimension"))
    is_active = django_filters.BooleanFilter(label=_("In use"))

    class Meta:
        model = DimensionValue
        fields: tuple[str, ...] = ()


class DimensionRuleFilter(django_filters.FilterSet):
    """Search by account, dimension, rule."""

    q = SearchFilter("account__code", "account__name", "dimension__name")
    dimension = django_filters.ModelChoiceFilter(queryset=_dimensions, label=_("Dimension"))

    class Meta:
        model = DimensionRule
        fields = ("policy",)


class TemplateFilter(django_filters.FilterSet):
    """Search, schedule."""

    q = SearchFilter("name", "memo")
    is_active = django_filters.BooleanFilter(label=_("In use"))

    class Meta:
        model = EntryTemplate
        fields: tuple[str, ...] = ()


class DeferralFilter(django_filters.FilterSet):
    """Search, status, kind."""

    q = SearchFilter("number", "memo", "party__name")

    class Meta:
        model = Deferral
        fields = ("status", "kind")
