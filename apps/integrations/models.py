"""What was exported: who asked for which file, what it holds, and its bytes. Everything here is append-only."""

from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.core.fields import CompanyForeignKey, CompanyOneToOneField, MoneyField
from apps.core.models import CompanyModel, user_fk
from apps.integrations.choices import TARGETS, Format


class JournalExport(CompanyModel):
    """A file of the journal somebody asked for; ``result`` says what became of it. Append-only."""

    number = models.CharField(_("number"), max_length=40, editable=False)
    format = models.CharField(_("format"), max_length=12, choices=Format)
    first_date = models.DateField(_("from"), null=True, blank=True)
    last_date = models.DateField(_("to"), null=True, blank=True)
    actor = user_fk(null=True, editable=False, verbose_name=_("asked by"))
    created_at = models.DateTimeField(_("asked at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "number"], name="journal_export_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(format__in=Format.values), name="journal_export_format_known"
            ),
            models.CheckConstraint(
                condition=models.Q(first_date__isnull=True)
                | models.Q(last_date__isnull=True)
                | models.Q(first_date__lte=models.F("last_date")),
                name="journal_export_runs_forward",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Return the page of the export."""
        return reverse("integrations:journalexport_detail", args=[self.pk])

    @property
    def target(self) -> str:
        """Return the program whose books the file adds to; "" for a copy that may be made again."""
        return TARGETS.get(self.format, "")

    @property
    def state_label(self) -> str:
        """Return in a word what became of it; ``result`` is loaded with the row."""
        result = getattr(self, "result", None)
        if result is None:
            return gettext("Being written")
        return gettext("Refused") if result.refusal else gettext("Ready")

    @property
    def short_hash(self) -> str:
        """Return the beginning of the file's hash, enough to tell two files apart."""
        result = getattr(self, "result", None)
        return result.sha256[:12] if result else ""


class ExportResult(CompanyModel):
    """What an export came to: its file, or why there is none. Append-only."""

    export = CompanyOneToOneField(JournalExport, related_name="result")
    refusal = models.TextField(_("refused"), blank=True)
    filename = models.CharField(_("file"), max_length=200, blank=True)
    size = models.BigIntegerField(_("size"), default=0)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    first_date = models.DateField(_("from"), null=True)
    last_date = models.DateField(_("to"), null=True)
    entry_count = models.BigIntegerField(_("entries"), default=0)
    line_count = models.BigIntegerField(_("lines"), default=0)
    total = MoneyField(_("debit"), default=0)
    seal_number = models.BigIntegerField(_("sealed up to"), default=0)
    seal_hash = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)

    class Meta:
        verbose_name = _("result of an export")
        verbose_name_plural = _("results of exports")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(refusal="", sha256__regex=r"^[0-9a-f]{64}$")
                & ~models.Q(filename="")
                | ~models.Q(refusal="") & models.Q(sha256="", filename="", size=0),
                name="export_result_is_file_or_refusal",
            )
        ]

    def __str__(self) -> str:
        return self.filename or self.refusal


class ExportSpan(CompanyModel):
    """Seals and dates whose entries went to a program: no entry goes to it twice. Append-only.

    An entry lies in a span by the number of its seal and by its date; spans of one target never overlap.
    """

    export = CompanyForeignKey(JournalExport, related_name="spans")
    target = models.CharField(max_length=12)
    first_number = models.BigIntegerField()
    last_number = models.BigIntegerField()
    first_date = models.DateField()
    last_date = models.DateField()

    class Meta:
        verbose_name = _("exported span")
        verbose_name_plural = _("exported spans")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(target__in=sorted(set(TARGETS.values()))),
                name="export_span_target_known",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    first_number__gte=1,
                    first_number__lte=models.F("last_number"),
                    first_date__lte=models.F("last_date"),
                ),
                name="export_span_runs_forward",
            ),
            ExclusionConstraint(
                name="no_entry_is_exported_twice",
                expressions=[
                    ("company", RangeOperators.EQUAL),
                    ("target", RangeOperators.EQUAL),
                    (
                        models.Func(
                            "first_number",
                            models.F("last_number"),
                            models.Value("[]"),
                            function="int8range",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        models.Func(
                            "first_date",
                            models.F("last_date"),
                            models.Value("[]"),
                            function="daterange",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_number}-{self.last_number}"


class ExportChunk(CompanyModel):
    """A piece of an export's file, compressed, so that neither writing nor reading holds all of it. Append-only."""

    export = CompanyForeignKey(JournalExport, related_name="chunks", db_index=False)
    position = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        verbose_name = _("piece of an export")
        verbose_name_plural = _("pieces of exports")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["export", "position"], name="export_chunk_once")
        ]

    def __str__(self) -> str:
        return f"{self.export_id} {self.position}"
