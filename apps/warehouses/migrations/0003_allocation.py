"""Warehouses say whose goods are promised first, locations their place on the way through."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("warehouses", "0002_guards"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicallocation",
            name="pick_order",
            field=models.PositiveIntegerField(
                db_default=0,
                default=0,
                help_text="The way through the warehouse.",
                verbose_name="picking order",
            ),
        ),
        migrations.AddField(
            model_name="historicalwarehouse",
            name="allocation",
            field=models.CharField(
                db_default="fefo", default="fefo", max_length=20, verbose_name="orders are promised"
            ),
        ),
        migrations.AddField(
            model_name="location",
            name="pick_order",
            field=models.PositiveIntegerField(
                db_default=0,
                default=0,
                help_text="The way through the warehouse.",
                verbose_name="picking order",
            ),
        ),
        migrations.AddField(
            model_name="warehouse",
            name="allocation",
            field=models.CharField(
                db_default="fefo", default="fefo", max_length=20, verbose_name="orders are promised"
            ),
        ),
    ]
