"""Forms of the bank."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.bank.formats.table import DATES, DELIMITERS, ENCODINGS, ROLES, Mapping
from apps.bank.models import BankAccount, BankRule, BankStatementLine, PartyAccount
from apps.bank.parts import AccountPart, ItemPart, Parts
from apps.bank.selectors import accounts_in_use, postings_near
from apps.companies.command_forms import DAY
from apps.companies.formfields import CurrencyField
from apps.companies.selectors import company_in_force
from apps.core.forms import PlumbForm, PlumbModelForm
from apps.core.lookups import LookupField, LookupForm
from apps.core.money import ZERO
from apps.core.numbers import NumberField
from apps.ledger.choices import JournalType
from apps.ledger.models import Account, OpenItem
from apps.parties.models import Party
from apps.payments.selectors import money_journals
from apps.payments.services import discountable

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


def _account_field(label: Any, **kwargs: Any) -> LookupField:
    """Return the choice of an account that no sub-ledger keeps."""
    rows = Account.objects.filter(control="", is_active=True)
    return LookupField(
        rows, url_name="ledger:account_options", code="code", label=label, required=False, **kwargs
    )


def _party_field(label: Any, **kwargs: Any) -> LookupField:
    rows = Party.objects.all()
    return LookupField(rows, url_name="parties:party_options", code="code", label=label, **kwargs)


class BankAccountForm(LookupForm, PlumbModelForm):
    """An account at a bank."""

    currency = CurrencyField(label=_("Currency"))
    fee_account = _account_field(_("Account for bank fees"))
    write_off_account = _account_field(_("Account for small differences"))

    class Meta:
        model = BankAccount
        fields = (
            "name", "bank_name", "iban", "bic", "number", "journal", "currency", "transit_journal",
            "fee_account", "write_off_account", "is_active",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["journal"].queryset = money_journals().filter(type=JournalType.BANK)  # type: ignore[attr-defined]
        self.fields["transit_journal"].queryset = money_journals().filter(  # type: ignore[attr-defined]
            bank_account__isnull=True
        )
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


class ReportForm(PlumbForm):
    """The day of a reconciliation report."""

    on = forms.DateField(label=_("As of"), widget=DAY)


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


class BankRuleForm(LookupForm, PlumbModelForm):
    """A rule for movements that come again and again."""

    account = _account_field(_("Book on account"))
    party = _party_field(_("Or as payment of"), required=False)

    class Meta:
        model = BankRule
        fields = (
            "name", "position", "bank_account", "flow", "text", "amount_from", "amount_to", "account",
            "tax", "party", "mode", "is_active",
        )  # fmt: skip


class PartyAccountForm(LookupForm, PlumbModelForm):
    """A party's account at its bank."""

    party = _party_field(_("Party"))

    class Meta:
        model = PartyAccount
        fields = ("party", "holder", "iban", "bic", "is_payable")


