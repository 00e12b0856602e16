"""Lots and serial numbers: levels, promises and moves know them, and so do the rules that keep them."""

from pathlib import Path

import apps.core.fields
import apps.core.ids
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models


from apps.core.sql import guard_tables, often_analyzed, sql_object

SQL = Path(__file__).resolve().parents[1] / "sql"
FACTS = ("stock_move", "stock_valueline")
SUMS = ("stock_level", "stock_costpool", "stock_costlayer")


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0004_keep_currency"),
        ("parties", "0006_tax_of_discounts"),
        ("products", "0005_tracking"),
        ("stock", "0004_analysis"),
        ("warehouses", "0003_allocation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalLot",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                ("number", models.CharField(max_length=60, verbose_name="number")),
                (
                    "expires_on",
                    models.DateField(
                        blank=True,
                        help_text="The last day it may leave on.",
                        null=True,
                        verbose_name="use by",
                    ),
                ),
                (
                    "is_blocked",
                    models.BooleanField(default=False, editable=False, verbose_name="blocked"),
                ),
                ("notes", models.TextField(blank=True, verbose_name="notes")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
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
            ],
            options={
                "verbose_name": "historical lot",
                "verbose_name_plural": "historical lots",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Lot",
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
                ("number", models.CharField(max_length=60, verbose_name="number")),
                (
                    "expires_on",
                    models.DateField(
                        blank=True,
                        help_text="The last day it may leave on.",
                        null=True,
                        verbose_name="use by",
                    ),
                ),
                (
                    "is_blocked",
                    models.BooleanField(default=False, editable=False, verbose_name="blocked"),
                ),
                ("notes", models.TextField(blank=True, verbose_name="notes")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "lot",
                "verbose_name_plural": "lots",
                "permissions": [
                    ("block_lot", "Can block a lot"),
                    ("unblock_lot", "Can unblock a lot"),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="level",
            name="level_once",
        ),
        migrations.RemoveConstraint(
            model_name="reservation",
            name="reservation_once_per_line",
        ),
        migrations.AddField(
            model_name="level",
            name="since",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(),
                default=django.utils.timezone.now,
            ),
        ),
        migrations.AddField(
            model_name="historicallot",
            name="company",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="companies.company",
            ),
        ),
        migrations.AddField(
            model_name="historicallot",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicallot",
            name="product",
            field=apps.core.fields.CompanyForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="products.product",
                verbose_name="product",
            ),
        ),
        migrations.AddField(
            model_name="historicallot",
            name="supplier",
            field=apps.core.fields.CompanyForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="parties.party",
                verbose_name="supplier",
            ),
        ),
        migrations.AddField(
            model_name="lot",
            name="company",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="companies.company",
            ),
        ),
        migrations.AddField(
            model_name="lot",
            name="product",
            field=apps.core.fields.CompanyForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lots",
                to="products.product",
                verbose_name="product",
            ),
        ),
        migrations.AddField(
            model_name="lot",
            name="supplier",
            field=apps.core.fields.CompanyForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.party",
                verbose_name="supplier",
            ),
        ),
        migrations.AddField(
            model_name="level",
            name="lot",
            field=apps.core.fields.CompanyForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="levels",
                to="stock.lot",
                verbose_name="lot",
            ),
        ),
        migrations.AddField(
            model_name="move",
            name="lot",
            field=apps.core.fields.CompanyForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="moves",
                to="stock.lot",
                verbose_name="lot",
            ),
        ),
        migrations.AddField(
            model_name="reservation",
            name="lot",
            field=apps.core.fields.CompanyForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reservations",
                to="stock.lot",
                verbose_name="lot",
            ),
        ),
        migrations.AddField(
            model_name="stockdocumentline",
            name="lot",
            field=apps.core.fields.CompanyForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="stock.lot",
                verbose_name="lot",
            ),
        ),
        migrations.AddIndex(
            model_name="level",
            index=models.Index(
                condition=models.Q(("lot__isnull", False)),
                fields=["company", "lot"],
                name="level_by_lot",
            ),
        ),
        migrations.AddIndex(
            model_name="move",
            index=models.Index(
                condition=models.Q(("lot__isnull", False)),
                fields=["company", "lot", "-id"],
                name="move_by_lot",
            ),
        ),
        migrations.AddConstraint(
            model_name="level",
            constraint=models.UniqueConstraint(
                fields=("company", "product", "location", "lot"),
                name="level_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="reservation",
            constraint=models.UniqueConstraint(
                fields=("company", "origin_line_id", "product", "location", "lot"),
                name="reservation_once_per_line",
                nulls_distinct=False,
            ),
        ),
        migrations.AddIndex(
            model_name="lot",
            index=models.Index(fields=["company", "number"], name="lot_by_number"),
        ),
        migrations.AddIndex(
            model_name="lot",
            index=models.Index(
                condition=models.Q(("expires_on__isnull", False)),
                fields=["company", "expires_on"],
                name="lot_by_expiry",
            ),
        ),
        migrations.AddConstraint(
            model_name="lot",
            constraint=models.UniqueConstraint(
                fields=("company", "product", "number"), name="lot_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="lot",
            constraint=models.CheckConstraint(
                condition=models.Q(("number", ""), _negated=True), name="lot_has_number"
            ),
        ),
        guard_tables("stock", unaudited=[*FACTS, *SUMS]),
        sql_object(SQL, "lot_of_product", version=1),
        sql_object(SQL, "lock", version=2),
        sql_object(SQL, "consume", version=2),
        sql_object(SQL, "release", version=2),
        sql_object(SQL, "reserve", version=2),
        sql_object(SQL, "reservation_applied", version=2),
        sql_object(SQL, "move_applied", version=3),
        sql_object(SQL, "document_complete", version=2),
        sql_object(SQL, "product_counted", version=2),
        often_analyzed(*FACTS, "stock_level", "stock_stockdocumentline"),
    ]
