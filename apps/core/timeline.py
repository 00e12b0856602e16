"""What happened to a document: events, changes field by field, comments and files, newest first."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import models
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from apps.core.attachments import attachments_of
from apps.core.context import company_id
from apps.core.formatting import format_date, format_quantity
from apps.core.models import Attachment, Comment, Event

LIMIT: Final = 50
_NEVER_TOLD: Final = frozenset(
    "id version company status number entry created_by created_at posted_by posted_at".split()
)
_TOGETHER: Final = timedelta(seconds=2)
"""An event and the saving it tells of are one line."""
_HAPPENED: Final = {
    "applied": (_lazy("settled this with a credit note"), "link-2"),
    "approved": (_lazy("approved this"), "check"),
    "archived": (_lazy("archived this"), "archive"),
    "asked": (_lazy("asked for a new password"), "dot"),
    "wanted": (_lazy("asked for the file"), "download"),
    "begun": (_lazy("began to pick this"), "scan-barcode"),
    "billed": (_lazy("billed this"), "receipt-text"),
    "blocked": (_lazy("blocked this"), "lock"),
    "carried": (_lazy("carried this to its variants"), "corner-down-right"),
    "cancelled": (_lazy("cancelled this"), "ban"),
    "changed": (_lazy("changed this"), "pencil"),
    "closed": (_lazy("closed this"), "lock"),
    "ticked": (_lazy("worked on the tasks of the closing"), "list-checks"),
    "confirmed": (_lazy("confirmed this"), "check"),
    "created": (_lazy("created this"), "plus"),
    "credited": (_lazy("credited this"), "undo-2"),
    "declined": (_lazy("declined to open this again"), "ban"),
    "deleted": (_lazy("removed a row"), "dot"),
    "drafted": (_lazy("drafted this"), "file-pen"),
    "expired": (_lazy("released what was reserved: held until"), "clock-alert"),
    "finished": (_lazy("finished this"), "check"),
    "imported": (_lazy("imported exchange rates"), "dot"),
    "invoiced": (_lazy("invoiced this"), "receipt-text"),
    "issued": (_lazy("issued the PDF"), "file-check"),
    "loaded": (_lazy("played a part of the demonstration"), "dot"),
    "locked": (_lazy("set a lock"), "lock"),
    "lost": (_lazy("wrote goods off that got lost"), "circle-alert"),
    "made": (_lazy("made this"), "file-pen"),
    "matched": (_lazy("matched this"), "link-2"),
    "pictured": (_lazy("changed the pictures"), "image"),
    "posted": (_lazy("posted this"), "check"),
    "exceeded": (_lazy("went beyond a budget with this"), "target"),
    "prepaid": (_lazy("asked for a down payment on this"), "receipt-text"),
    "proposed": (_lazy("asked to open this again"), "lock-open"),
    "received": (_lazy("received goods"), "package-check"),
    "rejected": (_lazy("sent this back"), "undo-2"),
    "refused": (_lazy("tried a file that was refused"), "file-x"),
    "released": (_lazy("released goods"), "shield-check"),
    "reopened": (_lazy("opened this again"), "lock-open"),
    "requested": (_lazy("asked for it to be sent"), "send"),
    "replaced": (_lazy("replaced a product"), "repeat"),
    "reserved": (_lazy("reserved stock"), "package"),
    "restored": (_lazy("restored this"), "rotate-ccw"),
    "returned": (_lazy("sent goods back"), "undo-2"),
    "revalued": (_lazy("revalued the stock"), "dot"),
    "reversed": (_lazy("reversed this"), "undo-2"),
    "saved": (_lazy("saved this"), "pencil"),
    "unblocked": (_lazy("unblocked this"), "undo-2"),
    "scrapped": (_lazy("scrapped goods"), "ban"),
    "sent": (_lazy("sent this"), "send"),
    "shipped": (_lazy("shipped goods"), "truck"),
    "started": (_lazy("began the demonstration"), "dot"),
    "submitted": (_lazy("handed this over for approval"), "send"),
    "taken": (_lazy("brought this in"), "upload"),
    "reconciled": (_lazy("reconciled this"), "link-2"),
    "undone": (_lazy("undid this"), "undo-2"),
    "unmatched": (_lazy("undid a match"), "dot"),
    "withdrawn": (_lazy("withdrew this"), "ban"),
}

Item = dict[str, Any]


def timeline_of(document: models.Model, user: Any) -> list[Item]:
    """Return the last things that happened to ``document``, for its screen; the caller may see it.

    At most five statements, however much happened.
    """
    del user  # whoever sees the document sees its timeline
    of_company = {"company_id": company_id()}
    events = Event.objects.filter(**of_company, aggregate_id=document.pk).order_by("-id")
    comments = Comment.objects.filter(**of_company, target_id=document.pk).order_by("-id")
    files = attachments_of(document).order_by("-pk")
    items = [
        *_merged([_event(row) for row in events[:LIMIT]], _changes(document)),
        *map(_comment, comments[:LIMIT]),
        *map(_file, files[:LIMIT]),
    ]
    items.sort(key=lambda item: item["at"], reverse=True)
    return told(items[:LIMIT])


def files_of(document: models.Model) -> dict[str, Any]:
    """Return the document's files and where comments and new files go."""
    label = document._meta.label_lower
    files = [
        {
            "name": row.filename,
            "url": reverse("core:attachment_download", args=[row.pk]),
            "size": row.size,
            "at": row.at,
            "sha256": row.sha256,
            "actor": row.actor_id,
        }
        for row in attachments_of(document).order_by("-pk")[:LIMIT]
    ]
    return {
        "files": told(files),
        "upload_url": reverse("core:attachment_create", args=[label, document.pk]),
        "comment_url": reverse("core:comment_create", args=[label, document.pk]),
    }


