"""Commands of counts: ``from apps.counts import services as counts``."""

from apps.counts.services.counting import (
    NotBeingCounted,
    NotOnSheet,
    OnOtherSheet,
    SerialElsewhere,
    WrongCount,
    count_found,
    count_line,
)
from apps.counts.services.deciding import (
    CannotTakeOut,
    NeedsApproval,
    NotAllCounted,
    OwnCount,
    approve_sheet,
    cancel_sheet,
    post_sheet,
    reopen_sheet,
    submit_sheet,
)
from apps.counts.services.importing import Imported, RowRefused, import_counts
from apps.counts.services.opening import NothingToCount, TooMuch, open_sheet
from apps.counts.services.planning import Planned, plan_counts, save_plan

__all__ = [
    "CannotTakeOut",
    "Imported",
    "NeedsApproval",
    "NotAllCounted",
    "NotBeingCounted",
    "NotOnSheet",
    "NothingToCount",
    "OnOtherSheet",
    "OwnCount",
    "Planned",
    "RowRefused",
    "SerialElsewhere",
    "TooMuch",
    "WrongCount",
    "approve_sheet",
    "cancel_sheet",
    "count_found",
    "count_line",
    "import_counts",
    "open_sheet",
    "plan_counts",
    "post_sheet",
    "reopen_sheet",
    "save_plan",
    "submit_sheet",
]
