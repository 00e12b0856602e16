"""Over which goods of a category cost is kept, and actual cost by lot as a method."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0004_keep_currency"),
        ("ledger", "0022_supplier_down_payments"),
        ("products", "0006_supplier_order_multiple"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="category",
            name="category_costing_known",
        ),
        migrations.AddField(
            model_name="category",
            name="cost_scope",
            field=models.CharField(
                choices=[
                    ("company", "The whole company"),
                    ("warehouse", "Each warehouse by itself"),
                ],
                db_default="company",
                default="company",
                max_length=9,
                verbose_name="cost is kept over",
            ),
        ),
        migrations.AddField(
            model_name="historicalcategory",
            name="cost_scope",
            field=models.CharField(
                choices=[
                    ("company", "The whole company"),
                    ("warehouse", "Each warehouse by itself"),
                ],
                db_default="company",
                default="company",
                max_length=9,
                verbose_name="cost is kept over",
            ),
        ),
        migrations.AlterField(
            model_name="category",
            name="costing_method",
            field=models.CharField(
                choices=[
                    ("average", "Moving average"),
                    ("fifo", "First in, first out"),
                    ("standard", "Standard cost"),
                    ("lot", "Actual cost by lot"),
                ],
                default="average",
                max_length=10,
                verbose_name="costing method",
            ),
        ),
        migrations.AlterField(
            model_name="historicalcategory",
            name="costing_method",
            field=models.CharField(
                choices=[
                    ("average", "Moving average"),
                    ("fifo", "First in, first out"),
                    ("standard", "Standard cost"),
                    ("lot", "Actual cost by lot"),
                ],
                default="average",
                max_length=10,
                verbose_name="costing method",
            ),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.CheckConstraint(
                condition=models.Q(("costing_method__in", ["average", "fifo", "standard", "lot"])),
                name="category_costing_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cost_scope", "company"),
                    models.Q(
                        ("cost_scope", "warehouse"), ("costing_method__in", ("average", "fifo"))
                    ),
                    _connector="OR",
                ),
                name="category_cost_scope_fits",
            ),
        ),
    ]
