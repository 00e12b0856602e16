"""What the verb asks that reserves goods once more for an order that holds them until a day."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.companies.command_forms import DAY
from apps.core.commands import CommandForm
from apps.sales.services.holding import is_past, proposed_day


class ReserveForm(CommandForm):
    """Until when the goods are held; left empty, the order keeps its day, or the company's days follow a past one."""

    held_until = forms.DateField(label=_("Goods are held until"), widget=DAY, required=False)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["held_until"].initial = lambda: (
            proposed_day() if is_past(self.document) else self.document.held_until
        )
