"""In how many steps a warehouse transfers goods."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0002_guards"),
        ("warehouses", "0002_guards"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalwarehouse",
            name="transfer_steps",
            field=models.CharField(
                choices=[("one", "In one step"), ("two", "In two steps")],
                db_default="one",
                default="one",
                help_text="In two steps goods are sent here and received there; between they are on their way.",
                max_length=3,
                verbose_name="transfers to and from other warehouses",
            ),
        ),
        migrations.AddField(
            model_name="warehouse",
            name="transfer_steps",
            field=models.CharField(
                choices=[("one", "In one step"), ("two", "In two steps")],
                db_default="one",
                default="one",
                help_text="In two steps goods are sent here and received there; between they are on their way.",
                max_length=3,
                verbose_name="transfers to and from other warehouses",
            ),
        ),
        migrations.AddConstraint(
            model_name="warehouse",
            constraint=models.CheckConstraint(
                condition=models.Q(("transfer_steps__in", ["one", "two"])),
                name="warehouse_transfer_steps_known",
            ),
        ),
    ]
