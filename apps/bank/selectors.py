"""Reads of the bank: accounts, statements, lines, files."""

from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from apps.bank.models import BankAccount, BankStatement, BankStatementLine, StatementFile
from apps.core.context import company_id
from apps.core.permissions import may


def visible_bank_accounts(user: Any) -> QuerySet[BankAccount]:
    """Return the bank accounts, by name, with what the bank said last: ``balance`` and ``balance_date``."""
    if not may(user, "bank.view_bankaccount"):
        return BankAccount.objects.none()
    last = BankStatement.objects.filter(
        company_id=OuterRef("company_id"), bank_account_id=OuterRef("pk")
    ).order_by("-sequence")
    rows = BankAccount.objects.filter(company_id=company_id()).select_related("journal", "account")
    return rows.annotate(
        balance=Subquery(last.values("closing_balance")[:1]),
        balance_date=Subquery(last.values("date")[:1]),
    ).order_by("name", "-pk")


def visible_statements(user: Any) -> QuerySet[BankStatement]:
    """Return the bank statements, newest first."""
    if not may(user, "bank.view_bankstatement"):
        return BankStatement.objects.none()
    rows = BankStatement.objects.filter(company_id=company_id())
    return rows.select_related("bank_account", "file").order_by("-date", "-sequence", "-pk")


def visible_lines(user: Any) -> QuerySet[BankStatementLine]:
    """Return the movements banks told of, newest first."""
    if not may(user, "bank.view_bankstatementline"):
        return BankStatementLine.objects.none()
    rows = BankStatementLine.objects.filter(company_id=company_id())
    return rows.select_related("bank_account", "statement").order_by("-date", "-pk")


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
    """Return the bank accounts in use, by name."""
    rows = BankAccount.objects.filter(company_id=company_id(), is_active=True)
    return rows.select_related("account").order_by("name", "pk")


def statements_of(account_id: UUID, *, limit: int = 12) -> list[BankStatement]:
    """Return the last statements of an account."""
    rows = BankStatement.objects.filter(company_id=company_id(), bank_account_id=account_id)
    return list(rows.order_by("-sequence")[:limit])
