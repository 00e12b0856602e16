"""Forms of the bank."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.bank.formats.table import DATES, DELIMITERS, ENCODINGS, ROLES, Mapping
from apps.bank.models import BankAccount
from apps.bank.selectors import accounts_in_use
from apps.companies.formfields import CurrencyField
from apps.companies.selectors import company_in_force
from apps.core.forms import PlumbForm, PlumbModelForm
from apps.core.numbers import NumberField
from apps.ledger.choices import JournalType
from apps.payments.selectors import money_journals

DELIMITER_WORDS = {",": _("Comma"), ";": _("Semicolon"), "\t": _("Tab"), "|": _("Bar")}
ROLE_WORDS = {
    "date": _("Date"),
    "value_date": _("Value date"),
    "amount": _("Amount"),
    "money_in": _("Money in"),
    "money_out": _("Money out"),
    "text": _("Text"),
    "name": _("Name"),
    "iban": _("Counterparty account"),
    "reference": _("Bank's reference"),
    "balance": _("Balance"),
}


class BankAccountForm(PlumbModelForm):
    """An account at a bank."""

    currency = CurrencyField(label=_("Currency"))

    class Meta:
        model = BankAccount
        fields = ("name", "bank_name", "iban", "bic", "number", "journal", "currency", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["journal"].queryset = money_journals().filter(type=JournalType.BANK)  # type: ignore[attr-defined]
        self.fields["iban"].widget.attrs["maxlength"] = 50
        if self.instance._state.adding:
            self.initial.setdefault("currency", company_in_force().currency_id)


class ImportForm(PlumbForm):
    """A file of statements for one bank account."""

    bank_account = forms.ModelChoiceField(BankAccount.objects.none(), label=_("Bank account"))
    file = forms.FileField(
        label=_("File"),
        help_text=_("camt.053, MT940, OFX or CSV, at most 10 MB."),
        allow_empty_file=True,
        max_length=400,
    )
    closing = NumberField(
        label=_("Closing balance"),
        max_digits=20,
        decimal_places=4,
        required=False,
        help_text=_("Only for CSV files without a column for the balance."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        accounts = accounts_in_use()
        self.fields["bank_account"].queryset = accounts  # type: ignore[attr-defined]
        if len(accounts[:2]) == 1:
            self.fields["bank_account"].initial = accounts[0]


class ColumnsForm(PlumbForm):
    """How the CSV files of an account are written, with the first lines of one to look at."""

    file = forms.FileField(
        label=_("A CSV file of the bank"),
        required=False,
        help_text=_("Its first lines are shown below; nothing is imported here."),
    )
    sample = forms.CharField(
        label=_("First lines"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6, "class": "wide code", "spellcheck": "false"}),
    )
    delimiter = forms.ChoiceField(
        label=_("Columns are parted by"), choices=[(d, DELIMITER_WORDS[d]) for d in DELIMITERS]
    )
    encoding = forms.ChoiceField(label=_("Encoding"), choices=[(e, e.upper()) for e in ENCODINGS])
    decimal = forms.ChoiceField(
        label=_("Decimal sign"), choices=[(".", "1234.50"), (",", "1234,50")]
    )
    date_format = forms.ChoiceField(label=_("Dates"), choices=list(DATES.items()))
    skip = forms.IntegerField(label=_("Lines before the headings"), min_value=0, max_value=50)
    header = forms.BooleanField(label=_("There is a line of headings"), required=False)

    def __init__(self, *args: Any, headings: list[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "–"), *((h, h) for h in dict.fromkeys(headings or ()))]
        for role in ROLES:
            self.fields[role] = forms.ChoiceField(
                label=ROLE_WORDS[role], choices=choices, required=False
            )

    def mapping(self) -> Mapping:
        """Return what was chosen."""
        values = self.cleaned_data
        columns = {role: values[role] for role in ROLES if values.get(role)}
        return Mapping(
            delimiter=values["delimiter"],
            encoding=values["encoding"],
            decimal=values["decimal"],
            date_format=values["date_format"],
            skip=values["skip"],
            header=values["header"],
            columns=columns,
        )
