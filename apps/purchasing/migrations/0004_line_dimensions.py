"""Lines carry the dimensions their entry's line is analysed by; each is a value of the company, under its dimension."""

from django.db import migrations

import apps.core.fields
from apps.core.sql import dimensions_of


class Migration(migrations.Migration):
    """The column, empty on what there is, and the rule that keeps it."""

    dependencies = [("purchasing", "0003_tax"), ("ledger", "0005_dimension_guards")]

    operations = [
        migrations.AddField(
            model_name="purchaseorderline",
            name="dimensions",
            field=apps.core.fields.DimensionsField(
                blank=True, db_default={}, default=dict, verbose_name="dimensions"
            ),
        ),
        dimensions_of("purchasing_purchaseorderline"),
    ]
