"""The words of life cycles: one label per verb, for buttons and inside sentences."""

from typing import Any, Final

from django.utils.translation import pgettext_lazy

LABELS: Final[dict[str, Any]] = {
    "accept": pgettext_lazy("verb", "Accept"),
    "apply": pgettext_lazy("verb", "Apply"),
    "approve": pgettext_lazy("verb", "Approve"),
    "archive": pgettext_lazy("verb", "Archive"),
    "bill": pgettext_lazy("verb", "Bill"),
    "bill_down_payment": pgettext_lazy("verb", "Bill down payment"),
    "block": pgettext_lazy("verb", "Block"),
    "bring": pgettext_lazy("verb", "Bring to the dock"),
    "cancel": pgettext_lazy("verb", "Cancel"),
    "close": pgettext_lazy("verb", "Close"),
    "confirm": pgettext_lazy("verb", "Confirm"),
    "credit": pgettext_lazy("verb", "Credit"),
    "decline": pgettext_lazy("verb", "Decline"),
    "dismiss": pgettext_lazy("verb", "Dismiss"),
    "draw": pgettext_lazy("verb", "Take over"),
    "finish": pgettext_lazy("verb", "Finish"),
    "invoice": pgettext_lazy("verb", "Invoice"),
    "invoice_down_payment": pgettext_lazy("verb", "Invoice down payment"),
    "lose": pgettext_lazy("verb", "Write off as lost"),
    "make_wave": pgettext_lazy("verb", "Make a wave"),
    "match": pgettext_lazy("verb", "Match"),
    "pack": pgettext_lazy("verb", "Pack"),
    "pay": pgettext_lazy("verb", "Pay"),
    "pick": pgettext_lazy("verb", "Pick"),
    "post": pgettext_lazy("verb", "Post"),
    "ready": pgettext_lazy("verb", "Make ready"),
    "receive": pgettext_lazy("verb", "Receive"),
    "reject": pgettext_lazy("verb", "Reject"),
    "release": pgettext_lazy("verb", "Release"),
    "reopen": pgettext_lazy("verb", "Reopen"),
    "replace": pgettext_lazy("verb", "Replace"),
    "reserve": pgettext_lazy("verb", "Reserve"),
    "restore": pgettext_lazy("verb", "Restore"),
    "retry": pgettext_lazy("verb", "Retry"),
    "return": pgettext_lazy("verb", "Send back"),
    "reverse": pgettext_lazy("verb", "Reverse"),
    "scrap": pgettext_lazy("verb", "Scrap"),
    "send": pgettext_lazy("verb", "Send"),
    "ship": pgettext_lazy("verb", "Ship"),
    "start": pgettext_lazy("verb", "Start"),
    "unblock": pgettext_lazy("verb", "Unblock"),
}


def verb_label(verb: str) -> str:
    """Return the word of ``verb`` for a button."""
    return str(LABELS.get(verb) or verb.replace("_", " ").capitalize())


def status_label(document: Any, status: str) -> str:
    """Return the word for ``status`` that the document's own choices give it."""
    meta = getattr(document, "_meta", None)
    labels = dict(meta.get_field("status").flatchoices) if meta else {}
    return str(labels.get(status) or status.replace("_", " "))
