"""What two people changed at once, field by field, so that nothing typed is lost."""

from typing import Any

from django.utils.translation import gettext as _

from apps.core.lists import shown


def conflicts_of(form: Any, lines: Any, stored: Any) -> list[dict[str, str]]:
    """Return each field whose stored value differs from what was typed: label, theirs, yours.

    Args:
        form: the bound form of the header.
        lines: the bound formset, or None.
        stored: the document as it stands in the database now.
    """
    found = _differences(form, stored)
    if lines is not None:
        rows = {
            row.pk: row for row in getattr(stored, lines.fk.remote_field.get_accessor_name()).all()
        }
        typed = {row.instance.pk for row in lines.forms}
        for number, row in enumerate(lines.forms, 1):
            if row.instance.pk in rows:
                found += _differences(
                    row, rows[row.instance.pk], prefix=_("Line %(number)d: ") % {"number": number}
                )
        found += [
            {"label": _("New line"), "theirs": str(row), "yours": "–", "target": ""}
            for pk, row in rows.items()
            if pk not in typed
        ]
    return found


def _differences(form: Any, stored: Any, prefix: str = "") -> list[dict[str, str]]:
    now = type(form)(instance=stored, **({"prefix": form.prefix} if form.prefix else {}))
    found = [
        {
            "label": f"{prefix}{form[name].label}",
            "theirs": _words(field, now[name].value()),
            "yours": _words(field, form[name].data),
            "target": form[name].id_for_label,
        }
        for name, field in form.fields.items()
        if name in now.fields
        and name not in ("DELETE", "id")
        and field.has_changed(now[name].value(), form[name].data)
    ]
    return [row for row in found if row["theirs"] != row["yours"]]  # 12.000000 and 12 are one


def _words(field: Any, value: Any) -> str:
    if value in (None, "", []):
        return "–"
    try:
        return shown(field, field.clean(value))
    except Exception:  # noqa: BLE001 what was typed may be anything; then it is shown as typed
        return str(value)
