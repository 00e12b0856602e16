"""What a rule in the database refused, as a sentence in the reader's language: the one place that knows them all.

A trigger says its rule in English and names it: ``CONSTRAINT = 'unit_ratio_fixed'`` is the stable code. A rule that
a user can run into has its sentence in ``SPOKEN``; one that only a bug or bare SQL can break is in ``INTERNAL`` and
gets one general sentence with its code. ``tests/test_house.py`` fails on a trigger that is in neither.
"""

import logging
import re
from datetime import date
from typing import Any, Final

from django.apps import apps
from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from apps.core.exceptions import BusinessError
from apps.core.formatting import format_date

logger = logging.getLogger(__name__)
CHECK_VIOLATION: Final = "23514"

SPOKEN: Final[dict[tuple[str, str], Any]] = {
    ("append_only", "Rows of % stay as they were written; correct them with a new row."): _(
        "What is written as “%(a)s” stays as it is; correct it with a new one."
    ),
    ("frozen", "A row of % that is % keeps its lines; correct it with a new document."): _(
        "To change this, make a new document; this one is no draft any more and keeps its lines."
    ),
    ("frozen", "A row of % that is % stays; cancel or reverse it instead of deleting it."): _(
        "To undo this, cancel or reverse it; it is no draft any more and is not deleted."
    ),
    ("frozen", "A row of % that is % keeps its %; correct it with a new document."): _(
        "To change this, make a new document; this one is no draft any more and keeps its values."
    ),
    ("lifecycle", "A row of % cannot begin as %; write it in its first status."): _(
        "To make this, begin with its first status."
    ),
    (
        "lifecycle",
        "A row of % cannot go from % to %; read it again and take a step its life cycle allows.",
    ): _("To go on, read the page again; its status allows this step no longer."),
    (
        "company_keeps_currency",
        "A company keeps the currency of its books; make another company.",
    ): _(
        "To keep books in another currency, make another company; the currency of one stays as it is."
    ),
    ("hard_lock_in_the_past", "To lock for good, choose a day that is over; % is not."): _(
        "To lock for good, choose a day that is over; %(a)s is not."
    ),
    ("hard_lock_stays", "A hard lock stays; it stands until %."): _(
        "To change a hard lock, choose a later day; it stays, and stands until %(a)s."
    ),
    ("entry_not_locked", "To post on %, use a date after %: % is locked until then."): _(
        "To post on %(a)s, use a date after %(b)s; it is locked until then."
    ),
    (
        "periods_cover_the_year",
        "The periods of fiscal year % must cover each of its days once; add or correct periods.",
    ): _("To open fiscal year %(a)s, cover each of its days with one period."),
    (
        "fiscal_years_have_no_hole",
        "Fiscal year % must begin the day after the one before it; open the years between first.",
    ): _("To open fiscal year %(a)s, open the years before it first; no day may lie between."),
    (
        "dimension_value_stays",
        "Value % stays in its dimension; to use it in another, make a new value there.",
    ): _("To use value %(a)s in another dimension, make a new value there."),
    (
        "dimension_value_tree",
        "Value % must stand below another value of its dimension, not below itself.",
    ): _("To move value %(a)s, choose another value of its dimension above it, not itself."),
    (
        "dimension_rule_default_fits",
        "The default of a dimension rule must be a value of its dimension.",
    ): _("To set a default, choose a value of the dimension."),
    (
        "dimensions_known",
        "Dimensions are values of the company, each under its own dimension; these are not: %.",
    ): _("To set dimensions, choose values that exist; these do not: %(a)s."),
    ("entry_line_dimensions_known", "On %, dimension % has no value % in use."): _(
        "To post on %(a)s, choose a value in use; dimension %(b)s has no value %(c)s."
    ),
    ("entry_line_dimension_rules", "On lines of account %, dimension % is %."): _(
        "To post on account %(a)s, follow its rule for dimension %(b)s."
    ),
    (
        "submitted_entry_stands_still",
        "To change an entry that waits for approval, reject it first.",
    ): _("To change an entry that waits for approval, reject it first."),
    (
        "approver_is_not_maker",
        "An entry is approved by somebody who neither wrote nor submitted it.",
    ): _("To approve an entry, ask somebody who neither wrote nor submitted it."),
    (
        "entry_above_limit_approved",
        "An entry of % is above the limit of % of its journal: submit it for approval.",
    ): _("To post an entry of %(a)s, submit it for approval; its journal's limit is %(b)s."),
    (
        "run_approver_is_not_maker",
        "A payment run is approved by somebody who neither wrote nor submitted it.",
    ): _("To approve a payment run, ask somebody who neither wrote nor submitted it."),
    ("deferral_adds_up", "The parts of deferral % come to %; its amount is %."): _(
        "To start deferral %(a)s, make its parts come to %(c)s; they come to %(b)s."
    ),
    ("deferral_part_stands", "A deferral that was started takes no further part."): _(
        "To defer more, make another deferral; one that was started takes no further part."
    ),
    (
        "deferral_part_stands",
        "A part of a deferral gets its entry once, and nothing else of it changes.",
    ): _("To correct a deferral, cancel it; its parts get their entry once and stay as they are."),
    (
        "manual_entry_behind",
        "Entry % says it was written by hand; no posted manual entry is behind it.",
    ): _("To post by hand, write a manual entry and post that; entry %(a)s has none behind it."),
    (
        "manual_entry_off_control",
        "Account % is kept by its sub-ledger; post there instead of by hand.",
    ): _("To post on account %(a)s, use the documents that keep it; it takes nothing by hand."),
    ("entry_in_open_period", "To post on %, use a date in an open period."): _(
        "To post on %(a)s, use a date in an open period."
    ),
    (
        "account_settled_by_lines",
        "Account % has lines; to change how it is matched or who keeps it, use a new account.",
    ): _("To change how account %(a)s is matched or kept, use a new account; this one has lines."),
    ("account_type_stays", "Account % has lines and keeps its type; use a new account."): _(
        "To change what account %(a)s is, use a new account; this one has lines."
    ),
    (
        "period_begins_after_closed",
        "Period % lies before a closed one, whose balances are frozen; reopen that first.",
    ): _("To add period %(a)s, reopen the closed one after it first; its balances are frozen."),
    ("period_status", "To % a period it must be %; it is %."): _(
        "To close or reopen a period, read the page again; somebody else did it already."
    ),
    (
        "periods_close_in_order",
        "Periods are closed in order and reopened in reverse: % first.",
    ): _("To close or reopen this period, do it with %(a)s first."),
    (
        "reopening_takes_two",
        "To reopen a period, let somebody ask for it and somebody else approve.",
    ): _("To reopen a period, let somebody ask for it and somebody else approve."),
    (
        "reopening_by_its_user",
        "To ask for a reopening, or to decide on it, sign as yourself.",
    ): _("To ask for a reopening, or to decide on it, sign as yourself."),
    ("match_settles", "To match open items, %."): _(
        "To match, choose a debit and a credit of one account, party and currency, and a day on which both exist."
    ),
    (
        "tax_component_is_single",
        "To put a tax into a code of several taxes, choose a single tax of the same use.",
    ): _("To put a tax into a code of several taxes, choose a single tax of the same use."),
    (
        "tax_component_is_single",
        "To change what tax % is, take it out of the codes of several taxes first.",
    ): _("To change what tax %(a)s is, take it out of the codes of several taxes first."),
    ("unit_ratio_fixed", "Unit % keeps its ratio; make a new unit."): _(
        "To use another ratio, make a new unit; unit %(a)s keeps its own."
    ),
    (
        "move_in_open_period",
        "Goods cannot move on %; open its period or use a later date.",
    ): _("To move goods on %(a)s, open its period or use a later date."),
    (
        "product_counted",
        "Product % keeps its unit and kind, for its moves are written in them; make a new product.",
    ): _(
        "To change unit or kind of product %(a)s, make a new product; its moves are written in them."
    ),
    (
        "product_traced_as_it_came",
        "Product % is in stock as it is told apart now; change that when none is left.",
    ): _("To trace product %(a)s otherwise, wait until none is in stock."),
    ("kit_holds_goods", "A kit holds goods; product % does not fit."): _(
        "To change %(a)s, take it out of its kit first, or what it holds out of it; a kit holds goods."
    ),
    (
        "variant_fits_family",
        "A variant has one value of each attribute of its family; product % does not.",
    ): _("To make %(a)s a variant, give it one value of each attribute of its family."),
    (
        "family_keeps_values",
        "Value % stays in its attribute; make a new one in the other.",
    ): _("To have value %(a)s in another attribute, make a new one there."),
    ("family_keeps_values", "Family % keeps value %; a variant has it."): _(
        "To do without value %(b)s, archive the variants of %(a)s that have it; the value stays."
    ),
    (
        "family_keeps_values",
        "Family % has variants; to vary it by another attribute, make a new family.",
    ): _("To vary by another attribute, make a new family; %(a)s has variants."),
    ("picture_stays", "A picture stays as it is; add another and remove this one."): _(
        "To change a picture, add another and remove this one."
    ),
    (
        "line_replaced",
        "A line of a confirmed order takes another product only while nothing of it is promised, shipped or invoiced.",
    ): _(
        "To replace the product, release what is reserved and cancel drafts first; part of the line is underway."
    ),
    (
        "lot_keeps_number",
        "Lot % has moved under its number and keeps it; move the goods to another lot.",
    ): _(
        "To number it otherwise, move the goods to another lot; %(a)s has moved under its number."
    ),
    (
        "move_names_its_lot",
        "To post a %, name the lot of all goods that are traced, and of no other.",
    ): _("To post this, name the lot of all goods that are traced, and of no other."),
    (
        "serial_is_one_piece",
        "To post a %, let each serial number stand for one piece that is in one place.",
    ): _("To post this, let each serial number stand for one piece that is in one place."),
    (
        "lot_may_leave",
        "To post a %, take goods of lots that are neither blocked nor expired.",
    ): _("To ship this, take goods of lots that are neither blocked nor expired."),
    ("held_goods_stay", "Place % is on hold; reserve elsewhere."): _(
        "To promise goods of place %(a)s, release them first; it is on hold."
    ),
    (
        "held_goods_stay",
        "To post a %, take goods that are not on hold, or release them first.",
    ): _("To ship this, take goods that are not on hold, or release them first."),
    (
        "consignment_is_not_promised",
        "What lies in place % belongs to a supplier; take it over first.",
    ): _("To promise goods of place %(a)s, take them over first; they belong to a supplier."),
    (
        "hold_nothing_promised",
        "Of what lies in place %, % are promised; ship or release them before it is put on hold.",
    ): _(
        "To put place %(a)s on hold, ship or release what is promised of it first; that is %(b)s."
    ),
    (
        "reason_goes_its_way",
        "Reason % does not fit the way the goods go; choose another one.",
    ): _("To post this, choose another reason than %(a)s; goods go another way for it."),
    ("reason_asks_for_note", "Reason % asks for a note; say in words what happened."): _(
        "To post this, say in the notes what happened; reason %(a)s asks for it."
    ),
    (
        "reason_used_stays",
        "Reason % was used and keeps its kind and account; archive it and make another.",
    ): _("To use another kind or account than those of %(a)s, make another reason; it was used."),
    (
        "channel_promised_within_quota",
        "Channel % may have % more promised; take no more, or raise its quota.",
    ): _("To promise this, take less or raise the quota of channel %(a)s; it leaves %(b)s."),
    (
        "quota_begins_alone",
        "Orders of the channel are being promised goods; make its quota in a moment.",
    ): _("To make this quota, try again in a moment; orders of the channel are being reserved."),
    (
        "quota_covers_promised",
        "The channel has % promised already; give a quota of at least as much.",
    ): _("To set this quota, write %(a)s or more, or release some first; so much is promised."),
    (
        "receipt_partly_returned",
        "Of this receipt % went back to the supplier; reverse that first.",
    ): _("To reverse this receipt, reverse first what went back of it; that is %(a)s."),
    (
        "return_within_received",
        "No more goes back to a supplier than came in with the line of the receipt it names.",
    ): _("To send this back, take no more than came in with the receipt it is of."),
    (
        "level_reserved_within_on_hand",
        "Nothing of product % lies in location %; reserve where there is stock.",
    ): _("To reserve, choose a location where there is stock of the product."),
    ("landed_bill_line_once", "Line % of a bill is spread by % already."): _(
        "To spread “%(a)s”, reverse %(b)s first; it spreads this line of the bill already."
    ),
    ("reservation_positive", "To reserve, give quantities above zero."): _(
        "To reserve, give quantities above zero."
    ),
    (
        "location_stays",
        "Location % stays in its warehouse and kind and with its owner; make a new one.",
    ): _(
        "To use another warehouse, kind or owner, make a new location; location %(a)s keeps its own."
    ),
    ("location_tree", "Location % lies within itself; choose a place outside it."): _(
        "To move location %(a)s, choose a place outside it."
    ),
    (
        "location_tree",
        "Location % lies in another warehouse than the place it is within.",
    ): _("To move location %(a)s, choose a place in its own warehouse."),
    (
        "tally_of_open_sheet",
        "A count sheet takes figures while it is being counted; have it counted again.",
    ): _("To write down a count, have the sheet counted again first; it takes no figures now."),
    ("place_frozen_by_one", "To count here, finish count sheet % first; it froze the place."): _(
        "To count here, finish count sheet %(a)s first; it froze the place."
    ),
    (
        "place_not_frozen",
        "To move goods from or to %, finish count sheet % first; it froze the place.",
    ): _("To move goods from or to %(a)s, finish count sheet %(b)s first; it froze the place."),
    ("count_scope_stays", "A count sheet keeps what it is to count; make another sheet."): _(
        "To count something else, make another sheet; this one keeps what it is to count."
    ),
    (
        "count_approver_is_not_counter",
        "A count is approved by somebody who counted nothing of it.",
    ): _("To approve a count, ask somebody who counted nothing of it."),
    (
        "count_above_tolerance_approved",
        "Differences above tolerance are counted again or approved before a count is posted.",
    ): _("To post a count, count again or have approved what differs more than tolerated."),
    ("wave_takes_drafts", "Wave % takes draft shipments of its own warehouse only."): _(
        "To make wave %(a)s, choose draft shipments of its own warehouse."
    ),
    ("shipment_in_one_wave", "The shipment is picked in wave % already."): _(
        "To pick this shipment, use wave %(a)s; it is in it already."
    ),
    ("pick_of_draft", "Only draft shipments are picked; this one is %."): _(
        "To pick, read the wave again; this shipment is no draft any more."
    ),
    (
        "pick_before_brought",
        "Goods that were brought to where they leave from are picked no more.",
    ): _("To take some of it back, put it away from the dock; these goods were brought there."),
    (
        "packed_where_it_lies",
        "Only goods of the draft shipment that lie where they are packed are packed.",
    ): _("To pack, open the list again; these goods do not lie where they are packed any more."),
    ("packed_within_picked", "No more than % is to be packed; % would be."): _(
        "To pack, leave the rest; %(a)s are to be packed, and %(b)s would be."
    ),
    ("packed_stays", "Of this line % are packed; take them out of their package first."): _(
        "To change this line, take %(a)s out of their package first; they are packed."
    ),
    ("location_capacity", "Place % holds at most %; % would lie there."): _(
        "To bring goods to place %(a)s, take less or choose another; it holds at most %(b)s, and %(c)s would lie there."
    ),
    ("location_capacity", "Place % cannot hold only %; % lie there."): _(
        "To let place %(a)s hold at most %(b)s, move goods away first; %(c)s lie there."
    ),
}
"""(code, what the trigger says) -> sentence; %(a)s, %(b)s are what stands in the trigger's places, in order."""

