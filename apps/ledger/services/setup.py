"""Keeping the chart: accounts, journals and tax codes somebody adds or changes."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core import events
from apps.core.context import company_id
from apps.core.exceptions import InvalidInput
from apps.ledger.choices import Control, Purpose
from apps.ledger.models import Account, DefaultAccount, EntryLine, Journal


class CodeTaken(InvalidInput):
    """Another row of the company has this code."""


class AccountInUse(InvalidInput):
    """What an account with entries is in the statements stays."""


class WrongAccount(InvalidInput):
    """An account does not do what a purpose, or its own sub-ledger, needs."""


MATCHED = (Control.RECEIVABLE, Control.PAYABLE)
MUST_MATCH = gettext_lazy(
    "Tick that its lines are matched: so invoices and payments find each other."
)
_CONTROL_OF = {
    Purpose.RECEIVABLE: Control.RECEIVABLE,
    Purpose.PAYABLE: Control.PAYABLE,
    Purpose.STOCK: Control.STOCK,
    Purpose.UNBILLED: Control.UNBILLED,
    Purpose.CUSTOMER_DEPOSITS: Control.RECEIVABLE,
    Purpose.SUPPLIER_DEPOSITS: Control.PAYABLE,
}


@transaction.atomic
def save_account(*, actor: Any, document: Account, lines: Any = (), removed: Any = ()) -> Account:
    """Store an account.

    Raises:
        CodeTaken: another account has the code.
        AccountInUse: type, matching or control of an account with entries would change.
        WrongAccount: receivables or payables would not be matched.
    """
    if document.control in MATCHED and not document.reconcile:
        raise WrongAccount(MUST_MATCH, field="reconcile")
    if not document._state.adding:
        stored = Account.objects.select_for_update().get(pk=document.pk)
        kept = [(one.type, one.reconcile, one.control) for one in (stored, document)]
        if kept[0] != kept[1] and EntryLine.objects.filter(account=document).exists():
            raise AccountInUse(
                _("To change what %(account)s is, make another account; it has entries.")
                % {"account": stored},
                field="type",
            )
    return store(actor, document, "ledger.account_saved")


@transaction.atomic
def save_journal(*, actor: Any, document: Journal, lines: Any = (), removed: Any = ()) -> Journal:
    """Store a journal.

    Raises:
        CodeTaken: another journal has the code.
    """
    return store(actor, document, "ledger.journal_saved")


@transaction.atomic
def save_default_account(
    *, actor: Any, document: DefaultAccount, lines: Any = (), removed: Any = ()
) -> DefaultAccount:
    """Store which account a purpose uses from now on; what is posted stays where it is.

    Raises:
        CodeTaken: the purpose has an account already.
        WrongAccount: a sub-ledger keeps the purpose, and the account is not that sub-ledger's.
    """
    purpose, account = Purpose(document.purpose), document.account
    others = DefaultAccount.objects.filter(company_id=company_id(), purpose=purpose)
    if others.exclude(pk=document.pk).exists():
        raise CodeTaken(
            _("“%(purpose)s” has an account already: change that one.")
            % {"purpose": purpose.label},
            field="purpose",
        )
    if account.control != _CONTROL_OF.get(purpose, Control.NONE):
        raise WrongAccount(
            _("For “%(purpose)s” choose an account kept by: %(control)s. %(account)s is not.")
            % {
                "purpose": purpose.label,
                "control": _CONTROL_OF.get(purpose, Control.NONE).label,
                "account": account,
            },
            field="account",
        )
    document.company_id = company_id()
    document._history_user = actor  # type: ignore[attr-defined]
    document.save()
    events.publish("ledger.default_account_saved", document, purpose=str(purpose))
    return document


def store(actor: Any, document: Any, event: str) -> Any:
    """Store a row that has a code of its own in the company.

    Raises:
        CodeTaken: another row has the code.
    """
    others = type(document)._default_manager.filter(company_id=company_id(), code=document.code)
    if others.exclude(pk=document.pk).exists():
        raise CodeTaken(
            _("Choose another code; %(code)s is taken.") % {"code": document.code}, field="code"
        )
    document.company_id = company_id()
    document._history_user = actor
    document.save()
    events.publish(event, document, code=document.code)
    return document
