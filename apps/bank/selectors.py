"""Reads of the bank: accounts, statements, lines, files."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Abs, Coalesce, NullIf

from apps.bank.models import (
    BankAccount,
    BankRule,
    BankStatement,
    BankStatementLine,
    PartyAccount,
    PaymentRun,
    PaymentTransfer,
    ReconciledLine,
    ReconciledPosting,
    Reconciliation,
    StatementFile,
)
from apps.companies.selectors import company_in_force, currency_in_force
from apps.core.attachments import attachments_of
from apps.core.context import company_id
from apps.core.fields import MoneyField
from apps.core.models import Attachment
from apps.core.permissions import may
from apps.invoices.querysets import CONTROLS, ZERO_MONEY
from apps.ledger.models import EntryLine, OpenItem


def visible_bank_accounts(user: Any) -> QuerySet[BankAccount]:
    """Return the bank accounts, by name, with ``balance``, ``balance_date`` and how many movements are ``waiting``."""
    if not may(user, "bank.view_bankaccount"):
        return BankAccount.objects.none()
    last = BankStatement.objects.filter(
        company_id=OuterRef("company_id"), bank_account_id=OuterRef("pk")
    ).order_by("-sequence")
    waiting = (
        BankStatementLine.objects.filter(
            ~_is_reconciled(), company_id=OuterRef("company_id"), bank_account_id=OuterRef("pk")
        )
        .order_by()
        .values("bank_account_id")
        .annotate(count=Count("pk"))
    )
    rows = BankAccount.objects.filter(company_id=company_id()).select_related("journal", "account")
    return rows.annotate(
        balance=Subquery(last.values("closing_balance")[:1]),
        balance_date=Subquery(last.values("date")[:1]),
        waiting=Coalesce(Subquery(waiting.values("count")), 0),
    ).order_by("name", "-pk")


def visible_statements(user: Any) -> QuerySet[BankStatement]:
    """Return the bank statements, newest first."""
    if not may(user, "bank.view_bankstatement"):
        return BankStatement.objects.none()
    rows = BankStatement.objects.filter(company_id=company_id())
    return rows.select_related("bank_account", "file").order_by("-date", "-sequence", "-pk")


def visible_lines(user: Any) -> QuerySet[BankStatementLine]:
    """Return the movements banks told of, newest first, with the ``reconciliation_id`` that accounts for each."""
    if not may(user, "bank.view_bankstatementline"):
        return BankStatementLine.objects.none()
    rows = BankStatementLine.objects.filter(company_id=company_id())
    done = ReconciledLine.objects.filter(
        company_id=OuterRef("company_id"), line_id=OuterRef("pk"), active=True
    )
    return (
        rows.select_related("bank_account", "statement")
        .annotate(reconciliation_id=Subquery(done.values("reconciliation_id")[:1]))
        .order_by("-date", "-pk")
    )


def visible_files(user: Any) -> QuerySet[StatementFile]:
    """Return the files that were brought in, newest first."""
    if not may(user, "bank.view_statementfile"):
        return StatementFile.objects.none()
    rows = StatementFile.objects.filter(company_id=company_id())
    return rows.select_related("bank_account", "actor").order_by("-at", "-pk")


def lines_of(statement: BankStatement) -> QuerySet[BankStatementLine]:
    """Return the lines of a statement in their order."""
    rows = BankStatementLine.objects.filter(company_id=company_id(), statement=statement)
    return rows.order_by("line_no")


def accounts_in_use() -> QuerySet[BankAccount]:
    """Return the bank accounts in use, those in the company's currency first, by name."""
    rows = BankAccount.objects.filter(company_id=company_id(), is_active=True)
    own = Case(When(currency=currency_in_force(), then=0), default=1)
    return rows.select_related("account").order_by(own, "name", "pk")


def statements_of(account_id: UUID, *, limit: int = 12) -> list[BankStatement]:
    """Return the last statements of an account."""
    rows = BankStatement.objects.filter(company_id=company_id(), bank_account_id=account_id)
    return list(rows.order_by("-sequence")[:limit])


def open_lines(account_id: UUID) -> QuerySet[BankStatementLine]:
    """Return the movements of an account that are not reconciled, oldest first."""
    rows = BankStatementLine.objects.filter(company_id=company_id(), bank_account_id=account_id)
    return rows.filter(~_is_reconciled()).order_by("date", "pk")


def _is_reconciled() -> Exists:
    """Return whether a movement is accounted for, as a condition."""
    return Exists(
        ReconciledLine.objects.filter(company_id=company_id(), line_id=OuterRef("pk"), active=True)
    )


def open_postings(account: BankAccount) -> QuerySet[EntryLine]:
    """Return the lines of the bank's ledger account that no movement accounts for, oldest first."""
    reconciled = ReconciledPosting.objects.filter(
        company_id=company_id(), posting_id=OuterRef("pk"), active=True
    )
    rows = EntryLine.objects.filter(company_id=company_id(), account_id=account.account_id)
    if account.currency_id != company_in_force().currency_id:
        rows = rows.exclude(amount_currency=0)
    return rows.filter(~Exists(reconciled)).select_related("entry", "party").order_by("date", "pk")


