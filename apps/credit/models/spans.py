"""What was open of an item in days now past."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.companies.models import Currency
from apps.core.fields import CompanyForeignKey, MoneyField
from apps.core.models import CompanyModel
from apps.ledger.models import Account, OpenItem
from apps.parties.models import Party


class OpenSpan(CompanyModel):
    """What was open of an item from ``start`` until the day before ``end``, on which a match took from it.

    Kept by a trigger of the matches; what is open since the last match stands on the item itself. A match that
    was undone counts as never made.
    """

    item = CompanyForeignKey(OpenItem, related_name="spans", db_index=False)
    account = CompanyForeignKey(Account, related_name="+", db_index=False)
    party = CompanyForeignKey(Party, null=True, related_name="+", db_index=False)
    side = models.CharField(max_length=6, choices=[("debit", _("Debit")), ("credit", _("Credit"))])
    due_date = models.DateField(_("due"))
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", db_index=False)
    start = models.DateField(_("from"))
    end = models.DateField(_("until"))
    open_amount = MoneyField(_("open"))
    open_currency = MoneyField(_("open in currency"))

    class Meta:
        verbose_name = _("past open amount")
        verbose_name_plural = _("past open amounts")
        permissions: ClassVar[list[Any]] = [
            ("send_statement", "Can send statements of account to parties")
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["company", "end", "start"],
                name="open_span_by_end",
                include=[
                    "item", "account", "party", "side", "due_date", "currency", "open_amount", "open_currency",
                ],
            )
        ]  # fmt: skip
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["item", "start"], name="open_span_once"),
            models.CheckConstraint(
                condition=models.Q(start__lt=models.F("end")), name="open_span_runs_forward"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    open_amount__gte=0,
                    open_amount__lt=10**15,
                    open_currency__gte=0,
                    open_currency__lt=10**15,
                ),
                name="open_span_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start} {self.open_amount}"
