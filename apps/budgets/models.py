"""Budgets of fiscal years, by account and by value of a dimension."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from apps.budgets.choices import Control
from apps.core.fields import CompanyForeignKey, MoneyField
from apps.core.models import CompanyModel, user_fk
from apps.ledger.models import Account, DimensionValue, FiscalYear, Period
from apps.ledger.models.books import AMOUNT_LIMIT


class Budget(CompanyModel):
    """What a company means to earn and spend in a fiscal year, in its currency."""

    name = models.CharField(_("name"), max_length=120)
    fiscal_year = CompanyForeignKey(
        FiscalYear, related_name="budgets", verbose_name=_("fiscal year")
    )
    control = models.CharField(
        _("when it is used up"), max_length=5, choices=Control, default=Control.WATCH
    )
    is_active = models.BooleanField(_("in use"), default=True)
    notes = models.TextField(_("notes"), blank=True)
    created_by = user_fk(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("budget")
        verbose_name_plural = _("budgets")
        permissions: ClassVar[list[Any]] = [("exceed_budget", "Can post beyond a budget")]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "fiscal_year", "name"], name="budget_name_once"
            ),
            models.CheckConstraint(
                condition=models.Q(control__in=Control.values), name="budget_control_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("budgets:budget_detail", args=[self.pk])

    @property
    def state(self) -> str:
        """Return whether it is in use, as a code for the badge."""
        return "active" if self.is_active else "inactive"

    @property
    def state_label(self) -> str:
        """Return the state in words."""
        return str(_("In use") if self.is_active else _("Switched off"))


class BudgetLine(CompanyModel):
    """An amount for an account, on its usual side: for one period, or spread evenly over those of the year."""

    budget = CompanyForeignKey(Budget, models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField(default=0)
    account = CompanyForeignKey(Account, related_name="+", verbose_name=_("account"))
    value = CompanyForeignKey(
        DimensionValue, null=True, blank=True, related_name="+", verbose_name=_("for")
    )
    period = CompanyForeignKey(
        Period, null=True, blank=True, related_name="+", verbose_name=_("period")
    )
    amount = MoneyField(_("amount"))

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["budget", "account", "value", "period"],
                name="budget_line_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gte=0, amount__lt=AMOUNT_LIMIT),
                name="budget_amount_not_negative",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "account"], name="budget_line_by_account"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.amount}"
