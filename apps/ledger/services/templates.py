"""Templates of entries: made by hand, or on the days of their schedule and never twice."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.companies.selectors import company_in_force
from apps.core.context import company_id
from apps.core.drafts import store_draft
from apps.core.exceptions import BusinessError, InvalidInput
from apps.core.money import ZERO
from apps.ledger.models import EntryTemplate, EntryTemplateLine, ManualEntry, ManualEntryLine
from apps.ledger.schedules import schedule_dates, shared
from apps.ledger.services.manual import (
    NeedsApproval,
    check_lines,
    post_manual_entry,
    save_manual_entry,
)


class AlreadyMade(BusinessError):
    """The template made its entry of that day."""


@dataclass(frozen=True, slots=True)
class Due:
    """An entry a template should have made by now."""

    template: EntryTemplate
    on: date


@transaction.atomic
def save_template(
    *,
    actor: Any,
    document: EntryTemplate,
    lines: Sequence[EntryTemplateLine],
    removed: Collection[UUID] = (),
) -> EntryTemplate:
    """Store a template; its lines must balance, or share both sides of its amount.

    Raises:
        InvalidInput: the lines do not balance, a side has no share, or the schedule has no first day.
        ControlAccount: a line names an account that a sub-ledger keeps.
        StaleVersion: somebody else saved it meanwhile.
    """
    check_lines(lines)
    if document.frequency and not document.start:
        raise InvalidInput(_("Choose the day the schedule begins."), field="start")
    others = EntryTemplate.objects.filter(company_id=company_id(), name=document.name)
    if others.exclude(pk=document.pk).exists():
        raise InvalidInput(
            _("Choose another name; there is a template of this name."), field="name"
        )
    debit = sum((line.debit for line in lines), ZERO)
    credit = sum((line.credit for line in lines), ZERO)
    if not debit or not credit or (document.amount is None and debit != credit):
        raise InvalidInput(_("Make debit and credit of the lines equal."))
    document._history_user = actor  # type: ignore[attr-defined]
    store_draft(document, lines, removed, parent="template")
    return document


@transaction.atomic
def make_from_template(*, actor: Any, pk: UUID, on: date) -> ManualEntry:
    """Make the entry of a template for a day, as a draft, or posted when the template says so.

    An entry above the limit of its journal stays a draft for somebody to submit.

    Raises:
        AlreadyMade: it was made for that day before.
        PeriodClosed: it is to be posted and the period is closed.
    """
    template = EntryTemplate.objects.select_for_update().get(pk=pk)
    if template.entries.filter(template_date=on).exists():
        raise AlreadyMade(
            _("%(template)s has its entry of this day already: choose another day.")
            % {"template": template},
            field="on",
        )
    document = ManualEntry(
        company_id=company_id(),
        journal_id=template.journal_id,
        date=on,
        memo=template.memo or template.name,
        template=template,
        template_date=on,
    )
    save_manual_entry(actor=actor, document=document, lines=_lines(template))
    if not template.posts:
        return document
    try:
        with transaction.atomic():
            return post_manual_entry(actor=actor, pk=document.pk)
    except NeedsApproval:
        return document


def due_entries(until: date) -> list[Due]:
    """Return what the schedules in use should have made up to ``until`` and have not, oldest first."""
    found = []
    templates = EntryTemplate.objects.filter(company_id=company_id(), is_active=True)
    for template in templates.exclude(frequency="").prefetch_related("entries"):
        assert template.start is not None, "a schedule has its first day"
        made = {entry.template_date for entry in template.entries.all()}
        last = min(until, template.until or until)
        days = schedule_dates(
            template.frequency, day=template.day, start=template.start, until=last
        )
        found += [Due(template, on) for on in days if on not in made]
    return sorted(found, key=lambda due: (due.on, due.template.pk))


def _lines(template: EntryTemplate) -> list[ManualEntryLine]:
    """Return the lines of an entry of ``template``: its amounts, or shares of its amount."""
    lines = list(template.lines.select_related("account"))
    sides = [(line.debit, line.credit) for line in lines]
    if template.amount is not None:
        sides = shared(template.amount, sides, company_in_force().currency_id)
    return [
        ManualEntryLine(
            account=line.account,
            party_id=line.party_id,
            memo=line.memo,
            dimensions=dict(line.dimensions),
            debit=debit,
            credit=credit,
        )
        for line, (debit, credit) in zip(lines, sides, strict=True)
        if debit or credit
    ]
