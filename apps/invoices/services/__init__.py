"""Commands of invoices: draft, save, post, cancel, credit, send. Bills are the same with their own rights."""

from apps.invoices.selectors import exist_for
from apps.invoices.services.after import NoAddress, credit_invoice, send_invoice
from apps.invoices.services.booking import (
    CreditedTooMuch,
    DuplicateReference,
    NoLines,
    NothingToPost,
    post_invoice,
)
from apps.invoices.services.down_payments import (
    Asked,
    AskedTooMuch,
    PaidAhead,
    draft_down_payment,
    lines_taking_off,
    require_settled_ahead,
    room_keeper,
)
from apps.invoices.services.drafts import (
    InvoiceLineDraft,
    WrongParty,
    cancel_invoice,
    draft_invoice,
    price_draft,
    save_draft,
)
from apps.invoices.services.kept_values import TakenTooMuch, WrongDownPayment

__all__ = [
    "Asked",
    "AskedTooMuch",
    "CreditedTooMuch",
    "DuplicateReference",
    "InvoiceLineDraft",
    "NoAddress",
    "NoLines",
    "NothingToPost",
    "PaidAhead",
    "TakenTooMuch",
    "WrongDownPayment",
    "WrongParty",
    "cancel_invoice",
    "credit_invoice",
    "draft_down_payment",
    "draft_invoice",
    "exist_for",
    "lines_taking_off",
    "post_invoice",
    "price_draft",
    "require_settled_ahead",
    "room_keeper",
    "save_draft",
    "send_invoice",
]
