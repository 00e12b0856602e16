"""Commands of bank accounts: keep them, and say how their CSV files are written."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.bank.formats import Mapping
from apps.bank.identity import clean_bic, clean_iban
from apps.bank.models import BankAccount
from apps.companies.selectors import company_in_force
from apps.core import events
from apps.core.context import company_id
from apps.core.exceptions import BusinessError, InvalidInput, StaleVersion
from apps.ledger.choices import JournalType


class AccountInUse(BusinessError):
    """Statements were imported; what they belong to stands."""


class WrongJournal(BusinessError):
    """The journal cannot mirror this bank account."""


@transaction.atomic
def save_account(
    *,
    actor: Any,
    document: BankAccount,
    lines: Sequence[Any] = (),
    removed: Collection[UUID] = (),
) -> BankAccount:
    """Store a bank account; its ledger account is that of its journal.

    Raises:
        InvalidInput: the IBAN or the BIC is none.
        WrongJournal: the journal names no account, one in another currency, or another bank's.
        AccountInUse: the currency or the journal would change under statements.
        StaleVersion: somebody else saved it meanwhile.
    """
    del lines, removed
    document.company_id = company_id()
    document.iban, document.bic = clean_iban(document.iban), clean_bic(document.bic)
    _check_journal(document)
    if not document._state.adding:
        stored = _locked(document)
        same = (stored.currency_id, stored.account_id) == (
            document.currency_id,
            document.account_id,
        )
        if not same and stored.statements.exists():
            raise AccountInUse(
                _(
                    "To change currency or journal, make another bank account; this one has statements."
                )
            )
        document.version += 1
    document._history_user = actor  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            document.save()
    except IntegrityError as error:
        raise _taken(error) from None
    events.publish("bank.saved", document)
    return document


def _locked(document: BankAccount) -> BankAccount:
    """Hold the stored row and check that it is the version the user saw."""
    rows = BankAccount.objects.select_for_update(of=("self",))
    stored = rows.get(company_id=company_id(), pk=document.pk)
    if stored.version != document.version:
        raise StaleVersion(
            _(
                "To save %(document)s, look at what changed and save again; somebody else saved it meanwhile."
            )
            % {"document": document}
        )
    return stored


def _check_journal(document: BankAccount) -> None:
    journal = document.journal
    if journal.type != JournalType.BANK or journal.account is None:
        raise WrongJournal(_("Choose a bank journal that names its account."), field="journal")
    own = journal.account.currency_id or company_in_force().currency_id
    if own != document.currency_id:
        raise WrongJournal(
            _("Choose a journal in %(currency)s; this one is kept in %(own)s.")
            % {"currency": document.currency_id, "own": own},
            field="journal",
        )
    document.account = journal.account
    transit = document.transit_journal
    if transit is None:
        return
    if (
        transit.account is None
        or BankAccount.objects.filter(company_id=company_id(), account=transit.account).exists()
    ):
        raise WrongJournal(
            _("Choose a journal for payments in transit whose account is no bank account's."),
            field="transit_journal",
        )
    if transit.account.currency_id not in (None, "", document.currency_id):
        raise WrongJournal(
            _("Choose a journal in %(currency)s; this one is kept in %(own)s.")
            % {"currency": document.currency_id, "own": transit.account.currency_id},
            field="transit_journal",
        )


def _taken(error: IntegrityError) -> BusinessError:
    constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
    if "iban" in constraint:
        return InvalidInput(_("Choose another IBAN; a bank account has this one."), field="iban")
    if "journal" in constraint or "account" in constraint:
        return WrongJournal(
            _("Choose another journal; a bank account has this one, or its ledger account."),
            field="journal",
        )
    raise error


@transaction.atomic
def save_columns(*, actor: Any, pk: UUID, mapping: Mapping) -> BankAccount:
    """Store how the CSV files of an account are written.

    Raises:
        InvalidInput: no column for the day, or for the amount.
    """
    account = BankAccount.objects.select_for_update(of=("self",)).get(
        company_id=company_id(), pk=pk
    )
    columns = mapping.columns
    if "date" not in columns:
        raise InvalidInput(_("Choose the column of the date."), field="date")
    if "amount" not in columns and not {"money_in", "money_out"} <= set(columns):
        raise InvalidInput(
            _("Choose the column of the amount, or those of money in and money out."),
            field="amount",
        )
    account.csv_columns = mapping.as_json()
    account.version += 1
    account._history_user = actor  # type: ignore[attr-defined]
    account.save(update_fields=["csv_columns", "version"])
    events.publish("bank.saved", account)
    return account
