"""What banks told us: files, the statements in them, their lines. All append-only."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.bank.choices import FileStatus, StatementFormat
from apps.bank.models.accounts import BankAccount
from apps.core.fields import CompanyForeignKey, MoneyField
from apps.core.models import CompanyModel, user_fk

LIMIT = 10**15


class StatementFile(CompanyModel):
    """A file somebody brought in, taken or refused; its bytes are its attachment of the kind ``statement``.

    The same bytes are taken once per account. A refused file may be tried again.
    """

    bank_account = CompanyForeignKey(
        BankAccount, related_name="files", verbose_name=_("bank account")
    )
    name = models.CharField(_("file"), max_length=200)
    format = models.CharField(_("format"), max_length=8, choices=StatementFormat)
    size = models.BigIntegerField(_("bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    status = models.CharField(_("status"), max_length=8, choices=FileStatus)
    message = models.TextField(_("why"), blank=True)
    line_count = models.PositiveIntegerField(_("new lines"), default=0)
    known_count = models.PositiveIntegerField(_("lines already there"), default=0)
    actor = user_fk(null=True, verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    taken_before = False  # set by the import on the file of then; nobody stores it

    class Meta:
        verbose_name = _("statement file")
        verbose_name_plural = _("statement files")
        permissions: ClassVar[list[Any]] = [
            ("import_statementfile", "Can import bank statements"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["bank_account", "sha256"],
                name="statement_file_once",
                condition=models.Q(status="imported"),
            ),
            models.CheckConstraint(
                condition=models.Q(status="imported", message="")
                | (models.Q(status="refused", line_count=0) & ~models.Q(message="")),
                name="statement_file_refused_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(format__in=StatementFormat.values),
                name="statement_file_format_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the page of the file."""
        return reverse("bank:statementfile_detail", args=[self.pk])


class BankStatement(CompanyModel):
    """A run of movements between two balances the bank states. Append-only.

    ``sequence`` orders the statements of an account without gaps; each opens with what the one before closed
    with. When a file repeats lines that are known, the statement holds only the new ones and opens after them.
    """

    bank_account = CompanyForeignKey(
        BankAccount, related_name="statements", verbose_name=_("bank account")
    )
    file = CompanyForeignKey(StatementFile, related_name="statements", verbose_name=_("file"))
    sequence = models.IntegerField(_("number in the row"))
    reference = models.CharField(_("reference"), max_length=60, blank=True)
    date = models.DateField(_("date"))
    opening_balance = MoneyField(_("opening balance"))
    closing_balance = MoneyField(_("closing balance"))
    line_count = models.PositiveIntegerField(_("lines"))

    class Meta:
        verbose_name = _("bank statement")
        verbose_name_plural = _("bank statements")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["bank_account", "sequence"], name="statement_sequence_once"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    opening_balance__gt=-LIMIT,
                    opening_balance__lt=LIMIT,
                    closing_balance__gt=-LIMIT,
                    closing_balance__lt=LIMIT,
                ),
                name="statement_balances_are_numbers",
            ),
            models.CheckConstraint(
                condition=models.Q(line_count__gte=1), name="statement_has_a_line"
            ),
        ]

    def __str__(self) -> str:
        return self.reference or f"#{self.sequence}"

    def get_absolute_url(self) -> str:
        """Return the page of the statement."""
        return reverse("bank:bankstatement_detail", args=[self.pk])


class BankStatementLine(CompanyModel):
    """One movement on an account, as the bank wrote it. Append-only.

    ``fingerprint`` tells a movement from all others of the account, so that it comes in once, whatever file
    brings it. ``tokens`` are the words of the texts without signs, one by one and run together, for matching.
    """

    statement = CompanyForeignKey(
        BankStatement, related_name="lines", verbose_name=_("bank statement")
    )
    bank_account = CompanyForeignKey(
        BankAccount, related_name="lines", verbose_name=_("bank account")
    )
    line_no = models.PositiveIntegerField()
    date = models.DateField(_("date"))
    value_date = models.DateField(_("value date"), null=True)
    amount = MoneyField(_("amount"), help_text=_("Money in is positive, money out negative."))
    name = models.CharField(_("name"), max_length=140, blank=True)
    iban = models.CharField(_("counterparty account"), max_length=60, blank=True)
    text = models.TextField(_("text"), blank=True)
    reference = models.CharField(_("bank's reference"), max_length=100, blank=True)
    end_to_end = models.CharField(_("end-to-end reference"), max_length=100, blank=True)
    kind = models.CharField(_("kind"), max_length=40, blank=True)
    original_amount = MoneyField(_("original amount"), null=True)
    original_currency = models.CharField(_("original currency"), max_length=3, blank=True)
    fingerprint = models.CharField(max_length=64)
    tokens = ArrayField(models.CharField(max_length=80), default=list)

    class Meta:
        verbose_name = _("bank statement line")
        verbose_name_plural = _("bank statement lines")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["bank_account", "fingerprint"], name="statement_line_once"
            ),
            models.UniqueConstraint(
                fields=["statement", "line_no"], name="statement_line_number_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(amount=0) & models.Q(amount__gt=-LIMIT, amount__lt=LIMIT),
                name="statement_line_amount_is_a_number",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["company", "bank_account", "-date", "-id"], name="statement_line_by_date"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.text[:60] or self.reference

    @property
    def title(self) -> str:
        """Return whose movement it is; some formats begin the text with the name cut short, then the text."""
        repeated = self.text.casefold().startswith(self.name.casefold())
        return (self.text if repeated else self.name) or self.reference

    @property
    def detail(self) -> str:
        """Return the text where the title is not it."""
        return "" if self.text == self.title else self.text
