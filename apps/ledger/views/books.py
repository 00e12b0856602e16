"""Screens of the chart, journals, taxes, entries and manual entries."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.companies.command_forms import DateForm
from apps.companies.selectors import company_in_force
from apps.core.buttons import link_to
from apps.core.commands import bulk_view, command_view
from apps.core.flow import step
from apps.core.formatting import format_date, format_stamp
from apps.core.lists import Tab
from apps.core.money import minor_units
from apps.core.screens import DetailScreen, FormScreen, ListScreen
from apps.ledger import filters, selectors, services, tables
from apps.ledger.choices import MANUAL_ENTRY_LIFECYCLE
from apps.ledger.journal_forms import ManualEntryForm, ManualEntryLines, RejectForm
from apps.ledger.models import Entry, ManualEntry

DOCUMENT_OF = {
    "ledger.manualentry": "ledger:manualentry_detail",
    "ledger.fiscalyear": "ledger:fiscalyear_detail",
    "ledger.revaluation": "ledger:revaluation_detail",
    "ledger.openingimport": "ledger:openingimport_detail",
    "payments.payment": "payments:payment_detail",
    "ledger.taxreturn": "ledger:taxreturn_detail",
}


class EntryList(ListScreen):
    """Journal entries."""

    visible = selectors.visible_entries
    filterset_class = filters.EntryFilter
    table_class = tables.EntryTable
    title = _("Journal entries")


class EntryDetail(DetailScreen):
    """One entry with its lines, its seal, and the document behind it."""

    model = Entry
    visible = selectors.visible_entries
    template_name = "ledger/entry_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the entry with its lines."""
        entry = self.object
        return super().get_context_data(
            facts=entry_facts(entry),
            entry_lines=with_analysis(selectors.lines_of(entry)),
            document_url=source_url(entry),
            **kwargs,
        )


def entry_facts(entry: Entry) -> list[dict[str, Any]]:
    """Return what stands at the head of an entry."""
    seal = getattr(entry, "seal", None)
    pairs = [
        (_("No."), seal.number if seal else _("not sealed yet"), ""),
        (_("Date"), format_date(entry.date), ""),
        (_("Document date"), format_date(entry.document_date), ""),
        (_("Journal"), entry.journal, ""),
        (_("Period"), entry.period, reverse("ledger:period_detail", args=[entry.period_id])),
        (_("Posted by"), entry.actor or "", ""),
        (_("Posted at"), format_stamp(entry.created_at), ""),
        (_("Memo"), entry.memo, ""),
        (
            _("Reverses"),
            entry.reverses or "",
            entry.reverses_id and reverse("ledger:entry_detail", args=[entry.reverses_id]),
        ),
        (_("Seal"), seal.hash[:16] if seal else "", ""),
    ]
    return [{"label": label, "value": value, "url": url} for label, value, url in pairs if value]


def with_analysis(rows: Iterable[Any]) -> list[Any]:
    """Return lines that know their dimensions in words."""
    lines = list(rows)
    words = selectors.analysis_of(lines)
    for line in lines:
        line.analysis = words.get(line.pk, "")
    return lines


def source_url(entry: Entry) -> str:
    """Return the address of the document behind an entry, "" when it has no screen."""
    relation = "invoice" if entry.source_type == "invoices.invoice" else "stock_document"
    if entry.source_type in DOCUMENT_OF:
        return reverse(DOCUMENT_OF[entry.source_type], args=[entry.source_id])
    document = getattr(entry, relation, None)  # a bill has a page of its own
    return document.get_absolute_url() if document else ""


class ManualEntryList(ListScreen):
    """Manual journal entries."""

    visible = selectors.visible_manual_entries
    filterset_class = filters.ManualEntryFilter
    table_class = tables.ManualEntryTable
    title = _("Manual entries")
    create = _("New entry")
    bulk = ("post",)
    tabs = (
        Tab(_("All")),
        Tab(_("Drafts"), {"status": "draft"}),
        Tab(_("To approve"), {"status": "submitted"}),
        Tab(_("Posted"), {"status": "posted"}),
    )
    empty = {
        "title": _("No manual entry here"),
        "text": _("Write the first one, or remove a filter."),
        "icon": "book-open",
    }


