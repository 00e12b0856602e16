"""Places on hold, and the one for inspection."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0002_guards"),
        ("warehouses", "0003_transfer_steps"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicallocation",
            name="is_held",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="What lies here is on hand and not available: neither promised nor shipped.",
                verbose_name="on hold",
            ),
        ),
        migrations.AddField(
            model_name="historicallocation",
            name="role",
            field=models.CharField(
                choices=[("storing", "Storing"), ("inspection", "Inspection")],
                db_default="storing",
                default="storing",
                help_text="Goods that are inspected when they come in go to the place for inspection.",
                max_length=10,
                verbose_name="used for",
            ),
        ),
        migrations.AddField(
            model_name="location",
            name="is_held",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="What lies here is on hand and not available: neither promised nor shipped.",
                verbose_name="on hold",
            ),
        ),
        migrations.AddField(
            model_name="location",
            name="role",
            field=models.CharField(
                choices=[("storing", "Storing"), ("inspection", "Inspection")],
                db_default="storing",
                default="storing",
                help_text="Goods that are inspected when they come in go to the place for inspection.",
                max_length=10,
                verbose_name="used for",
            ),
        ),
        migrations.AddConstraint(
            model_name="location",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("warehouse__isnull", False), models.Q(("role", "storing"), _negated=True)
                ),
                fields=("company", "warehouse", "role"),
                name="location_one_per_role",
            ),
        ),
        migrations.AddConstraint(
            model_name="location",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["storing", "inspection"])),
                name="location_role_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="location",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("role", "inspection"), _negated=True),
                    ("is_held", True),
                    _connector="OR",
                ),
                name="location_inspection_is_held",
            ),
        ),
        migrations.AddConstraint(
            model_name="location",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_held", False),
                    models.Q(("is_default", False), ("kind", "storage")),
                    _connector="OR",
                ),
                name="location_held_is_no_default",
            ),
        ),
    ]
