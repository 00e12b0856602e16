"""Reads of the ledger: what a user may see of it, default accounts and journals of the company in force."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db.models import DecimalField, Model, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from apps.core.context import company_id
from apps.core.exceptions import BusinessError
from apps.core.money import round_half_up
from apps.core.permissions import may
from apps.ledger.choices import JournalType, Purpose, TaxKind, TaxTreatment
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
    Reopening,
    ReportRun,
    Revaluation,
    Tax,
    TaxComponent,
)
from apps.ledger.taxes import TaxPart, Totals

LANGUAGES: Final = ("en", "fr", "ar")
Row = TypeVar("Row", bound=Model)
TaxCodes = dict[UUID, tuple[Tax, ...]]


class NoDefaultAccount(BusinessError):
    """The company names no account for a purpose."""


class NoJournal(BusinessError):
    """The company has no journal of a kind in use."""


def tax_codes(taxes: Iterable[Tax | None]) -> TaxCodes:
    """Return the single taxes that each of ``taxes`` stands for, by its id.

    It takes a statement only where one of them stands for several.
    """
    codes = {tax.pk: tax for tax in taxes if tax}
    groups = [pk for pk, tax in codes.items() if tax.kind == TaxKind.GROUP]
    found: TaxCodes = {pk: () if pk in groups else (tax,) for pk, tax in codes.items()}
    if groups:
        rows = TaxComponent.objects.filter(company_id=company_id(), group_id__in=groups)
        for row in rows.select_related("tax").order_by("group_id", "position", "pk"):
            found[row.group_id] += (row.tax,)
    return found


def tax_parts(codes: TaxCodes, rate: Decimal) -> dict[UUID, tuple[TaxPart, ...]]:
    """Return what is computed of each of ``codes``.

    Args:
        rate: company currency for one unit of the document's: amounts per unit are kept in company currency.
    """
    return {pk: tuple(_part(tax, rate) for tax in taxes) for pk, taxes in codes.items()}


def tax_amounts(totals: Totals, taxes: Iterable[Tax | None]) -> list[tuple[str, Decimal]]:
    """Return name and amount of each tax that ``totals`` adds to the net; ``taxes`` are those of the lines."""
    names = {tax.pk: str(tax) for parts in tax_codes(taxes).values() for tax in parts}
    return [
        (names[row.tax_id], row.amount)
        for row in totals.by_tax
        if row.tax_id and row.treatment != TaxTreatment.WITHHELD
    ]


def _part(tax: Tax, rate: Decimal) -> TaxPart:
    return TaxPart(
        tax.pk,
        tax.rate,
        round_half_up(tax.amount / rate, 6),
        tax.included,
        tax.compound,
        tax.treatment,
        tax.deductible,
    )


def default_accounts(*purposes: str) -> dict[str, Account]:
    """Return the company's default accounts for ``purposes``, by default all, by ``Purpose``, in one statement."""
    rows = DefaultAccount.objects.filter(company_id=company_id())
    if purposes:
        rows = rows.filter(purpose__in=purposes)
    return {row.purpose: row.account for row in rows.select_related("account").order_by()}


def default_account(purpose: str) -> Account:
    """Return the company's account for ``purpose``.

    Raises:
        NoDefaultAccount: it names none.
    """
    return account_for(purpose, default_accounts(purpose))


def account_for(purpose: str, accounts: dict[str, Account]) -> Account:
    """Return the account for ``purpose`` of ``accounts``, as read once by ``default_accounts``.

    Raises:
        NoDefaultAccount: there is none.
    """
    account = accounts.get(purpose)
    if account is None:
        raise NoDefaultAccount(
            _(
                "To go on, choose the account for “%(purpose)s” among the default accounts; there is none."
            )
            % {"purpose": Purpose(purpose).label}
        )
    return account


def journal_of(kind: str) -> Journal:
    """Return the first journal of a ``JournalType`` in use, by code.

    Raises:
        NoJournal: there is none.
    """
    journals = Journal.objects.filter(company_id=company_id(), type=kind, is_active=True)
    journal = journals.order_by("code").first()
    if journal is None:
        raise NoJournal(
            _("To go on, make a journal of the kind “%(kind)s”; there is none in use.")
            % {"kind": JournalType(kind).label}
        )
    return journal


def journals_by_type() -> dict[str, UUID]:
    """Return the id of the first journal in use of each ``JournalType``, in one statement."""
    journals = Journal.objects.filter(company_id=company_id(), is_active=True).order_by("-code")
    return {journal.type: journal.pk for journal in journals}


def visible_accounts(user: Any) -> QuerySet[Account]:
    """Return the accounts of the chart, by code."""
    rows = Account.objects.filter(company_id=company_id()).select_related("currency")
    return _seen_by(user, rows).order_by("code", "-pk")


