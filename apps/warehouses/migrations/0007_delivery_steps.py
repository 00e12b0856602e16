"""In how many steps goods leave a warehouse, and the places they pass."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0002_guards"),
        ("warehouses", "0006_consignment"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="location",
            name="location_role_known",
        ),
        migrations.AddField(
            model_name="historicalwarehouse",
            name="delivery_steps",
            field=models.CharField(
                choices=[
                    ("one", "In one step: pick and ship"),
                    ("two", "In two steps: pick, then ship"),
                    ("three", "In three steps: pick, pack, then ship"),
                ],
                db_default="one",
                default="one",
                help_text="In two steps what is picked is brought to the place for output and leaves from there; in three it is packed on the way. The places are made when there are none.",
                max_length=5,
                verbose_name="deliveries",
            ),
        ),
        migrations.AddField(
            model_name="warehouse",
            name="delivery_steps",
            field=models.CharField(
                choices=[
                    ("one", "In one step: pick and ship"),
                    ("two", "In two steps: pick, then ship"),
                    ("three", "In three steps: pick, pack, then ship"),
                ],
                db_default="one",
                default="one",
                help_text="In two steps what is picked is brought to the place for output and leaves from there; in three it is packed on the way. The places are made when there are none.",
                max_length=5,
                verbose_name="deliveries",
            ),
        ),
        migrations.AlterField(
            model_name="historicallocation",
            name="role",
            field=models.CharField(
                choices=[
                    ("storing", "Storing"),
                    ("inspection", "Inspection"),
                    ("packing", "Packing"),
                    ("output", "Output"),
                ],
                db_default="storing",
                default="storing",
                help_text="Goods that are inspected when they come in go to the place for inspection.",
                max_length=10,
                verbose_name="used for",
            ),
        ),
        migrations.AlterField(
            model_name="location",
            name="role",
            field=models.CharField(
                choices=[
                    ("storing", "Storing"),
                    ("inspection", "Inspection"),
                    ("packing", "Packing"),
                    ("output", "Output"),
                ],
                db_default="storing",
                default="storing",
                help_text="Goods that are inspected when they come in go to the place for inspection.",
                max_length=10,
                verbose_name="used for",
            ),
        ),
        migrations.AddConstraint(
            model_name="location",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["storing", "inspection", "packing", "output"])),
                name="location_role_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="location",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("role__in", ["packing", "output"]), _negated=True),
                    models.Q(("is_default", False), ("is_held", False), ("kind", "storage")),
                    _connector="OR",
                ),
                name="location_staging_is_plain",
            ),
        ),
        migrations.AddConstraint(
            model_name="warehouse",
            constraint=models.CheckConstraint(
                condition=models.Q(("delivery_steps__in", ["one", "two", "three"])),
                name="warehouse_delivery_steps_known",
            ),
        ),
    ]
