"""Sales channels, what each may have promised of a product, and the promises that count."""

from pathlib import Path

import apps.core.fields
import apps.core.ids
import django.db.models.deletion
import simple_history.models
from apps.core.sql import guard_tables, no_delete, sql_object
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"
FACTS = ("stock_move", "stock_valueline")
SUMS = ("stock_level", "stock_costpool", "stock_costlayer", "stock_costpart", "stock_transitline")


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0003_hold_days"),
        ("products", "0008_values_that_move"),
        ("stock", "0008_promise_at_once"),
        ("warehouses", "0005_receipt_steps"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalSalesChannel",
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
                "verbose_name": "historical sales channel",
                "verbose_name_plural": "historical sales channels",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="SalesChannel",
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
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
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
                "verbose_name": "sales channel",
                "verbose_name_plural": "sales channels",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalChannelQuota",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                (
                    "quantity",
                    apps.core.fields.QuantityField(
                        decimal_places=6,
                        help_text="Stock unit, promised at a time.",
                        max_digits=20,
                        verbose_name="quota",
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
                (
                    "product",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="products.product",
                        verbose_name="product",
                    ),
                ),
                (
                    "warehouse",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="warehouses.warehouse",
                        verbose_name="warehouse",
                    ),
                ),
                (
                    "channel",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="stock.saleschannel",
                        verbose_name="sales channel",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical quota of a channel",
                "verbose_name_plural": "historical quotas of channels",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ChannelQuota",
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
                    "quantity",
                    apps.core.fields.QuantityField(
                        decimal_places=6,
                        help_text="Stock unit, promised at a time.",
                        max_digits=20,
                        verbose_name="quota",
                    ),
                ),
                (
                    "promised",
                    apps.core.fields.QuantityField(
                        decimal_places=6,
                        default=0,
                        editable=False,
                        max_digits=20,
                        verbose_name="promised",
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
                (
                    "product",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="products.product",
                        verbose_name="product",
                    ),
                ),
                (
                    "warehouse",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="warehouses.warehouse",
                        verbose_name="warehouse",
                    ),
                ),
                (
                    "channel",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quotas",
                        to="stock.saleschannel",
                        verbose_name="sales channel",
                    ),
                ),
            ],
            options={
                "verbose_name": "quota of a channel",
                "verbose_name_plural": "quotas of channels",
            },
        ),
        migrations.AddField(
            model_name="reservation",
            name="channel",
            field=apps.core.fields.CompanyForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="stock.saleschannel",
                verbose_name="sales channel",
            ),
        ),
        migrations.AddIndex(
            model_name="reservation",
            index=models.Index(
                condition=models.Q(("channel__isnull", False)),
                fields=["company", "channel", "product"],
                name="reservation_by_channel",
            ),
        ),
        migrations.AddConstraint(
            model_name="saleschannel",
            constraint=models.UniqueConstraint(
                fields=("company", "code"), name="sales_channel_code_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="saleschannel",
            constraint=models.CheckConstraint(
                condition=models.Q(("code", ""), _negated=True), name="sales_channel_has_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="channelquota",
            constraint=models.UniqueConstraint(
                fields=("company", "warehouse", "channel", "product"), name="channel_quota_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="channelquota",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gte", 0), ("quantity__lt", 10000000000000)),
                name="channel_quota_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="channelquota",
            constraint=models.CheckConstraint(
                condition=models.Q(("promised__gte", 0), ("promised__lte", models.F("quantity"))),
                name="channel_promised_within_quota",
            ),
        ),
        guard_tables("stock", unaudited=[*FACTS, *SUMS]),
        no_delete("stock_saleschannel"),
        sql_object(SQL, "quota_kept", version=1),
        sql_object(SQL, "reserve", version=4),
        sql_object(SQL, "reservation_applied", version=3),
        sql_object(SQL, "release", version=2),
    ]
