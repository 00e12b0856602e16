"""Reads of the chart: default accounts and journals of the company in force."""

from uuid import UUID

from django.utils.translation import gettext as _

from apps.core.context import company_id
from apps.core.exceptions import BusinessError
from apps.ledger.choices import JournalType, Purpose
from apps.ledger.models import Account, DefaultAccount, Journal


class NoDefaultAccount(BusinessError):
    """The company names no account for a purpose."""


class NoJournal(BusinessError):
    """The company has no journal of a kind in use."""


def default_accounts() -> dict[str, Account]:
    """Return the company's default accounts by ``Purpose``, in one statement."""
    rows = DefaultAccount.objects.filter(company_id=company_id()).select_related("account")
    return {row.purpose: row.account for row in rows}


def default_account(purpose: str) -> Account:
    """Return the company's account for ``purpose``.

    Raises:
        NoDefaultAccount: it names none.
    """
    return account_for(purpose, default_accounts())


def account_for(purpose: str, accounts: dict[str, Account]) -> Account:
    """Return the account for ``purpose`` of ``accounts``, as read once by ``default_accounts``.

    Raises:
        NoDefaultAccount: there is none.
    """
    account = accounts.get(purpose)
    if account is None:
        raise NoDefaultAccount(
            _(
                "To go on, choose the account for “%(purpose)s” among the default accounts; there is none."
            )
            % {"purpose": Purpose(purpose).label}
        )
    return account


def journal_of(kind: str) -> Journal:
    """Return the first journal of a ``JournalType`` in use, by code.

    Raises:
        NoJournal: there is none.
    """
    journals = Journal.objects.filter(company_id=company_id(), type=kind, is_active=True)
    journal = journals.order_by("code").first()
    if journal is None:
        raise NoJournal(
            _("To go on, make a journal of the kind “%(kind)s”; there is none in use.")
            % {"kind": JournalType(kind).label}
        )
    return journal


def journals_by_type() -> dict[str, UUID]:
    """Return the id of the first journal in use of each ``JournalType``, in one statement."""
    journals = Journal.objects.filter(company_id=company_id(), is_active=True).order_by("-code")
    return {journal.type: journal.pk for journal in journals}
