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
from apps.invoices.services.drafts import (
    InvoiceLineDraft,
    WrongParty,
    cancel_invoice,
    draft_invoice,
    price_draft,
    save_draft,
)

__all__ = [
    "CreditedTooMuch",
    "DuplicateReference",
    "InvoiceLineDraft",
    "NoAddress",
    "NoLines",
    "NothingToPost",
    "WrongParty",
    "cancel_invoice",
    "credit_invoice",
    "draft_invoice",
    "exist_for",
    "post_invoice",
    "price_draft",
    "save_draft",
    "send_invoice",
]
