"""In how many steps a warehouse receives goods."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0002_guards"),
        ("warehouses", "0004_hold"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalwarehouse",
            name="receipt_steps",
            field=models.CharField(
                choices=[("one", "In one step"), ("two", "In two steps")],
                db_default="one",
                default="one",
                help_text="In one step goods go straight to where the put-away rules say; in two they come to the default location and are put away from there.",
                max_length=3,
                verbose_name="receipts",
            ),
        ),
        migrations.AddField(
            model_name="warehouse",
            name="receipt_steps",
            field=models.CharField(
                choices=[("one", "In one step"), ("two", "In two steps")],
                db_default="one",
                default="one",
                help_text="In one step goods go straight to where the put-away rules say; in two they come to the default location and are put away from there.",
                max_length=3,
                verbose_name="receipts",
            ),
        ),
        migrations.AddConstraint(
            model_name="warehouse",
            constraint=models.CheckConstraint(
                condition=models.Q(("receipt_steps__in", ["one", "two"])),
                name="warehouse_receipt_steps_known",
            ),
        ),
    ]
