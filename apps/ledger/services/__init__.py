"""Commands of the ledger: ``from apps.ledger import services as ledger``."""

from apps.ledger.selectors import (
    NoDefaultAccount,
    NoJournal,
    account_for,
    default_account,
    default_accounts,
    journal_of,
    journals_by_type,
)
from apps.ledger.services.analysis import (
    save_dimension,
    save_dimension_rule,
    save_dimension_value,
    save_party_dimensions,
)
from apps.ledger.services.approval import (
    OwnWork,
    approve_manual_entry,
    reject_manual_entry,
    submit_manual_entry,
)
from apps.ledger.services.boxes import BoxesExist, install_tax_boxes
from apps.ledger.services.calendar import NoPeriod, PeriodClosed
from apps.ledger.services.cash_taxes import settle_cash_taxes
from apps.ledger.services.charts import ChartExists, YearExists, install_chart, open_fiscal_year
from apps.ledger.services.closing import (
    Blocked,
    ClosingPlan,
    close_period,
    latest_closing,
    plan_closing,
)
from apps.ledger.services.deferrals import (
    PartPosted,
    cancel_deferral,
    post_part,
    save_deferral,
    start_deferral,
)
from apps.ledger.services.dimensions import (
    DimensionForbidden,
    DimensionNotInUse,
    DimensionRequired,
    Dimensions,
    Take,
)
from apps.ledger.services.drafts import EntryDraft, NoLines, Posting, Unbalanced
from apps.ledger.services.late import LateDocument, require_first_open_day
from apps.ledger.services.locks import AreaLocked, save_area_lock
from apps.ledger.services.manual import (
    ControlAccount,
    NeedsApproval,
    cancel_manual_entry,
    copy_manual_entry,
    post_manual_entry,
    reverse_due_entries,
    reverse_manual_entry,
    save_manual_entry,
)
from apps.ledger.services.opening import post_opening
from apps.ledger.services.posting import AlreadyReversed, post_entries, post_entry, reverse_entry
from apps.ledger.services.reopening import (
    NobodyAsked,
    NotTheNext,
    SamePerson,
    approve_period,
    decline_reopening,
    pending_reopening,
    reopen_period,
)
from apps.ledger.services.revaluation import revalue
from apps.ledger.services.sealing import seal_entries
from apps.ledger.services.setup import (
    save_account,
    save_default_account,
    save_journal,
)
from apps.ledger.services.tasks_done import save_closing_task, tick_task
from apps.ledger.services.taxes import WrongTax, save_tax
from apps.ledger.services.taxreturns import (
    AlreadyFiled,
    CountedTwice,
    InNoBox,
    file_tax_return,
    save_tax_box,
)
from apps.ledger.services.templates import (
    AlreadyMade,
    due_entries,
    make_from_template,
    save_template,
)
from apps.ledger.services.year import (
    NothingToCarry,
    YearNotReady,
    YearPlan,
    close_year,
    closing_entry,
    plan_year,
    year_draft,
)

__all__ = [
    "AlreadyFiled",
    "AlreadyMade",
    "AlreadyReversed",
    "AreaLocked",
    "Blocked",
    "BoxesExist",
    "ChartExists",
    "ClosingPlan",
    "ControlAccount",
    "CountedTwice",
    "DimensionForbidden",
    "DimensionNotInUse",
    "DimensionRequired",
    "Dimensions",
    "EntryDraft",
    "InNoBox",
    "LateDocument",
    "NeedsApproval",
    "NoDefaultAccount",
    "NoJournal",
    "NoLines",
    "NoPeriod",
    "NobodyAsked",
    "NotTheNext",
    "NothingToCarry",
    "OwnWork",
    "PartPosted",
    "PeriodClosed",
    "Posting",
    "SamePerson",
    "Take",
    "Unbalanced",
    "WrongTax",
    "YearExists",
    "YearNotReady",
    "YearPlan",
    "account_for",
    "approve_manual_entry",
    "approve_period",
    "cancel_deferral",
    "cancel_manual_entry",
    "close_period",
    "close_year",
    "closing_entry",
    "copy_manual_entry",
    "decline_reopening",
    "default_account",
    "default_accounts",
    "due_entries",
    "file_tax_return",
    "install_chart",
    "install_tax_boxes",
    "journal_of",
    "journals_by_type",
    "latest_closing",
    "make_from_template",
    "open_fiscal_year",
    "pending_reopening",
    "plan_closing",
    "plan_year",
    "post_entries",
    "post_entry",
    "post_manual_entry",
    "post_opening",
    "post_part",
    "reject_manual_entry",
    "reopen_period",
    "require_first_open_day",
    "revalue",
    "reverse_due_entries",
    "reverse_entry",
    "reverse_manual_entry",
    "save_account",
    "save_area_lock",
    "save_closing_task",
    "save_default_account",
    "save_deferral",
    "save_dimension",
    "save_dimension_rule",
    "save_dimension_value",
    "save_journal",
    "save_manual_entry",
    "save_party_dimensions",
    "save_tax",
    "save_tax_box",
    "save_template",
    "seal_entries",
    "settle_cash_taxes",
    "start_deferral",
    "submit_manual_entry",
    "tick_task",
    "year_draft",
]
