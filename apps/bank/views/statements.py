"""Screens of bank accounts and statements, of bringing files in."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.bank import filters, forms, selectors, services, tables
from apps.bank.choices import FileStatus
from apps.bank.models import BankAccount, BankStatement, StatementFile
from apps.bank.reporting import proof_of
from apps.core.answers import document_url, go_to, run_once
from apps.core.formatting import format_date, format_money
from apps.core.lists import Tab
from apps.core.permissions import right
from apps.core.screens import DetailScreen, FormScreen, ListScreen


class BankAccountList(ListScreen):
    """Accounts at banks."""

    visible = selectors.visible_bank_accounts
    filterset_class = filters.BankAccountFilter
    table_class = tables.BankAccountTable
    title = _("Bank accounts")
    create = _("New bank account")
    empty = {
        "title": _("No bank account yet"),
        "text": _("Make one for each account at a bank, then import its statements."),
        "icon": "landmark",
    }


class BankAccountDetail(DetailScreen):
    """One account: its balance, its statements."""

    model = BankAccount
    visible = selectors.visible_bank_accounts
    template_name = "bank/bankaccount_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the account with its last statements."""
        account: Any = self.object
        return super().get_context_data(
            facts=facts_of_account(account),
            statements=selectors.statements_of(account.pk),
            has_primary=True,
            totals=totals_of(account) if account.balance is not None else [],
            **kwargs,
        )


def totals_of(account: BankAccount) -> list[dict[str, Any]]:
    """Return how the balance of the ledger leads to the bank's, line by line."""
    return [
        {"label": label, "value": format_money(value, account.currency_id), "strong": strong}
        for label, value, strong in proof_of(account).lines()
    ]


def facts_of_account(account: Any) -> list[dict[str, Any]]:
    """Return what stands at the head of a bank account."""
    balance = "" if account.balance is None else format_money(account.balance, account.currency_id)
    rows = [
        (_("Bank balance"), balance, ""),
        (_("As of"), format_date(account.balance_date) if account.balance_date else "", ""),
        (_("Bank"), account.bank_name, ""),
        (_("IBAN"), account.iban, ""),
        (_("BIC"), account.bic, ""),
        (_("Account number"), account.number, ""),
        (_("Currency"), account.currency_id, ""),
        (_("Journal"), account.journal, ""),
        (_("Ledger account"), account.account, ""),
    ]
    return [{"label": label, "value": value, "url": url} for label, value, url in rows if value]


class BankAccountEdit(FormScreen):
    """The form of a bank account."""

    model = BankAccount
    visible = selectors.visible_bank_accounts
    form_class = forms.BankAccountForm
    service = services.save_account
    title = _("Bank account")


class BankAccountCreate(BankAccountEdit):
    """The form of a new bank account."""

    permission = "bank.add_bankaccount"
    title = _("New bank account")


class BankStatementList(ListScreen):
    """Statements of all accounts."""

    visible = selectors.visible_statements
    filterset_class = filters.BankStatementFilter
    table_class = tables.BankStatementTable
    title = _("Bank statements")
    template_name = "bank/bankstatement_list.html"
    empty = {
        "title": _("No bank statement yet"),
        "text": _("Import a file of the bank."),
        "icon": "landmark",
    }


class BankStatementDetail(DetailScreen):
    """One statement with its lines."""

    model = BankStatement
    visible = selectors.visible_statements
    template_name = "bank/bankstatement_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the statement with its lines."""
        statement: Any = self.object
        currency = statement.bank_account.currency_id
        facts = [
            (_("Bank account"), statement.bank_account, document_url(statement.bank_account)),
            (_("Date"), format_date(statement.date), ""),
            (_("File"), statement.file, document_url(statement.file)),
            (_("Opening balance"), format_money(statement.opening_balance, currency), ""),
            (_("Closing balance"), format_money(statement.closing_balance, currency), ""),
            (_("Lines"), statement.line_count, ""),
        ]
        return super().get_context_data(
            facts=[{"label": label, "value": value, "url": url} for label, value, url in facts],
            lines=selectors.lines_of(statement),
            currency=currency,
            **kwargs,
        )


