"""A document's life cycle as data: statuses, verbs and the moves between them.

The same pairs stand in a database trigger per table; a test holds the two together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _

from apps.core.exceptions import WrongStatus
from apps.core.verbs import status_label, verb_label


class Document(Protocol):
    """Anything with a status."""

    status: Any


@dataclass(frozen=True, slots=True)
class Transition:
    """One verb: from which statuses it may be used and where it leads."""

    verb: str
    sources: tuple[str, ...]
    target: str


class Lifecycle:
    """The transitions of one kind of document."""

    def __init__(self, transitions: Iterable[Transition]) -> None:
        self._by_verb = {transition.verb: transition for transition in transitions}

    def require(self, document: Document, verb: str) -> Transition:
        """Return the transition of ``verb``.

        Raises:
            WrongStatus: the document's status does not allow it.
        """
        transition = self._by_verb[verb]
        if document.status not in transition.sources:
            raise WrongStatus(
                _("To %(verb)s %(document)s it must be %(wanted)s; it is %(status)s.")
                % {
                    "verb": verb_label(verb).lower(),
                    "document": document,
                    "wanted": " / ".join(
                        status_label(document, source).lower() for source in transition.sources
                    ),
                    "status": status_label(document, str(document.status)).lower(),
                }
            )
        return transition

    def advance(self, document: Document, verb: str) -> None:
        """Set the status that ``verb`` leads to; the caller saves.

        Raises:
            WrongStatus: the document's status does not allow it.
        """
        document.status = self.require(document, verb).target

    def verbs_from(self, status: str) -> list[str]:
        """Return the verbs allowed in ``status``, in the order they were declared."""
        return [
            transition.verb for transition in self._by_verb.values() if status in transition.sources
        ]

    def pairs(self) -> set[tuple[str, str]]:
        """Return every allowed (old, new) status."""
        return {
            (source, transition.target)
            for transition in self._by_verb.values()
            for source in transition.sources
            if source != transition.target
        }
