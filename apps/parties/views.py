"""Screens of parties and payment terms."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from apps.companies.selectors import company_in_force, country_names, currency_name
from apps.core import custom_fields
from apps.core.answers import answer_of
from apps.core.commands import bulk_view, command_view
from apps.core.formatting import format_money
from apps.core.lists import Tab
from apps.core.permissions import may, right
from apps.core.screens import DetailScreen, FormScreen, Invalid, ListScreen
from apps.core.templatetags.plumb import code
from apps.parties import filters, forms, selectors, services, tables
from apps.parties.models import Party, PaymentTerm
from apps.parties.selectors import visible_parties, visible_terms


class PartyList(ListScreen):
    """Customers and suppliers."""

    visible = visible_parties
    filterset_class = filters.PartyFilter
    table_class = tables.PartyTable
    title = _("Customers and suppliers")
    create = _("New party")
    bulk = ("archive",)
    tabs = (
        Tab(_("All")),
        Tab(_("Customers"), {"kind": "customer", "state": "active"}),
        Tab(_("Suppliers"), {"kind": "supplier", "state": "active"}),
        Tab(_("Archived"), {"state": "archived"}),
    )
    empty = {
        "title": _("No customer or supplier here"),
        "text": _("Add the first one, or remove a filter."),
        "icon": "users",
    }


class PartyDetail(DetailScreen):
    """One party: how to reach it, its terms, what is open with it, what happened."""

    model = Party
    visible = visible_parties
    verbs = ("archive", "restore")
    template_name = "parties/party_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the party with its addresses, contacts, and, for those who may see the books, what is open."""
        party = self.object
        context = super().get_context_data(
            addresses=_addresses(party),
            contacts=list(party.contacts.all()),
            **_facts(party),
            **kwargs,
        )
        if may(self.request.user, "core.view_auditrow"):
            context["history_url"] = reverse("access:history", args=["parties.party", party.pk])
        if may(self.request.user, "parties.change_party") and may(
            self.request.user, "ledger.view_dimension"
        ):
            context["analysis_url"] = reverse("ledger:party_dimensions", args=[party.pk])
        if may(self.request.user, "ledger.view_openitem"):
            context["balance"] = selectors.open_balance(self.object.pk)
            context["open_items"] = selectors.open_items(self.object)
        return context