class BankStatementLineList(ListScreen):
    """Movements of all accounts."""

    visible = selectors.visible_lines
    filterset_class = filters.BankStatementLineFilter
    table_class = tables.BankStatementLineTable
    title = _("Bank movements")
    tabs = (
        Tab(_("All")),
        Tab(_("Open"), {"reconciled": "false"}),
        Tab(_("Reconciled"), {"reconciled": "true"}),
    )
    empty = {
        "title": _("No movement yet"),
        "text": _("Import a file of the bank."),
        "icon": "landmark",
    }


class StatementFileList(ListScreen):
    """Files that were brought in."""

    visible = selectors.visible_files
    filterset_class = filters.StatementFileFilter
    table_class = tables.StatementFileTable
    title = _("Statement files")
    empty = {
        "title": _("No file yet"),
        "text": _("Import a file of the bank."),
        "icon": "file-text",
    }
    tabs = (
        Tab(_("All")),
        Tab(_("Imported"), {"status": "imported"}),
        Tab(_("Refused"), {"status": "refused"}),
    )


class StatementFileDetail(DetailScreen):
    """One file: what became of it."""

    model = StatementFile
    visible = selectors.visible_files
    template_name = "bank/statementfile_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the file with its statements."""
        file: Any = self.object
        facts = [
            (_("Bank account"), file.bank_account, document_url(file.bank_account)),
            (_("Format"), file.get_format_display(), ""),
            (_("New lines"), file.line_count, ""),
            (_("Lines already there"), file.known_count, ""),
            (_("By"), file.actor or "", ""),
            ("SHA-256", file.sha256, ""),
        ]
        return super().get_context_data(
            facts=[{"label": label, "value": value, "url": url} for label, value, url in facts],
            statements=list(file.statements.order_by("sequence")),
            **kwargs,
        )


@right("bank.import_statementfile")
@transaction.non_atomic_requests
def import_file(request: HttpRequest) -> HttpResponse:
    """Ask for a file of statements; POST takes it, or keeps it and says why not."""
    with transaction.atomic():
        given = request.POST if request.method == "POST" else None
        initial = {"bank_account": request.GET.get("account")}
        form = forms.ImportForm(given, request.FILES or None, initial=initial)
        if request.method != "POST" or not form.is_valid():
            context = {"form": form}
            status = 422 if form.errors else 200
            return render(request, "bank/import.html", context, status=status)
    values = form.cleaned_data
    answer = run_once(request, lambda: _import(request.user, values))
    tell = messages.error if answer["refused"] else messages.success
    tell(request, answer["message"])
    return go_to(request, answer["url"])


def _import(user: Any, values: dict[str, Any]) -> dict[str, Any]:
    upload = values["file"]
    file = services.import_statements(
        actor=user,
        pk=values["bank_account"].pk,
        name=upload.name or "statement",
        content=upload.read(),
        closing=values["closing"],
    )
    refused = file.status == FileStatus.REFUSED
    first = file.statements.order_by("sequence").first()
    return {
        "url": document_url(file if refused or first is None else first),
        "message": file.message if refused else words_of(file),
        "refused": refused,
    }


def words_of(file: StatementFile) -> str:
    """Return in a sentence what a file brought."""
    if file.taken_before:
        return _("Nothing new: this very file was taken on %(day)s.") % {
            "day": format_date(file.at)
        }
    known = ""
    if file.known_count:
        known = " " + ngettext(
            "%(count)d was already there.", "%(count)d were already there.", file.known_count
        ) % {"count": file.known_count}
    new = ngettext("%(count)d new line.", "%(count)d new lines.", file.line_count)
    return new % {"count": file.line_count} + known


def import_url(account: BankAccount) -> str:
    """Return where a file for ``account`` is brought in."""
    return f"{reverse('bank:import_file')}?account={account.pk}"
