"""Why something may be written off: reasons, their accounts and limits."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.core import events
from apps.core.context import company_id
from apps.core.exceptions import BusinessError, InvalidInput
from apps.payments.models import WriteOffReason


class CodeTaken(BusinessError):
    """Another reason of the company has the code."""


@transaction.atomic
def save_reason(
    *, actor: Any, document: WriteOffReason, lines: Any = (), removed: Any = ()
) -> WriteOffReason:
    """Store a write-off reason; what was written off before stays where it is.

    Raises:
        CodeTaken: another reason has the code.
        InvalidInput: the account is kept by a sub-ledger.
    """
    document.company_id = company_id()
    document.code = document.code.strip().upper()
    others = WriteOffReason.objects.filter(company_id=company_id(), code=document.code)
    if others.exclude(pk=document.pk).exists():
        raise CodeTaken(
            _("Choose another code; %(code)s is taken.") % {"code": document.code}, field="code"
        )
    if document.account.control:
        raise InvalidInput(
            _("Choose an account nobody else keeps; %(account)s is kept by its sub-ledger.")
            % {"account": document.account},
            field="account",
        )
    document._history_user = actor  # type: ignore[attr-defined]
    document.save()
    events.publish("payments.reason_saved", document, code=document.code)
    return document
