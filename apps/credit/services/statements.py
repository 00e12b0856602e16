"""Sending parties the statements of their accounts."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from apps.companies.selectors import company_in_force
from apps.core import events
from apps.core.context import company_id
from apps.core.exceptions import BusinessError, InvalidInput
from apps.credit.choices import Side, StatementKind
from apps.credit.mailing import STATEMENT_WANTED
from apps.credit.statements import (
    StatementQuestion,
    as_payload,
    parties_with_open_items,
    side_of,
)
from apps.parties.models import Party


class NoAddress(BusinessError):
    """There is no e-mail address to send to."""


class NothingOpen(BusinessError):
    """Nobody has anything open to be told about."""


@transaction.atomic
def send_statement(
    *,
    actor: Any,
    pk: UUID,
    to: str = "",
    kind: str = StatementKind.OPEN,
    first: date | None = None,
    last: date | None = None,
) -> Party:
    """Ask for the statement of a party's account to be sent by e-mail; a worker does it after commit.

    Args:
        to: an address; the party's own when empty.
        first: of the activity; 1 January of the year of ``last`` by default.
        last: the company's today by default.

    Raises:
        NoAddress: neither ``to`` nor the party has an e-mail address.
        InvalidInput: ``to`` is no address.
    """
    party = Party.objects.get(company_id=company_id(), pk=pk)
    address = (to or party.email).strip()
    if not address:
        raise NoAddress(
            _("To send the statement, write an e-mail address; %(party)s has none.")
            % {"party": party},
            field="to",
        )
    try:
        validate_email(address)
    except ValidationError as error:
        raise InvalidInput(
            _("Write an e-mail address such as accounts@example.com."), field="to"
        ) from error
    question = _question(party, kind, first, last)
    events.publish(STATEMENT_WANTED, party, to=address, **as_payload(question))
    return party


@transaction.atomic
def send_statements(*, actor: Any, side: Side, on: date | None = None) -> tuple[int, list[Party]]:
    """Ask for the open items of every party that has some to be sent to it.

    Returns:
        How many are sent, and the parties left out because they have no e-mail address.

    Raises:
        NothingOpen: no party has anything open.
    """
    parties = list(parties_with_open_items(actor, side))
    if not parties:
        raise NothingOpen(_("To send statements, post an invoice first; nothing is open."))
    reached = [party for party in parties if party.email]
    day = on or company_in_force().today()
    question = StatementQuestion(side, StatementKind.OPEN, day, day)
    events.publish_many(STATEMENT_WANTED, _facts(reached, as_payload(question)))
    return len(reached), [party for party in parties if not party.email]


def _facts(parties: Iterable[Party], payload: dict[str, str]) -> list[tuple[Party, dict[str, Any]]]:
    return [(party, {**payload, "to": party.email}) for party in parties]


def _question(party: Party, kind: str, first: date | None, last: date | None) -> StatementQuestion:
    last = last or company_in_force().today()
    first = first or last.replace(month=1, day=1)
    if first > last:
        raise InvalidInput(_("Choose a day after the first one."), field="last")
    return StatementQuestion(side_of(party), StatementKind(kind), first, last)
