"""Commands of replenishment: ``from apps.replenishment import services as replenishment``."""

from apps.replenishment.services.deciding import (
    NoSupplier,
    NothingChosen,
    RunGoing,
    accept_proposal,
    accept_proposals,
    dismiss_proposal,
)
from apps.replenishment.services.proposing import Outcome, ask_run, propose
from apps.replenishment.services.rules import WrongRule, save_rule

__all__ = [
    "NoSupplier",
    "NothingChosen",
    "Outcome",
    "RunGoing",
    "WrongRule",
    "accept_proposal",
    "accept_proposals",
    "ask_run",
    "dismiss_proposal",
    "propose",
    "save_rule",
]