def visible_journals(user: Any) -> QuerySet[Journal]:
    """Return the journals, by code."""
    rows = Journal.objects.filter(company_id=company_id()).select_related("account")
    return _seen_by(user, rows).order_by("code", "-pk")


def visible_taxes(user: Any) -> QuerySet[Tax]:
    """Return the tax codes, by use and rate."""
    rows = Tax.objects.filter(company_id=company_id()).select_related("account")
    return _seen_by(user, rows).order_by("use", "code", "-pk")


def visible_default_accounts(user: Any) -> QuerySet[DefaultAccount]:
    """Return the default accounts, by purpose."""
    rows = DefaultAccount.objects.filter(company_id=company_id()).select_related("account")
    return _seen_by(user, rows).order_by("purpose", "-pk")


def visible_entries(user: Any) -> QuerySet[Entry]:
    """Return the entries, newest first, with journal, period and seal."""
    rows = Entry.objects.filter(company_id=company_id())
    return (
        _seen_by(user, rows)
        .select_related("journal", "period", "seal", "actor")
        .order_by("-date", "-pk")
    )


def visible_manual_entries(user: Any) -> QuerySet[ManualEntry]:
    """Return the manual entries, newest first, with their lines."""
    rows = ManualEntry.objects.filter(company_id=company_id()).select_related(
        "journal", "entry", "submitted_by", "approved_by"
    )
    return _seen_by(user, rows).prefetch_related("lines").order_by("-date", "-pk")


def visible_revaluations(user: Any) -> QuerySet[Revaluation]:
    """Return the revaluations of foreign currency, newest first, with their entries."""
    rows = Revaluation.objects.filter(company_id=company_id())
    return (
        _seen_by(user, rows).select_related("entry", "reversal", "actor").order_by("-date", "-pk")
    )


def visible_report_runs(user: Any) -> QuerySet[ReportRun]:
    """Return the pinned reports, newest first."""
    rows = ReportRun.objects.filter(company_id=company_id())
    return _seen_by(user, rows).select_related("actor").order_by("-created_at", "-pk")


def visible_opening_imports(user: Any) -> QuerySet[OpeningImport]:
    """Return the opening balances that were taken over, newest first, with their entries."""
    rows = OpeningImport.objects.filter(company_id=company_id())
    return _seen_by(user, rows).select_related("entry", "actor").order_by("-date", "-pk")


def accounts_by_id(ids: Iterable[UUID]) -> dict[UUID, Account]:
    """Return accounts of the company in force by their id, whoever asks: for what names one."""
    return Account.objects.filter(company_id=company_id()).in_bulk(list(ids))


def needs_approval(document: ManualEntry) -> bool:
    """Return whether a manual entry, with its lines at hand, is above the limit of its journal."""
    limit = document.journal.approval_limit
    return limit is not None and sum(line.debit for line in document.lines.all()) > limit


def entries_to_approve(user: Any) -> QuerySet[ManualEntry]:
    """Return the manual entries of others that wait for approval."""
    waiting = visible_manual_entries(user).filter(status="submitted")
    return waiting.exclude(submitted_by=user).exclude(created_by=user)


def visible_templates(user: Any) -> QuerySet[EntryTemplate]:
    """Return the templates of entries, by name."""
    rows = EntryTemplate.objects.filter(company_id=company_id()).select_related("journal")
    return _seen_by(user, rows).order_by("name", "-pk")


def visible_deferrals(user: Any) -> QuerySet[Deferral]:
    """Return the deferrals with ``posted``, what of them has its entry; newest first."""
    rows = Deferral.objects.filter(company_id=company_id()).annotate(
        posted=Coalesce(
            Sum("parts__amount", filter=Q(parts__entry__isnull=False)),
            Value(0),
            output_field=DecimalField(),
        )
    )
    return (
        _seen_by(user, rows)
        .select_related("journal", "party", "result_account", "deferred_account")
        .order_by("-start", "-pk")
    )


def visible_periods(user: Any) -> QuerySet[Period]:
    """Return the periods, newest first, with their year and closings."""
    rows = Period.objects.filter(company_id=company_id()).select_related("fiscal_year")
    return (
        _seen_by(user, rows)
        .prefetch_related("closings__actor", "reopenings__requested_by", "reopenings__decided_by")
        .order_by("-start", "-pk")
    )


def visible_years(user: Any) -> QuerySet[FiscalYear]:
    """Return the fiscal years, newest first."""
    return _seen_by(user, FiscalYear.objects.filter(company_id=company_id())).order_by(
        "-start", "-pk"
    )


def visible_reopenings(user: Any) -> QuerySet[Reopening]:
    """Return the requests to reopen a period, newest first."""
    rows = Reopening.objects.filter(company_id=company_id())
    return _seen_by(user, rows).select_related("period", "requested_by").order_by("-pk")


def visible_area_locks(user: Any) -> QuerySet[AreaLock]:
    """Return the locks, by area."""
    return _seen_by(user, AreaLock.objects.filter(company_id=company_id())).order_by("area", "-pk")