INTERNAL: Final = {
    "count_line_begins",
    "count_posted_as_counted",
    "document_complete",
    "document_reversed_has_reversal",
    "down_payment_adds_up",
    "entry_complete",
    "invoice_adds_up",
    "landed_bill_line_holds_it",
    "landed_cost_adds_up",
    "layer_of_product",
    "lock_keeps_its_area",
    "method_moves_nothing",
    "method_values_what_is_there",
    "move_of_draft",
    "payment_run_paid",
    "payment_run_signed",
    "period_begins_open",
    "picked_by_picks",
    "pool_keeps_method_and_account",
    "promised_by_reservations",
    "quota_stays",
    "reconciled_fits",
    "reconciliation_balances",
    "reopening_keeps_its_request",
    "reversal_mirrors",
    "run_line_begins",
    "series_forward",
    "statement_adds_up",
    "statement_follows",
    "statement_line_fits",
    "transfer_paid_once",
    "reason_books_on_its_account",
    "transit_names_what_was_sent",
    "value_adjusted_is_booked",
    "value_of_draft",
    "value_where_moved",
    "year_closing_complete",
    "year_opens_its_last_period",
}
"""Codes of rules that our own code keeps: whoever meets one has found a bug, and the books are as they were."""


class RuleOfTheBooks(BusinessError):
    """A rule in the database refused; ``code`` is the rule's name."""

    def __init__(self, message: Any, code: str) -> None:
        super().__init__(message)
        self.code = code


