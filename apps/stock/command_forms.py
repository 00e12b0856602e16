"""What the verbs of goods on their way, and of goods on hold, ask before they run."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.companies.command_forms import DateForm
from apps.core.commands import CommandForm
from apps.core.formatting import format_date, format_quantity
from apps.core.lookups import LookupField, LookupForm
from apps.core.numbers import NumberField
from apps.stock.choices import AdjustmentReason
from apps.stock.formfields import PlaceField
from apps.stock.on_hold import receipt_lines_of
from apps.stock.reasons import reasons_in_use


class OnTheWayForm(DateForm):
    """How much of each line leaves the way, all of it unless said otherwise; stock unit."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.of_lines = {}
        rows = self.document.transit_lines.filter(open_quantity__gt=0).select_related(
            "product__unit", "lot"
        )
        for row in rows.order_by("line__position", "pk"):
            name = f"line_{row.line_id.hex}"
            self.of_lines[name] = row.line_id
            goods = f"{row.product} {row.lot}" if row.lot else str(row.product)
            self.fields[name] = NumberField(
                label=f"{goods} ({row.product.unit.code})",
                min_value=0,
                max_value=row.open_quantity,
                max_digits=19,
                decimal_places=6,
                initial=row.open_quantity,
            )

    def clean(self) -> dict[str, Any]:
        """Return what the service takes: the day, what else is asked, and the quantities by line."""
        values = super().clean() or self.cleaned_data
        quantities = {pk: values[name] for name, pk in self.of_lines.items() if name in values}
        others = {name: value for name, value in values.items() if name not in self.of_lines}
        return {**others, "quantities": quantities}


class ReceiveForm(LookupForm, OnTheWayForm):
    """What has arrived, and where it is put."""

    location = PlaceField(
        label=_("Put into"),
        required=False,
        help_text=_("Empty: where the transfer meant it to go."),
    )


class LoseForm(LookupForm, OnTheWayForm):
    """What never arrived, and why."""

    why = LookupField(
        reasons_in_use(AdjustmentReason.LOST),
        label=_("Reason"),
        required=False,
        empty_label=_("the usual one"),
    )
    reason = forms.CharField(label=_("What happened"), max_length=200)


class ReturnForm(DateForm):
    """The day goods on their way turn back, and why."""

    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


class HeldForm(CommandForm):
    """How much of what lies on hold is decided on, all of it unless said otherwise, and why."""

    quantity = NumberField(label=_("Quantity"), min_value=0, max_digits=19, decimal_places=6)
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        unit = self.document.product.unit.code
        self.fields["quantity"].label = _("Quantity (%(unit)s)") % {"unit": unit}
        self.fields["quantity"].initial = self.document.on_hand


class ReleaseForm(LookupForm, HeldForm):
    """What is good, and where it goes."""

    location = PlaceField(
        label=_("Put into"), required=False, help_text=_("Empty: where goods go by default.")
    )


class ScrapForm(LookupForm, HeldForm):
    """What is scrapped, and why."""

    why = LookupField(
        reasons_in_use(AdjustmentReason.SCRAP),
        label=_("Reason"),
        required=False,
        empty_label=_("the usual one"),
    )
    field_order = ("quantity", "why", "reason")

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["reason"].label = _("What happened")


class RejectForm(HeldForm):
    """What goes back, and of which receipt."""

    receipt_line = forms.TypedChoiceField(label=_("Receipt"), coerce=UUID)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        unit = self.document.product.unit.code
        choice: Any = self.fields["receipt_line"]
        choice.choices = [
            (str(line.pk), _receipt_words(line, unit)) for line in receipt_lines_of(self.document)
        ]


def _receipt_words(line: Any, unit: str) -> str:
    words = [line.document.number, format_date(line.document.date)]
    if line.document.party:
        words.append(str(line.document.party))
    return " · ".join([*words, format_quantity(line.left, unit)])
