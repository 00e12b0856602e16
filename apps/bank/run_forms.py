"""The form of a payment run: from which account, on which day, and which of the items on offer."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.bank.models import BankAccount, PaymentRun
from apps.bank.paying import Choice, Payable, Payee, payees
from apps.bank.selectors import accounts_in_use
from apps.companies.command_forms import DAY
from apps.companies.selectors import company_in_force
from apps.core.commands import CommandForm
from apps.core.forms import PlumbForm
from apps.core.lookups import LookupField, LookupForm
from apps.core.money import ZERO
from apps.core.numbers import NumberField
from apps.parties.models import Party

USUAL_DAYS = 7


class ReasonForm(CommandForm):
    """Why a run is sent back or withdrawn."""

    reason = forms.CharField(label=_("Reason"), max_length=250)


class RunForm(LookupForm, PlumbForm):
    """What is on offer for an account and a day, and what of it is chosen.

    Unbound, everything on offer is chosen; of a draft, what it holds.
    """

    instance = None  # of no row; LookupForm asks
    bank_account = forms.ModelChoiceField(BankAccount.objects.none(), label=_("Bank account"))
    on = forms.DateField(label=_("Pay on"), widget=DAY)
    due_by = forms.DateField(label=_("Due by"), widget=DAY)
    party = LookupField(
        Party.objects.filter(is_supplier=True),
        url_name="parties:party_options",
        code="code",
        label=_("Supplier"),
        required=False,
    )
    early = forms.BooleanField(label=_("Also what still has a discount"), required=False)

    def __init__(
        self, data: Any = None, *, run: PaymentRun | None = None, choosing: bool = False
    ) -> None:
        self.run, self.choosing = run, choosing
        today = company_in_force().today()
        accounts = accounts_in_use()
        first = run.bank_account if run else accounts.first()
        day = run.date if run else today
        initial = {
            "bank_account": first, "on": day, "due_by": day + timedelta(days=USUAL_DAYS), "early": True,
        }  # fmt: skip
        super().__init__(data, initial=initial)
        self.fields["bank_account"].queryset = accounts  # type: ignore[attr-defined]
        self.kept = {line.item_id: line for line in run.lines.all()} if run and not choosing else {}
        self.payees: list[Payee] = self._offer(initial)
        for row in self._rows():
            self.fields[f"amount-{row.item.pk}"] = NumberField(
                label=_("Amount of %s") % row.item.name,
                max_digits=20,
                decimal_places=4,
                required=False,
            )
        self.harden()

    def _offer(self, initial: dict[str, Any]) -> list[Payee]:
        """Return what the head of the form asks for; nothing while that is wrong."""
        if self.is_bound:
            heads = {
                name: self[name] for name in ("bank_account", "on", "due_by", "party", "early")
            }
            try:
                values = {n: self.fields[n].clean(bound.data) for n, bound in heads.items()}
            except forms.ValidationError:
                return []
        else:
            values = {**initial, "party": None}
        if values["bank_account"] is None:
            return []
        return payees(
            values["bank_account"],
            on=values["on"],
            due_by=values["due_by"],
            party=values["party"],
            with_discounts=values["early"],
            run=self.run,
        )

    def _rows(self) -> list[Payable]:
        return [row for payee in self.payees for row in payee.rows]

    def _ticked(self, name: str) -> set[str]:
        data: Any = self.data
        return set(data.getlist(name)) if self.choosing else set()

    def groups(self) -> list[dict[str, Any]]:
        """Return the suppliers with their rows and fields, for the template."""
        ticked, taken = self._ticked("item"), self._ticked("discount")
        return [
            {"payee": payee, "rows": [self._shown(row, ticked, taken) for row in payee.rows]}
            for payee in self.payees
        ]

    def _shown(self, row: Payable, ticked: set[str], taken: set[str]) -> dict[str, Any]:
        key = row.item.pk
        kept = self.kept.get(key)
        is_chosen, is_taken = not self.kept or kept is not None, bool(row.discount)
        if self.choosing:
            is_chosen, is_taken = str(key) in ticked, str(key) in taken
        elif kept is not None:
            is_taken = bool(kept.discount)
        field = self[f"amount-{key}"]
        part = kept is not None and kept.amount != row.item.open_currency
        if part and not self.is_bound:
            field.initial = kept.amount  # type: ignore[union-attr]
        return {"row": row, "field": field, "is_chosen": is_chosen, "is_taken": is_taken}

    def choices(self) -> list[Choice]:
        """Return what was chosen, for the service."""
        ticked, taken = self._ticked("item"), self._ticked("discount")
        return [
            Choice(
                row.item.pk,
                self.cleaned_data.get(f"amount-{row.item.pk}"),
                take_discount=bool(row.discount) and str(row.item.pk) in taken,
            )
            for row in self._rows()
            if str(row.item.pk) in ticked
        ]

    def outcome(self) -> dict[str, Any]:
        """Return what the chosen come to: transfers, total, discount, and suppliers nothing can be paid to."""
        shown = self.groups()
        sums: dict[UUID, Decimal] = {}
        saved, homeless = ZERO, []
        for group in shown:
            chosen = [entry for entry in group["rows"] if entry["is_chosen"]]
            if not chosen:
                continue
            party = group["payee"].party
            if group["payee"].account is None:
                homeless.append(party)
            cuts = sum((e["row"].discount for e in chosen if e["is_taken"]), ZERO)
            saved += cuts
            sums[party.pk] = sum((self._signed(e) for e in chosen), ZERO) - cuts
        return {
            "transfers": len(sums),
            "total": sum(sums.values(), ZERO),
            "saved": saved,
            "homeless": homeless,
        }

    def _signed(self, shown: dict[str, Any]) -> Decimal:
        row = shown["row"]
        typed = self.cleaned_data.get(f"amount-{row.item.pk}") if self.is_bound else None
        kept = self.kept.get(row.item.pk)
        amount = typed or (kept.amount if kept and not self.is_bound else row.item.open_currency)
        return -amount if row.is_credit else amount
