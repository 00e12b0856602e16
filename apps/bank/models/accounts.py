"""The company's accounts at banks."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from apps.companies.models import Currency
from apps.core.fields import CompanyForeignKey, CompanyOneToOneField
from apps.core.models import CompanyModel
from apps.ledger.models import Account, Journal


class BankAccount(CompanyModel):
    """An account at a bank, and the journal and ledger account that mirror it.

    ``account`` is the journal's, kept here so that one ledger account mirrors one bank account only.
    ``csv_columns`` says which column of the bank's CSV files is what; see ``formats.table.Mapping``.
    """

    name = models.CharField(_("name"), max_length=120)
    bank_name = models.CharField(_("bank"), max_length=120, blank=True)
    iban = models.CharField(_("IBAN"), max_length=34, blank=True)
    bic = models.CharField(_("BIC"), max_length=11, blank=True)
    number = models.CharField(
        _("account number"),
        max_length=60,
        blank=True,
        help_text=_("As the bank's files write it, if not as IBAN."),
    )
    currency = models.ForeignKey(
        Currency, models.PROTECT, related_name="+", verbose_name=_("currency")
    )
    journal = CompanyOneToOneField(Journal, related_name="bank_account", verbose_name=_("journal"))
    account = CompanyOneToOneField(
        Account, related_name="bank_account", verbose_name=_("ledger account"), editable=False
    )
    transit_journal = CompanyForeignKey(
        Journal,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("journal for payments in transit"),
        help_text=_(
            "Payment runs book here until the statement shows them; left empty, straight on the bank's account."
        ),
    )
    fee_account = CompanyForeignKey(
        Account,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account for bank fees"),
    )
    write_off_account = CompanyForeignKey(
        Account,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account for small differences"),
    )
    csv_columns = models.JSONField(_("CSV columns"), default=dict, blank=True, editable=False)
    is_active = models.BooleanField(_("in use"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("bank account")
        verbose_name_plural = _("bank accounts")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "iban"],
                name="bank_account_iban_once",
                condition=~models.Q(iban=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the page of the account."""
        return reverse("bank:bankaccount_detail", args=[self.pk])

    @property
    def state(self) -> str:
        """Return ``active`` or ``inactive``, the colour of its badge."""
        return "active" if self.is_active else "inactive"

    @property
    def state_label(self) -> str:
        """Return the state in words."""
        return str(_("In use") if self.is_active else _("Archived"))
