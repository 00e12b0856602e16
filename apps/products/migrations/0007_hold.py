"""Products that are inspected when they come in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("products", "0006_pictures"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalproduct",
            name="inspect_on_receipt",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="What comes in waits on hold until somebody releases it.",
                verbose_name="inspected when received",
            ),
        ),
        migrations.AddField(
            model_name="product",
            name="inspect_on_receipt",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="What comes in waits on hold until somebody releases it.",
                verbose_name="inspected when received",
            ),
        ),
    ]
