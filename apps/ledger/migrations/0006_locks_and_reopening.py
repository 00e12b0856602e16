"""Locks by area, soft and hard; reopening a period takes two people."""

from pathlib import Path

import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import apps.core.fields
import apps.core.ids
from apps.core.sql import (
    append_only,
    frozen,
    guard_tables,
    lifecycle,
    no_delete,
    read_only,
    sql_object,
)


SQL = Path(__file__).resolve().parents[1] / "sql"
REOPENING_PAIRS = [("requested", "approved"), ("requested", "declined")]


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0002_guards"),
        ("ledger", "0005_dimension_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalAreaLock",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                (
                    "area",
                    models.CharField(
                        choices=[
                            ("sales", "Sales"),
                            ("purchases", "Purchases"),
                            ("stock", "Stock"),
                            ("tax", "Tax"),
                            ("everything", "Everything"),
                        ],
                        max_length=12,
                        verbose_name="area",
                    ),
                ),
                (
                    "soft_until",
                    models.DateField(
                        blank=True,
                        help_text="Whoever has the right may still post; it is written down.",
                        null=True,
                        verbose_name="soft lock until",
                    ),
                ),
                (
                    "hard_until",
                    models.DateField(
                        blank=True,
                        help_text="Nobody can post up to this day, and the lock never moves back.",
                        null=True,
                        verbose_name="hard lock until",
                    ),
                ),
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
                "verbose_name": "historical lock",
                "verbose_name_plural": "historical locks",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalReopening",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("requested", "Asked for"),
                            ("approved", "Approved"),
                            ("declined", "Declined"),
                        ],
                        default="requested",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "requested_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="asked"),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided")),
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
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
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
                (
                    "period",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.period",
                        verbose_name="period",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical request to reopen",
                "verbose_name_plural": "historical requests to reopen",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Reopening",
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
                    "status",
                    models.CharField(
                        choices=[
                            ("requested", "Asked for"),
                            ("approved", "Approved"),
                            ("declined", "Declined"),
                        ],
                        default="requested",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "requested_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="asked"),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
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
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "period",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reopenings",
                        to="ledger.period",
                        verbose_name="period",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
            ],
            options={
                "verbose_name": "request to reopen",
                "verbose_name_plural": "requests to reopen",
                "permissions": [("decline_reopening", "Can decline a reopening")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="reopening_request_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at", None), ("decided_by", None), ("status", "requested")
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("status", "declined"),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("status", "approved"),
                                models.Q(("decided_by", models.F("requested_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="reopening_approved_by_another",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "requested")),
                        fields=("company", "period"),
                        name="reopening_one_request_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AreaLock",
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
                    "area",
                    models.CharField(
                        choices=[
                            ("sales", "Sales"),
                            ("purchases", "Purchases"),
                            ("stock", "Stock"),
                            ("tax", "Tax"),
                            ("everything", "Everything"),
                        ],
                        max_length=12,
                        verbose_name="area",
                    ),
                ),
                (
                    "soft_until",
                    models.DateField(
                        blank=True,
                        help_text="Whoever has the right may still post; it is written down.",
                        null=True,
                        verbose_name="soft lock until",
                    ),
                ),
                (
                    "hard_until",
                    models.DateField(
                        blank=True,
                        help_text="Nobody can post up to this day, and the lock never moves back.",
                        null=True,
                        verbose_name="hard lock until",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
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
                "verbose_name": "lock",
                "verbose_name_plural": "locks",
                "permissions": [("override_arealock", "Can post in spite of a soft lock")],
                "constraints": [
                    models.UniqueConstraint(fields=("company", "area"), name="area_lock_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("area__in", ["sales", "purchases", "stock", "tax", "everything"])
                        ),
                        name="area_lock_area_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LockOverride",
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
                    "area",
                    models.CharField(
                        choices=[
                            ("sales", "Sales"),
                            ("purchases", "Purchases"),
                            ("stock", "Stock"),
                            ("tax", "Tax"),
                            ("everything", "Everything"),
                        ],
                        max_length=12,
                        verbose_name="area",
                    ),
                ),
                ("locked_until", models.DateField(verbose_name="locked until")),
                ("date", models.DateField(verbose_name="date")),
                ("source_type", models.CharField(max_length=60)),
                ("source_id", models.UUIDField()),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="when"),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="posted by",
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
                "verbose_name": "posting in spite of a lock",
                "verbose_name_plural": "postings in spite of a lock",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "source_id", "area"), name="lock_override_once"
                    )
                ],
            },
        ),
        migrations.AlterModelOptions(
            name="period",
            options={
                "ordering": ["start"],
                "permissions": [
                    ("close_period", "Can close a period"),
                    ("reopen_period", "Can ask to reopen a period"),
                    ("approve_period", "Can approve the reopening of a period"),
                ],
                "verbose_name": "period",
                "verbose_name_plural": "periods",
            },
        ),
        migrations.AddField(
            model_name="periodclosing",
            name="year",
            field=apps.core.fields.CompanyForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.fiscalyear",
            ),
        ),
        migrations.AddField(
            model_name="periodclosing",
            name="reopening",
            field=apps.core.fields.CompanyOneToOneField(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="closing",
                to="ledger.reopening",
            ),
        ),
        guard_tables("ledger", unaudited=["ledger_lockoverride"]),
        append_only("ledger_lockoverride"),
        read_only("ledger_lockoverride"),
        no_delete("ledger_arealock", "ledger_reopening"),
        lifecycle("ledger_reopening", REOPENING_PAIRS, initial=["requested"]),
        frozen("ledger_reopening", editable=["requested"]),
        sql_object(SQL, "reopening", version=1),
        sql_object(SQL, "area_lock", version=1),
        sql_object(SQL, "entry_period", version=2),
        sql_object(SQL, "period_status", version=2),
        sql_object(SQL, "year_closing", version=1),
    ]
