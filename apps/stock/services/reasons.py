"""Reasons to adjust stock: kept by a company, made with its books, and named by each adjustment."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from apps.access.models import User
from apps.core import events
from apps.core.context import company_id
from apps.core.exceptions import BusinessError, InvalidInput
from apps.stock import reasons, seeds
from apps.stock.choices import AdjustmentReason, DocumentStatus
from apps.stock.models import Reason, StockDocument, StockDocumentLine


class CodeTaken(BusinessError):
    """Another reason of the company has the code."""


class ReasonUsed(BusinessError):
    """A reason that was used keeps its kind and account."""


class ReasonDoesNotFit(InvalidInput):
    """Goods do not go the way the reason says, or its kind is not meant for this."""


class NoteMissing(InvalidInput):
    """The reason asks for a note."""


@transaction.atomic
def save_reason(
    *, actor: User | None, document: Reason, lines: Any = (), removed: Any = ()
) -> Reason:
    """Store a reason to adjust stock; what was booked for it stays where it is.

    Raises:
        CodeTaken: another reason has the code.
        ReasonUsed: it was used, and its kind or account would change.
        InvalidInput: the account is kept by a sub-ledger.
    """
    document.company_id = company_id()
    document.code = document.code.strip().upper()
    others = Reason.objects.filter(company_id=company_id(), code=document.code)
    if others.exclude(pk=document.pk).exists():
        raise CodeTaken(
            _("Choose another code; %(code)s is taken.") % {"code": document.code}, field="code"
        )
    if document.account and document.account.control:
        raise InvalidInput(
            _("Choose an account nobody else keeps; %(account)s is kept by its sub-ledger.")
            % {"account": document.account},
            field="account",
        )
    if not document._state.adding:
        _require_same(document)
    document.version += 1
    document._history_user = actor  # type: ignore[attr-defined]
    document.save()
    events.publish("stock.reason_saved", document, code=document.code)
    return document


def install_reasons(actor: Any, _template: str, language: str) -> list[Reason]:
    """Give a company that has just got its chart the usual reasons; called after ``install_chart``."""
    rows = [Reason(company_id=company_id(), **values) for values in seeds.reasons_in(language)]
    return list(bulk_create_with_history(rows, Reason, default_user=actor))


def name_reasons(document: StockDocument, lines: Sequence[StockDocumentLine]) -> None:
    """Let an adjustment have a reason, the usual one of its kind where it names none, and read those of its lines."""
    if document.why is None:
        document.reason = document.reason or AdjustmentReason.COUNT
        document.why = reasons.usual_reason(document.reason)
    else:
        document.reason = document.why.kind
    prefetch_related_objects([line for line in lines if line.why_id], "why")


def require_reasons(document: StockDocument, lines: Sequence[StockDocumentLine]) -> None:
    """Refuse an adjustment whose goods do not go the way its reasons say, or that leaves out a note they ask for.

    Raises:
        ReasonDoesNotFit, NoteMissing: see the classes.
    """
    for line in lines:
        why = reasons.reason_of(document, line)
        if why is None:
            continue
        if not reasons.fits(why.kind, line):
            raise ReasonDoesNotFit(
                _way_words(line) % {"product": line.product, "reason": why}, field="why"
            )
        if why.asks_note and not document.notes.strip() and not line.memo.strip():
            raise NoteMissing(
                _("Say in a few words what happened; “%(reason)s” asks for it.") % {"reason": why},
                field="memo" if line.why_id else "notes",
            )


def _way_words(line: StockDocumentLine) -> str:
    if line.to_location.warehouse_id:
        return _(
            "Choose another reason for %(product)s; “%(reason)s” is not for goods that come in."
        )
    return _("Choose another reason for %(product)s; “%(reason)s” is not for goods that go out.")


def chosen_reason(why: Reason | None, kind: str) -> Reason | None:
    """Return the reason somebody chose of a kind, else the usual one.

    Raises:
        ReasonDoesNotFit: it is of another kind.
    """
    if why is not None and why.kind != kind:
        raise ReasonDoesNotFit(_("Choose one of the reasons offered."), field="why")
    return why or reasons.usual_reason(kind)


def _require_same(document: Reason) -> None:
    stored = Reason.objects.select_for_update(no_key=True).get(pk=document.pk)
    if (stored.kind, stored.account_id) == (document.kind, document.account_id):
        return
    done = (DocumentStatus.POSTED, DocumentStatus.REVERSED)
    used = StockDocument.objects.filter(why=document, status__in=done).exists()
    if used or StockDocumentLine.objects.filter(why=document, document__status__in=done).exists():
        raise ReasonUsed(
            _(
                "To use another kind or account, make another reason; %(reason)s was used with these."
            )
            % {"reason": stored},
            field="account",
        )
