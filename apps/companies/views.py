"""Screens of a company's settings, branches, currencies and exchange rates."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from apps.companies import filters, forms, selectors, services, tables
from apps.companies.models import Branch, Company, Currency, ExchangeRate
from apps.core.answers import run_once
from apps.core.attachments import safe_filename
from apps.core.commands import command_view
from apps.core.context import company_id
from apps.core.exceptions import BusinessError
from apps.core.lists import Tab
from apps.core.permissions import ANY_USER, right
from apps.core.screens import DetailScreen, FormScreen, ListScreen
from apps.core.templatetags.plumb import code


@right("companies.view_company")
@require_GET
def settings_home(request: HttpRequest) -> HttpResponse:
    """Lead to the settings of the company in force."""
    return redirect("companies:company_detail", pk=company_id())


class CompanyDetail(DetailScreen):
    """The settings of the company in force."""

    model = Company
    visible = selectors.visible_company
    template_name = "companies/company_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the company's settings in words."""
        company: Company = self.object
        town = " ".join(part for part in (company.postal_code, company.city) if part)
        currency = f"{company.currency_id} – {selectors.currency_name(company.currency_id)}"
        month = company.today().replace(day=1, month=company.fiscal_year_start_month)
        pairs = (
            (_("Tax number"), code(company.tax_number) if company.tax_number else ""),
            (_("Address"), ", ".join(part for part in (company.street, town) if part)),
            (_("Country"), selectors.country_names().get(company.country, company.country)),
            (_("E-mail"), code(company.email) if company.email else ""),
            (_("Phone"), code(company.phone) if company.phone else ""),
            (_("Website"), company.website),
            (_("Bank account (IBAN)"), code(company.bank_account) if company.bank_account else ""),
            (_("Currency of the books"), currency),
            (_("Language"), dict(settings.LANGUAGES).get(company.language, company.language)),
            (_("Time zone"), company.time_zone.replace("_", " ")),
            (_("Fiscal year starts in"), month),
        )
        facts = [{"label": label, "value": value} for label, value in pairs[:-1]]
        return super().get_context_data(facts=facts, fiscal_start=month, **kwargs)


class CompanyEdit(FormScreen):
    """The form of the settings."""

    model = Company
    visible = selectors.visible_company
    form_class = forms.CompanyForm
    title = _("Company settings")

    def service(actor: Any, document: Company, lines: Any, removed: Any) -> Company:  # noqa: N805
        """Save the settings."""
        del lines, removed
        return services.save_company(actor=actor, company=document)


@right(ANY_USER)
@require_GET
def company_logo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Answer with the logo of the company in force."""
    rows = selectors.visible_company(request.user).filter(pk=pk).exclude(logo=None)
    logo = rows.values_list("logo", "logo_type").first()
    if logo is None:
        raise Http404
    return HttpResponse(
        bytes(logo[0] or b""),
        content_type=logo[1],
        headers={"Cache-Control": "private, max-age=300"},
    )


class BranchList(ListScreen):
    """Branches."""

    visible = selectors.visible_branches
    filterset_class = filters.BranchFilter
    table_class = tables.BranchTable
    title = _("Branches")
    create = _("New branch")
    empty = {
        "title": _("No branch yet"),
        "text": _("Add branches when rights or reports differ between places."),
        "icon": "map-pin",
    }


class BranchEdit(FormScreen):
    """The form of a branch."""

    visible = selectors.visible_branches
    form_class = forms.BranchForm
    title = _("Edit %s")

    def service(actor: Any, document: Branch, lines: Any, removed: Any) -> Branch:  # noqa: N805
        """Save the branch."""
        del lines, removed
        return services.save_branch(actor=actor, branch=document)


class BranchCreate(BranchEdit):
    """The form of a new branch."""

    permission = "companies.add_branch"
    title = _("New branch")


class CurrencyList(ListScreen):
    """Currencies of ISO 4217."""

    model = Currency
    visible = selectors.visible_currencies
    filterset_class = filters.CurrencyFilter
    table_class = tables.CurrencyTable
    title = _("Currencies")
    page_size = 200


class RateList(ListScreen):
    """Exchange rates."""

    visible = selectors.visible_rates
    filterset_class = filters.RateFilter
    table_class = tables.RateTable
    title = _("Exchange rates")
    create = _("New rate")
    tabs = (
        Tab(_("All")),
        Tab(_("Typed"), {"source": "manual"}),
        Tab(_("European Central Bank"), {"source": "ecb"}),
    )
    empty = {
        "title": _("No exchange rate yet"),
        "text": _("Type one, or import a table of the European Central Bank."),
        "icon": "coins",
    }
    template_name = "companies/exchangerate_list.html"


class RateEdit(FormScreen):
    """The form of a rate."""

    visible = selectors.visible_rates
    form_class = forms.RateForm
    title = _("Exchange rate")
    template_name = "companies/exchangerate_form.html"

    def service(actor: Any, document: ExchangeRate, lines: Any, removed: Any) -> ExchangeRate:  # noqa: N805
        """Save the rate."""
        del lines, removed
        return services.save_rate(actor=actor, rate=document)

    def extra(self, context: dict[str, Any]) -> dict[str, Any]:
        """Return the context with the address that removes the rate."""
        pk = self.kwargs.get("pk")
        return context | {
            "delete_url": reverse("companies:exchangerate_delete", args=[pk]) if pk else ""
        }


class RateCreate(RateEdit):
    """The form of a new rate."""

    permission = "companies.add_exchangerate"
    title = _("New exchange rate")

    def bind(self, pk: UUID | None, data: Any = None) -> Any:
        """Make the form, for today."""
        document = super().bind(pk, data)
        initial = self.form.initial
        initial["date"] = initial.get("date") or selectors.company_in_force().today()
        return document


delete_rate = command_view(
    services.delete_rate,
    permission="companies.delete_exchangerate",
    visible=selectors.visible_rates,
    done=_("Removed the rate."),
    label=_("Remove"),
    danger=True,
)


@right("companies.add_exchangerate")
@transaction.non_atomic_requests
def import_rates(request: HttpRequest) -> HttpResponse:
    """Import a file of exchange rates; a file that is refused is kept with the company, and nothing of it applied."""
    with transaction.atomic():
        form = forms.RatesFileForm(request.POST or None, request.FILES or None)
        is_valid = request.method == "POST" and form.is_valid()
    if is_valid:
        upload = form.cleaned_data["file"]
        content, name = upload.read(), safe_filename(upload.name)
        try:
            answer = run_once(request, lambda: _import_rates(request, form, content, name))
        except BusinessError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
            if content:
                actor: Any = request.user
                services.keep_refused_rates(
                    actor=actor, content=content, filename=name, reason=error.message
                )
        else:
            messages.success(request, answer["message"])
            return redirect("companies:exchangerate_list")
    with transaction.atomic():
        status = 422 if form.errors else 200
        return render(request, "companies/rates_form.html", {"form": form}, status=status)


def _import_rates(
    request: HttpRequest, form: forms.RatesFileForm, content: bytes, name: str
) -> dict[str, Any]:
    actor: Any = request.user
    done = services.import_rates_file(
        actor=actor, content=content, filename=name, since=form.cleaned_data["since"]
    )
    words = gettext(
        "%(added)d rates added, %(changed)d corrected, %(unchanged)d already there, %(kept)d typed by hand and kept."
    )
    return {"message": words % asdict(done)}
