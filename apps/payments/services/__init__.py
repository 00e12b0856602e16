"""Commands of payments: draft, register, post, cancel, reverse; match, write off, unmatch."""

from apps.payments.planning import Pair
from apps.payments.services.clearing import Allocation, WriteOffTooLarge, match_items
from apps.payments.services.credits import NothingToApply, apply_credit, settle_credit_note
from apps.payments.services.discounts import (
    DiscountTooLate,
    NoDiscount,
    discount_of,
    discountable,
    offered,
)
from apps.payments.services.drafts import (
    NotABankJournal,
    WrongInvoice,
    cancel_payment,
    save_draft,
)
from apps.payments.services.matching import CannotMatch, OverAllocated, match_pairs
from apps.payments.services.paying import pay_invoice
from apps.payments.services.posting import (
    post_payment,
    register_payment,
    reverse_payment,
)
from apps.payments.services.previewing import Outcome, preview_items
from apps.payments.services.reasons import CodeTaken, save_reason
from apps.payments.services.undoing import AlreadyUndone, undo_clearing, unmatch

__all__ = [
    "Allocation",
    "AlreadyUndone",
    "CannotMatch",
    "CodeTaken",
    "DiscountTooLate",
    "NoDiscount",
    "NotABankJournal",
    "NothingToApply",
    "Outcome",
    "OverAllocated",
    "Pair",
    "WriteOffTooLarge",
    "WrongInvoice",
    "apply_credit",
    "cancel_payment",
    "discount_of",
    "discountable",
    "match_items",
    "match_pairs",
    "offered",
    "pay_invoice",
    "post_payment",
    "preview_items",
    "register_payment",
    "reverse_payment",
    "save_draft",
    "save_reason",
    "settle_credit_note",
    "undo_clearing",
    "unmatch",
]
