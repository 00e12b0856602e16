"""What credit control does: sends statements and reminders, keeps levels and disputes."""

from apps.credit.services.disputes import end_dispute, save_dispute
from apps.credit.services.dunning import (
    NoLevels,
    NothingToSend,
    cancel_run,
    draft_run,
    save_level,
    send_run,
    start_levels,
)
from apps.credit.services.statements import NoAddress, NothingOpen, send_statement, send_statements

__all__ = [
    "NoAddress",
    "NoLevels",
    "NothingOpen",
    "NothingToSend",
    "cancel_run",
    "draft_run",
    "end_dispute",
    "save_dispute",
    "save_level",
    "send_run",
    "send_statement",
    "send_statements",
    "start_levels",
]
