"""A category names the dimensions its new lines take."""

from django.db import migrations

import apps.core.fields
from apps.core.sql import dimensions_of


class Migration(migrations.Migration):
    """The column, empty on what there is, and the rule that keeps it."""

    dependencies = [("ledger", "0005_dimension_guards"), ("products", "0003_tax_rules")]

    operations = [
        migrations.AddField(
            model_name="category",
            name="dimensions",
            field=apps.core.fields.DimensionsField(
                blank=True, db_default={}, default=dict, verbose_name="dimensions of its lines"
            ),
        ),
        migrations.AddField(
            model_name="historicalcategory",
            name="dimensions",
            field=apps.core.fields.DimensionsField(
                blank=True, db_default={}, default=dict, verbose_name="dimensions of its lines"
            ),
        ),
        dimensions_of("products_category"),
    ]
