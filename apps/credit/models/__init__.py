"""What was open in days now past; who was reminded of what; what is disputed."""

from apps.credit.models.dunning import Dispute, DunningLetter, DunningLevel, DunningLine, DunningRun
from apps.credit.models.spans import OpenSpan

__all__ = ["Dispute", "DunningLetter", "DunningLevel", "DunningLine", "DunningRun", "OpenSpan"]
