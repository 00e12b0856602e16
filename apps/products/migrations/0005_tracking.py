"""Products may be told apart by lot or by serial number."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0004_keep_currency"),
        ("ledger", "0020_account_type"),
        ("products", "0004_analysis"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalproduct",
            name="shelf_life_days",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="shelf life in days"
            ),
        ),
        migrations.AddField(
            model_name="historicalproduct",
            name="tracking",
            field=models.CharField(
                choices=[
                    ("none", "Not told apart"),
                    ("lot", "By lot"),
                    ("serial", "By serial number"),
                ],
                db_default="none",
                default="none",
                max_length=6,
                verbose_name="traced",
            ),
        ),
        migrations.AddField(
            model_name="product",
            name="shelf_life_days",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="shelf life in days"
            ),
        ),
        migrations.AddField(
            model_name="product",
            name="tracking",
            field=models.CharField(
                choices=[
                    ("none", "Not told apart"),
                    ("lot", "By lot"),
                    ("serial", "By serial number"),
                ],
                db_default="none",
                default="none",
                max_length=6,
                verbose_name="traced",
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=models.Q(("tracking__in", ["none", "lot", "serial"])),
                name="product_tracking_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=models.Q(("tracking", "none"), ("kind", "goods"), _connector="OR"),
                name="product_tracked_is_goods",
            ),
        ),
    ]
