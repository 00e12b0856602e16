"""Screens of the chart: accounts, journals, tax codes, default accounts, and the chart to start with."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from apps.companies.selectors import company_in_force
from apps.core.answers import run_once
from apps.core.exceptions import BusinessError
from apps.core.lists import Tab
from apps.core.permissions import right
from apps.core.screens import FormScreen, ListScreen
from apps.ledger import filters, forms, selectors, services, tables
from apps.ledger.models import Account, DefaultAccount, Journal, Tax
from apps.ledger.tax_forms import TaxComponents, TaxForm


class AccountList(ListScreen):
    """The chart of accounts."""

    visible = selectors.visible_accounts
    filterset_class = filters.AccountFilter
    table_class = tables.AccountTable
    title = _("Chart of accounts")
    create = _("New account")
    page_size = 100
    template_name = "ledger/account_list.html"
    tabs = (
        Tab(_("All")),
        Tab(_("Receivable"), {"type": "asset_receivable"}),
        Tab(_("Payable"), {"type": "liability_payable"}),
        Tab(_("Revenue"), {"type": "income"}),
        Tab(_("Expenses"), {"type": "expense"}),
    )


class AccountEdit(FormScreen):
    """The form of an account."""

    model = Account
    visible = selectors.visible_accounts
    form_class = forms.AccountForm
    service = services.save_account
    title = _("Account")


class AccountCreate(AccountEdit):
    """The form of a new account."""

    permission = "ledger.add_account"
    title = _("New account")


class JournalList(ListScreen):
    """Journals."""

    visible = selectors.visible_journals
    filterset_class = filters.JournalFilter
    table_class = tables.JournalTable
    title = _("Journals")
    create = _("New journal")


class JournalEdit(FormScreen):
    """The form of a journal."""

    model = Journal
    visible = selectors.visible_journals
    form_class = forms.JournalForm
    service = services.save_journal
    title = _("Journal")


class JournalCreate(JournalEdit):
    """The form of a new journal."""

    permission = "ledger.add_journal"
    title = _("New journal")


class TaxList(ListScreen):
    """Tax codes."""

    visible = selectors.visible_taxes
    filterset_class = filters.TaxFilter
    table_class = tables.TaxTable
    title = _("Tax codes")
    create = _("New tax code")
    tabs = (
        Tab(_("All")),
        Tab(_("Sales"), {"use": "sale"}),
        Tab(_("Purchases"), {"use": "purchase"}),
    )


class TaxEdit(FormScreen):
    """The form of a tax code."""

    model = Tax
    visible = selectors.visible_taxes
    form_class = TaxForm
    lines_class = TaxComponents
    template_name = "ledger/tax_form.html"
    service = services.save_tax
    title = _("Tax code")


class TaxCreate(TaxEdit):
    """The form of a new tax code."""

    permission = "ledger.add_tax"
    title = _("New tax code")


class DefaultAccountList(ListScreen):
    """Which account each purpose uses."""

    visible = selectors.visible_default_accounts
    filterset_class = filters.DefaultAccountFilter
    table_class = tables.DefaultAccountTable
    title = _("Default accounts")
    create = _("New default account")
    page_size = 100


class DefaultAccountEdit(FormScreen):
    """The form of a default account."""

    model = DefaultAccount
    visible = selectors.visible_default_accounts
    form_class = forms.DefaultAccountForm
    service = services.save_default_account
    title = _("Default account")


class DefaultAccountCreate(DefaultAccountEdit):
    """The form of a new default account."""

    permission = "ledger.add_defaultaccount"
    title = _("New default account")


@right("ledger.add_account")
@transaction.non_atomic_requests
def install_chart(request: HttpRequest) -> HttpResponse:
    """Give the company its chart of accounts."""
    with transaction.atomic():
        company = company_in_force()
    form = forms.ChartForm(request.POST or None, initial={"template": company.country.lower()})
    if request.method == "POST" and form.is_valid():
        try:
            run_once(request, lambda: _install(request, form, company.language))
        except BusinessError as error:
            form.add_error("template", error.message)
        else:
            return redirect("ledger:account_list")
    with transaction.atomic():
        return render(
            request, "ledger/chart_form.html", {"form": form}, status=422 if form.errors else 200
        )


def _install(request: HttpRequest, form: forms.ChartForm, language: str) -> dict[str, Any]:
    actor: Any = request.user
    template = form.cleaned_data["template"]
    services.install_chart(actor=actor, template=template, language=language)
    return {}


@right("ledger.view_account")
@require_GET
def account_options(request: HttpRequest) -> HttpResponse:
    """Answer an autocomplete with accounts."""
    found = selectors.options(
        request.user, request.GET.get("q", ""), posting=bool(request.GET.get("posting"))
    )
    return render(request, "ledger/account_options.html", {"accounts": found})
