"""Remarks on documents, shown in their timeline; said once, kept."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from apps.core.context import company_id
from apps.core.exceptions import InvalidInput
from apps.core.models import Comment
from apps.core.text import refuse_hidden_characters


def add_comment(*, actor: Any, target: Model, text: str) -> Comment:
    """Write a remark on ``target``.

    Raises:
        InvalidInput: no text, over 4000 characters, or with hidden characters.
    """
    text = text.strip()
    if not 1 <= len(text) <= 4000:
        raise InvalidInput(_("To comment, write 1 to 4000 characters."), field="text")
    try:
        refuse_hidden_characters(text)
    except ValidationError as error:
        raise InvalidInput(error.messages[0], field="text") from error
    return Comment.objects.create(
        company_id=company_id(),
        target_type=target._meta.label_lower,
        target_id=target.pk,
        text=text,
        actor_id=actor.pk,
    )


def comments_of(target: Model) -> "QuerySet[Comment]":
    """Return the remarks on ``target``, oldest first."""
    return Comment.objects.filter(company_id=company_id(), target_id=target.pk).order_by("pk")
