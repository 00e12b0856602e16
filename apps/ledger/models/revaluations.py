"""What foreign currency was worth at the end of a period, and what was booked for it."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.companies.models import Currency
from apps.core.fields import CompanyForeignKey, CompanyOneToOneField, MoneyField, RateField
from apps.core.models import CompanyModel, user_fk
from apps.ledger.models.books import Account
from apps.ledger.models.entries import Entry, OpenItem
from apps.parties.models import Party


class Revaluation(CompanyModel):
    """One run of the revaluation of a day: its entry, and the reversal on the day after. Append-only.

    A day may have several: each books what the ones before it had not.
    """

    number = models.CharField(_("number"), max_length=40)
    date = models.DateField(_("date"))
    result = MoneyField(_("result"), help_text=_("Company currency; a gain is positive."))
    entry = CompanyOneToOneField(Entry, related_name="revaluation")
    reversal = CompanyOneToOneField(Entry, related_name="revaluation_reversed")
    actor = user_fk(null=True, verbose_name=_("posted by"))
    created_at = models.DateTimeField(_("posted at"), default=timezone.now)

    class Meta:
        verbose_name = _("revaluation")
        verbose_name_plural = _("revaluations")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "number"], name="ledger_revaluation_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(result__gt=-(10**15), result__lt=10**15),
                name="ledger_revaluation_is_a_number",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "-date", "-id"], name="ledger_revaluation_by_date")
        ]

    def get_absolute_url(self) -> str:
        """Return the page of the revaluation."""
        return reverse("ledger:revaluation_detail", args=[self.pk])

    def __str__(self) -> str:
        return self.number


class RevaluationLine(CompanyModel):
    """One open item, or the balance of an account kept in a foreign currency, at the closing rate. Append-only.

    Amounts are debit less credit. ``booked`` leaves out what revaluations of the same day added; that is ``earlier``.
    revalued = round(amount_currency * rate); posted = revalued - booked - earlier.
    """

    revaluation = CompanyForeignKey(Revaluation, related_name="lines", db_index=False)
    line_no = models.PositiveIntegerField()
    account = CompanyForeignKey(Account, related_name="+", db_index=False)
    item = CompanyForeignKey(OpenItem, null=True, related_name="revaluations")
    party = CompanyForeignKey(Party, null=True, related_name="+", db_index=False)
    text = models.CharField(_("document"), max_length=250, blank=True)
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", db_index=False)
    amount_currency = MoneyField(_("amount in currency"))
    booked = MoneyField(_("booked"))
    rate = RateField(_("closing rate"))
    rate_date = models.DateField(_("rate of"))
    revalued = MoneyField(_("at closing rate"))
    earlier = MoneyField(_("booked for this day before"))
    posted = MoneyField(_("difference booked"))

    class Meta:
        verbose_name = _("revaluation line")
        verbose_name_plural = _("revaluation lines")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["revaluation", "line_no"], name="revaluation_line_number_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(posted=0)
                & models.Q(
                    posted=models.F("revalued") - models.F("booked") - models.F("earlier"),
                    posted__gt=-(10**15),
                    posted__lt=10**15,
                ),
                name="revaluation_line_adds_up",
            ),
            models.CheckConstraint(
                condition=models.Q(rate__gt=0, rate__lt=10**10), name="revaluation_rate_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text} {self.posted}"
