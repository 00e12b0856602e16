"""Errors a user can mend. Everything else is a bug and propagates."""

from django.utils.functional import Promise


class BusinessError(Exception):
    """A rule of the business refused a command.

    Subclasses are named after the rule and stand beside the service that raises them. The text says
    what to do: "To <verb> <document>, <do this>; <what is so>."

    Attributes:
        message: the sentence for the user.
        field: the form field it belongs to, "" for the document as a whole.
        http_status: the status a fragment or an API answer carries.
    """

    http_status = 409

    def __init__(self, message: str | Promise, *, field: str = "") -> None:
        super().__init__(message)
        self.message = str(message)
        self.field = field

    def __str__(self) -> str:
        return self.message


class WrongStatus(BusinessError):
    """The document's status does not allow the verb."""


class StaleVersion(BusinessError):
    """Somebody else changed the document since the form was opened."""


class NotAllowed(BusinessError):
    """The actor lacks the right to do this to this row."""

    http_status = 403


class InvalidInput(BusinessError):
    """A value is not what its field takes."""

    http_status = 422