def postings_near(
    account: BankAccount, amount: Decimal, text: str, chosen: Collection[str], *, limit: int = 12
) -> list[EntryLine]:
    """Return what no movement accounts for, the nearest to ``amount`` first; ``text`` narrows, ``chosen`` stay."""
    moved = ExpressionWrapper(moved_by(account) - amount, output_field=MoneyField())
    rows = open_postings(account).annotate(distance=Abs(moved))
    found = Q()
    for word in text.split()[:5]:
        found &= (
            Q(entry__reference__icontains=word)
            | Q(entry__memo__icontains=word)
            | Q(party__name__icontains=word)
        )
    near: list[Any] = list(rows.filter(found).order_by("distance", "date", "pk")[:limit])
    seen = {str(row.pk) for row in near}
    missing = [pk for pk in chosen if pk not in seen and is_id(pk)]
    return near + (list(rows.filter(pk__in=missing)) if missing else [])


def is_id(text: str) -> bool:
    """Return whether ``text`` is a key of a row."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def visible_reconciliations(user: Any) -> QuerySet[Reconciliation]:
    """Return the reconciliations, newest first, with ``what`` the first movement is and the ``amount`` of all."""
    if not may(user, "bank.view_reconciliation"):
        return Reconciliation.objects.none()
    mine = ReconciledLine.objects.filter(
        company_id=OuterRef("company_id"), reconciliation_id=OuterRef("pk")
    ).order_by()
    words = Coalesce(NullIf("line__name", Value("")), "line__text", output_field=TextField())
    rows = Reconciliation.objects.filter(company_id=company_id()).annotate(
        what=Subquery(mine.order_by("position").values(words=words)[:1]),
        amount=Subquery(
            mine.values("reconciliation_id").annotate(sum=Sum("line__amount")).values("sum")
        ),
    )
    return rows.select_related("bank_account", "actor", "rule").order_by("-date", "-pk")


def visible_rules(user: Any) -> QuerySet[BankRule]:
    """Return the rules in their order."""
    if not may(user, "bank.view_bankrule"):
        return BankRule.objects.none()
    rows = BankRule.objects.filter(company_id=company_id())
    return rows.select_related("account", "party", "bank_account").order_by("position", "-pk")


def visible_party_accounts(user: Any) -> QuerySet[PartyAccount]:
    """Return the accounts of parties, by party."""
    if not may(user, "bank.view_partyaccount"):
        return PartyAccount.objects.none()
    rows = PartyAccount.objects.filter(company_id=company_id()).select_related("party")
    return rows.order_by("party__name", "-pk")


def lines_to_reconcile(user: Any) -> QuerySet[BankStatementLine]:
    """Return every movement that waits, for the count in the sidebar."""
    reconciled = ReconciledLine.objects.filter(
        company_id=company_id(), line_id=OuterRef("pk"), active=True
    )
    return visible_lines(user).filter(~Exists(reconciled))


def items_to_choose(text: str, ids: Collection[UUID], *, limit: int) -> list[OpenItem]:
    """Return open items by number or party, and those of ``ids``; nothing is searched for without a text."""
    rows = OpenItem.objects.with_memo().filter(
        company_id=company_id(),
        open_amount__gt=0,
        party__isnull=False,
        account__control__in=CONTROLS,
    )
    wanted = Q(pk__in=ids)
    if text.strip():
        found = Q()
        for word in text.split()[:5]:
            found &= Q(entry__reference__icontains=word) | Q(party__name__icontains=word)
        wanted |= found
    rows = rows.filter(wanted).select_related("entry__invoice", "entry__payment", "party")
    return list(rows.order_by("due_date", "pk")[:limit])


def visible_runs(user: Any) -> QuerySet[PaymentRun]:
    """Return the payment runs, newest first."""
    if not may(user, "bank.view_paymentrun"):
        return PaymentRun.objects.none()
    people = ("written_by", "submitted_by", "approved_by")
    rows = PaymentRun.objects.filter(company_id=company_id())
    return rows.select_related("bank_account", *people).order_by("-date", "-pk")


def runs_to_approve(user: Any) -> QuerySet[PaymentRun]:
    """Return the runs that wait for a second person, for the count in the sidebar."""
    return visible_runs(user).filter(status="submitted")


def transfers_of(run: PaymentRun) -> list[PaymentTransfer]:
    """Return the transfers of a run with what each settles."""
    rows = PaymentTransfer.objects.filter(company_id=company_id(), run=run)
    items = OpenItem.objects.with_memo().select_related("entry__invoice", "entry__payment")
    rows = rows.select_related("party", "payment").prefetch_related(
        Prefetch("lines__item", queryset=items)
    )
    return list(rows.order_by("position"))


def order_files(run: PaymentRun) -> list[Attachment]:
    """Return the files for the bank, archived when the run was approved."""
    kinds = ("payment_order_xml", "payment_order_csv")
    return list(attachments_of(run).filter(kind__in=kinds))


def moved_by(account: BankAccount) -> Any:
    """Return what an entry line moves, in the account's currency, as an expression."""
    own = account.currency_id == company_in_force().currency_id
    return F("debit") - F("credit") if own else F("amount_currency")


def sum_of(rows: QuerySet[Any], value: Any) -> Decimal:
    """Return the sum of ``value`` over ``rows``."""
    return rows.order_by().aggregate(total=Coalesce(Sum(value), ZERO_MONEY))["total"]
