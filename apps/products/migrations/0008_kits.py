"""Kits: products that hold goods."""

from pathlib import Path

import apps.core.fields
import apps.core.ids
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from apps.core.sql import guard_tables, sql_object

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0004_keep_currency"),
        ("ledger", "0022_supplier_down_payments"),
        ("products", "0007_cost_scope"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalKitPart",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                ("position", models.PositiveIntegerField(default=0)),
                (
                    "quantity",
                    apps.core.fields.QuantityField(
                        decimal_places=6,
                        help_text="In the product's stock unit.",
                        max_digits=20,
                        verbose_name="quantity",
                    ),
                ),
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
                "verbose_name": "historical part of a kit",
                "verbose_name_plural": "historical parts of kits",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="KitPart",
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
                ("position", models.PositiveIntegerField(default=0)),
                (
                    "quantity",
                    apps.core.fields.QuantityField(
                        decimal_places=6,
                        help_text="In the product's stock unit.",
                        max_digits=20,
                        verbose_name="quantity",
                    ),
                ),
            ],
            options={
                "verbose_name": "part of a kit",
                "verbose_name_plural": "parts of kits",
                "ordering": ["position", "id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="product",
            name="product_kind_known",
        ),
        migrations.RemoveConstraint(
            model_name="taxrule",
            name="tax_rule_known",
        ),
        migrations.AlterField(
            model_name="historicalproduct",
            name="kind",
            field=models.CharField(
                choices=[("goods", "Goods"), ("service", "Service"), ("kit", "Kit")],
                default="goods",
                max_length=8,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="historicaltaxrule",
            name="product_kind",
            field=models.CharField(
                blank=True,
                choices=[("goods", "Goods"), ("service", "Service"), ("kit", "Kit")],
                default="",
                max_length=8,
                verbose_name="product is",
            ),
        ),
        migrations.AlterField(
            model_name="product",
            name="kind",
            field=models.CharField(
                choices=[("goods", "Goods"), ("service", "Service"), ("kit", "Kit")],
                default="goods",
                max_length=8,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="taxrule",
            name="product_kind",
            field=models.CharField(
                blank=True,
                choices=[("goods", "Goods"), ("service", "Service"), ("kit", "Kit")],
                default="",
                max_length=8,
                verbose_name="product is",
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["goods", "service", "kit"])),
                name="product_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="taxrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("party_category__in", ["", "business", "consumer", "public"]),
                    ("product_kind__in", ["", "goods", "service", "kit"]),
                    ("tax_number__in", ["", "yes", "no"]),
                    ("use__in", ["sale", "purchase"]),
                    ("zone__in", ["", "home", "abroad", "eu", "outside"]),
                ),
                name="tax_rule_known",
            ),
        ),
        migrations.AddField(
            model_name="historicalkitpart",
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
            model_name="historicalkitpart",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalkitpart",
            name="kit",
            field=apps.core.fields.CompanyForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="products.product",
                verbose_name="kit",
            ),
        ),
        migrations.AddField(
            model_name="historicalkitpart",
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
            model_name="kitpart",
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
            model_name="kitpart",
            name="kit",
            field=apps.core.fields.CompanyForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="kit_parts",
                to="products.product",
                verbose_name="kit",
            ),
        ),
        migrations.AddField(
            model_name="kitpart",
            name="product",
            field=apps.core.fields.CompanyForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="in_kits",
                to="products.product",
                verbose_name="product",
            ),
        ),
        migrations.AddConstraint(
            model_name="kitpart",
            constraint=models.UniqueConstraint(
                fields=("company", "kit", "product"), name="kit_part_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="kitpart",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gt", 0), ("quantity__lt", 10000000000000)),
                name="kit_part_positive",
            ),
        ),
        migrations.AddConstraint(
            model_name="kitpart",
            constraint=models.CheckConstraint(
                condition=models.Q(("kit", models.F("product")), _negated=True),
                name="kit_not_in_itself",
            ),
        ),
        guard_tables("products"),
        sql_object(SQL, "kit_holds_goods", version=1),
    ]