def visible_closing_tasks(user: Any) -> QuerySet[ClosingTask]:
    """Return the tasks of the closing checklist, the first due first."""
    rows = ClosingTask.objects.filter(company_id=company_id()).select_related("owner", "period")
    return _seen_by(user, rows).order_by("due_days", "name", "pk")


def visible_lock_overrides(user: Any) -> QuerySet[LockOverride]:
    """Return what was posted in spite of a soft lock, newest first."""
    rows = LockOverride.objects.filter(company_id=company_id()).select_related("actor")
    return _seen_by(user, rows).order_by("-at", "-pk")


def lines_of(entry: Entry) -> QuerySet[EntryLine]:
    """Return the lines of an entry with account, party and tax, in their order."""
    lines = EntryLine.objects.filter(company_id=entry.company_id, entry=entry)
    return lines.select_related("account", "party", "currency", "tax").order_by("line_no")


def visible_lines(user: Any) -> QuerySet[EntryLine]:
    """Return every line of the books, newest first, in an order that an index serves however many there are."""
    rows = EntryLine.objects.filter(company_id=company_id())
    return (
        _seen_by(user, rows)
        .select_related("account", "entry__journal", "entry__seal", "party")
        .order_by("-date", "-pk")
    )


def visible_dimensions(user: Any) -> QuerySet[Dimension]:
    """Return the dimensions in their order."""
    rows = Dimension.objects.filter(company_id=company_id())
    return _seen_by(user, rows).order_by("position", "code", "-pk")


def visible_dimension_values(user: Any) -> QuerySet[DimensionValue]:
    """Return the values of all dimensions, by code."""
    rows = DimensionValue.objects.filter(company_id=company_id())
    return (
        _seen_by(user, rows)
        .select_related("dimension", "parent")
        .order_by("dimension__position", "dimension__code", "code", "-pk")
    )


def visible_dimension_rules(user: Any) -> QuerySet[DimensionRule]:
    """Return what accounts say to dimensions, types of accounts first."""
    rows = DimensionRule.objects.filter(company_id=company_id())
    return (
        _seen_by(user, rows)
        .select_related("dimension", "account", "default")
        .order_by("-account_type", "account__code", "-pk")
    )


def analysis_of(lines: Iterable[Any]) -> dict[UUID, str]:
    """Return the dimensions of each line in words, by the line's id, in one statement."""
    marked = {line.pk: line.dimensions for line in lines if line.dimensions}
    ids = {value for given in marked.values() for value in given.values()}
    if not ids:
        return {}
    rows = DimensionValue.objects.filter(pk__in=ids).select_related("dimension")
    names = {str(row.pk): row for row in rows.order_by("dimension__position", "dimension__code")}
    return {
        pk: ", ".join(str(row) for key, row in names.items() if key in given.values())
        for pk, given in marked.items()
    }


def dimensions_in_use() -> QuerySet[Dimension]:
    """Return the company's dimensions in use, in their order."""
    return Dimension.objects.filter(company_id=company_id(), is_active=True).order_by(
        "position", "code"
    )


def values_below(value: DimensionValue) -> list[UUID]:
    """Return the ids of ``value`` and of everything below it in its tree, in one statement."""
    rows = DimensionValue.objects.filter(dimension_id=value.dimension_id)
    children: dict[UUID | None, list[UUID]] = {}
    for pk, parent in rows.values_list("pk", "parent_id"):
        children.setdefault(parent, []).append(pk)
    found = [value.pk]
    for pk in found:
        found.extend(children.get(pk, ()))
    return found


def lines_with(value: DimensionValue, lines: QuerySet[EntryLine]) -> QuerySet[EntryLine]:
    """Return the ``lines`` that carry ``value`` or one below it."""
    key = str(value.dimension_id)
    return lines.filter(**{f"dimensions__{key}__in": [str(pk) for pk in values_below(value)]})


def _seen_by(user: Any, rows: QuerySet[Row]) -> QuerySet[Row]:
    """Return ``rows`` if ``user`` may see their kind, else none."""
    model = rows.model._meta
    seen = may(user, f"{model.app_label}.view_{model.model_name}")
    return rows if seen else rows.none()


def options(user: Any, text: str, *, posting: bool = False) -> QuerySet[Account]:
    """Return at most 20 accounts in use whose code begins with, or whose name holds, ``text``.

    Args:
        posting: only accounts that a manual entry may name.
    """
    accounts = visible_accounts(user).filter(is_active=True)
    if posting:
        accounts = accounts.filter(control="")
    for word in text.split()[:5]:
        named = Q(name__icontains=word)
        for language in LANGUAGES:
            named |= Q(**{f"name_i18n__{language}__icontains": word})
        accounts = accounts.filter(Q(code__istartswith=word) | named)
    return accounts[:20]
