"""A party names the dimensions its new lines take; the ledger, above, brings the rule that keeps the column."""

from django.db import migrations

import apps.core.fields


class Migration(migrations.Migration):
    """The column, empty on what there is."""

    dependencies = [("parties", "0004_tax_category")]

    operations = [
        migrations.AddField(
            model_name="historicalparty",
            name="dimensions",
            field=apps.core.fields.DimensionsField(
                blank=True, db_default={}, default=dict, verbose_name="dimensions of its lines"
            ),
        ),
        migrations.AddField(
            model_name="party",
            name="dimensions",
            field=apps.core.fields.DimensionsField(
                blank=True, db_default={}, default=dict, verbose_name="dimensions of its lines"
            ),
        ),
    ]
