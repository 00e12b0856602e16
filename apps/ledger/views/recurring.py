"""Screens of entry templates and deferrals."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.companies.command_forms import DateForm
from apps.companies.selectors import company_in_force
from apps.core.commands import command_view
from apps.core.formatting import format_date, format_money
from apps.core.lists import Tab
from apps.core.screens import DetailScreen, FormScreen, ListScreen
from apps.ledger import filters, journal_forms, selectors, services, tables
from apps.ledger.choices import DEFERRAL_LIFECYCLE
from apps.ledger.models import Deferral, EntryTemplate
from apps.ledger.views.books import with_analysis


class TemplateList(ListScreen):
    """Templates of entries, with their schedules."""

    visible = selectors.visible_templates
    filterset_class = filters.TemplateFilter
    table_class = tables.TemplateTable
    title = _("Entry templates")
    create = _("New template")
    empty = {
        "title": _("No template yet"),
        "text": _("Write an entry once and have it made every month, quarter or year, or by hand."),
        "icon": "repeat",
    }


class TemplateDetail(DetailScreen):
    """One template with its lines and the entries it made."""

    model = EntryTemplate
    visible = selectors.visible_templates
    verbs = ("make",)
    template_name = "ledger/entrytemplate_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the template with its lines, newest entries first."""
        row = self.object
        lines = with_analysis(row.lines.select_related("account", "party"))
        currency = company_in_force().currency_id
        return super().get_context_data(
            facts=[
                {"label": _("Journal"), "value": row.journal},
                {"label": _("Repeated"), "value": row.get_frequency_display()},
                {"label": _("Day of the month"), "value": row.day if row.frequency else ""},
                {"label": _("From"), "value": row.start and format_date(row.start)},
                {"label": _("Until"), "value": row.until and format_date(row.until)},
                {
                    "label": _("Amount to share"),
                    "value": row.amount and format_money(row.amount, currency),
                },
                {"label": _("Made as"), "value": _("Posted") if row.posts else _("Draft")},
            ],
            entry_lines=lines,
            entries=row.entries.order_by("-template_date")[:24],
            **kwargs,
        )


class TemplateEdit(FormScreen):
    """The form of a template."""

    model = EntryTemplate
    visible = selectors.visible_templates
    form_class = journal_forms.TemplateForm
    lines_class = journal_forms.TemplateLines
    service = services.save_template
    title = _("Entry template")


class TemplateCreate(TemplateEdit):
    """The form of a new template."""

    permission = "ledger.add_entrytemplate"
    title = _("New entry template")


make_from_template = command_view(
    services.make_from_template,
    permission="ledger.make_entrytemplate",
    visible=selectors.visible_templates,
    done=_("Made %s."),
    form=journal_forms.MakeForm,
    label=_("Make an entry"),
    confirm=_("Makes the entry of %s for a day, once."),
    icon="file-plus",
)


class DeferralList(ListScreen):
    """Deferrals and what remains of each."""

    visible = selectors.visible_deferrals
    filterset_class = filters.DeferralFilter
    table_class = tables.DeferralTable
    title = _("Deferrals")
    create = _("New deferral")
    tabs = (
        Tab(_("All")),
        Tab(_("Drafts"), {"status": "draft"}),
        Tab(_("Running"), {"status": "running"}),
    )
    empty = {
        "title": _("No deferral here"),
        "text": _("Spread a prepaid expense, or revenue invoiced ahead, over its months."),
        "icon": "calendar-days",
    }


class DeferralDetail(DetailScreen):
    """One deferral: its parts, what is posted, what remains."""

    model = Deferral
    visible = selectors.visible_deferrals
    lifecycle = DEFERRAL_LIFECYCLE
    template_name = "ledger/deferral_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the deferral with its parts."""
        row, currency = self.object, company_in_force().currency_id
        parts = list(row.parts.select_related("entry"))
        posted = sum((part.amount for part in parts if part.entry_id), Decimal(0))
        return super().get_context_data(
            facts=[
                {"label": _("Kind"), "value": row.get_kind_display()},
                {"label": _("Revenue or expense account"), "value": row.result_account},
                {"label": _("Deferral account"), "value": row.deferred_account},
                {"label": _("From"), "value": format_date(row.start)},
                {"label": _("To"), "value": format_date(row.end)},
                {"label": _("Spread"), "value": row.get_method_display()},
                {"label": _("Party"), "value": row.party},
                {"label": _("Booked on"), "value": format_date(row.date)},
            ],
            parts=parts,
            totals=[
                {"label": _("Amount"), "value": format_money(row.amount, currency), "strong": True},
                {"label": _("Posted so far"), "value": format_money(posted, currency)},
                {"label": _("Remains"), "value": format_money(row.amount - posted, currency)},
            ],
            **kwargs,
        )


class DeferralEdit(FormScreen):
    """The form of a draft deferral."""

    model = Deferral
    visible = selectors.visible_deferrals
    form_class = journal_forms.DeferralForm
    service = services.save_deferral
    title = _("Deferral")


class DeferralCreate(DeferralEdit):
    """The form of a new deferral."""

    permission = "ledger.add_deferral"
    title = _("New deferral")


start_deferral = command_view(
    services.start_deferral,
    permission="ledger.start_deferral",
    visible=selectors.visible_deferrals,
    done=_("Started %s."),
    label=_("Start"),
    confirm=_("Start %s? Its amount is moved and its parts are laid down; they then stand still."),
)
cancel_deferral = command_view(
    services.cancel_deferral,
    permission="ledger.cancel_deferral",
    visible=selectors.visible_deferrals,
    done=_("Cancelled %s."),
    form=DateForm,
    confirm=_("Ends %s: what remains is posted to its revenue or expense account on this day."),
    danger=True,
)
