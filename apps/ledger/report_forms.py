"""What a report is asked for with: days, columns, values of dimensions, a number of the chain."""

from typing import Any

from django import forms
from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.companies.command_forms import DAY
from apps.core.context import company_id
from apps.core.forms import PlumbForm
from apps.core.numbers import NumberField
from apps.ledger.formfields import by_dimension
from apps.ledger.models import DimensionValue, Seal
from apps.ledger.questions import WITHOUT
from apps.ledger.spans import BY_VALUE, Columns

Choice = tuple[str, Any]


class SpanForm(PlumbForm):
    """From which day to which a report runs."""

    first = forms.DateField(label=_("From"), widget=DAY)
    last = forms.DateField(label=_("To"), widget=DAY)

    def clean(self) -> dict[str, Any] | None:
        """Refuse a span that runs backwards."""
        values = super().clean()
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and first > last:
            self.add_error("last", _("Choose a day after the first one."))
        return values


class AccountSpanForm(SpanForm):
    """The span of an account's statement, the lines it counts, and the number of the chain it is of."""

    only = forms.ChoiceField(label=_("Only"), required=False)
    number = forms.IntegerField(label=_("Up to entry no."), required=False, min_value=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        values = DimensionValue.objects.filter(company_id=company_id())
        self.dimensions = by_dimension(
            values.select_related("dimension").order_by(
                "dimension__position", "dimension__code", "code"
            )
        )
        fields: dict[str, Any] = self.fields
        if not self.dimensions:
            del fields["only"]
            return
        fields["only"].choices = [("", gettext("Every line")), *map(_values, self.dimensions)]
        fields["only"].widget.attrs["data-combobox"] = True

    def clean_number(self) -> int | None:
        """Refuse a number the chain has not reached."""
        number: int | None = self.cleaned_data["number"]
        head = Seal.objects.filter(company_id=company_id()).aggregate(head=Max("number"))["head"]
        if number is not None and number > (head or 0):
            raise forms.ValidationError(
                gettext("Choose a number up to %(head)d, the last of the chain.")
                % {"head": head or 0}
            )
        return number


class StatementForm(AccountSpanForm):
    """The same for a statement, and what stands in its columns."""

    columns = forms.ChoiceField(label=_("Columns"), required=False)
    field_order = ("first", "last", "columns", "only", "number")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["columns"].choices = [
            *Columns.choices,
            *(
                (f"{BY_VALUE}{row.pk}", gettext("By %(dimension)s") % {"dimension": row})
                for row, _values in self.dimensions
            ),
        ]

    def clean_columns(self) -> str:
        """Take one column when nothing was chosen."""
        return self.cleaned_data["columns"] or Columns.TOTAL


class OpeningForm(PlumbForm):
    """A file of opening balances, its day, and the total that proves it."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV (UTF-8) or XLSX, at most 10 MB and 20,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    on = forms.DateField(label=_("Date"), widget=DAY)
    control_total = NumberField(
        label=_("Control total"),
        help_text=_("Sum of the debits, as the program before shows it."),
        min_value=0,
        decimal_places=3,
    )
    balance = forms.BooleanField(
        label=_("Book the difference to opening balances"),
        required=False,
        help_text=_("For a part of the books, such as open invoices alone."),
    )


def _values(group: tuple[Any, list[Any]]) -> tuple[str, list[Choice]]:
    dimension, values = group
    without = (
        f"{WITHOUT}{dimension.pk}",
        gettext("Without %(dimension)s") % {"dimension": dimension},
    )
    return str(dimension), [*((str(row.pk), str(row)) for row in values), without]
