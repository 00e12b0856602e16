"""What entry lines are analysed by, besides the account: cost centre, project, region, or the company's own."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from apps.core.fields import CompanyForeignKey
from apps.core.models import CompanyModel, TranslatedName
from apps.ledger import choices
from apps.ledger.models.books import Account


class Dimension(CompanyModel, TranslatedName):
    """One way to analyse the books. Never deleted: lines name it."""

    code = models.CharField(_("code"), max_length=20)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("dimension")
        verbose_name_plural = _("dimensions")
        ordering: ClassVar[list[str]] = ["position", "code"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "code"], name="dimension_code_once"),
        ]

    def __str__(self) -> str:
        return self.display_name


class DimensionValue(CompanyModel, TranslatedName):
    """A cost centre, a project: a node in the tree of its dimension. Never deleted, never moved to another."""

    dimension = CompanyForeignKey(Dimension, related_name="values", verbose_name=_("dimension"))
    code = models.CharField(_("code"), max_length=20)
    parent = CompanyForeignKey(
        "self", null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("dimension value")
        verbose_name_plural = _("dimension values")
        ordering: ClassVar[list[str]] = ["code"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "dimension", "code"], name="dimension_value_code_once"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_to__isnull=True)
                | models.Q(valid_from__lte=models.F("valid_to")),
                name="dimension_value_runs_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.display_name}"


class DimensionRule(CompanyModel):
    """Whether the lines of an account, or of a type of accounts, need a dimension, may not have it, or get a default.

    The rule of an account comes before the rule of its type.
    """

    dimension = CompanyForeignKey(Dimension, related_name="rules", verbose_name=_("dimension"))
    account = CompanyForeignKey(
        Account, null=True, blank=True, related_name="dimension_rules", verbose_name=_("account")
    )
    account_type = models.CharField(
        _("all accounts of a type"), max_length=24, choices=choices.AccountType, blank=True
    )
    policy = models.CharField(_("rule"), max_length=10, choices=choices.DimensionPolicy)
    default = CompanyForeignKey(
        DimensionValue, null=True, blank=True, related_name="+", verbose_name=_("default value")
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("dimension rule")
        verbose_name_plural = _("dimension rules")
        ordering: ClassVar[list[str]] = ["account_type", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "dimension", "account"], name="dimension_rule_once_per_account"
            ),
            models.UniqueConstraint(
                fields=["company", "dimension", "account_type"],
                condition=~models.Q(account_type=""),
                name="dimension_rule_once_per_type",
            ),
            models.CheckConstraint(
                condition=models.Q(account__isnull=False, account_type="")
                | models.Q(account__isnull=True, account_type__in=choices.AccountType.values),
                name="dimension_rule_one_subject",
            ),
            models.CheckConstraint(
                condition=models.Q(policy__in=choices.DimensionPolicy.values),
                name="dimension_rule_policy_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(policy="forbidden") | models.Q(default__isnull=True),
                name="dimension_rule_forbidden_has_no_default",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dimension_id} {self.policy}"
