"""Why stock is adjusted, as a company says it, and the account that bears it."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from apps.core.fields import CompanyForeignKey
from apps.core.models import CompanyModel, TranslatedName
from apps.ledger.models import Account
from apps.stock import choices


class Reason(CompanyModel, TranslatedName):
    """Why stock is adjusted, scrapped or written off. Archived, never deleted; once used it keeps kind and account.

    The first in use of a kind, by ``sequence``, is taken where nobody chooses.
    """

    code = models.CharField(_("code"), max_length=20)
    kind = models.CharField(_("kind"), max_length=12, choices=choices.AdjustmentReason)
    account = CompanyForeignKey(
        Account, null=True, blank=True, related_name="+", verbose_name=_("account")
    )
    asks_note = models.BooleanField(
        _("asks for a note"), default=False, help_text=_("Who uses it says in words what happened.")
    )
    sequence = models.PositiveSmallIntegerField(_("sequence"), default=10)
    is_active = models.BooleanField(_("in use"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("adjustment reason")
        verbose_name_plural = _("adjustment reasons")
        ordering: ClassVar[list[str]] = ["sequence", "code"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "code"], name="stock_reason_code_once"),
            models.CheckConstraint(condition=~models.Q(code=""), name="stock_reason_has_code"),
            models.CheckConstraint(
                condition=models.Q(kind__in=choices.AdjustmentReason.values),
                name="stock_reason_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name
