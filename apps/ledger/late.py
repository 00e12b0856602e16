"""What the screens of documents ask before they post a late one, and what they say afterwards."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.commands import CommandForm
from apps.core.formatting import format_date


def booking_day_field() -> forms.TypedChoiceField:
    """Return the field that asks on which day a late document is booked; see ``offer_booking_day``."""
    return forms.TypedChoiceField(
        label=gettext_lazy("Post on"),
        coerce=date.fromisoformat,
        widget=forms.RadioSelect(attrs={"class": "wide"}),
    )


def offer_booking_day(form: forms.Form, on: date, first: date | None) -> None:
    """Let the field ``book_on`` of ``form`` ask for the ``first`` day still open; drop it where ``on`` is one.

    Args:
        first: see ``first_open_day``.
    """
    if first is None or first == on:
        del form.fields["book_on"]
        return
    field: Any = form.fields["book_on"]
    field.choices = [(first.isoformat(), format_date(first))]
    field.initial = first.isoformat()
    field.help_text = late_words(on, first)


def late_words(on: date, first: date) -> str:
    """Return why what is of ``on`` is booked on ``first``."""
    return _(
        "%(date)s lies in a closed period or under a lock. The document keeps its date and is booked on %(first)s,"
        " the first day still open."
    ) % {"date": format_date(on), "first": format_date(first)}


class PostForm(CommandForm):
    """Asks whether a late document may be posted on the first day still open; asks nothing of any other."""

    book_on = booking_day_field()

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        first = self.first_day(self.document, self.user)
        offer_booking_day(self, self.document.date, first)

    @staticmethod
    def first_day(document: Any, user: Any) -> date | None:
        """Return the first day on which ``user`` may book the document."""
        raise NotImplementedError

    @classmethod
    def asks(cls, document: Any, user: Any) -> bool:
        """Return whether the document is late."""
        return cls.first_day(document, user) not in {None, document.date}


def posted_words(document: Any) -> str:
    """Return what is said of a document that was posted: on which day, when that is not its own."""
    if document.entry is None or document.entry.date == document.date:
        return _("Posted %s.")
    return _("Posted %(document)s on %(day)s; it keeps its date, %(date)s.") % {
        "document": document,
        "day": format_date(document.entry.date),
        "date": format_date(document.date),
    }


def booked_fact(document: Any) -> list[tuple[Any, str, str]]:
    """Return the fact that a late document was booked on another day than its own; nothing of any other."""
    if document.entry is None or document.entry.date == document.date:
        return []
    return [(_("Booked on"), format_date(document.entry.date), "")]
