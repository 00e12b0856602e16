"""Reasons to adjust stock as data; companies that have a chart get the usual ones. What was posted before keeps its kind."""

from pathlib import Path
from typing import Any

import apps.core.fields
import apps.core.ids
import django.db.models.deletion
import simple_history.models
from apps.core.sql import guard_tables, no_delete, sql_object
from apps.stock.seeds import reasons_in
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"
FACTS = ("stock_move", "stock_valueline")
SUMS = ("stock_level", "stock_costpool", "stock_costlayer", "stock_costpart", "stock_transitline")


def give_reasons(apps: Any, schema_editor: Any) -> None:
    """Give each company that keeps books the usual reasons."""
    reason = apps.get_model("stock", "Reason")
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT id, language FROM companies_company ORDER BY id")
        for company, language in cursor.fetchall():
            cursor.execute("SELECT set_config('erp.company_id', %s, true)", [str(company)])
            cursor.execute("SELECT EXISTS (SELECT FROM ledger_account)")
            if cursor.fetchone()[0]:
                reason.objects.using(schema_editor.connection.alias).bulk_create(
                    reason(company_id=company, **values) for values in reasons_in(language)
                )
        cursor.execute("SELECT set_config('erp.company_id', '', true)")


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0002_guards"),
        ("ledger", "0002_guards"),
        ("parties", "0003_hold"),
        ("products", "0007_hold"),
        ("stock", "0006_hold"),
        ("warehouses", "0005_receipt_steps"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="historicalstockdocument",
            name="reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("count", "Count difference"),
                    ("gain", "Found"),
                    ("loss", "Loss"),
                    ("scrap", "Scrapped"),
                    ("lost", "Lost on the way"),
                    ("opening", "Opening stock"),
                ],
                max_length=12,
                verbose_name="kind of reason",
            ),
        ),
        migrations.AlterField(
            model_name="stockdocument",
            name="reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("count", "Count difference"),
                    ("gain", "Found"),
                    ("loss", "Loss"),
                    ("scrap", "Scrapped"),
                    ("lost", "Lost on the way"),
                    ("opening", "Opening stock"),
                ],
                max_length=12,
                verbose_name="kind of reason",
            ),
        ),
        migrations.CreateModel(
            name="HistoricalReason",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "name_i18n",
                    models.JSONField(blank=True, default=dict, verbose_name="translations"),
                ),
                ("code", models.CharField(max_length=20, verbose_name="code")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("count", "Count difference"),
                            ("gain", "Found"),
                            ("loss", "Loss"),
                            ("scrap", "Scrapped"),
                            ("lost", "Lost on the way"),
                            ("opening", "Opening stock"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "asks_note",
                    models.BooleanField(
                        default=False,
                        help_text="Who uses it says in words what happened.",
                        verbose_name="asks for a note",
                    ),
                ),
                ("sequence", models.PositiveSmallIntegerField(default=10, verbose_name="sequence")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "account",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.account",
                        verbose_name="account",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="companies.company",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical adjustment reason",
                "verbose_name_plural": "historical adjustment reasons",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Reason",
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
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "name_i18n",
                    models.JSONField(blank=True, default=dict, verbose_name="translations"),
                ),
                ("code", models.CharField(max_length=20, verbose_name="code")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("count", "Count difference"),
                            ("gain", "Found"),
                            ("loss", "Loss"),
                            ("scrap", "Scrapped"),
                            ("lost", "Lost on the way"),
                            ("opening", "Opening stock"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "asks_note",
                    models.BooleanField(
                        default=False,
                        help_text="Who uses it says in words what happened.",
                        verbose_name="asks for a note",
                    ),
                ),
                ("sequence", models.PositiveSmallIntegerField(default=10, verbose_name="sequence")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "account",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                        verbose_name="account",
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
            ],
            options={
                "verbose_name": "adjustment reason",
                "verbose_name_plural": "adjustment reasons",
                "ordering": ["sequence", "code"],
            },
        ),
        migrations.AddField(
            model_name="historicalstockdocument",
            name="why",
            field=apps.core.fields.CompanyForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="stock.reason",
                verbose_name="reason",
            ),
        ),
        migrations.AddField(
            model_name="stockdocument",
            name="why",
            field=apps.core.fields.CompanyForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="stock.reason",
                verbose_name="reason",
            ),
        ),
        migrations.AddField(
            model_name="stockdocumentline",
            name="why",
            field=apps.core.fields.CompanyForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="stock.reason",
                verbose_name="reason",
            ),
        ),
        migrations.AddIndex(
            model_name="stockdocument",
            index=models.Index(
                condition=models.Q(("why__isnull", False)),
                fields=["company", "why"],
                name="stock_document_by_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="stockdocumentline",
            index=models.Index(
                condition=models.Q(("why__isnull", False)),
                fields=["company", "why"],
                name="stock_line_by_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="stockdocument",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "adjustment"), ("why__isnull", True), _connector="OR"),
                name="stock_document_reason_adjusts",
            ),
        ),
        migrations.AddConstraint(
            model_name="reason",
            constraint=models.UniqueConstraint(
                fields=("company", "code"), name="stock_reason_code_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="reason",
            constraint=models.CheckConstraint(
                condition=models.Q(("code", ""), _negated=True), name="stock_reason_has_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="reason",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["count", "gain", "loss", "scrap", "lost", "opening"])
                ),
                name="stock_reason_kind_known",
            ),
        ),
        guard_tables("stock", unaudited=[*FACTS, *SUMS]),
        no_delete("stock_reason"),
        sql_object(SQL, "reason_fits", version=1),
        sql_object(SQL, "reason_stays", version=1),
        migrations.RunPython(give_reasons, migrations.RunPython.noop),
    ]
