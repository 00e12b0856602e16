"""Cost kept by warehouse or by lot: parts of pools, and changes of costing method."""

from pathlib import Path

import apps.core.fields
import apps.core.ids
import django.db.models.deletion
from django.db import migrations, models

from apps.core.sql import guard_tables, read_only, sql_object

SQL = Path(__file__).resolve().parents[1] / "sql"
FACTS = ("stock_move", "stock_valueline")
SUMS = ("stock_level", "stock_costpool", "stock_costlayer", "stock_costpart")


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0004_keep_currency"),
        ("ledger", "0022_supplier_down_payments"),
        ("products", "0007_cost_scope"),
        ("stock", "0006_lot_number"),
        ("warehouses", "0003_allocation"),
    ]

    operations = [
        migrations.CreateModel(
            name="CostPart",
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
                    apps.core.fields.QuantityField(decimal_places=6, default=0, max_digits=20),
                ),
                ("value", apps.core.fields.MoneyField(decimal_places=4, default=0, max_digits=20)),
            ],
            options={
                "verbose_name": "part of a cost pool",
                "verbose_name_plural": "parts of cost pools",
            },
        ),
        migrations.RemoveConstraint(
            model_name="costpool",
            name="cost_pool_with_stock_has_method",
        ),
        migrations.RemoveConstraint(
            model_name="valueline",
            name="value_line_kind_known",
        ),
        migrations.RemoveConstraint(
            model_name="valueline",
            name="value_line_without_move_moves_nothing",
        ),
        migrations.AddField(
            model_name="costlayer",
            name="warehouse",
            field=apps.core.fields.CompanyForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="warehouses.warehouse",
            ),
        ),
        migrations.AddField(
            model_name="costpool",
            name="scope",
            field=models.CharField(
                choices=[
                    ("company", "One for the company"),
                    ("warehouse", "One for each warehouse"),
                    ("lot", "One for each lot"),
                ],
                db_default="company",
                default="company",
                max_length=9,
            ),
        ),
        migrations.AddField(
            model_name="valueline",
            name="lot",
            field=apps.core.fields.CompanyForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="stock.lot",
            ),
        ),
        migrations.AddField(
            model_name="valueline",
            name="warehouse",
            field=apps.core.fields.CompanyForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="warehouses.warehouse",
            ),
        ),
        migrations.AlterField(
            model_name="costpool",
            name="costing_method",
            field=models.CharField(
                blank=True,
                choices=[
                    ("average", "Moving average"),
                    ("fifo", "First in, first out"),
                    ("standard", "Standard cost"),
                    ("lot", "Actual cost by lot"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="valueline",
            name="kind",
            field=models.CharField(
                choices=[
                    ("receipt", "Receipt"),
                    ("issue", "Issue"),
                    ("adjustment", "Cost adjustment"),
                    ("reversal", "Reversal"),
                    ("transfer", "Transfer"),
                    ("method", "Change of costing method"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            model_name="valueline",
            index=models.Index(
                condition=models.Q(("kind", "method")),
                fields=["company", "product"],
                name="value_line_of_method",
            ),
        ),
        migrations.AddConstraint(
            model_name="costpool",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("quantity", 0),
                    models.Q(
                        ("account__isnull", False),
                        ("costing_method__in", ["average", "fifo", "standard", "lot"]),
                    ),
                    _connector="OR",
                ),
                name="cost_pool_with_stock_has_method",
            ),
        ),
        migrations.AddConstraint(
            model_name="costpool",
            constraint=models.CheckConstraint(
                condition=models.Q(("scope__in", ["company", "warehouse", "lot"])),
                name="cost_pool_scope_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="valueline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["receipt", "issue", "adjustment", "reversal", "transfer", "method"],
                    )
                ),
                name="value_line_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="valueline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("move__isnull", False),
                    models.Q(("entry__isnull", False), ("quantity", 0)),
                    ("kind", "method"),
                    _connector="OR",
                ),
                name="value_line_without_move_moves_nothing",
            ),
        ),
        migrations.AddField(
            model_name="costpart",
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
            model_name="costpart",
            name="lot",
            field=apps.core.fields.CompanyForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="stock.lot",
            ),
        ),
        migrations.AddField(
            model_name="costpart",
            name="product",
            field=apps.core.fields.CompanyForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cost_parts",
                to="products.product",
            ),
        ),
        migrations.AddField(
            model_name="costpart",
            name="warehouse",
            field=apps.core.fields.CompanyForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="warehouses.warehouse",
            ),
        ),
        migrations.AddConstraint(
            model_name="costpart",
            constraint=models.UniqueConstraint(
                fields=("company", "product", "warehouse", "lot"),
                name="cost_part_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="costpart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("quantity__gte", 0),
                    ("quantity__lt", 10000000000000),
                    ("value__gte", 0),
                    ("value__lt", 1000000000000000),
                ),
                name="cost_part_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="costpart",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gt", 0), ("value", 0), _connector="OR"),
                name="cost_part_empty_has_no_value",
            ),
        ),
        migrations.AlterModelOptions(
            name="costpool",
            options={
                "permissions": [
                    ("apply_costpool", "Can value stock by the method of its category")
                ],
                "verbose_name": "cost pool",
                "verbose_name_plural": "cost pools",
            },
        ),
        guard_tables("stock", unaudited=[*FACTS, *SUMS]),
        read_only("stock_costpart"),
        sql_object(SQL, "lock", version=3),
        sql_object(SQL, "value_applied", version=2),
        sql_object(SQL, "value_adjusted", version=1),
    ]
