"""What the kits of confirmed orders hold; written once."""

import apps.core.fields
import apps.core.ids
import django.db.models.deletion
from django.db import migrations, models

from apps.core.sql import append_only, guard_tables


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0004_keep_currency"),
        ("products", "0008_kits"),
        ("sales", "0005_down_payments"),
    ]

    operations = [
        migrations.CreateModel(
            name="SalesOrderPart",
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
                    "per_kit",
                    apps.core.fields.QuantityField(
                        decimal_places=6, max_digits=20, verbose_name="in one kit"
                    ),
                ),
                (
                    "stock_quantity",
                    apps.core.fields.QuantityField(
                        decimal_places=6, max_digits=20, verbose_name="quantity in stock unit"
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
                    "line",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="sales.salesorderline",
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
            ],
            options={
                "verbose_name": "part of an ordered kit",
                "verbose_name_plural": "parts of ordered kits",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "line", "product"), name="sales_part_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("per_kit__gt", 0),
                            ("per_kit__lt", 10000000000000),
                            ("stock_quantity__gt", 0),
                            ("stock_quantity__lt", 10000000000000),
                        ),
                        name="sales_part_positive",
                    ),
                ],
            },
        ),
        guard_tables("sales", unaudited=["sales_salesorderpart"]),
        append_only("sales_salesorderpart"),
    ]