def _event(row: Event) -> Item:
    happened = row.name.partition(".")[2]
    text, icon = _HAPPENED.get(happened.split("_")[-1], (happened.replace("_", " "), "dot"))
    if reason := row.payload.get("reason"):
        text = f"{text}: {reason}"
    if until := row.payload.get("held_until"):
        text = f"{text} {format_date(date.fromisoformat(until))}"
    return {"at": row.at, "actor": row.actor_id, "text": text, "icon": icon}


def _merged(events: list[Item], changes: list[Item]) -> list[Item]:
    """Return events and changes; where both tell of one saving, the event with the changes."""
    free = list(changes)
    for event in events:
        twin = next((item for item in free if abs(item["at"] - event["at"]) < _TOGETHER), None)
        if twin is not None:
            free.remove(twin)
            event["changes"] = twin.get("changes", [])
            event["actor"] = event["actor"] or twin["actor"]
    return events + free


def _comment(row: Comment) -> Item:
    return {"at": row.at, "actor": row.actor_id, "text": row.text, "icon": "message-square"}


def _file(row: Attachment) -> Item:
    words = _("attached %(name)s") if row.kind == "upload" else _("issued %(name)s")
    url = reverse("core:attachment_download", args=[row.pk])
    return {
        "at": row.at,
        "actor": row.actor_id,
        "text": words % {"name": row.filename},
        "icon": "paperclip",
        "url": url,
    }


def _changes(document: Any) -> list[Item]:
    """Return what each saving changed, in words, from django-simple-history."""
    if not hasattr(document, "history"):
        return []
    versions = list(document.history.order_by("-history_date", "-history_id")[: LIMIT + 1])
    names = _names_of(document, versions)
    items = []
    for new, old in zip(versions, [*versions[1:], None], strict=True):
        item = {"at": new.history_date, "actor": new.history_user_id, "icon": "pencil"}
        if new.history_type == "+":
            items.append(item | {"text": _("created this"), "icon": "plus"})
        elif old is not None:
            changes = _differences(document, new, old, names)
            items += [item | {"text": _("changed this"), "changes": changes}] if changes else []
    return items


def _differences(document: Any, new: Any, old: Any, names: dict[Any, str]) -> list[dict[str, str]]:
    return [
        {
            "field": capfirst(str(field.verbose_name)),
            "old": _words(field, before, names),
            "new": _words(field, after, names),
        }
        for field in document._meta.concrete_fields
        if field.name not in _NEVER_TOLD and hasattr(new, field.attname)
        for before, after in [(getattr(old, field.attname), getattr(new, field.attname))]
        if before != after
    ]


def _names_of(document: Any, versions: list[Any]) -> dict[Any, str]:
    """Return the names of the rows that changed references point to: one statement per kind of row."""
    names: dict[Any, str] = {}
    for field in document._meta.concrete_fields:
        if field.is_relation and field.name not in _NEVER_TOLD:
            values = {getattr(version, field.attname, None) for version in versions} - {None}
            if len({getattr(version, field.attname, None) for version in versions}) > 1:
                names |= {
                    row.pk: str(row)
                    for row in field.related_model._default_manager.filter(pk__in=values)
                }
    return names


def _words(field: Any, value: Any, names: dict[Any, str]) -> str:
    if value in (None, "") or field.is_relation:
        return names.get(value, str(value or ""))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Decimal):
        return format_quantity(value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {part}" for key, part in value.items())
    if hasattr(value, "strftime"):
        return format_date(value.date() if hasattr(value, "date") else value)
    return str(dict(field.flatchoices).get(value, value))


def told(items: list[Item]) -> list[Item]:
    """Put names in the place of the ids of those who acted, in one statement."""
    ids: set[UUID] = {item["actor"] for item in items if item["actor"]}
    users = get_user_model()._default_manager.filter(pk__in=ids) if ids else ()
    names = {row.pk: str(row) for row in users}
    for item in items:
        item["actor"] = names.get(item["actor"], "") if item["actor"] else ""
    return items
