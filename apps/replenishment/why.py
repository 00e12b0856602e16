"""Why a proposal says what it says: its figures at the time, as a sum and in sentences."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.core.formatting import format_date, format_quantity
from apps.core.money import ZERO, round_half_up
from apps.replenishment.choices import Method
from apps.replenishment.models import Proposal


def sum_of(proposal: Proposal) -> list[dict[str, Any]]:
    """Return what is projected as a sum: what lies there, what is promised, asked for and on its way."""
    until = {"day": format_date(proposal.due_date)}
    rows = [
        ("", _("On hand"), proposal.on_hand),
        ("−", _("Reserved for orders"), proposal.reserved),
        ("−", _("Asked for until %(day)s and not reserved") % until, proposal.demand),
        ("+", _("On its way until %(day)s") % until, proposal.incoming),
        ("=", _("Would be left"), proposal.projected),
    ]
    return [
        {"sign": sign, "label": label, "value": value, "is_sum": sign == "="}
        for sign, label, value in rows
    ]


def sentences(proposal: Proposal) -> list[str]:
    """Return how the quantity follows from what would be left, in plain words."""
    told = []
    if proposal.method == Method.DEMAND:
        told.append(_demand(proposal))
    told.append(_missing(proposal))
    if rounding := _rounding(proposal):
        told.append(rounding)
    return told


def _told(proposal: Proposal, quantity: Decimal) -> str:
    return format_quantity(quantity, proposal.product.unit.code)


def _demand(proposal: Proposal) -> str:
    daily = proposal.daily_demand or ZERO
    leaves = ngettext(
        "In the last %(days)s day %(daily)s left per day.",
        "In the last %(days)s days %(daily)s left per day.",
        proposal.demand_days,
    ) % {"days": proposal.demand_days, "daily": _told(proposal, round_half_up(daily, 2))}
    point = ngettext(
        "For %(days)s day until goods arrive that is %(need)s, and %(safety)s stay as safety stock.",
        "For %(days)s days until goods arrive that is %(need)s, and %(safety)s stay as safety stock.",
        proposal.lead_days,
    ) % {
        "days": proposal.lead_days,
        "need": _told(proposal, round_half_up(daily * proposal.lead_days, 2)),
        "safety": _told(proposal, proposal.safety_stock),
    }
    return f"{leaves} {point}"


def _missing(proposal: Proposal) -> str:
    values = {
        "left": _told(proposal, proposal.projected),
        "minimum": _told(proposal, proposal.minimum),
        "target": _told(proposal, proposal.target),
        "need": _told(proposal, proposal.target - proposal.projected),
    }
    if proposal.method == Method.ORDER:
        return _("Orders ask for %(need)s more than there is.") % values
    return (
        _(
            "%(left)s would be left, below %(minimum)s; to come up to %(target)s, %(need)s are missing."
        )
        % values
    )


def _rounding(proposal: Proposal) -> str:
    """Return how the order came to be larger than what is missing, "" when it is not."""
    need = proposal.target - proposal.projected
    if proposal.quantity == need:
        return ""
    values = {
        "least": _told(proposal, proposal.minimum_order),
        "multiple": _told(proposal, proposal.order_multiple),
        "quantity": _told(proposal, proposal.quantity),
    }
    if proposal.minimum_order > need:
        return (
            _("The smallest order is %(least)s, in multiples of %(multiple)s: %(quantity)s.")
            % values
        )
    return _("It is sold in multiples of %(multiple)s: %(quantity)s.") % values