class ManualEntryDetail(DetailScreen):
    """One manual entry."""

    model = ManualEntry
    visible = selectors.visible_manual_entries
    lifecycle = MANUAL_ENTRY_LIFECYCLE
    verbs = ("copy",)
    template_name = "ledger/manualentry_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the entry with its lines and what it became."""
        document = self.object
        lines = with_analysis(document.lines.select_related("account", "party"))
        return super().get_context_data(
            facts=[
                {"label": _("Journal"), "value": document.journal},
                {"label": _("Date"), "value": format_date(document.date)},
                {
                    "label": _("Reverses itself on"),
                    "value": document.reverse_on and format_date(document.reverse_on),
                },
                {"label": _("Memo"), "value": document.memo},
                {"label": _("Submitted by"), "value": document.submitted_by},
                {"label": _("Approved by"), "value": document.approved_by},
                {"label": _("Rejected because"), "value": document.rejection},
            ],
            entry_lines=lines,
            debit=sum(line.debit for line in lines),
            credit=sum(line.credit for line in lines),
            flow=[step(document, current=True)] if document.entry_id is None else [],
            postings_url=link_to(self.request.user, "ledger:entry", "detail", document.entry)
            if document.entry
            else "",
            **kwargs,
        )


class ManualEntryEdit(FormScreen):
    """The form of a draft entry."""

    visible = selectors.visible_manual_entries
    form_class = ManualEntryForm
    lines_class = ManualEntryLines
    service = services.save_manual_entry
    title = _("Manual entry")
    template_name = "ledger/manualentry_form.html"

    def extra(self, context: dict[str, Any]) -> dict[str, Any]:
        """Return what the running totals are written in."""
        currency = company_in_force().currency_id
        return context | {"currency": currency, "digits": minor_units(currency)}


class ManualEntryCreate(ManualEntryEdit):
    """The form of a new entry."""

    permission = "ledger.add_manualentry"
    title = _("New manual entry")


post_manual_entry = command_view(
    services.post_manual_entry,
    permission="ledger.post_manualentry",
    visible=selectors.visible_manual_entries,
    done=_("Posted %s."),
    confirm=_("Post %s? It can then only be reversed."),
    offered=lambda document: not selectors.needs_approval(document),
)
post_manual_entries = bulk_view(post_manual_entry)
cancel_manual_entry = command_view(
    services.cancel_manual_entry,
    permission="ledger.cancel_manualentry",
    visible=selectors.visible_manual_entries,
    done=_("Cancelled %s."),
    danger=True,
)
reverse_manual_entry = command_view(
    services.reverse_manual_entry,
    permission="ledger.reverse_manualentry",
    visible=selectors.visible_manual_entries,
    done=_("Reversed %s."),
    form=DateForm,
    confirm=_("Posts the opposite of every line of %s. Both stay in the books."),
    danger=True,
)
copy_manual_entry = command_view(
    services.copy_manual_entry,
    permission="ledger.add_manualentry",
    visible=selectors.visible_manual_entries,
    done=_("Copied to %s."),
    label=_("Copy as a new draft"),
    icon="copy",
)
submit_manual_entry = command_view(
    services.submit_manual_entry,
    permission="ledger.submit_manualentry",
    visible=selectors.visible_manual_entries,
    done=_("Submitted %s for approval."),
    label=_("Submit for approval"),
    icon="send",
    offered=selectors.needs_approval,
)
approve_manual_entry = command_view(
    services.approve_manual_entry,
    permission="ledger.approve_manualentry",
    visible=selectors.visible_manual_entries,
    done=_("Approved and posted %s."),
    label=_("Approve"),
    confirm=_("Approve %s? It is posted and can then only be reversed."),
    icon="check",
)
reject_manual_entry = command_view(
    services.reject_manual_entry,
    permission="ledger.reject_manualentry",
    visible=selectors.visible_manual_entries,
    done=_("Sent %s back."),
    form=RejectForm,
    label=_("Reject"),
    confirm=_("Sends %s back to its writer as a draft."),
    danger=True,
)