class ReconcileForm(LookupForm, PlumbForm):
    """What the chosen movements are: entries there are, open items, a fee, a difference, money on account."""

    instance = None  # of no row; LookupForm asks
    fee = NumberField(label=_("Bank fee"), max_digits=20, decimal_places=4, required=False)
    fee_account = _account_field(_("Fee account"))
    difference = forms.ChoiceField(
        label=_("What is left over"),
        required=False,
        choices=[
            ("", _("Nothing may be left")),
            ("account", _("Book it on the account below")),
            ("exchange", _("Exchange difference")),
            ("party", _("On account of the party below")),
        ],
    )
    other_account = _account_field(_("Account"))
    party = _party_field(_("Party"), required=False)
    on = forms.DateField(
        label=_("Book on"),
        required=False,
        widget=DAY,
        help_text=_("Left empty, the day of the movement. A later one where its period is closed."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        account: BankAccount,
        lines: list[BankStatementLine],
        items: list[OpenItem],
        opening: Decimal = ZERO,
        q: str = "",
    ) -> None:
        self.account, self.lines, self.items = account, lines, items
        self.opening = opening
        initial = {
            "fee_account": account.fee_account_id,
            "other_account": account.write_off_account_id,
        }
        super().__init__(data, initial=initial)
        self.total = sum((line.amount for line in lines), opening)
        ticked = self._ticked("posting")
        chosen = bool(lines or opening)
        self.postings = postings_near(account, self.total, q, ticked) if chosen else []
        self.discounts = self._offers()
        for item in items:
            self.fields[f"amount-{item.pk}"] = NumberField(
                label=_("Amount"), max_digits=20, decimal_places=4, required=False
            )
        self.harden()

    def _ticked(self, name: str) -> list[str]:
        """Return the rows that were ticked."""
        data: Any = self.data
        return data.getlist(name) if self.is_bound else []

    def _offers(self) -> dict[UUID, dict[str, Any]]:
        """Return, by item, the discounts that are still offered on the day of the movements."""
        paid_on = max((line.date for line in self.lines), default=None)
        if paid_on is None:
            return {}
        offers = discountable(self.items)
        return {pk: offer for pk, offer in offers.items() if paid_on <= offer["last"]}

    def rows(self) -> list[dict[str, Any]]:
        """Return the open items with their fields, for the template."""
        ticked, taken = self._ticked("item"), self._ticked("discount")
        return [
            {
                "item": item,
                "field": self[f"amount-{item.pk}"],
                "ticked": str(item.pk) in ticked,
                "discount": self.discounts.get(item.pk),
                "is_taken": str(item.pk) in taken,
            }
            for item in self.items
        ]

    def _off(self, item: OpenItem) -> Decimal:
        """Return the discount that is taken of an item."""
        offer = self.discounts.get(item.pk)
        is_taken = offer and str(item.pk) in self._ticked("discount")
        return offer["amount"] if offer and is_taken else ZERO

    def booked(self) -> list[dict[str, Any]]:
        """Return the entry lines there are, for the template."""
        ticked = self._ticked("posting")
        own = self.account.currency_id != company_in_force().currency_id
        return [
            {
                "posting": row,
                "amount": row.amount_currency if own else row.debit - row.credit,
                "ticked": str(row.pk) in ticked,
            }
            for row in self.postings
        ]

    def clean(self) -> dict[str, Any]:
        """Check that something is chosen, and that what is left over has a place."""
        values = super().clean() or {}
        if not self.lines and not self.opening:
            raise forms.ValidationError(_("Choose a movement at the left."))
        if values.get("fee") and not values.get("fee_account"):
            self.add_error("fee_account", _("Choose the account of the fee."))
        if values.get("difference") == "account" and not values.get("other_account"):
            self.add_error("other_account", _("Choose the account."))
        if values.get("difference") == "party" and not values.get("party"):
            self.add_error("party", _("Choose the party."))
        return values

    def _chosen(self) -> tuple[list[OpenItem], list[dict[str, Any]]]:
        """Return the open items and the entry lines that are ticked."""
        items, booked = set(self._ticked("item")), set(self._ticked("posting"))
        return (
            [item for item in self.items if str(item.pk) in items],
            [row for row in self.booked() if str(row["posting"].pk) in booked],
        )

    def left(self) -> Decimal | None:
        """Return what the choice leaves of the movements; None while an amount is none, or over currencies."""
        items, booked = self._chosen()
        amounts = {"fee", *(f"amount-{item.pk}" for item in items)}
        foreign = any(item.currency_id != self.account.currency_id for item in items)
        if foreign or amounts & self.errors.keys():
            return None
        values = self.cleaned_data
        left = self.total + (values.get("fee") or ZERO)
        left -= sum((row["amount"] for row in booked), ZERO)
        for item in items:
            amount = values.get(f"amount-{item.pk}") or item.open_currency - self._off(item)
            left -= amount if item.side == "debit" else -amount
        return left

    def parts(self) -> Parts:
        """Return what was chosen; what is left over goes where it was said."""
        values = self.cleaned_data
        items, booked = self._chosen()
        left = self.left() or ZERO
        accounts = []
        if values.get("fee"):
            accounts.append(
                AccountPart(values["fee_account"].pk, -values["fee"], memo=str(_("Bank fee")))
            )
        kind = values.get("difference")
        if left and kind == "account":
            accounts.append(AccountPart(values["other_account"].pk, left))
        return Parts(
            postings=tuple(row["posting"].pk for row in booked),
            items=tuple(
                ItemPart(i.pk, values.get(f"amount-{i.pk}"), bool(self._off(i))) for i in items
            ),
            accounts=tuple(accounts),
            party_id=values["party"].pk if kind == "party" else None,
            on_account=left if kind == "party" else ZERO,
            exchange=kind == "exchange",
        )
