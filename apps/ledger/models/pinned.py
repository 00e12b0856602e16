"""Reports kept as they were handed out, and opening balances taken over from another program."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.fields import CompanyOneToOneField, MoneyField
from apps.core.models import CompanyModel, user_fk
from apps.ledger.models.entries import Entry


class ReportRun(CompanyModel):
    """A report pinned to a number of the chain: asked again, it gives the same bytes. Append-only.

    The files are its attachments ``pdf`` and ``xlsx``; the hashes are theirs.
    """

    title = models.CharField(_("report"), max_length=200)
    question = models.JSONField(_("asked"))
    language = models.CharField(_("language"), max_length=10)
    number = models.BigIntegerField(_("number of the chain"))
    seal_hash = models.CharField(_("seal"), max_length=64)
    pdf_sha256 = models.CharField(_("SHA-256 of the PDF"), max_length=64)
    xlsx_sha256 = models.CharField(_("SHA-256 of the XLSX"), max_length=64)
    actor = user_fk(null=True, verbose_name=_("pinned by"))
    created_at = models.DateTimeField(_("pinned"), default=timezone.now)

    class Meta:
        verbose_name = _("pinned report")
        verbose_name_plural = _("pinned reports")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(number__gte=1), name="ledger_report_run_has_a_number"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "-created_at", "-id"], name="ledger_report_run_by_time")
        ]

    def get_absolute_url(self) -> str:
        """Return the page of the pinned report."""
        return reverse("ledger:reportrun_detail", args=[self.pk])

    def __str__(self) -> str:
        return f"{self.title} · {self.number}"


class OpeningImport(CompanyModel):
    """A file of opening balances that was posted as one entry. Append-only.

    ``sha256`` is of what its rows say, so the same balances are taken over once, whatever the file looks like.
    """

    filename = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    date = models.DateField(_("date"))
    rows = models.PositiveIntegerField(_("rows"))
    control_total = MoneyField(
        _("control total"), help_text=_("Sum of the debits, as the program before shows it.")
    )
    difference = MoneyField(
        _("difference"), help_text=_("Debit less credit of the rows, booked to opening balances.")
    )
    entry = CompanyOneToOneField(Entry, related_name="opening_import")
    actor = user_fk(null=True, verbose_name=_("posted by"))
    created_at = models.DateTimeField(_("posted at"), default=timezone.now)

    class Meta:
        verbose_name = _("opening balances")
        verbose_name_plural = _("opening balances")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "sha256"], name="ledger_opening_import_once"
            ),
            models.CheckConstraint(
                condition=models.Q(control_total__gte=0, control_total__lt=10**15)
                & models.Q(difference__gt=-(10**15), difference__lt=10**15),
                name="ledger_opening_import_totals_are_numbers",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "-date", "-id"], name="ledger_opening_import_by_date")
        ]

    def get_absolute_url(self) -> str:
        """Return the page of the import."""
        return reverse("ledger:openingimport_detail", args=[self.pk])

    def __str__(self) -> str:
        return self.filename
