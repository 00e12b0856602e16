"""The questions of access in one place: ``may`` for one row, ``allowed_ids`` for a queryset."""

from apps.companies.selectors import visible_branches, visible_companies
from apps.core.permissions import ANY_USER, PUBLIC, may, require, right
from apps.core.row_rights import (
    NEVER_MODEL_WIDE,
    RowRight,
    allowed_ids,
    allowed_rows,
    forget_allowed_ids,
    row_rights,
)

__all__ = [
    "ANY_USER",
    "NEVER_MODEL_WIDE",
    "PUBLIC",
    "RowRight",
    "allowed_ids",
    "allowed_rows",
    "forget_allowed_ids",
    "may",
    "require",
    "right",
    "row_rights",
    "visible_branches",
    "visible_companies",
]