class PartyEdit(FormScreen):
    """The form of a party with addresses and contacts."""

    visible = visible_parties
    form_class = forms.PartyForm
    lines_class = forms.AddressLines
    service = services.save_party
    title = _("Edit %s")
    template_name = "parties/party_form.html"
    contacts: Any = None

    def bind(self, pk: UUID | None, data: Any = None) -> Any:
        """Make the forms, that of the contacts too."""
        document = super().bind(pk, data)
        self.contacts = forms.ContactLines(data, instance=document, prefix="contacts")
        return document

    def save(self, pk: UUID | None) -> dict[str, Any]:
        """Check the shape of all three and call the service."""
        party = self.bind(pk, self.request.POST)
        if not all([self.form.is_valid(), self.lines.is_valid(), self.contacts.is_valid()]):
            raise Invalid
        addresses, no_addresses = _kept_and_gone(self.lines)
        contacts, no_contacts = _kept_and_gone(self.contacts)
        saved = services.save_party(
            actor=self.request.user,
            party=party,
            addresses=addresses,
            contacts=contacts,
            removed=[*no_addresses, *no_contacts],
        )
        return answer_of(saved, self.done)

    def get(self, request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
        """Show the form, or one more row for an address or a contact."""
        if request.GET.get("row") == "contacts":
            with transaction.atomic():
                row = forms.ContactLines(instance=Party(), prefix="contacts").empty_form
                return render(request, f"{self.template_name}#contact", {"row": row})
        return super().get(request, pk)

    def extra(self, context: dict[str, Any]) -> dict[str, Any]:
        """Return the context with the contacts, and with who looks the same."""
        document = context["document"]
        looks_same = selectors.lookalikes(document) if self.form.is_bound else []
        return context | {"contacts": self.contacts, "lookalikes": looks_same}


class PartyCreate(PartyEdit):
    """The form of a new party, in the company's currency; ``?is_customer=1`` presets its kind."""

    permission = "parties.add_party"
    title = _("New party")

    def bind(self, pk: UUID | None, data: Any = None) -> Any:
        """Make the forms, with what is usual here."""
        document = super().bind(pk, data)
        if data is None:
            company = company_in_force()
            usual = {"currency": company.currency_id, "language": company.language}
            asked = self.request.GET
            self.form.initial |= {name: usual[name] for name in usual if name not in asked}
        return document


archive_party = command_view(
    services.archive_party,
    permission="parties.archive_party",
    visible=visible_parties,
    done=_("Archived %s."),
    confirm=_("%s is no longer offered in new documents. What exists stays as it is."),
    icon="archive",
    offered=lambda party: party.is_active,
)
restore_party = command_view(
    services.restore_party,
    permission="parties.archive_party",
    visible=visible_parties,
    done=_("%s is offered again."),
    icon="undo-2",
    offered=lambda party: not party.is_active,
)
archive_parties = bulk_view(archive_party)


@right("parties.view_party")
@require_GET
def party_options(request: HttpRequest) -> HttpResponse:
    """Answer an autocomplete: at most 20 parties in use whose code, name or tax number holds ``q``."""
    kind = request.GET.get("kind", "")
    parties = selectors.party_options(request.user, request.GET.get("q", ""), kind=kind)
    return render(request, "parties/options.html", {"parties": parties})


@right("parties.view_party")
@require_GET
def lookalikes(request: HttpRequest) -> HttpResponse:
    """Warn while somebody types: parties with the same name, tax number or e-mail."""
    typed = {name: request.GET.get(name, "").strip() for name in ("name", "tax_number", "email")}
    found = selectors.lookalikes(Party(**typed))
    return render(request, "parties/lookalikes.html", {"lookalikes": found})


class TermList(ListScreen):
    """Payment terms."""

    visible = visible_terms
    filterset_class = filters.TermFilter
    table_class = tables.TermTable
    title = _("Payment terms")
    create = _("New terms")


class TermEdit(FormScreen):
    """The form of payment terms."""

    model = PaymentTerm
    visible = visible_terms
    form_class = forms.TermForm
    lines_class = forms.TermLines
    title = _("Edit %s")

    def service(actor: Any, document: PaymentTerm, lines: Any, removed: Any) -> PaymentTerm:  # noqa: N805
        """Save the terms."""
        return services.save_term(actor=actor, term=document, lines=lines, removed=removed)


class TermCreate(TermEdit):
    """The form of new payment terms."""

    permission = "parties.add_paymentterm"
    title = _("New payment terms")


def _facts(party: Party) -> dict[str, list[dict[str, Any]]]:
    """Return what the detail screen says about a party: who it is, its terms, the fields its owner defined."""
    pairs: dict[str, list[tuple[Any, Any]]] = {
        "facts": [
            (_("Legal name"), party.legal_name),
            (_("Country"), country_names().get(party.country, party.country)),
            (_("Tax number"), code(party.tax_number) if party.tax_number else ""),
            (_("Tax category"), party.get_tax_category_display()),
            (
                _("Registration number"),
                code(party.registration_number) if party.registration_number else "",
            ),
            (_("E-mail"), code(party.email) if party.email else ""),
            (_("Phone"), code(party.phone) if party.phone else ""),
            (_("Website"), party.website),
            *(
                (language, party.name_i18n[key])
                for key, language in settings.LANGUAGES
                if key in party.name_i18n
            ),
            (_("Notes"), party.notes),
        ],
        "terms": [
            (_("Terms as customer"), party.customer_term or ""),
            (_("Terms as supplier"), party.supplier_term or ""),
            (_("Currency"), f"{party.currency_id} – {currency_name(party.currency_id)}"),
            (
                _("Credit limit"),
                ""
                if party.credit_limit is None
                else format_money(party.credit_limit, party.currency_id),
            ),
            (
                _("Language of documents"),
                dict(settings.LANGUAGES).get(party.language, party.language),
            ),
        ],
        "more": [
            (custom_fields.label_of(definition), custom_fields.value_of(definition, party.metadata))
            for definition in custom_fields.definitions_for("parties.party")
        ],
    }
    return {
        name: [{"label": label, "value": value} for label, value in rows if value not in ("", None)]
        for name, rows in pairs.items()
    }


def _addresses(party: Party) -> list[Any]:
    """Return the addresses, each with ``printed``: its lines, the country in words."""
    addresses: list[Any] = list(party.addresses.all())
    names = country_names()
    for address in addresses:
        address.printed = address.lines(names.get(address.country))
    return addresses


def _kept_and_gone(formset: Any) -> tuple[list[Any], list[Any]]:
    """Return the unsaved rows to keep and the stored rows to delete."""
    rows = [row for row in formset if row.has_changed() or not row.instance._state.adding]
    gone = [row for row in rows if row.cleaned_data.get("DELETE")]
    stored = [row.instance for row in gone if not row.instance._state.adding]
    return [row.instance for row in rows if row not in gone], stored