def refusal_of(error: IntegrityError) -> Exception:
    """Return what a trigger of ours refused as a sentence; any other broken constraint as it is: a bug."""
    said: Any = getattr(error.__cause__, "diag", None)
    if said is None or said.sqlstate != CHECK_VIOLATION:
        return error
    code, text = said.constraint_name or "", said.message_primary or ""
    if not code:
        return BusinessError(text)
    for (known, template), sentence in SPOKEN.items():
        if known == code and (found := pattern_of(template).fullmatch(text)):
            return RuleOfTheBooks(sentence % _values(found.groups()), code)
    if code not in INTERNAL:
        return error
    logger.error("The rule %s refused: %s", code, text)
    return RuleOfTheBooks(
        _(
            "Nothing was written, for the books would not hold (rule %(code)s); please tell who keeps Plumb running."
        )
        % {"code": code},
        code,
    )


def pattern_of(template: str) -> re.Pattern[str]:
    """Return what matches the texts a trigger makes of ``template``."""
    return re.compile("(.*)".join(map(re.escape, template.split("%"))), re.DOTALL)


def _values(groups: tuple[str, ...]) -> dict[str, str]:
    return {chr(97 + place): _shown(text) for place, text in enumerate(groups)}


def _shown(text: str) -> str:
    """Return a value of a trigger as people read it: days in their order, tables by their name."""
    try:
        return format_date(date.fromisoformat(text))
    except ValueError:
        return _names().get(text, text)


def _names() -> dict[str, str]:
    return {model._meta.db_table: str(model._meta.verbose_name) for model in apps.get_models()}
