import apps.core.fields
import apps.core.ids
import django.contrib.postgres.constraints
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("companies", "0002_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="JournalExport",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=apps.core.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="companies.company",
                    ),
                ),
                ("number", models.CharField(editable=False, max_length=40, verbose_name="number")),
                (
                    "format",
                    models.CharField(
                        choices=[
                            ("beancount", "Beancount"),
                            ("hledger", "hledger"),
                            ("iif", "QuickBooks Desktop (IIF)"),
                            ("quickbooks", "QuickBooks Online (JSON)"),
                            ("xero", "Xero (CSV)"),
                            ("xero_json", "Xero (JSON)"),
                            ("fec", "French audit file (FEC)"),
                        ],
                        max_length=12,
                        verbose_name="format",
                    ),
                ),
                ("first_date", models.DateField(blank=True, null=True, verbose_name="from")),
                ("last_date", models.DateField(blank=True, null=True, verbose_name="to")),
                (
                    "actor",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="asked at"
                    ),
                ),
            ],
            options={
                "verbose_name": "export",
                "verbose_name_plural": "exports",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "number"), name="journal_export_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "format__in",
                                [
                                    "beancount",
                                    "hledger",
                                    "iif",
                                    "quickbooks",
                                    "xero",
                                    "xero_json",
                                    "fec",
                                ],
                            )
                        ),
                        name="journal_export_format_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_date__isnull", True),
                            ("last_date__isnull", True),
                            ("first_date__lte", models.F("last_date")),
                            _connector="OR",
                        ),
                        name="journal_export_runs_forward",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExportSpan",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=apps.core.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="companies.company",
                    ),
                ),
                (
                    "export",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="spans",
                        to="integrations.journalexport",
                    ),
                ),
                ("target", models.CharField(max_length=12)),
                ("first_number", models.BigIntegerField()),
                ("last_number", models.BigIntegerField()),
                ("first_date", models.DateField()),
                ("last_date", models.DateField()),
            ],
            options={
                "verbose_name": "exported span",
                "verbose_name_plural": "exported spans",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("target__in", ["quickbooks", "xero"])),
                        name="export_span_target_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_date__lte", models.F("last_date")),
                            ("first_number__gte", 1),
                            ("first_number__lte", models.F("last_number")),
                        ),
                        name="export_span_runs_forward",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("company", "="),
                            ("target", "="),
                            (
                                models.Func(
                                    "first_number",
                                    models.F("last_number"),
                                    models.Value("[]"),
                                    function="int8range",
                                ),
                                "&&",
                            ),
                            (
                                models.Func(
                                    "first_date",
                                    models.F("last_date"),
                                    models.Value("[]"),
                                    function="daterange",
                                ),
                                "&&",
                            ),
                        ],
                        name="no_entry_is_exported_twice",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExportResult",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=apps.core.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="companies.company",
                    ),
                ),
                (
                    "export",
                    apps.core.fields.CompanyOneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="result",
                        to="integrations.journalexport",
                    ),
                ),
                ("refusal", models.TextField(blank=True, verbose_name="refused")),
                ("filename", models.CharField(blank=True, max_length=200, verbose_name="file")),
                ("size", models.BigIntegerField(default=0, verbose_name="size")),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="SHA-256")),
                ("first_date", models.DateField(null=True, verbose_name="from")),
                ("last_date", models.DateField(null=True, verbose_name="to")),
                ("entry_count", models.BigIntegerField(default=0, verbose_name="entries")),
                ("line_count", models.BigIntegerField(default=0, verbose_name="lines")),
                (
                    "total",
                    apps.core.fields.MoneyField(
                        decimal_places=4, default=0, max_digits=20, verbose_name="debit"
                    ),
                ),
                ("seal_number", models.BigIntegerField(default=0, verbose_name="sealed up to")),
                ("seal_hash", models.CharField(blank=True, max_length=64)),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="made at"),
                ),
            ],
            options={
                "verbose_name": "result of an export",
                "verbose_name_plural": "results of exports",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("refusal", ""),
                                ("sha256__regex", "^[0-9a-f]{64}$"),
                                models.Q(("filename", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("refusal", ""), _negated=True),
                                ("filename", ""),
                                ("sha256", ""),
                                ("size", 0),
                            ),
                            _connector="OR",
                        ),
                        name="export_result_is_file_or_refusal",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ExportChunk",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=apps.core.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="companies.company",
                    ),
                ),
                (
                    "export",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chunks",
                        to="integrations.journalexport",
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("content", models.BinaryField()),
            ],
            options={
                "verbose_name": "piece of an export",
                "verbose_name_plural": "pieces of exports",
                "constraints": [
                    models.UniqueConstraint(fields=("export", "position"), name="export_chunk_once")
                ],
            },
        ),
    ]
