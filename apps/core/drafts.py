"""Saving a draft document with its lines: the one way, for every document that has them."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from apps.core.context import company_id, current
from apps.core.exceptions import StaleVersion, WrongStatus


def by_position(lines: Any) -> list[Any]:
    """Return the lines of a queryset in their order.

    They are sorted here: before it orders rows Django compares every column with every other, which takes it as long
    as the rest of a wide query.
    """
    return sorted(lines.order_by(), key=lambda line: (line.position, line.pk))


def lock_draft(document: models.Model, *, status: str = "draft") -> None:
    """Lock the stored row of ``document`` and check that it is still the draft the user edited.

    A row without a status, such as a template, is always one.

    Raises:
        WrongStatus: it is no draft any more.
        StaleVersion: somebody saved it after ``document`` was read.
    """
    model: Any = type(document)
    has_status = hasattr(document, "status")
    stored = (
        model.objects.select_for_update(of=("self",))
        .only("id", "version", *(["status"] if has_status else []))
        .get(pk=document.pk)
    )
    if has_status and stored.status != status:
        raise WrongStatus(
            _("To change %(document)s it must be a draft; it is %(status)s.")
            % {"document": document, "status": stored.get_status_display()}
        )
    if stored.version != document.version:  # type: ignore[attr-defined]
        raise StaleVersion(
            _(
                "To save %(document)s, look at what changed and save again; somebody else saved it meanwhile."
            )
            % {"document": document}
        )


def store_draft(
    document: Any, lines: Sequence[Any], removed: Collection[UUID], *, parent: str
) -> None:
    """Write ``document`` and its ``lines`` in a few statements, whatever their number.

    Args:
        document: new, or as read by the user with the version they saw; its version goes up by one.
        lines: every line to keep, new or changed, in order; their ``position`` is set to it.
        removed: ids of lines to delete.
        parent: the field of a line that points to the document.
    """
    document.company_id = company_id()
    is_new = document._state.adding
    if is_new:
        document.created_by_id = current().user_id
    else:
        lock_draft(document)
        document.version += 1
    document.save()
    for position, line in enumerate(lines):
        setattr(line, parent, document)
        line.company_id = document.company_id
        line.position = position
    _store_lines(document, lines, removed)


def _store_lines(document: Any, lines: Sequence[Any], removed: Collection[UUID]) -> None:
    if not lines and not removed:
        return
    rows = document.lines.model.objects
    if removed:
        document.lines.filter(pk__in=removed).delete()
    new = [line for line in lines if line._state.adding]
    kept = [line for line in lines if not line._state.adding]
    if new:
        rows.bulk_create(new)
    if kept:
        fields = [
            f.name
            for f in rows.model._meta.concrete_fields
            if not f.primary_key and f.name != "company"
        ]
        rows.bulk_update(kept, fields)
