"""Suppliers whose goods are inspected when they come in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0002_guards"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalparty",
            name="inspect_goods",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="goods are inspected when received"
            ),
        ),
        migrations.AddField(
            model_name="party",
            name="inspect_goods",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="goods are inspected when received"
            ),
        ),
    ]
