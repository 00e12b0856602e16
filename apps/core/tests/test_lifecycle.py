"""A life cycle as data."""

from types import SimpleNamespace

import pytest

from apps.core.exceptions import WrongStatus
from apps.core.lifecycle import Lifecycle, Transition

ORDER = Lifecycle(
    [
        Transition("confirm", ("draft",), "confirmed"),
        Transition("cancel", ("draft", "confirmed"), "cancelled"),
        Transition("touch", ("draft",), "draft"),
    ]
)


def test_a_verb_leads_to_its_status():
    order = SimpleNamespace(status="draft")

    ORDER.advance(order, "confirm")

    assert order.status == "confirmed"


def test_a_verb_out_of_turn_says_what_is_wanted_and_what_is():
    with pytest.raises(WrongStatus, match=r"confirm .* must be draft; it is cancelled"):
        ORDER.advance(SimpleNamespace(status="cancelled"), "confirm")


def test_the_verbs_of_a_status_come_in_the_order_they_were_declared():
    assert ORDER.verbs_from("draft") == ["confirm", "cancel", "touch"]
    assert ORDER.verbs_from("cancelled") == []


def test_the_pairs_leave_out_verbs_that_stay():
    assert ORDER.pairs() == {
        ("draft", "confirmed"),
        ("draft", "cancelled"),
        ("confirmed", "cancelled"),
    }
