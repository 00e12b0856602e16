import apps.core.fields
import apps.core.ids
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("companies", "0002_guards"),
        ("ledger", "0002_guards"),
        ("products", "0002_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="MonthSum",
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
                    "product",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="products.product",
                    ),
                ),
                (
                    "account",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
                ("month", models.DateField(help_text="Its first day.")),
                (
                    "in_quantity",
                    apps.core.fields.QuantityField(decimal_places=6, default=0, max_digits=20),
                ),
                (
                    "in_value",
                    apps.core.fields.MoneyField(decimal_places=4, default=0, max_digits=20),
                ),
                (
                    "out_quantity",
                    apps.core.fields.QuantityField(decimal_places=6, default=0, max_digits=20),
                ),
                (
                    "out_value",
                    apps.core.fields.MoneyField(decimal_places=4, default=0, max_digits=20),
                ),
                (
                    "sold_quantity",
                    apps.core.fields.QuantityField(decimal_places=6, default=0, max_digits=20),
                ),
                (
                    "sold_value",
                    apps.core.fields.MoneyField(decimal_places=4, default=0, max_digits=20),
                ),
            ],
            options={
                "verbose_name": "month of stock value",
                "verbose_name_plural": "months of stock value",
                "indexes": [models.Index(fields=["company", "month"], name="month_sum_by_month")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "product", "account", "month"), name="month_sum_once"
                    )
                ],
            },
        ),
    ]
