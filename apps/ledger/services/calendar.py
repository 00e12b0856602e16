"""What postings are checked against before they are written: the periods of their days, the rules of their accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.core.context import company_id
from apps.core.exceptions import BusinessError
from apps.ledger.choices import PeriodStatus
from apps.ledger.models import Period
from apps.ledger.services.dimensions import DimensionFacts, facts_for
from apps.ledger.services.drafts import EntryDraft, pk_of


class NoPeriod(BusinessError):
    """No period of the company holds the date."""


class PeriodClosed(BusinessError):
    """The period of the date is closed."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days entries may be posted on, and the dimensions their accounts ask for."""

    currency: str
    periods: list[tuple[UUID, date, date, str, str]]
    dimensions: DimensionFacts

    def period_of(self, on: date) -> UUID:
        """Return the open period that holds ``on``.

        Raises:
            NoPeriod: no period holds it.
            PeriodClosed: its period is closed.
        """
        for pk, start, end, status, code in self.periods:
            if start <= on <= end:
                if status == PeriodStatus.CLOSED:
                    raise PeriodClosed(
                        _(
                            "To post on %(date)s, reopen period %(period)s or use a later date; it is closed."
                        )
                        % {"date": date_format(on), "period": code},
                        field="date",
                    )
                return pk
        raise NoPeriod(
            _("To post on %(date)s, open the fiscal year that holds this day; no period does.")
            % {"date": date_format(on)},
            field="date",
        )


def calendar_of(drafts: Sequence[EntryDraft]) -> Calendar:
    """Return what the drafts are checked against, in one statement.

    That is the company's currency, its periods over their days, and the dimension rules of their accounts.
    """
    company = company_id()
    lines = [line for draft in drafts for line in draft.lines]
    first, last = min(draft.on for draft in drafts), max(draft.on for draft in drafts)
    rows = list(
        Period.objects.filter(company_id=company, end__gte=first, start__lte=last)
        .annotate(**facts_for(lines, (pk_of(line.account) for line in lines)))
        .order_by("start")
        .values_list(
            "pk", "start", "end", "status", "code", "company__currency_id", "rules", "values", "exempt"
        )  # type: ignore[misc]
    )  # fmt: skip
    facts = rows[0][6:] if rows else (None, None, None)
    return Calendar(
        rows[0][5] if rows else "", [row[:5] for row in rows], DimensionFacts.of(*facts)
    )


def settle_dimensions(draft: EntryDraft, facts: DimensionFacts) -> None:
    """Give the lines the dimensions their accounts say, or refuse."""
    if facts.rules or facts.values:
        journal = pk_of(draft.journal)
        draft.lines[:] = [
            facts.settle(line, pk_of(line.account), draft.on, journal) for line in draft.lines
        ]
