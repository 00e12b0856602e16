"""How movements and the books are brought together: reconciliations, rules, and the accounts of parties."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from apps.bank.choices import Flow, ReconciliationStatus, RuleMode
from apps.bank.models.accounts import BankAccount
from apps.bank.models.statements import BankStatementLine
from apps.core.fields import CompanyForeignKey, MoneyField
from apps.core.models import CompanyModel, user_fk
from apps.ledger.models import Account, EntryLine, Tax
from apps.parties.models import Party


class Reconciliation(CompanyModel):
    """Movements of a bank account and lines of its ledger account that come to the same sum.

    ``line_count`` and ``posting_count`` are declared at birth, so a reconciliation never grows. Undoing frees both
    sides. ``opening_amount`` is what of the balance the first statement opened with is accounted for.
    """

    bank_account = CompanyForeignKey(
        BankAccount, related_name="reconciliations", verbose_name=_("bank account")
    )
    status = models.CharField(
        _("status"),
        max_length=6,
        choices=ReconciliationStatus,
        default=ReconciliationStatus.DONE,
        editable=False,
    )
    date = models.DateField(_("date"))
    line_count = models.PositiveIntegerField()
    posting_count = models.PositiveIntegerField()
    opening_amount = MoneyField(_("of the opening balance"), default=0)
    payments = models.JSONField(default=list, editable=False)
    matches = models.JSONField(default=list, editable=False)
    rule = CompanyForeignKey(
        "BankRule", null=True, blank=True, related_name="+", verbose_name=_("rule")
    )
    actor = user_fk(null=True, verbose_name=_("by"))
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reconciliation")
        verbose_name_plural = _("reconciliations")
        permissions: ClassVar[list[Any]] = [
            ("undo_reconciliation", "Can undo a reconciliation"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(status__in=ReconciliationStatus.values),
                name="reconciliation_status_known",
            ),
            models.CheckConstraint(
                condition=models.Q(posting_count__gte=1), name="reconciliation_has_a_posting"
            ),
            models.CheckConstraint(
                condition=models.Q(opening_amount__gt=-(10**15), opening_amount__lt=10**15),
                name="reconciliation_opening_is_a_number",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["company", "bank_account", "-id"], name="reconciliation_by_account"
            )
        ]

    def __str__(self) -> str:
        return str(_("reconciliation"))

    def get_absolute_url(self) -> str:
        """Return the page of the reconciliation."""
        return reverse("bank:reconciliation_detail", args=[self.pk])


class ReconciledLine(CompanyModel):
    """A movement a reconciliation accounts for; it is accounted for once."""

    reconciliation = CompanyForeignKey(Reconciliation, related_name="lines")
    line = CompanyForeignKey(BankStatementLine, related_name="reconciled")
    position = models.PositiveIntegerField()
    active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("reconciled movement")
        verbose_name_plural = _("reconciled movements")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["line"],
                name="statement_line_reconciled_once",
                condition=models.Q(active=True),
            ),
            models.UniqueConstraint(
                fields=["reconciliation", "position"], name="reconciled_line_place_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.line_id)


class ReconciledPosting(CompanyModel):
    """A line of the bank's ledger account a reconciliation accounts for; it is accounted for once."""

    reconciliation = CompanyForeignKey(Reconciliation, related_name="postings")
    posting = CompanyForeignKey(EntryLine, related_name="reconciled")
    position = models.PositiveIntegerField()
    active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("reconciled entry line")
        verbose_name_plural = _("reconciled entry lines")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["posting"], name="posting_reconciled_once", condition=models.Q(active=True)
            ),
            models.UniqueConstraint(
                fields=["reconciliation", "position"], name="reconciled_posting_place_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.posting_id)


class BankRule(CompanyModel):
    """What a movement is when its text and amount are of a kind: an account with tax, or money of a party.

    ``text`` holds words that must all occur in name or text; ``*`` stands for anything within a word.
    """

    name = models.CharField(_("name"), max_length=120)
    position = models.PositiveSmallIntegerField(
        _("order"), default=10, help_text=_("The first rule that fits is taken.")
    )
    bank_account = CompanyForeignKey(
        BankAccount,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("only on this bank account"),
    )
    flow = models.CharField(_("direction"), max_length=4, choices=Flow, default=Flow.BOTH)
    text = models.CharField(
        _("text contains"),
        max_length=200,
        blank=True,
        help_text=_("All these words; * stands for anything, as in INS*."),
    )
    amount_from = MoneyField(_("amount from"), null=True, blank=True)
    amount_to = MoneyField(_("amount to"), null=True, blank=True)
    account = CompanyForeignKey(
        Account, null=True, blank=True, related_name="+", verbose_name=_("book on account")
    )
    tax = CompanyForeignKey(
        Tax, null=True, blank=True, related_name="+", verbose_name=_("tax included")
    )
    party = CompanyForeignKey(
        Party, null=True, blank=True, related_name="+", verbose_name=_("or as payment of")
    )
    mode = models.CharField(_("then"), max_length=8, choices=RuleMode, default=RuleMode.SUGGEST)
    is_active = models.BooleanField(_("in use"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("bank rule")
        verbose_name_plural = _("bank rules")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(account__isnull=False, party__isnull=True)
                | models.Q(account__isnull=True, party__isnull=False, tax__isnull=True),
                name="bank_rule_leads_somewhere",
            ),
            models.CheckConstraint(
                condition=~models.Q(text="")
                | models.Q(amount_from__isnull=False)
                | models.Q(amount_to__isnull=False),
                name="bank_rule_asks_something",
            ),
            models.CheckConstraint(
                condition=models.Q(flow__in=Flow.values, mode__in=RuleMode.values),
                name="bank_rule_words_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> str:
        """Return ``active`` or ``inactive``, the colour of its badge."""
        return "active" if self.is_active else "inactive"

    @property
    def state_label(self) -> str:
        """Return the state in words."""
        return str(_("In use") if self.is_active else _("Archived"))


class PartyAccount(CompanyModel):
    """An account of a party at its bank: where it is paid, and by which its movements are known."""

    party = CompanyForeignKey(Party, related_name="bank_accounts", verbose_name=_("party"))
    holder = models.CharField(
        _("holder"), max_length=70, blank=True, help_text=_("If other than the party's name.")
    )
    iban = models.CharField(_("IBAN or account number"), max_length=60)
    bic = models.CharField(_("BIC"), max_length=11, blank=True)
    is_payable = models.BooleanField(
        _("pay here"),
        default=False,
        help_text=_("Payment runs pay to it; an account only seen on a statement is not paid."),
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("bank account of a party")
        verbose_name_plural = _("bank accounts of parties")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "party", "iban"], name="party_account_once"),
            models.UniqueConstraint(
                fields=["company", "party"],
                name="party_account_one_to_pay",
                condition=models.Q(is_payable=True),
            ),
        ]

    def __str__(self) -> str:
        return self.iban
