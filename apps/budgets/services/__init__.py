"""Commands of budgets: ``from apps.budgets import services as budgets``."""

from apps.budgets.services.saving import WrongLine, save_budget
from apps.budgets.services.watching import OverBudget, Spending, require_room

__all__ = ["OverBudget", "Spending", "WrongLine", "require_room", "save_budget"]
